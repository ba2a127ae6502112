"""MatchScreen and ``scenescore watch``: a daemon that watches its own screen."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import grpc
import numpy as np
import pytest

from making.command import run_process
from making.daemon import Daemon, running_daemon, wait_until
from making.machine.display import Canvas, xvfb_display
from scenescore.v1 import daemon_pb2, match_pb2

RED, BLUE = (220, 20, 20), (20, 20, 220)
NO_DISPLAY = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "XDG_SESSION_TYPE": ""}


@pytest.fixture(scope="module")
def screen(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Daemon]:
    """A daemon on a red display whose lower right quarter is blue."""
    scratch = tmp_path_factory.mktemp("screen")
    with (
        xvfb_display(640, 480) as display,
        Canvas(display) as canvas,
        running_daemon(tiny_home, scratch, "--bundle", "tiny", environment={"DISPLAY": display}) as daemon,
    ):
        canvas.show(np.tile(np.array(RED, np.uint8), (480, 640, 1)))
        canvas.fill(BLUE, 320, 240, 320, 240)
        yield daemon


@contextmanager
def found_by_commands(daemon: Daemon, home: Path) -> Iterator[None]:
    """Let commands find a daemon while the block lasts."""
    ready_file = home / "run" / "daemon.json"
    ready_file.parent.mkdir(exist_ok=True)
    ready_file.write_text(json.dumps(daemon.ready))
    try:
        yield
    finally:
        ready_file.unlink()


def match_screen(
    daemon: Daemon, request: match_pb2.MatchScreenRequest, answers: int
) -> list[match_pb2.Answer]:
    """Return the first answers of a screen session, then cancel it."""
    call = daemon.call(daemon.match.MatchScreen, request)
    found = [next(call).answer for _ in range(answers)]
    call.cancel()
    return found


def distances(answer: match_pb2.Answer) -> list[float]:
    return [match.distance for match in answer.matches]


def distances_for(daemon: Daemon, colour: tuple[int, int, int]) -> list[float]:
    """Return the distances for a picture of one colour."""
    frame = match_pb2.Frame(encoding=match_pb2.FRAME_ENCODING_RGB8, width=2, height=2, data=bytes(colour) * 4)
    requests = [
        match_pb2.MatchClipRequest(config=match_pb2.ClipConfig()),
        match_pb2.MatchClipRequest(frame=frame),
    ]
    return distances(daemon.call(daemon.match.MatchClip, iter(requests)).answer)


def info(daemon: Daemon) -> daemon_pb2.GetInfoResponse:
    answer: daemon_pb2.GetInfoResponse = daemon.call(daemon.control.GetInfo, daemon_pb2.GetInfoRequest())
    return answer


def test_a_region_of_the_screen_is_matched(screen: Daemon) -> None:
    corner = match_pb2.ScreenRegion(left=330, top=250, width=300, height=200)
    request = match_pb2.MatchScreenRequest(region=corner, frames_per_second=10)
    answers = match_screen(screen, request, 3)
    assert [answer.frames_dropped for answer in answers] == [0, 0, 0]
    assert answers[0].steps_filled == 1
    assert answers[2].frame_time_us - answers[1].frame_time_us == pytest.approx(1e6, abs=0.9e6)
    assert distances(answers[2]) == pytest.approx(distances_for(screen, BLUE), rel=1e-3)


def test_the_whole_screen_is_matched(screen: Daemon) -> None:
    (answer,) = match_screen(screen, match_pb2.MatchScreenRequest(), 1)
    assert distances(answer) != pytest.approx(distances_for(screen, BLUE), rel=1e-3)
    assert distances(answer) != pytest.approx(distances_for(screen, RED), rel=1e-3)
    assert info(screen).screen_capture_problem == ""


def test_a_cancelled_screen_session_is_closed(screen: Daemon) -> None:
    match_screen(screen, match_pb2.MatchScreenRequest(monitor=1), 1)
    wait_until(lambda: info(screen).sessions == 0)


@pytest.mark.parametrize(
    "request_",
    [
        match_pb2.MatchScreenRequest(monitor=9),
        match_pb2.MatchScreenRequest(region=match_pb2.ScreenRegion(left=600, top=0, width=100, height=10)),
        match_pb2.MatchScreenRequest(region=match_pb2.ScreenRegion(width=0, height=10)),
        match_pb2.MatchScreenRequest(frames_per_second=31),
    ],
)
def test_invalid_screen_requests_are_refused(screen: Daemon, request_: match_pb2.MatchScreenRequest) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        match_screen(screen, request_, 1)
    assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT


def test_the_watch_command_uses_the_running_daemon(screen: Daemon, tiny_home: Path) -> None:
    with found_by_commands(screen, tiny_home):
        ran = run_process(tiny_home, "watch", "--seconds", "1", "--json", DISPLAY="")
    assert ran.returncode == 0, ran.stderr
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [round(answer["time_s"]) for answer in answers] == [0, 1]


def test_the_error_names_a_missing_display(tiny_home: Path, tmp_path: Path) -> None:
    with running_daemon(tiny_home, tmp_path, "--bundle", "tiny", environment=NO_DISPLAY) as daemon:
        with pytest.raises(grpc.RpcError) as caught:
            match_screen(daemon, match_pb2.MatchScreenRequest(), 1)
        assert caught.value.code() is grpc.StatusCode.UNAVAILABLE
        assert "DISPLAY" in str(caught.value)
        assert "DISPLAY" in info(daemon).screen_capture_problem
        with found_by_commands(daemon, tiny_home):
            ran = run_process(tiny_home, "watch", "--seconds", "1")
        assert ran.returncode == 6
        assert "DISPLAY" in ran.stderr


def test_the_watch_command_starts_its_own_daemon(tiny_home: Path) -> None:
    began_s = time.monotonic()
    with xvfb_display(320, 240) as display, Canvas(display) as canvas:
        canvas.fill(BLUE, 0, 0, 320, 240)
        arguments = ("--region", "10,10,200,200", "--bundle", "tiny", "--seconds", "2", "--json")
        ran = run_process(tiny_home, "watch", *arguments, DISPLAY=display)
    assert ran.returncode == 0, ran.stderr
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [round(answer["time_s"]) for answer in answers] == [0, 1, 2]
    assert len(answers[-1]["matches"]) == 3
    assert answers[0]["model"] == "models/tiny"
    assert 0 < answers[0]["answer_ms"] < (time.monotonic() - began_s) * 1000


def test_a_watched_session_is_heard_and_can_be_drawn_later(tiny_home: Path, tmp_path: Path) -> None:
    log, page = tmp_path / "session.jsonl", tmp_path / "page.html"
    with xvfb_display(320, 240) as display, Canvas(display) as canvas:
        canvas.fill(BLUE, 0, 0, 320, 240)
        arguments = ("--bundle", "tiny", "--seconds", "3", "--json", "--play", "--log", str(log))
        ran = run_process(tiny_home, "watch", *arguments, DISPLAY=display, SCENESCORE_SOUND="null")
    assert ran.returncode == 0, ran.stderr
    assert f"scenescore score {log}" in ran.stderr
    drawn = run_process(tiny_home, "score", str(log), "--json", "--html", str(page))
    assert drawn.returncode == 0, drawn.stderr
    (stretch,) = json.loads(drawn.stdout)["stretches"]
    steady = [json.loads(line)["steady_track"] for line in ran.stdout.splitlines()]
    assert stretch["track"]["track"] == next(one for one in reversed(steady) if one)
    assert stretch["track"]["title"] in page.read_text(encoding="utf-8")


def test_without_a_sound_device_watch_says_so(screen: Daemon, tiny_home: Path) -> None:
    with found_by_commands(screen, tiny_home):
        silent = {"SCENESCORE_SOUND": "pulseaudio", "PULSE_SERVER": "unix:/nowhere/pulse", "DISPLAY": ""}
        ran = run_process(tiny_home, "watch", "--seconds", "1", "--json", "--play", **silent)
    assert ran.returncode == 6
    assert "no sound device" in ran.stderr
