"""A running game with a real daemon: answers, scenes, pauses, the screen, and daemons that end."""

import itertools
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from making.daemon import Daemon, running_daemon, wait_until
from making.godot.project import GodotProject
from making.godot.watched_game import point_to, watched_game
from scenescore.v1 import daemon_pb2, library_pb2

STOPPED_S = 5.0


@contextmanager
def own_daemon(home: Path, scratch: Path, **environment: str) -> Iterator[Daemon]:
    """Run a daemon on a home of the test's own, which games with that home find."""
    with running_daemon(home, scratch, "--bundle", "tiny", environment=environment) as daemon:
        point_to(home, daemon)
        yield daemon


def test_a_game_gets_answers_and_a_steady_match(
    project: GodotProject, shared_home: Path, screen: str
) -> None:
    with watched_game(project, shared_home, display=screen, settings={"runtime/top_k": 4}) as game:
        steady = game.wait_for("steady")[0]["steady"]
        answers = game.wait_for("matches", 5)
        (listening,) = [values for values in game.said("state") if values["state"] == "LISTENING"]
        for answer in answers:
            assert [found["rank"] for found in answer["matches"]] == [1, 2, 3, 4]
            assert all(found["track"].startswith("tracks/") for found in answer["matches"])
            assert answer["steps"] == 24
            # No frame arrived before the session was open.
            session_ms = (answer["unix_s"] - listening["unix_s"]) * 1000
            assert 0 < answer["answer_delay_ms"] <= session_ms
        filled = [answer["steps_filled"] for answer in answers]
        assert filled == sorted(filled)
        assert 0 < filled[0] < filled[-1]
        gaps_s = [b["unix_s"] - a["unix_s"] for a, b in itertools.pairwise(answers)]
        print(f"from answer to answer: {sum(gaps_s) / len(gaps_s):.2f} s")
        assert steady["track"] in {found["track"] for found in answers[-1]["matches"]}
        assert game.states() == ["CONNECTING", "LISTENING", "MATCHING"]
        told = game.tell()
        assert told["problem"] == ""
        assert told["has_channel"]
        game.quit().check()


def test_an_empty_library_gives_answers_without_matches(
    project: GodotProject, own_home: Path, screen: str, tmp_path: Path
) -> None:
    shutil.rmtree(own_home / "library")
    with (
        own_daemon(own_home, tmp_path),
        watched_game(project, own_home, display=screen) as game,
    ):
        answers = game.wait_for("matches", 3)
        assert all(answer["matches"] == [] for answer in answers)
        # Whatever else changes, answers come.
        game.order("music")
        game.next("matches")
        assert game.states() == ["CONNECTING", "LISTENING", "MATCHING"]
        game.quit().check()


def test_each_scene_has_its_own_steady_match(project: GodotProject, shared_home: Path, screen: str) -> None:
    with watched_game(project, shared_home, display=screen) as game:
        steady = [game.wait_for("steady")[0]["steady"]["track"]]
        game.wait_for("matches", 4)
        assert not game.said("scene_changed")
        for colour in ("red", "lime", "blue"):
            game.order(f"paint {colour}")
            steady.append(game.next("steady")["steady"]["track"])
        assert len(set(steady)) == 4
        assert game.said("scene_changed")
        game.quit().check()


def test_a_game_notices_a_killed_daemon_and_finds_the_next(
    project: GodotProject, own_home: Path, screen: str, tmp_path: Path
) -> None:
    with (
        own_daemon(own_home, tmp_path) as first,
        watched_game(project, own_home, display=screen) as game,
    ):
        game.wait_for("matches", 2)
        # Its ready file stays behind.
        first.stop(signal.SIGKILL)
        game.wait_for_state("CONNECTING", 5)
        before = game.tell()
        time.sleep(2.0)
        told = game.tell()
        assert told["captures"] == before["captures"]
        assert not told["has_channel"]
        assert told["matches"] == told["steps_filled"] == 0
        assert "No daemon runs" in told["problem"]
        assert game.states()[-1] == "CONNECTING"
        with own_daemon(own_home, tmp_path):
            ready_s = time.time()
            back_s = game.next("matches", 30)["unix_s"] - ready_s
            print(f"matches are back after {back_s:.1f} s")
            assert game.states()[-3:] == ["CONNECTING", "LISTENING", "MATCHING"]
            assert game.tell()["problem"] == ""
            game.quit().check()


