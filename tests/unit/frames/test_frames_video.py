"""Videos become frames at the rate that is asked for."""

import io
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import soundfile
from mutagen import mp4
from PIL import Image

from making.video import SOUND_RATE, plain, write_video
from scenescore.errors import BrokenFileError, InvalidInputError, NotFoundError
from scenescore.frames.decode import to_frame
from scenescore.frames.picture_file import SUFFIXES as PICTURE_SUFFIXES
from scenescore.frames.video import SUFFIXES, probe, read_frames

RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)
HUES = {"red": 0, "green": 60, "blue": 120}


def name_of(frame: np.ndarray) -> str:
    hue = int(frame[40, 40, 0])
    return min(HUES, key=lambda name: min(abs(HUES[name] - hue), 180 - abs(HUES[name] - hue)))


def seen(path: Path, **part: float) -> list[tuple[float, str]]:
    return [(round(time_s, 3), name_of(frame)) for time_s, frame in read_frames(path, **part)]


def three_colours(path: Path) -> Path:
    """Write 2 s of red, 2 s of green, 2 s of blue at 10 frames a second, with a tone."""
    tone = 0.3 * np.sin(2 * np.pi * 440 * np.arange(6 * SOUND_RATE) / SOUND_RATE)
    pictures = [plain(RED)] * 20 + [plain(GREEN)] * 20 + [plain(BLUE)] * 20
    return write_video(path, pictures, sound=tone.astype(np.float32))


@pytest.mark.parametrize("suffix", [".mp4", ".webm", ".mkv"])
def test_a_video_is_read_at_the_rate_asked_for(tmp_path: Path, suffix: str) -> None:
    path = three_colours(tmp_path / f"clip{suffix}")
    expected = ["red"] * 4 + ["green"] * 4 + ["blue"] * 4
    assert seen(path, frames_per_second=2) == [(i / 2, name) for i, name in enumerate(expected)]


def test_the_frames_are_those_of_the_pictures(tmp_path: Path) -> None:
    path = write_video(tmp_path / "clip.mp4", [plain((180, 120, 40), width=320, height=180)] * 5)
    for _, frame in read_frames(path, frames_per_second=5):
        assert frame.shape == (80, 80, 3)
        assert frame.dtype == np.uint8
        assert abs(frame.astype(int) - to_frame(plain((180, 120, 40)))).max() <= 5


