"""The fit: from 0, no closer than tracks usually are to each other, to 1, exactly what the scene asks for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore.matching.emd import emd
from scenescore.matching.track_segments import TrackSegments
from scenescore.retrieval.fit import FitScale, typical_distance

STEPS, WIDTH = 24, 8
finite = st.floats(-100, 100, allow_nan=False)


def tracks(count: int, seed: int = 3) -> TrackSegments:
    """Return tracks of one segment each, with random features."""
    features = np.random.default_rng(seed).normal(size=(count, STEPS, WIDTH))
    return TrackSegments.single(features.astype(np.float32))


@given(st.floats(0, 50), finite, st.lists(finite, min_size=2, max_size=8))
def test_fits_have_the_order_of_the_scores(typical: float, shift: float, scores: list[float]) -> None:
    scale = FitScale(typical, shift)
    fits = [scale.fit(score) for score in sorted(scores)]
    assert fits == sorted(fits, reverse=True)
    assert all(0.0 <= fit <= 1.0 for fit in fits)


def test_a_fit_is_the_share_of_the_typical_distance_that_is_left() -> None:
    scale = FitScale(4.0)
    assert [scale.fit(score) for score in (-1.0, 0.0, 1.0, 4.0, 9.0)] == [1.0, 1.0, 0.75, 0.0, 0.0]


def test_what_a_stage_adds_to_all_tracks_changes_no_fit() -> None:
    assert FitScale(4.0, shift=2.5).fit(3.5) == FitScale(4.0).fit(1.0)


def test_the_typical_distance_is_the_median_over_the_pairs_of_a_small_library() -> None:
    library = tracks(5)
    pairs = [
        emd(library.of(one)[0], library.of(other)[0])
        for one in range(5)
        for other in range(5)
        if one != other
    ]
    assert typical_distance(library) == pytest.approx(float(np.median(pairs)))


def test_a_track_is_as_near_as_its_nearest_segment() -> None:
    first, second = tracks(2).features
    far = second + 100.0
    library = TrackSegments.joined([np.stack([first, far]), np.stack([far + 50.0, second])])
    shorter, longer = sorted([emd(first, second), emd(far + 50.0, far)])
    assert typical_distance(library) == pytest.approx((shorter + longer) / 2)


def test_the_sample_of_a_large_library_is_always_the_same_and_close_to_the_median() -> None:
    library = tracks(400)
    assert typical_distance(library) == typical_distance(library)
    assert typical_distance(library) == pytest.approx(typical_distance(tracks(400, seed=8)), rel=0.1)


@pytest.mark.parametrize("count", [0, 1])
def test_without_two_tracks_only_the_same_sound_fits(count: int) -> None:
    scale = FitScale(typical_distance(tracks(count)))
    assert (scale.fit(0.0), scale.fit(0.3)) == (1.0, 0.0)


def test_copies_of_one_track_fit_only_what_sounds_the_same() -> None:
    features = np.repeat(tracks(1).features, 3, axis=0)
    scale = FitScale(typical_distance(TrackSegments.single(features)))
    assert (scale.fit(0.0), scale.fit(0.3)) == (1.0, 0.0)
