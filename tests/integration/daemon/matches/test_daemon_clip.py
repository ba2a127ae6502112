"""MatchClip: one answer for a whole clip."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest

from making.daemon import Daemon
from making.video import plain, write_video
from scenescore.v1 import match_pb2

RED, GREEN, BLUE = (220, 20, 20), (20, 220, 20), (20, 20, 220)
CHUNK = 256 * 1024


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a clip of 10 s of red and 14 s of blue."""
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


def test_pictures_before_the_start_of_a_part_have_no_effect(daemon: Daemon, clip: Path) -> None:
    blue = upload(daemon, clip, start_s=10.5, end_s=16)
    assert blue.steps_filled == 11
    assert distances(blue) == pytest.approx(distances(upload(daemon, clip)), rel=0.02)


def test_a_clip_of_frames_keeps_the_clock_of_the_client(daemon: Daemon) -> None:
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


def test_a_broken_upload_is_refused_without_naming_the_daemons_temporary_file(daemon: Daemon) -> None:
    error = refused(daemon, configured(), *chunks(b"this is only text, named .mp4"))
    assert error.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert error.details().startswith("the uploaded clip:")
    assert "/tmp" not in error.details()


def test_an_upload_leaves_no_file_behind(daemon: Daemon, clip: Path) -> None:
    upload(daemon, clip)
    refused(daemon, configured(), *chunks(b"no video"))
    assert list(daemon.temporary.glob("scenescore-clip-*")) == []


@pytest.mark.parametrize("kind", ["nothing", "two", "mixed", "large chunk"])
def test_invalid_messages_are_refused(daemon: Daemon, kind: str) -> None:
    requests = {
        "nothing": [configured()],
        "two": [configured(), configured()],
        "mixed": [configured(), picture(0, RED), match_pb2.MatchClipRequest(video_chunk=b"x")],
        "large chunk": [configured(), match_pb2.MatchClipRequest(video_chunk=bytes(2**20 + 1))],
    }[kind]
    assert refused(daemon, *requests).code() is grpc.StatusCode.INVALID_ARGUMENT
