"""CueService and ``scenescore cue``: what is decided is played, by sessions that run and after a restart."""

import json
import queue
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import grpc
import numpy as np
import pytest

from making.command import run_process
from making.daemon import Daemon, colour_frame, configured, running_daemon, wait_until
from making.video import plain, write_video
from scenescore.library.store.library import Library
from scenescore.v1 import cue_pb2, library_pb2, match_pb2

RED, BLUE = (220, 20, 20), (20, 20, 220)
STEPS = 24


@pytest.fixture(scope="module")
def home(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = shutil.copytree(tiny_home, tmp_path_factory.mktemp("cues") / "home")
    return folder


@pytest.fixture(scope="module")
def listening(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Daemon]:
    with running_daemon(home, tmp_path_factory.mktemp("daemon"), "--bundle", "tiny") as running:
        yield running


@pytest.fixture
def daemon(listening: Daemon) -> Iterator[Daemon]:
    """The daemon, without cues before and after."""
    yield listening
    for cue in cues(listening):
        listening.call(listening.cues.DeleteCue, cue_pb2.DeleteCueRequest(name=cue.name))


def hsv(colour: tuple[int, int, int]) -> bytes:
    """Return a frame of one colour as the contract wants it: 80×80 HSV."""
    return cv2.cvtColor(np.full((80, 80, 3), colour, np.uint8), cv2.COLOR_RGB2HSV).tobytes()


def add(daemon: Daemon, track: str, colour: tuple[int, int, int] = RED, **changed: Any) -> cue_pb2.Cue:
    usual = {"scene": "fight", "track": track, "frames": [hsv(colour)] * STEPS}
    cue: cue_pb2.Cue = daemon.call(daemon.cues.AddCue, cue_pb2.AddCueRequest(**{**usual, **changed})).cue
    return cue


def cues(daemon: Daemon) -> list[cue_pb2.Cue]:
    return list(daemon.call(daemon.cues.ListCues, cue_pb2.ListCuesRequest(page_size=1000)).cues)


def refused(daemon: Daemon, method: Any, request: Any) -> Any:
    with pytest.raises(grpc.RpcError) as caught:
        daemon.call(method, request)
    return caught.value


class Play:
    """A session that stays open: each step sends a second of one colour and returns the answer."""

    def __init__(self, daemon: Daemon, *, top_k: int = 100) -> None:
        self._sent: queue.Queue[match_pb2.MatchFramesRequest | None] = queue.Queue()
        self._time_s = 0
        self._sent.put(configured(top_k=top_k))
        self._answers = daemon.call(daemon.match.MatchFrames, iter(self._sent.get, None))

    def second(self, colour: tuple[int, int, int]) -> match_pb2.Answer:
        self._sent.put(colour_frame(self._time_s, colour))
        self._time_s += 1
        answer: match_pb2.Answer = next(self._answers).answer
        return answer

    def close(self) -> None:
        self._sent.put(None)
        assert list(self._answers) == []


def test_an_open_session_follows_a_new_and_a_deleted_cue_at_once(daemon: Daemon) -> None:
    play = Play(daemon)
    for _ in range(4):
        before = play.second(RED)
    *_, last = before.matches
    cue = add(daemon, last.track)
    after = play.second(RED)
    assert after.matches[0].track == last.track
    assert after.matches[0].distance == pytest.approx(last.distance, rel=1e-5)
    assert after.matches[0].score < before.matches[0].score
    assert [match.track for match in after.matches[1:]] == [match.track for match in before.matches[:-1]]
    assert all(match.score == match.distance for match in after.matches[1:])
    fits = [match.fit for match in after.matches]
    assert fits == sorted(fits, reverse=True)
    assert all(0 <= fit <= 1 for fit in fits)
    (reason,) = after.matches[0].reasons
    assert (reason.kind, reason.weight) == ("cue", 1.0)
    assert "fight" in reason.words
    assert not any(match.reasons for match in after.matches[1:])
    for _ in range(3):
        settled = play.second(RED)
    assert (settled.steady, settled.steady_track) == (True, last.track)
    daemon.call(daemon.cues.DeleteCue, cue_pb2.DeleteCueRequest(name=cue.name))
    again = play.second(RED)
    assert [match.track for match in again.matches] == [match.track for match in before.matches]
    play.close()


def test_a_cue_can_take_the_window_of_an_open_session(daemon: Daemon) -> None:
    play = Play(daemon)
    for _ in range(6):
        play.second(BLUE)
    for _ in range(6):
        before = play.second(RED)
    wanted = before.matches[-1].track
    assert before.session.startswith("sessions/")
    cue = add(daemon, wanted, frames=[], session=before.session)
    assert cue.model == "models/tiny"
    after = play.second(RED)
    assert after.matches[0].track == wanted
    assert after.session == before.session
    play.close()
    # The blue that the window still held belongs to the scene before.
    other = Play(daemon)
    assert other.second(BLUE).matches[0].track != wanted
    assert other.second(BLUE).session != before.session
    other.close()


def test_a_cue_of_a_session_gains_pictures_of_the_rest_of_its_scene(daemon: Daemon, home: Path) -> None:
    play = Play(daemon)
    for _ in range(3):
        before = play.second(RED)
    add(daemon, before.matches[-1].track, frames=[], session=before.session)
    for step in range(1, 8):
        play.second((RED[0] - 3 * step, *RED[1:]))
    with Library(home / "library") as library:
        (_, made), *_ = library.cues.with_frames("tiny")
        play.close()
        wait_until(lambda: len(library.cues.with_frames("tiny")[0][1]) > len(made))
        (_, grown), *_ = library.cues.with_frames("tiny")
    assert made[..., 2].min() == RED[0]
    assert grown[..., 2].min() < RED[0] - 10


def test_a_cue_of_a_session_needs_an_open_session_and_no_frames(daemon: Daemon) -> None:
    play = Play(daemon)
    answer = play.second(RED)
    track = answer.matches[0].track

    def request(**changed: Any) -> cue_pb2.AddCueRequest:
        return cue_pb2.AddCueRequest(
            **{"scene": "fight", "track": track, "session": answer.session, **changed}
        )

    refusals: list[tuple[dict[str, Any], str]] = [
        ({"frames": [hsv(RED)]}, "session and 1 frames were sent"),
        ({"model": "models/other"}, "model must be the session's, 'models/tiny', or empty"),
        ({"session": "tracks/1"}, "session must have the form 'sessions/ID'"),
    ]
    for changed, words in refusals:
        error = refused(daemon, daemon.cues.AddCue, request(**changed))
        assert error.code() == grpc.StatusCode.INVALID_ARGUMENT
        assert words in error.details()
    play.close()
    error = refused(daemon, daemon.cues.AddCue, request())
    assert error.code() == grpc.StatusCode.NOT_FOUND
    assert f"no session '{answer.session}' is open" in error.details()
    assert not cues(daemon)


def test_a_cue_changes_no_other_scene(daemon: Daemon) -> None:
    play = Play(daemon)
    before = play.second(BLUE)
    add(daemon, before.matches[-1].track, RED)
    after = play.second(BLUE)
    assert [match.track for match in after.matches] == [match.track for match in before.matches]
    assert all(match.score == match.distance for match in after.matches)
    play.close()


def test_cues_are_listed_in_pages_from_oldest_to_newest(daemon: Daemon) -> None:
    track = Play(daemon).second(RED).matches[0].track
    made = [add(daemon, track, scene=f"scene {i}") for i in range(5)]
    assert made[0].model == "models/tiny"
    assert made[0].track == track
    assert made[0].create_time.seconds > 1_700_000_000
    first = daemon.call(daemon.cues.ListCues, cue_pb2.ListCuesRequest(page_size=3))
    assert list(first.cues) == made[:3]
    rest = daemon.call(
        daemon.cues.ListCues, cue_pb2.ListCuesRequest(page_size=3, page_token=first.next_page_token)
    )
    assert (list(rest.cues), rest.next_page_token) == (made[3:], "")


def test_a_second_cue_for_a_scene_replaces_the_first(daemon: Daemon) -> None:
    play = Play(daemon)
    before = play.second(RED)
    add(daemon, before.matches[-1].track)
    add(daemon, before.matches[-2].track)
    assert play.second(RED).matches[0].track == before.matches[-2].track
    assert len(cues(daemon)) == 1
    play.close()


@pytest.mark.parametrize(
    ("changed", "code", "words"),
    [
        ({"scene": ""}, grpc.StatusCode.INVALID_ARGUMENT, "1 to 200"),
        ({"scene": "x" * 201}, grpc.StatusCode.INVALID_ARGUMENT, "1 to 200"),
        ({"track": "tracks/00000000"}, grpc.StatusCode.NOT_FOUND, "00000000"),
        ({"track": "cues/00000000"}, grpc.StatusCode.INVALID_ARGUMENT, "track"),
        ({"model": "models/nothing"}, grpc.StatusCode.NOT_FOUND, "nothing"),
        ({"frames": []}, grpc.StatusCode.INVALID_ARGUMENT, "frames must hold 24 values"),
        ({"frames": [hsv(RED)] * 23}, grpc.StatusCode.INVALID_ARGUMENT, "frames must hold 24 values"),
        ({"frames": [hsv(RED)] * 23 + [b"x"]}, grpc.StatusCode.INVALID_ARGUMENT, "frames[23] has 1 bytes"),
        ({"frames": [b"\xb4" * 19_200] * 24}, grpc.StatusCode.INVALID_ARGUMENT, "180"),
    ],
)
def test_invalid_cues_are_refused_with_a_reason(
    daemon: Daemon, changed: dict[str, Any], code: grpc.StatusCode, words: str
) -> None:
    usual = {
        "scene": "fight",
        "track": Play(daemon).second(RED).matches[0].track,
        "frames": [hsv(RED)] * STEPS,
    }
    error = refused(daemon, daemon.cues.AddCue, cue_pb2.AddCueRequest(**{**usual, **changed}))
    assert error.code() is code
    assert words in error.details()
    assert cues(daemon) == []


def test_an_unknown_cue_is_not_found(daemon: Daemon) -> None:
    gone = refused(daemon, daemon.cues.DeleteCue, cue_pb2.DeleteCueRequest(name="cues/0123456789abcdef"))
    assert gone.code() is grpc.StatusCode.NOT_FOUND
    wrong = refused(daemon, daemon.cues.DeleteCue, cue_pb2.DeleteCueRequest(name="tracks/0123"))
    assert wrong.code() is grpc.StatusCode.INVALID_ARGUMENT


def test_a_cue_survives_a_killed_daemon(tiny_home: Path, tmp_path: Path) -> None:
    home = shutil.copytree(tiny_home, tmp_path / "home")
    with running_daemon(home, tmp_path, "--bundle", "tiny") as first:
        last = Play(first).second(RED).matches[-1].track
        cue = add(first, last)
        first.process.kill()
        first.process.wait()
    with running_daemon(home, tmp_path, "--bundle", "tiny") as second:
        assert cues(second) == [cue]
        assert Play(second).second(RED).matches[0].track == last
        second.call(second.library.DeleteTrack, library_pb2.DeleteTrackRequest(name=last))
        assert last not in [match.track for match in Play(second).second(RED).matches]
        assert cues(second) == [cue]


def test_the_cue_commands_act_on_a_running_daemon_and_on_match(
    daemon: Daemon, home: Path, tmp_path: Path
) -> None:
    clip = write_video(tmp_path / "fight.mp4", [plain(RED)] * 130)
    match = ("match", str(clip), "--bundle", "tiny", "--top", "6", "--json")
    *_, last = json.loads(run_process(home, *match).stdout)["matches"]
    play = Play(daemon)
    assert play.second(RED).matches[0].track != last["track"]
    added = run_process(home, "cue", "add", "fight", last["track"], str(clip), "--bundle", "tiny", "--json")
    assert added.returncode == 0, added.stderr
    cue = json.loads(added.stdout)
    assert (cue["scene"], cue["track"], cue["model"]) == ("fight", last["track"], "models/tiny")
    wait_until(lambda: play.second(RED).matches[0].track == last["track"])
    first, *_ = json.loads(run_process(home, *match).stdout)["matches"]
    assert first["track"] == last["track"]
    assert first["distance"] == pytest.approx(last["distance"], rel=1e-6)
    assert first["score"] < first["distance"]
    (reason,) = first["reasons"]
    assert (reason["kind"], reason["weight"]) == ("cue", 1.0)
    assert "fight" in reason["words"]
    assert first["fit"] >= last["fit"]
    assert reason["words"] in run_process(home, *match[:-1]).stdout
    shown = run_process(home, "cue", "list").stdout
    assert cue["cue"].removeprefix("cues/") in shown
    assert last["title"] in shown
    assert json.loads(run_process(home, "cue", "list", "--json").stdout)["cues"] == [cue]
    assert "did you mean 'fight'?" in run_process(home, "cue", "remove", "figt").stderr
    removed = json.loads(run_process(home, "cue", "remove", cue["cue"], "--json").stdout)["removed"]
    assert removed == [cue]
    wait_until(lambda: play.second(RED).matches[0].track != last["track"])
    play.close()
    assert run_process(home, "cue", "remove", cue["cue"]).returncode == 4
    assert run_process(home, "cue", "add", "fight", "00000000", str(clip), "--bundle", "tiny").returncode == 4
