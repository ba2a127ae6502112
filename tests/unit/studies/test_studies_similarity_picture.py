"""The picture of games' dissimilarities: colours differ as far as games do."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore.studies.similarity.picture import (
    MAX_DISSIMILARITY,
    MIN_COLOUR_RANGE,
    colour_range,
    draw_dissimilarities,
)

GAMES = ["one", "two", "three"]
bits = st.floats(0, MAX_DISSIMILARITY)


def matrix(*values: float) -> np.ndarray:
    """Return the dissimilarities of three games: of one and two, one and three, two and three."""
    made = np.zeros((3, 3))
    made[np.triu_indices(3, 1)] = values
    return made + made.T


def colours(values: np.ndarray) -> np.ndarray:
    """Return the colours that fill a good part of the picture, apart from greys [shape=(n, 3)]."""
    picture = cv2.imdecode(np.frombuffer(draw_dissimilarities(GAMES, values), np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    # The bar that explains the colours stands at the right.
    fields = picture[:, : picture.shape[1] * 3 // 4].reshape(-1, 3)
    found, counts = np.unique(fields, axis=0, return_counts=True)
    filling: np.ndarray = found[(counts > 1000) & (np.ptp(found, axis=1) > 10)].astype(float)
    return filling


@given(bits, bits)
def test_the_colours_span_what_is_drawn_and_never_less_than_some_bits(one: float, other: float) -> None:
    least, most = sorted((one, other))
    darkest, brightest = colour_range(least, most)
    assert 0 <= darkest <= least <= most <= brightest <= MAX_DISSIMILARITY
    assert brightest - darkest >= MIN_COLOUR_RANGE - 1e-9


def test_a_wide_range_is_not_widened() -> None:
    assert colour_range(10.0, 30.0) == (10.0, 30.0)


def test_games_that_hardly_differ_have_nearly_one_colour() -> None:
    alike, different = colours(matrix(31.3, 31.4, 31.5)), colours(matrix(12.0, 22.0, 32.0))
    assert np.ptp(alike, axis=0).max() < 20
    assert np.ptp(different, axis=0).max() > 100


def test_all_games_may_be_equally_far() -> None:
    assert len(colours(matrix(30.0, 30.0, 30.0))) == 1


@pytest.mark.parametrize("value", [0.0, MAX_DISSIMILARITY])
def test_the_ends_of_the_scale_are_drawn(value: float) -> None:
    assert len(colours(matrix(value, value, value))) == 1
