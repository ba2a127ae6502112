"""MatchClip and MatchScreen: whole clips, and the daemon's own screen."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import numpy as np
import pytest

from making.daemon import Daemon, running_daemon, wait_until
from making.display import Canvas, xvfb_display
from making.video import plain, write_video
from scenescore.v1 import daemon_pb2, match_pb2

RED, GREEN, BLUE = (220, 20, 20), (20, 220, 20), (20, 20, 220)
CHUNK = 256 * 1024


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return 10 s of red, then 14 s of blue."""
    pictures = [plain(RED if i < 100 else BLUE) for i in range(240)]
    return write_video(tmp_path_factory.mktemp("clips") / "clip.mp4", pictures)


def configured(**part: Any) -> match_pb2.MatchClipRequest:
    return match_pb2.MatchClipRequest(config=match_pb2.ClipConfig(**part))


def chunks(data: bytes, size: int = CHUNK) -> Iterator[match_pb2.MatchClipRequest]:
    for start in range(0, len(data), size):
        yield match_pb2.MatchClipRequest(video_chunk=data[start : start + size])


def picture(time_s: float, colour: tuple[int, int, int]) -> match_pb2.MatchClipRequest:
    return match_pb2.MatchClipRequest(
        frame=match_pb2.Frame(
            capture_time_us=round(time_s * 1e6),
            encoding=match_pb2.FRAME_ENCODING_RGB8,
            width=2,
            height=2,
            data=bytes(colour) * 4,
        )
    )


def upload(daemon: Daemon, clip: Path, **part: Any) -> match_pb2.Answer:
    requests = [configured(**part), *chunks(clip.read_bytes())]
    answer: match_pb2.Answer = daemon.call(daemon.match.MatchClip, iter(requests)).answer
    return answer


def refused(daemon: Daemon, *requests: match_pb2.MatchClipRequest) -> Any:
    with pytest.raises(grpc.RpcError) as caught:
        daemon.call(daemon.match.MatchClip, iter(requests))
    return caught.value


def distances(answer: match_pb2.Answer) -> list[float]:
    return [match.distance for match in answer.matches]


def test_a_clip_is_answered_from_its_last_twelve_seconds(daemon: Daemon, clip: Path) -> None:
    answer = upload(daemon, clip)
    assert (answer.steps, answer.steps_filled, answer.early) == (24, 24, False)
    assert answer.frame_time_us == pytest.approx(24e6, abs=0.2e6)
    blue_alone = daemon.call(
        daemon.match.MatchClip, iter([configured(), *(picture(i / 2, BLUE) for i in range(24))])
    ).answer
    assert distances(answer) == pytest.approx(distances(blue_alone), rel=0.02)


def test_a_part_of_a_clip_can_be_chosen(daemon: Daemon, clip: Path) -> None:
    answer = upload(daemon, clip, end_s=9.0)
    assert answer.frame_time_us == pytest.approx(9e6, abs=0.2e6)
    assert (answer.steps_filled, answer.early) == (18, True)
    assert distances(answer) != pytest.approx(distances(upload(daemon, clip)), rel=0.02)


def test_the_start_of_the_part_keeps_what_came_before_out(daemon: Daemon, clip: Path) -> None:
    blue = upload(daemon, clip, start_s=10.5, end_s=16)
    assert blue.steps_filled == 11
    assert distances(blue) == pytest.approx(distances(upload(daemon, clip)), rel=0.02)


def test_a_clip_as_pictures_keeps_its_own_clock(daemon: Daemon) -> None:
    requests = [
        configured(session=match_pb2.SessionConfig(top_k=5)),
        *(picture(50 + i, GREEN) for i in range(5)),
    ]
    answer = daemon.call(daemon.match.MatchClip, iter(requests)).answer
    assert answer.frame_time_us == 54_000_000
    assert answer.frames_received == 5
    assert len(answer.matches) == 5


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ({"start_s": 30.0}, "24.0 s"),
        ({"start_s": -1.0}, "0 s or later"),
        ({"start_s": 5.0, "end_s": 4.0}, "after"),
    ],
)
def test_a_part_outside_the_clip_is_refused(
    daemon: Daemon, clip: Path, part: dict[str, float], words: str
) -> None:
    error = refused(daemon, configured(**part), *chunks(clip.read_bytes()))
    assert error.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert words in error.details()


def test_bytes_that_are_no_video_are_refused_without_naming_the_daemons_own_file(daemon: Daemon) -> None:
    error = refused(daemon, configured(), *chunks(b"this is only text, named .mp4"))
    assert error.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert error.details().startswith("the uploaded clip:")
    assert "/tmp" not in error.details()