def test_a_game_notices_a_stopped_daemon_and_finds_the_next(
    project: GodotProject, own_home: Path, screen: str, tmp_path: Path
) -> None:
    with (
        own_daemon(own_home, tmp_path) as first,
        watched_game(project, own_home, display=screen) as game,
    ):
        game.wait_for("matches", 2)
        assert first.stop(signal.SIGTERM) == 0
        game.wait_for_state("CONNECTING", 10)
        with own_daemon(own_home, tmp_path):
            game.next("matches", 30)
            game.quit().check()


def test_an_unresponsive_daemon_blocks_no_frame(
    project: GodotProject, own_home: Path, screen: str, tmp_path: Path
) -> None:
    with (
        own_daemon(own_home, tmp_path) as daemon,
        watched_game(project, own_home, display=screen) as game,
    ):
        game.wait_for("matches", 2)
        game.tell()
        daemon.process.send_signal(signal.SIGSTOP)
        time.sleep(STOPPED_S)
        told = game.tell()
        # A frame that waits for the daemon would not have told anything before that goes on.
        print(f"longest frame meanwhile: {told['longest_ms']:.0f} ms")
        daemon.process.send_signal(signal.SIGCONT)
        game.next("matches", 30)
        game.quit().check()


def test_a_pause_ends_the_session_and_resuming_starts_a_new_one(
    project: GodotProject, shared_home: Path, daemon: Daemon, screen: str
) -> None:
    with watched_game(project, shared_home, display=screen) as game:
        game.wait_for("matches", 3)
        game.order("pause")
        game.wait_for_state("OFF")
        before = game.tell()
        wait_until(lambda: sessions(daemon) == 0)
        time.sleep(1.5)
        told = game.tell()
        assert told["captures"] == before["captures"]
        assert told["steps_filled"] == 0
        answers = len(game.said("matches"))
        game.order("resume")
        assert game.wait_for("matches", answers + 1)[answers]["steps_filled"] < 10
        assert game.states()[-3:] == ["OFF", "LISTENING", "MATCHING"]
        game.quit().check()


def test_screen_capture_finds_the_same_matches(
    project: GodotProject, shared_home: Path, own_home: Path, screen: str, tmp_path: Path
) -> None:
    with watched_game(project, shared_home, "--resolution", "640x360", display=screen) as game:
        expected = game.wait_for("matches", 4)[-1]["matches"]
    with own_daemon(own_home, tmp_path, DISPLAY=screen):
        screen_mode = {"runtime/capture": "screen"}
        window = ("--resolution", "640x360", "--position", "60,40")
        with watched_game(project, own_home, *window, display=screen, settings=screen_mode) as game:
            found = game.wait_for("matches", 4)[-1]["matches"]
            assert [one["track"] for one in found] == [one["track"] for one in expected]
            assert [one["distance"] for one in found] == pytest.approx(
                [one["distance"] for one in expected], rel=0.02
            )
            assert game.tell()["captures"] == 0
            answers = len(game.said("matches"))
            game.order("move 400 200")
            # Had it stayed, the daemon would see the black screen where the window was.
            later = game.wait_for("matches", answers + 6)[-1]["matches"]
            assert [one["track"] for one in later] == [one["track"] for one in expected]
            game.quit().check()


def test_the_steady_match_is_played(
    project: GodotProject, own_home: Path, screen: str, tmp_path: Path
) -> None:
    with (
        own_daemon(own_home, tmp_path) as daemon,
        watched_game(project, own_home, display=screen) as game,
    ):
        first = game.wait_for("steady")[-1]["steady"]
        assert game.tell()["playing"] == ""
        game.order("music")
        if first["file"].endswith(".flac"):
            # Godot can't play it, which is said; without it another piece fits best.
            game.wait_until_told(lambda told: "FLAC" in told["problem"])
            daemon.call(daemon.library.DeleteTrack, library_pb2.DeleteTrackRequest(name=first["track"]))
            game.wait_for("steady", 2)
        game.wait_until_told(lambda told: told["playing"] == game.said("steady")[-1]["steady"]["track"])
        assert game.tell()["problem"] == ""
        game.quit().check()


def sessions(daemon: Daemon) -> int:
    """Return how many sessions a daemon has."""
    return int(daemon.call(daemon.control.GetInfo, daemon_pb2.GetInfoRequest()).sessions)
