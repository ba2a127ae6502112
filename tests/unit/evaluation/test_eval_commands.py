"""The command ``scenescore-eval``, and the commands of version 0.1.0 that it replaces."""

import pytest
from click.testing import CliRunner

from scenescore.cli.main import main as scenescore
from scenescore_eval.cli.main import main as scenescore_eval


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["bench", "live", "--tracks", "3"], "scenescore-eval bench"),
        (["bench", "--help"], "scenescore-eval bench"),
        (["study", "report", "--data", "play"], "scenescore-eval report"),
    ],
)
def test_commands_that_moved_say_where_they_are_now(old: list[str], new: str) -> None:
    ran = CliRunner().invoke(scenescore, old)
    assert ran.exit_code == 2
    assert f"`uv run {new}`" in ran.stderr


def test_the_commands_of_users_do_not_list_the_teams() -> None:
    listed = (
        CliRunner().invoke(scenescore, ["--help"]).output
        + CliRunner().invoke(scenescore, ["study", "--help"]).output
    )
    assert "bench" not in listed
    assert "report" not in listed


def test_every_benchmark_and_the_report_have_a_help_page() -> None:
    for command in (
        "report",
        *(f"bench {name}" for name in ("ingest", "live", "search", "sessions", "start", "train")),
    ):
        ran = CliRunner().invoke(scenescore_eval, [*command.split(), "--help"])
        assert ran.exit_code == 0, command
        assert command.rsplit(maxsplit=1)[-1] in ran.output


@pytest.mark.ml
def test_an_error_is_a_line_and_an_exit_code() -> None:
    ran = CliRunner().invoke(scenescore_eval, ["report", "--data", "no-such-folder"])
    assert ran.exit_code == 4
    assert "Error: no-such-folder" in ran.stderr
    assert "Traceback" not in ran.stderr
