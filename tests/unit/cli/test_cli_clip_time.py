"""Options take a place in a clip as people write it."""

import click
import pytest
from click.testing import CliRunner

from scenescore.cli.clip_time import clip_time
from scenescore.cli.options import part_options


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("90", 90), ("0:30", 30), ("1:30", 90), ("90.5", 90.5), ("0:01:30.5", 90.5), ("2:00:00", 7200),
     ("1:30,25", 90.25), (".5", 0.5), (" 12:05 ", 725), ("0", 0), ("120:00", 7200)],
)  # fmt: skip
def test_times_are_seconds_minutes_and_hours(written: str, seconds: float) -> None:
    assert clip_time(written) == seconds


@pytest.mark.parametrize(
    "written", ["", "soon", "-5", "1:75", "1:60:00", "1:2:3:4", "nan", "inf", "1e3", ":30", "1:"]
)
def test_invalid_times_are_refused(written: str) -> None:
    with pytest.raises(click.BadParameter, match="is no time"):
        clip_time(written)


def test_a_command_gets_its_part_in_seconds_and_names_the_option_that_is_wrong() -> None:
    @click.command()
    @part_options
    def show(start_s: float, end_s: float) -> None:
        click.echo(f"{start_s} to {end_s}")

    assert CliRunner().invoke(show, ["--start-s", "0:30", "--end-s", "1:00:00"]).output == "30.0 to 3600.0\n"
    assert CliRunner().invoke(show, []).output == "0.0 to 0.0\n"
    refused = CliRunner().invoke(show, ["--start-s", "0:77"])
    assert refused.exit_code == 2
    assert "'--start-s': '0:77' is no time" in refused.output