def test_an_upload_leaves_no_file_behind(daemon: Daemon, clip: Path) -> None:
    upload(daemon, clip)
    refused(daemon, configured(), *chunks(b"no video"))
    assert list(Path(tempfile.gettempdir()).glob("scenescore-clip-*")) == []


@pytest.mark.parametrize("kind", ["nothing", "two", "mixed", "large chunk"])
def test_a_clip_that_is_sent_wrongly_is_refused(daemon: Daemon, kind: str) -> None:
    requests = {
        "nothing": [configured()],
        "two": [configured(), configured()],
        "mixed": [configured(), picture(0, RED), match_pb2.MatchClipRequest(video_chunk=b"x")],
        "large chunk": [configured(), match_pb2.MatchClipRequest(video_chunk=bytes(2**20 + 1))],
    }[kind]
    assert refused(daemon, *requests).code() is grpc.StatusCode.INVALID_ARGUMENT


@pytest.fixture(scope="module")
def screen(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Daemon]:
    """A daemon on a display that is red, but for its lower right quarter, which is blue."""
    scratch = tmp_path_factory.mktemp("screen")
    with (
        xvfb_display(640, 480) as display,
        Canvas(display) as canvas,
        running_daemon(tiny_home, scratch, "--bundle", "tiny", environment={"DISPLAY": display}) as daemon,
    ):
        canvas.show(np.tile(np.array(RED, np.uint8), (480, 640, 1)))
        canvas.fill(BLUE, 320, 240, 320, 240)
        yield daemon


def test_the_screen_is_watched_in_part(screen: Daemon) -> None:
    corner = match_pb2.ScreenRegion(left=330, top=250, width=300, height=200)
    answers = watch(screen, match_pb2.MatchScreenRequest(region=corner, frames_per_second=10), 3)
    assert [answer.frames_dropped for answer in answers] == [0, 0, 0]
    assert answers[0].steps_filled == 1
    assert answers[2].frame_time_us - answers[1].frame_time_us == pytest.approx(1e6, abs=0.9e6)
    assert distances(answers[2]) == pytest.approx(same_picture(screen, BLUE), rel=1e-3)


def test_the_screen_is_watched_as_a_whole(screen: Daemon) -> None:
    (answer,) = watch(screen, match_pb2.MatchScreenRequest(), 1)
    assert distances(answer) != pytest.approx(same_picture(screen, BLUE), rel=1e-3)
    assert distances(answer) != pytest.approx(same_picture(screen, RED), rel=1e-3)
    assert info(screen).screen_capture_problem == ""


def test_a_client_that_has_seen_enough_frees_its_place(screen: Daemon) -> None:
    watch(screen, match_pb2.MatchScreenRequest(monitor=1), 1)
    wait_until(lambda: info(screen).sessions == 0)


@pytest.mark.parametrize(
    "wanted",
    [
        match_pb2.MatchScreenRequest(monitor=9),
        match_pb2.MatchScreenRequest(region=match_pb2.ScreenRegion(left=600, top=0, width=100, height=10)),
        match_pb2.MatchScreenRequest(region=match_pb2.ScreenRegion(width=0, height=10)),
        match_pb2.MatchScreenRequest(frames_per_second=31),
    ],
)
def test_what_is_not_on_the_screen_is_refused(screen: Daemon, wanted: match_pb2.MatchScreenRequest) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        watch(screen, wanted, 1)
    assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT


def test_without_a_display_the_reason_is_told(tiny_home: Path, tmp_path: Path) -> None:
    nothing = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "XDG_SESSION_TYPE": ""}
    with running_daemon(tiny_home, tmp_path, "--bundle", "tiny", environment=nothing) as daemon:
        with pytest.raises(grpc.RpcError) as caught:
            watch(daemon, match_pb2.MatchScreenRequest(), 1)
        assert caught.value.code() is grpc.StatusCode.UNAVAILABLE
        assert "DISPLAY" in str(caught.value)
        assert "DISPLAY" in info(daemon).screen_capture_problem


def watch(daemon: Daemon, request: match_pb2.MatchScreenRequest, answers: int) -> list[match_pb2.Answer]:
    """Return the first answers of a screen session, then leave it."""
    call = daemon.call(daemon.match.MatchScreen, request)
    found = [next(call).answer for _ in range(answers)]
    call.cancel()
    return found


def same_picture(daemon: Daemon, colour: tuple[int, int, int]) -> list[float]:
    return distances(daemon.call(daemon.match.MatchClip, iter([configured(), picture(0, colour)])).answer)


def info(daemon: Daemon) -> daemon_pb2.GetInfoResponse:
    answer: daemon_pb2.GetInfoResponse = daemon.call(daemon.control.GetInfo, daemon_pb2.GetInfoRequest())
    return answer