def test_a_part_of_a_video_equals_that_part_of_the_whole(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    pictures = [
        np.kron(rng.integers(0, 256, (6, 8, 3), np.uint8), np.ones((8, 8, 1), np.uint8)) for _ in range(80)
    ]
    path = write_video(tmp_path / "clip.mp4", pictures, keyframe_every=25)
    whole = {round(t, 3): frame for t, frame in read_frames(path, frames_per_second=10)}
    part = list(read_frames(path, frames_per_second=10, start_s=4.3, end_s=6.0))
    assert [round(time_s, 3) for time_s, _ in part] == [round(4.3 + i / 10, 3) for i in range(17)]
    assert all((frame == whole[round(time_s, 3)]).all() for time_s, frame in part)


def test_the_end_of_a_part_is_left_out(tmp_path: Path) -> None:
    path = three_colours(tmp_path / "clip.mp4")
    assert seen(path, frames_per_second=2, start_s=1.5, end_s=2.5) == [(1.5, "red"), (2.0, "green")]


def test_a_part_after_the_end_is_empty(tmp_path: Path) -> None:
    assert seen(three_colours(tmp_path / "clip.mp4"), frames_per_second=2, start_s=7.0) == []


def test_a_variable_rate_shows_what_a_viewer_sees(tmp_path: Path) -> None:
    path = write_video(
        tmp_path / "clip.mkv",
        [plain(RED), plain(GREEN), plain(BLUE), plain(BLUE)],
        times_s=[0.0, 0.9, 2.6, 3.0],
    )
    names = [name for _, name in seen(path, frames_per_second=2)]
    assert names == ["red", "red", "green", "green", "green", "green", "blue"]


def test_more_frames_than_the_video_has_repeat_them(tmp_path: Path) -> None:
    path = write_video(tmp_path / "clip.mp4", [plain(RED)] * 5 + [plain(BLUE)] * 5, frames_per_second=5)
    frames = list(read_frames(path, frames_per_second=20))
    assert [name_of(frame) for _, frame in frames] == ["red"] * 20 + ["blue"] * 20
    assert sum(earlier[1] is not later[1] for earlier, later in pairwise(frames)) == 9


def test_a_clip_cut_from_a_stream_starts_at_zero(tmp_path: Path) -> None:
    path = write_video(
        tmp_path / "clip.mkv",
        [plain(RED)] * 10 + [plain(BLUE)] * 10,
        times_s=[100 + i / 10 for i in range(20)],
    )
    assert seen(path, frames_per_second=2) == [(0.0, "red"), (0.5, "red"), (1.0, "blue"), (1.5, "blue")]
    assert seen(path, frames_per_second=2, start_s=1.0) == [(1.0, "blue"), (1.5, "blue")]


def test_pictures_without_timestamps_follow_the_usual_rate(tmp_path: Path) -> None:
    path = tmp_path / "clip.avi"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for picture in [plain(RED)] * 10 + [plain(BLUE)] * 10:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
    names = [name for _, name in seen(path, frames_per_second=2)]
    assert names == ["red", "red", "blue", "blue"]


def test_probe_tells_length_size_rate_and_sound(tmp_path: Path) -> None:
    info = probe(three_colours(tmp_path / "loud.mp4"))
    assert info.duration_s == pytest.approx(6.0, abs=0.1)
    assert (info.width, info.height, info.frames_per_second) == (64, 48, 10.0)
    assert info.has_sound
    assert not probe(write_video(tmp_path / "silent.webm", [plain(RED)] * 10)).has_sound


def test_the_length_of_a_recording_that_does_not_tell_is_that_of_its_packets(tmp_path: Path) -> None:
    path = tmp_path / "live.webm"
    source = write_video(tmp_path / "clip.webm", [plain(RED)] * 30)
    with av.open(str(source)) as reading, av.open(str(path), "w", options={"live": "1"}) as writing:
        stream = writing.add_stream_from_template(reading.streams.video[0])
        for packet in reading.demux(reading.streams.video[0]):
            if packet.dts is not None:
                packet.stream = stream
                writing.mux(packet)
    with av.open(str(path)) as container:
        assert container.duration is None
    assert probe(path).duration_s == pytest.approx(3.0, abs=0.15)
    assert len(seen(path, frames_per_second=2)) == 6


def test_a_text_file_is_named_as_no_video(tmp_path: Path) -> None:
    path = tmp_path / "notes.mp4"
    path.write_text("Dear diary,\n" * 200)
    for read in (probe, lambda p: list(read_frames(p, frames_per_second=2))):
        with pytest.raises(BrokenFileError, match=r"notes\.mp4.*can't be read as a video"):
            read(path)


def test_what_is_no_clip_is_answered_with_all_kinds_that_are(tmp_path: Path) -> None:
    path = tmp_path / "notes.xyz"
    path.write_text("Dear diary,\n" * 200)
    with pytest.raises(BrokenFileError) as raised:
        probe(path)
    usual = {"m4v": "mp4", "mpg": "mpeg", "jpg": "jpeg"}
    message = raised.value.message.lower()
    for suffix in SUFFIXES | PICTURE_SUFFIXES:
        kind = suffix.removeprefix(".")
        assert usual.get(kind, kind) in message


def test_an_empty_file_is_named_as_no_video(tmp_path: Path) -> None:
    path = tmp_path / "empty.mp4"
    path.write_bytes(b"")
    with pytest.raises(BrokenFileError, match="can't be read as a video"):
        probe(path)


def test_a_playlist_is_not_followed(tmp_path: Path) -> None:
    clip = three_colours(tmp_path / "clip.mp4")
    for name, text in (
        ("list.mp4", f"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{clip}\n#EXT-X-ENDLIST\n"),
        ("concat.mp4", f"ffconcat version 1.0\nfile {clip.name}\n"),
    ):
        (tmp_path / name).write_text(text)
        with pytest.raises(BrokenFileError, match="can't be read as a video"):
            probe(tmp_path / name)


def test_sound_alone_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "song.ogg"
    soundfile.write(path, np.zeros(22_050, np.float32), 22_050)
    with pytest.raises(BrokenFileError, match="holds no pictures"):
        list(read_frames(path, frames_per_second=2))


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"gone\.mp4"):
        probe(tmp_path / "gone.mp4")
    with pytest.raises(NotFoundError, match=r"gone\.mp4"):
        read_frames(tmp_path / "gone.mp4", frames_per_second=2)
    with pytest.raises(BrokenFileError, match="not a file"):
        probe(tmp_path)


