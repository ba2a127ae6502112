"""Stillness is the share of steps in which hardly anything moves."""

import numpy as np
import pytest

from scenescore.frames.stillness import MAX_CHANGED_SHARE, MAX_PIXEL_CHANGE, MIN_PAIRS, measure_stillness

RANDOM = np.random.default_rng(0)


def plain(value: int = 60) -> np.ndarray:
    return np.full((80, 80, 3), (20, 200, value), np.uint8)


def noise() -> np.ndarray:
    return RANDOM.integers(0, 180, (80, 80, 3)).astype(np.uint8)


def with_a_change(share: float, levels: int) -> np.ndarray:
    """Return a picture of which a share is lighter by so many levels."""
    picture = plain()
    picture.reshape(-1, 3)[: round(share * 80 * 80), 2] += np.uint8(levels)
    return picture


def test_stillness_is_the_share_of_still_steps() -> None:
    assert measure_stillness([plain()] * 24) == 1.0
    assert measure_stillness([noise() for _ in range(24)]) == 0.0
    half = [plain()] * 13 + [noise() for _ in range(12)]
    assert measure_stillness(half) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("share", "levels", "still"),
    [
        (MAX_CHANGED_SHARE - 0.005, 100, 1.0),
        (MAX_CHANGED_SHARE + 0.005, 100, 0.0),
        (0.5, MAX_PIXEL_CHANGE, 1.0),
        (0.5, MAX_PIXEL_CHANGE + 1, 0.0),
    ],
)
def test_a_cursor_that_blinks_and_a_breath_of_noise_are_still(
    share: float, levels: int, still: float
) -> None:
    assert measure_stillness([plain(), with_a_change(share, levels)] * 6) == still


def test_too_few_pictures_say_nothing() -> None:
    assert measure_stillness([plain()] * MIN_PAIRS) is None
    assert measure_stillness([plain()] * (MIN_PAIRS + 1)) == 1.0
    assert measure_stillness([]) is None
