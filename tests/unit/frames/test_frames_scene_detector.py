"""A change of scene is detected by the colours of the picture."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from making.video import plain
from scenescore.frames.decode import to_frame
from scenescore.frames.scene_detector import CONFIRM_S, SceneDetector, colour_histogram, hellinger

MEADOW, SKY = (60, 160, 70), (90, 150, 230)
CAVE, LAVA = (50, 40, 45), (230, 90, 20)


def two_coloured(upper: tuple[int, int, int], lower: tuple[int, int, int], share: float = 0.5) -> np.ndarray:
    """Return a frame of two colours, the upper one on `share` of its rows."""
    picture = plain(lower, width=80, height=80)
    picture[: round(80 * share)] = upper
    return to_frame(picture)


def meadow(share: float = 0.5) -> np.ndarray:
    return two_coloured(SKY, MEADOW, share)


def cave() -> np.ndarray:
    return two_coloured(CAVE, LAVA, 0.8)


def at_rate(rate: float, *stretches: tuple[np.ndarray, float]) -> Iterator[tuple[float, np.ndarray]]:
    """Yield timestamps and frames: each frame for so many seconds."""
    tick = 0
    end_s = 0.0
    for frame, seconds in stretches:
        end_s += seconds
        while tick / rate < end_s - 1e-9:
            yield tick / rate, frame
            tick += 1


def changes(frames: Iterator[tuple[float, np.ndarray]]) -> list[tuple[float, float]]:
    """Return when each change was detected, and when it happened by the detector."""
    detector = SceneDetector()
    return [(time_s, detector.scene_start_s) for time_s, frame in frames if detector.update(time_s, frame)]


@pytest.mark.parametrize("rate", [2, 5, 10, 30, 60])
def test_a_cut_is_detected_once_within_a_second_and_a_half(rate: int) -> None:
    (change,) = changes(at_rate(rate, (meadow(), 6.0), (cave(), 6.0)))
    told_s, start_s = change
    assert told_s - 6.0 <= 1.5
    assert start_s == pytest.approx(6.0)


def test_each_of_several_scenes_is_detected() -> None:
    stretches = (meadow(), 5.0), (cave(), 5.0), (meadow(), 5.0), (cave(), 5.0)
    assert [start_s for _, start_s in changes(at_rate(10, *stretches))] == pytest.approx([5.0, 10.0, 15.0])


@pytest.mark.parametrize("seconds", [0.1, 0.4, 0.7])
def test_a_flash_or_a_short_menu_is_no_scene(seconds: float) -> None:
    white = to_frame(plain((255, 255, 255)))
    assert changes(at_rate(30, (meadow(), 5.0), (white, seconds), (meadow(), 5.0))) == []


def test_a_change_through_black_is_detected_once() -> None:
    black = to_frame(plain((0, 0, 0)))
    found = changes(at_rate(10, (meadow(), 5.0), (black, 0.5), (cave(), 5.0)))
    assert [start_s for _, start_s in found] == pytest.approx([5.5])


def test_a_standing_picture_is_one_scene() -> None:
    assert changes(at_rate(10, (meadow(), 60.0))) == []


def test_a_slow_pan_is_no_scene() -> None:
    pan = ((i / 10, meadow(0.2 + 0.6 * i / 300)) for i in range(300))
    assert changes(pan) == []


def test_a_restless_camera_is_one_scene() -> None:
    # Half a second each: now the sky, now the ground.
    views = [(meadow(0.1 if i % 2 else 0.9), 0.5) for i in range(60)]
    assert changes(at_rate(10, *views)) == []


def test_a_scene_starts_with_the_first_frame() -> None:
    detector = SceneDetector()
    assert not detector.update(42.0, meadow())
    assert detector.scene_start_s == 42.0


def test_a_jump_back_in_time_resets_the_detector() -> None:
    detector = SceneDetector()
    for time_s, frame in at_rate(10, (meadow(), 5.0)):
        detector.update(time_s, frame)
    assert not detector.update(2.0, cave())
    assert detector.scene_start_s == 2.0
    assert not any(detector.update(2.0 + i / 10, cave()) for i in range(1, 40))


def test_a_change_over_a_gap_is_detected_a_second_after_it() -> None:
    detector = SceneDetector()
    detector.update(0.0, meadow())
    assert not detector.update(30.0, cave())
    assert detector.update(30.0 + CONFIRM_S, cave())
    assert detector.scene_start_s == 30.0


def test_grey_pictures_are_told_apart_by_their_brightness() -> None:
    dark, light = to_frame(plain((40, 40, 40))), to_frame(plain((210, 210, 210)))
    assert len(changes(at_rate(10, (dark, 4.0), (light, 4.0)))) == 1


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=30, deadline=None)
def test_histograms_are_shares_and_their_distance_is_a_metric(seed: int) -> None:
    rng = np.random.default_rng(seed)
    frames = [
        np.stack(
            [rng.integers(0, top, (80, 80), np.uint8) for top in (180, 256, rng.integers(1, 256))], axis=2
        )
        for _ in range(3)
    ]
    a, b, c = (colour_histogram(frame) for frame in frames)
    assert a.shape == (34,)
    assert a.sum() == pytest.approx(1.0)
    assert hellinger(a, a) == pytest.approx(0.0, abs=1e-6)
    assert hellinger(a, b) == hellinger(b, a) <= 1.0
    assert hellinger(a, c) <= hellinger(a, b) + hellinger(b, c) + 1e-9
