"""Appearance descriptors are similar where edges and colours are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore.frames.appearance import (
    APPEARANCE_VALUES,
    DIRECTIONS,
    EDGE_VALUES,
    MAX_APPEARANCE_DISTANCE,
    appearance_descriptor,
    appearance_descriptors,
    edges,
)


def room(seed: int, *, hue: int = 30, value: float = 1.0) -> np.ndarray:
    """Return a picture [shape=(80, 80, 3), uint8] of boxes, HSV."""
    grey = np.zeros((80, 80), np.uint8)
    random = np.random.default_rng(seed)
    for _ in range(12):
        x, y, width, height = random.integers(5, 70, 4).tolist()
        grey[y : y + height // 2, x : x + width // 2] = random.integers(40, 256)
    grey = (grey * value).astype(np.uint8)
    return np.stack([np.full_like(grey, hue), np.full_like(grey, 120), grey], axis=2)


def distance(one: np.ndarray, other: np.ndarray) -> float:
    return MAX_APPEARANCE_DISTANCE - float(appearance_descriptor(one) @ appearance_descriptor(other))


@given(st.integers(0, 1000))
def test_only_the_same_picture_has_no_distance(seed: int) -> None:
    assert distance(room(seed), room(seed)) == pytest.approx(0, abs=1e-5)
    assert distance(room(seed), room(seed + 1)) > 0.01
    assert appearance_descriptor(room(seed)).shape == (APPEARANCE_VALUES,)


def test_a_place_in_another_light_is_nearer_than_another_place() -> None:
    for seed in range(10):
        assert distance(room(seed), room(seed, value=0.6)) < distance(room(seed), room(seed + 100))


def test_plain_pictures_are_told_apart_by_their_colours() -> None:
    red, blue = (np.full((80, 80, 3), (hue, 230, 220), np.uint8) for hue in (0, 115))
    assert distance(red, red) == pytest.approx(0, abs=1e-5)
    assert distance(red, blue) == pytest.approx(MAX_APPEARANCE_DISTANCE * 0.29, abs=0.05)
    assert distance(red, room(1)) > 0.3


def test_edges_are_counted_by_cell_and_direction() -> None:
    picture = np.zeros((80, 80, 3), np.uint8)
    picture[:16, 8:16, 2] = 255
    found = edges(picture).reshape(5, 5, DIRECTIONS)
    assert found[0, 0].argmax() == 0
    assert found[0, 0, 0] > 5 * found[0, 0, 1:-1].max() / 2
    assert found[2:].max() == 0
    assert edges(picture.transpose(1, 0, 2)).reshape(5, 5, DIRECTIONS)[0, 0].argmax() == DIRECTIONS // 2
    assert edges(picture).shape == (EDGE_VALUES,)


def test_several_descriptors_equal_those_of_each_frame() -> None:
    pictures = np.stack([room(seed) for seed in range(4)])
    assert np.array_equal(
        appearance_descriptors(pictures), np.stack([appearance_descriptor(one) for one in pictures])
    )
