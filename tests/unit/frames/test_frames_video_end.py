"""Where a video's pictures begin and end, and videos without any that can be read."""

import struct
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from making.video import SOUND_RATE, plain, write_video
from scenescore.errors import BrokenFileError
from scenescore.frames.video import probe, read_frames

RED, BLUE = (255, 0, 0), (0, 0, 255)


def names(path: Path) -> list[str]:
    """Return the colour of each frame, at 2 frames a second."""
    return [
        "red" if frame[40, 40, 0] in (*range(30), *range(150, 180)) else "blue"
        for _, frame in read_frames(path, frames_per_second=2)
    ]


def tone(seconds: float) -> np.ndarray:
    return (0.3 * np.sin(2 * np.pi * 440 * np.arange(round(seconds * SOUND_RATE)) / SOUND_RATE)).astype(
        np.float32
    )


@pytest.mark.parametrize("suffix", [".mp4", ".webm", ".mkv"])
def test_a_clip_ends_where_its_pictures_do_though_the_sound_goes_on(tmp_path: Path, suffix: str) -> None:
    path = write_video(tmp_path / f"clip{suffix}", [plain(RED)] * 15 + [plain(BLUE)] * 15, sound=tone(20))
    assert probe(path).duration_s == pytest.approx(3.0, abs=0.15)
    assert names(path) == ["red"] * 3 + ["blue"] * 3


def test_pictures_that_begin_late_or_before_zero_are_read_from_the_first_on(tmp_path: Path) -> None:
    for start_s in (-1.0, 0.0, 3.0):
        path = write_video(
            tmp_path / "clip.mkv",
            [plain(RED)] * 10 + [plain(BLUE)] * 10,
            times_s=[start_s + i / 10 for i in range(20)],
        )
        assert names(path) == ["red", "red", "blue", "blue"]
        assert probe(path).duration_s == pytest.approx(2.0, abs=0.15)


def test_pictures_that_begin_after_the_sound_are_in_step_with_it(tmp_path: Path) -> None:
    times_s = [2 + i / 10 for i in range(20)]
    path = write_video(
        tmp_path / "clip.mkv", [plain(RED)] * 10 + [plain(BLUE)] * 10, times_s=times_s, sound=tone(4)
    )
    assert names(path) == ["red"] * 6 + ["blue"] * 2
    assert probe(path).duration_s == pytest.approx(4.0, abs=0.15)


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".webm"])
def test_a_video_without_a_single_picture_is_named(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"clip{suffix}"
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("libx264" if suffix == ".mp4" else "libvpx", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        container.start_encoding()
    for read in (probe, lambda one: list(read_frames(one, frames_per_second=2))):
        with pytest.raises(BrokenFileError, match=r"clip.*(no picture|can't be read as a video)"):
            read(path)


@pytest.mark.parametrize(
    ("suffix", "known", "unknown"),
    [
        (".mkv", b"V_MPEG4/ISO/AVC", b"V_QQQQ4/ISO/AVC"),
        (".mp4", b"avc1", b"qq77"),
        (".mkv", b"V_MPEG4", b"V_MP\0\0\0"),
    ],
)
def test_a_codec_that_nothing_decodes_is_named(
    tmp_path: Path, suffix: str, known: bytes, unknown: bytes
) -> None:
    path = write_video(tmp_path / f"clip{suffix}", [plain(RED)] * 10, sound=tone(1))
    path.write_bytes(path.read_bytes().replace(known, unknown))
    name = unknown.partition(b"\0")[0].decode()
    for read in (probe, lambda one: list(read_frames(one, frames_per_second=2))):
        with pytest.raises(BrokenFileError, match=rf"clip\{suffix}.*codec .*\({name}\)"):
            read(path)


def test_what_an_edit_list_leaves_out_is_not_shown(tmp_path: Path) -> None:
    path = write_video(tmp_path / "clip.mp4", [plain(RED)] * 20 + [plain(BLUE)] * 20)
    content = path.read_bytes()
    at = content.index(b"elst") + 12
    length, start = struct.unpack_from(">Ii", content, at)
    # Lengths are in thousandths of a second, starts in units of the track.
    (units,) = struct.unpack_from(">I", content, content.index(b"mdhd") + 16)
    for edited, expected in (
        ((length // 2, start), ["red"] * 4),
        ((length - 1000, start + units), ["red"] * 2 + ["blue"] * 4),
        ((2 * length, start), ["red"] * 4 + ["blue"] * 4),
    ):
        path.write_bytes(content[:at] + struct.pack(">Ii", *edited) + content[at + 8 :])
        assert names(path) == expected
        assert probe(path).duration_s == pytest.approx(len(expected) / 2, abs=0.15)


@pytest.mark.parametrize(
    ("suffix", "codec"), [("ts", "libx264"), ("avi", "mpeg4"), ("flv", "flv1"), ("mpg", "mpeg2video")]
)
def test_formats_without_an_index_have_the_length_of_their_pictures(
    tmp_path: Path, suffix: str, codec: str
) -> None:
    path = tmp_path / f"clip.{suffix}"
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream(codec, rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for picture in [plain(RED)] * 50 + [plain(BLUE)] * 50:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
    assert names(path) == ["red"] * 4 + ["blue"] * 4
    assert probe(path).duration_s == pytest.approx(4, abs=0.1)