def write_noise(path: Path) -> Path:
    """Write 6 s that don't compress well, with the index at the front."""
    rng = np.random.default_rng(2)
    with av.open(
        str(path), "w", options={"movflags": "faststart"} if path.suffix == ".mp4" else {}
    ) as container:
        stream = container.add_stream("libx264", rate=10, options={"preset": "ultrafast", "g": "10"})
        stream.width, stream.height, stream.pix_fmt = 160, 120, "yuv420p"
        for _ in range(60):
            noise = rng.integers(0, 256, (120, 160, 3), np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(noise, format="rgb24")))
        container.mux(stream.encode())
    return path


def test_a_truncated_video_gives_what_is_there_and_then_says_how_far_it_went(tmp_path: Path) -> None:
    whole = write_noise(tmp_path / "whole.mp4")
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    taken: list[tuple[float, np.ndarray]] = []
    with pytest.raises(BrokenFileError, match=r"cut\.mp4.*breaks off after [23]\.\d s"):
        taken.extend(read_frames(cut, frames_per_second=2))
    assert 4 <= len(taken) <= 7


def test_the_part_before_the_break_can_be_read(tmp_path: Path) -> None:
    whole = write_noise(tmp_path / "whole.mp4")
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    assert len(list(read_frames(cut, frames_per_second=2, end_s=2.0))) == 4


def test_a_video_without_its_index_is_named(tmp_path: Path) -> None:
    whole = three_colours(tmp_path / "whole.mp4")
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    with pytest.raises(BrokenFileError, match=r"cut\.mp4.*can't be read as a video"):
        list(read_frames(cut, frames_per_second=2))


@pytest.mark.parametrize(
    ("part", "problem"),
    [
        ({"frames_per_second": 0}, "frames_per_second"),
        ({"frames_per_second": float("nan")}, "frames_per_second"),
        ({"frames_per_second": 1000}, "240"),
        ({"frames_per_second": 2, "start_s": -1}, "start_s"),
        ({"frames_per_second": 2, "start_s": 5, "end_s": 5}, "end_s"),
        ({"frames_per_second": 2, "end_s": float("nan")}, "end_s"),
    ],
)
def test_a_rate_or_part_that_cannot_be_is_refused_at_once(
    tmp_path: Path, part: dict[str, float], problem: str
) -> None:
    path = write_video(tmp_path / "clip.webm", [plain(RED)] * 2)
    with pytest.raises(InvalidInputError, match=problem):
        read_frames(path, **part)


def test_the_suffixes_are_lower_case_with_their_dot() -> None:
    assert {".mp4", ".webm", ".mkv"} <= SUFFIXES
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in SUFFIXES)


def test_a_songs_cover_is_no_video(tmp_path: Path) -> None:
    path = tmp_path / "song.m4a"
    with av.open(str(path), "w") as container:
        voice = container.add_stream("aac", rate=44_100)
        silence = av.AudioFrame.from_ndarray(np.zeros((1, 44_100), np.float32), format="flt", layout="mono")
        silence.sample_rate = 44_100
        container.mux(voice.encode(silence))
        container.mux(voice.encode())
    tagger: Any = mp4
    song = tagger.MP4(path)
    picture = io.BytesIO()
    Image.fromarray(plain(RED)).save(picture, "PNG")
    song["covr"] = [tagger.MP4Cover(picture.getvalue(), tagger.MP4Cover.FORMAT_PNG)]
    song.save()
    with pytest.raises(BrokenFileError, match="holds no pictures"):
        probe(path)


def test_tags_that_are_no_utf8_are_no_reason_to_refuse_a_video(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mp4", [plain(RED)] * 10, frames_per_second=10)
    path.write_bytes(path.read_bytes().replace(b"Lavf", b"L\xe4vf"))
    assert seen(path, frames_per_second=2) == [(0.0, "red"), (0.5, "red")]
