import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from making.turned_video import MATRICES, seen_picture, write_turned
from making.video import plain, write_video
from scenescore.errors import BrokenFileError, InvalidInputError, NotFoundError, UnavailableError
from scenescore.install import client_line
from scenescore_client import sources
from scenescore_client.sources import _pictures, _timed, screen_frames, video_frames


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return two seconds of red and two of blue, 20 pictures per second."""
    pictures = [plain((255, 0, 0) if index < 40 else (0, 0, 255)) for index in range(80)]
    return write_video(tmp_path_factory.mktemp("video") / "two.mp4", pictures, frames_per_second=20)


def test_a_video_is_read_at_the_given_rate(video: Path) -> None:
    frames = list(video_frames(video, frames_per_second=5, real_time=False))
    assert [frame.capture_time_us for frame in frames] == [200_000 * index for index in range(20)]
    assert all(len(frame.data) == 80 * 80 * 3 for frame in frames)


def test_a_video_may_have_tags_that_are_not_utf8(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mp4", [plain((255, 0, 0))] * 10, frames_per_second=10)
    path.write_bytes(path.read_bytes().replace(b"Lavf", b"L\xe4vf"))
    assert len(list(video_frames(path, frames_per_second=2, real_time=False))) == 2


@pytest.mark.parametrize("name", list(MATRICES))
def test_a_video_that_is_stored_in_another_way_up_is_read_upright(tmp_path: Path, name: str) -> None:
    path = write_turned(tmp_path / "turned.mp4", MATRICES[name])
    seen = np.asarray(Image.fromarray(seen_picture()).resize((80, 80), Image.Resampling.BOX), int)
    for frame in video_frames(path, real_time=False):
        assert np.abs(np.frombuffer(frame.data, np.uint8).reshape(80, 80, 3) - seen).mean() < 8


def test_a_codec_that_nothing_decodes_is_named(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mkv", [plain((255, 0, 0))] * 10)
    path.write_bytes(path.read_bytes().replace(b"V_MPEG4", b"V_QQQQ4"))
    with pytest.raises(BrokenFileError, match=r"a\.mkv.*codec"):
        list(video_frames(path, real_time=False))


def test_a_path_may_be_a_string(video: Path) -> None:
    assert next(video_frames(str(video), real_time=False)) == next(video_frames(video, real_time=False))
    with pytest.raises(NotFoundError, match=r"none\.mp4: there is no such file"):
        video_frames("none.mp4")


def test_the_frames_have_the_colours_of_the_video(video: Path) -> None:
    frames = list(video_frames(video, real_time=False))
    red, _, blue = frames[0].data[:3]
    assert red > 200
    assert blue < 60
    red, _, blue = frames[-1].data[:3]
    assert red < 60
    assert blue > 200


def test_a_part_keeps_the_times_of_the_whole_video(video: Path) -> None:
    frames = list(video_frames(video, real_time=False, start_s=1.0, end_s=2.0))
    assert [frame.capture_time_us for frame in frames] == [1_000_000 + 200_000 * index for index in range(6)]


def test_a_video_with_a_low_and_variable_rate_keeps_its_own_times(tmp_path: Path) -> None:
    path = write_video(tmp_path / "gaps.mkv", [plain((9, 9, 9))] * 4, times_s=[0.0, 0.1, 1.5, 4.0])
    times = [frame.capture_time_us for frame in video_frames(path, real_time=False)]
    assert times == [0, 1_500_000, 4_000_000]


class Clock:
    """A clock that advances only while someone sleeps."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def monotonic(self) -> float:
        return self.now_s

    def sleep(self, seconds: float) -> None:
        self.now_s += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return the clock that the sources use."""
    made = Clock()
    monkeypatch.setattr(sources, "time", made)
    return made


def test_in_real_time_each_frame_comes_at_its_time(video: Path, clock: Clock) -> None:
    for frame in video_frames(video):
        assert clock.now_s - 1000.0 == pytest.approx(frame.capture_time_us / 1e6)


def test_in_real_time_late_frames_are_skipped(video: Path, clock: Clock) -> None:
    frames = video_frames(video, frames_per_second=20)
    assert next(frames).capture_time_us == 0
    clock.sleep(0.73)
    times = [frame.capture_time_us for frame in frames]
    assert times == list(range(700_000, 4_000_000, 50_000))


def test_a_slow_caller_gets_the_newest_frames(video: Path, clock: Clock) -> None:
    times = []
    for frame in video_frames(video, frames_per_second=20):
        times.append(frame.capture_time_us / 1e6)
        clock.sleep(1.5)
    assert times == pytest.approx([0.0, 1.45, 2.95])


def test_a_slow_decoder_still_yields_a_frame_per_second(video: Path, clock: Clock) -> None:
    def slow() -> Iterator[tuple[float, Any]]:
        for picture in _pictures(av, video, 0.05, 0.0, None):
            clock.sleep(0.4)
            yield picture

    given_s = [clock.now_s - 1000.0 for _ in _timed(slow(), 0.0, 0.05)]
    assert given_s == pytest.approx([0.4 + 1.2 * index for index in range(len(given_s))])
    assert len(given_s) == 27


def test_a_missing_file_and_a_file_that_is_not_a_video_raise_errors(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no such file"):
        video_frames(tmp_path / "none.mp4")
    (tmp_path / "text.mp4").write_text("no video")
    with pytest.raises(BrokenFileError, match="can't be read as a video"):
        list(video_frames(tmp_path / "text.mp4"))


@pytest.mark.parametrize("rate", [0.0, -1.0, 31.0, float("nan")])
def test_a_rate_out_of_range_is_refused(video: Path, rate: float) -> None:
    with pytest.raises(InvalidInputError, match="frames per second"):
        video_frames(video, frames_per_second=rate)


def test_without_a_display_the_screen_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(UnavailableError, match="can't be captured"):
        next(screen_frames())


@pytest.mark.parametrize(("module", "extra"), [("av", "video"), ("mss", "screen")])
def test_a_missing_extra_is_named(
    monkeypatch: pytest.MonkeyPatch, video: Path, module: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(UnavailableError, match=re.escape(client_line(extra))):
        next(video_frames(video) if extra == "video" else screen_frames())


def test_the_command_line_loads_nothing_heavy() -> None:
    heavy = ("av", "PIL", "mss", "numpy", "cv2", "librosa", "sklearn", "tensorflow", "scenescore.daemon")
    code = f"import sys, scenescore_client.main; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
