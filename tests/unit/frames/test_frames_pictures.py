"""Stills and animated pictures are clips, too."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from making.video import plain
from scenescore.errors import BrokenFileError
from scenescore.frames.decode import to_frame
from scenescore.frames.video import probe, read_frames

COLOURS = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0)]
HUES = [0, 60, 120, 30]
ANIMATED = ["gif", "webp", "png"]


def write_animation(path: Path, *, milliseconds: list[int]) -> Path:
    first, *rest = [Image.fromarray(plain(COLOURS[i % 4])) for i in range(len(milliseconds))]
    first.save(path, save_all=True, append_images=rest, duration=milliseconds, loop=0)
    return path


def hues(path: Path, *, frames_per_second: float = 2, start_s: float = 0.0) -> list[tuple[float, int]]:
    read = read_frames(path, frames_per_second=frames_per_second, start_s=start_s)
    return [
        (round(time_s, 3), min(HUES, key=lambda hue: abs(hue - int(frame[40, 40, 0]))))
        for time_s, frame in read
    ]


@pytest.mark.parametrize("suffix", ANIMATED)
def test_an_animation_is_read_once_through_at_its_own_pace(tmp_path: Path, suffix: str) -> None:
    path = write_animation(tmp_path / f"clip.{suffix}", milliseconds=[500, 1000, 1500, 500])
    assert hues(path) == [(0.0, 0), (0.5, 60), (1.0, 60), (1.5, 120), (2.0, 120), (2.5, 120), (3.0, 30)]
    assert hues(path, start_s=2.5) == [(2.5, 120), (3.0, 30)]
    info = probe(path)
    assert (info.duration_s, info.width, info.height, info.has_sound) == (3.5, 64, 48, False)


@pytest.mark.parametrize("suffix", ANIMATED)
def test_pictures_in_no_time_are_shown_as_browsers_show_them(tmp_path: Path, suffix: str) -> None:
    path = write_animation(tmp_path / f"clip.{suffix}", milliseconds=[0] * 8)
    assert probe(path).duration_s == pytest.approx(0.8)
    assert hues(path, frames_per_second=10) == [(i / 10, HUES[i % 4]) for i in range(8)]


@pytest.mark.parametrize("suffix", ["gif", "webp", "png", "jpg", "bmp"])
def test_a_still_is_a_scene_in_which_nothing_moves(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"still.{suffix}"
    Image.fromarray(plain((0, 255, 0))).save(path)
    frames = list(read_frames(path, frames_per_second=2))
    assert [time_s for time_s, _ in frames] == [i / 2 for i in range(24)]
    assert abs(frames[0][1][40, 40].astype(int) - to_frame(plain((0, 255, 0)))[40, 40]).max() <= 3
    assert probe(path).duration_s == 12


def test_an_animation_that_breaks_off_gives_what_is_there(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (6, 48, 64, 3), np.uint8)
    path = tmp_path / "clip.gif"
    first, *rest = [Image.fromarray(one) for one in noise]
    first.save(path, save_all=True, append_images=rest, duration=500)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    taken: list[tuple[float, np.ndarray]] = []
    with pytest.raises(BrokenFileError, match=r"clip\.gif"):
        taken.extend(read_frames(path, frames_per_second=2))
    assert len(taken) < 6


@pytest.mark.parametrize("suffix", ["gif", "webp", "png", "jpg"])
def test_a_damaged_or_huge_picture_is_named(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"still.{suffix}"
    Image.fromarray(plain((0, 255, 0))).save(path)
    path.write_bytes(path.read_bytes()[:40])
    for read in (probe, lambda one: list(read_frames(one, frames_per_second=2))):
        with pytest.raises(BrokenFileError, match=rf"still\.{suffix}"):
            read(path)
    Image.new("1" if suffix in ("png", "gif") else "L", (16_000, 5000)).save(path)
    with pytest.raises(BrokenFileError, match="16000×5000"):
        probe(path)
