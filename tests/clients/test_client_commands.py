import json
import sys
from pathlib import Path

import pytest

from scenescore.errors import UnavailableError
from scenescore_client import Answer, Match, Status
from scenescore_client.commands.output import StatusPrinter, answer_line, print_answers
from scenescore_client.main import main

pytestmark = pytest.mark.fast

TOWN = Match(1, "tracks/ab", "Town", "Someone", "CC0", "", "/music/town.ogg", 0.5, 0.5, fit=0.75)
ANSWER = Answer((TOWN,), 24, 24, False, False, 24, True, "tracks/ab", 12_000_000, 0.01, 60, 0, "models/tiny")
EARLY = Answer((TOWN,), 24, 3, True, True, 1, False, "", 0, 0.01, 60, 7, "models/tiny")


def test_a_line_shows_the_time_and_the_best_match() -> None:
    assert answer_line(ANSWER).split() == ["12.0", "s", "steady", "Town", "by", "Someone", "(fit", "0.75)"]


def test_a_line_shows_what_an_answer_is_based_on() -> None:
    told = answer_line(EARLY)
    assert "steady" not in told
    assert "new scene" in told
    assert "early, 3 of 24 steps" in told
    assert "7 of 60 frames dropped" in told


def test_a_line_mentions_an_empty_library() -> None:
    assert "library is empty" in answer_line(
        Answer((), 24, 1, True, False, 1, False, "", 0, 0, 1, 0, "models/m")
    )


def test_json_output_has_one_object_per_line(capsys: pytest.CaptureFixture[str]) -> None:
    print_answers([ANSWER, EARLY], as_json=True)
    StatusPrinter(as_json=True)(Status(False, "127.0.0.1:1", 2, 0.5, UnavailableError("gone")))
    first, second, third = map(json.loads, capsys.readouterr().out.splitlines())
    assert first["answer"]["matches"][0]["title"] == "Town"
    assert second["answer"]["early"]
    assert third["status"] == {
        "connected": False,
        "address": "127.0.0.1:1",
        "tries": 2,
        "wait_s": 0.5,
        "error": "gone",
    }


def test_a_lost_daemon_is_reported_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    StatusPrinter(as_json=False)(Status(False, "127.0.0.1:1", 2, 0.5, UnavailableError("gone")))
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "gone; trying again in 0.5 s\n"


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["scenescore-client", *arguments])
    with pytest.raises(SystemExit) as caught:
        main()
    return int(caught.value.code or 0)


def test_a_command_without_a_daemon_says_how_to_start_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SCENESCORE_HOME", str(tmp_path))
    assert run(monkeypatch, "info", "--json") == UnavailableError.exit_code
    told = capsys.readouterr()
    assert json.loads(told.out)["error"]["reason"] == "NO_DAEMON"
    assert "scenescore serve" in told.err


@pytest.mark.parametrize("region", ["1,2,3", "a,b,c,d", "0,0,0,10"])
def test_a_malformed_region_is_refused(monkeypatch: pytest.MonkeyPatch, region: str) -> None:
    assert run(monkeypatch, "screen", "--region", region) == 2
