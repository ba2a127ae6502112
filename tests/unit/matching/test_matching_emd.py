"""The distance and the search, against POT and brute force."""

import numpy as np
import numpy.typing as npt
import ot
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.spatial.distance import cdist

from scenescore.errors import InvalidInputError
from scenescore.matching.emd import emd, nearest_segment_distance
from scenescore.matching.search import TrackIndex

Floats = npt.NDArray[np.float32]
NUMBERS = st.floats(-4, 4, width=32)


def pot(x: Floats, y: Floats) -> float:
    return float(ot.emd2([], [], cdist(x.astype(float), y.astype(float))))


def brute_force(query: Floats, features: Floats) -> list[float]:
    return [pot(query, track) for track in features]


@given(arrays(np.float32, (8, 3), elements=NUMBERS), arrays(np.float32, (8, 3), elements=NUMBERS))
def test_the_distance_of_equally_long_sequences_is_pots(x: Floats, y: Floats) -> None:
    assert emd(x, y) == pytest.approx(pot(x, y), abs=1e-9)


@pytest.mark.parametrize(("n", "m"), [(24, 24), (60, 60), (120, 120), (24, 60), (1, 5)])
def test_the_distance_is_pots_for_any_number_of_steps(n: int, m: int) -> None:
    generator = np.random.default_rng(n * m)
    x, y = (generator.normal(size=(steps, 12)).astype(np.float32) for steps in (n, m))
    assert emd(x, y) == pytest.approx(pot(x, y), abs=1e-9)


@given(arrays(np.float32, (6, 2), elements=NUMBERS))
def test_the_order_of_the_steps_does_not_matter_and_nothing_is_nearer_than_itself(x: Floats) -> None:
    assert emd(x, x[::-1].copy()) == pytest.approx(0, abs=1e-9)


@given(
    arrays(np.float32, (5, 4, 2), elements=st.sampled_from([-1.0, 0.0, 0.5, 0.500001]) | NUMBERS),
    arrays(np.float32, (4, 2), elements=st.sampled_from([-1.0, 0.0, 0.5]) | NUMBERS),
)
def test_the_nearest_of_some_segments_is_that_of_brute_force(segments: Floats, query: Floats) -> None:
    assert nearest_segment_distance(query, segments) == min(emd(query, segment) for segment in segments)


def test_a_value_that_is_no_number_is_refused() -> None:
    x = np.zeros((4, 2), np.float32)
    x[1, 1] = np.nan
    with pytest.raises(InvalidInputError, match="no number"):
        emd(x, np.zeros((4, 2), np.float32))
    with pytest.raises(InvalidInputError, match="same D"):
        emd(np.zeros((4, 2), np.float32), np.zeros((4, 3), np.float32))


@settings(max_examples=60, deadline=None)
@given(
    arrays(np.float32, (12, 4, 2), elements=st.sampled_from([-1.0, 0.0, 0.5, 0.500001])),
    arrays(np.float32, (4, 2), elements=st.sampled_from([-1.0, 0.0, 0.5])),
    st.integers(1, 15),
)
def test_the_search_finds_what_brute_force_finds_ties_and_duplicates_included(
    features: Floats, query: Floats, k: int
) -> None:
    found = TrackIndex.of([f"{n:02}" for n in range(12)], features).search(query, k)
    expected = sorted(brute_force(query, features))[:k]
    assert [distance for _, distance in found] == pytest.approx(expected, abs=1e-9)
    for track, distance in found:
        assert pot(query, features[int(track)]) == pytest.approx(distance, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(
    arrays(np.float32, (10, 4, 2), elements=st.sampled_from([-1.0, 0.0, 0.5, 0.500001])),
    arrays(np.float32, (4, 2), elements=st.sampled_from([-1.0, 0.0, 0.5])),
    arrays(np.float64, 10, elements=st.floats(-3, 3)),
    st.integers(1, 12),
)
def test_a_bias_moves_the_ranking_and_leaves_the_distances(
    features: Floats, query: Floats, bias: npt.NDArray[np.float64], k: int
) -> None:
    found = TrackIndex.of([f"{n:02}" for n in range(10)], features).search(query, k, bias=bias)
    distances = brute_force(query, features)
    for track, distance in found:
        assert distance == pytest.approx(distances[int(track)], abs=1e-9)
    sums = [distance + bias[int(track)] for track, distance in found]
    assert sums == pytest.approx(sorted(np.array(distances) + bias)[:k], abs=1e-9)


def test_a_bias_that_is_not_one_number_a_track_is_refused() -> None:
    index = TrackIndex.of(["a", "b"], np.zeros((2, 24, 12), np.float32))
    query = np.zeros((24, 12), np.float32)
    with pytest.raises(InvalidInputError, match="each of 2 tracks"):
        index.search(query, 1, bias=np.zeros(3))
    with pytest.raises(InvalidInputError, match="each of 2 tracks"):
        index.search(query, 1, bias=np.array([0.0, np.nan]))


def test_the_search_agrees_with_brute_force_on_music_like_features() -> None:
    generator = np.random.default_rng(1)
    features = (generator.normal(size=(200, 1, 12)) + 0.5 * generator.normal(size=(200, 24, 12))).astype(
        np.float32
    )
    index = TrackIndex.of([str(n) for n in range(200)], features)
    for _ in range(5):
        query = generator.normal(size=(24, 12)).astype(np.float32) * 0.4
        expected = np.sort(brute_force(query, features))[:10]
        assert [distance for _, distance in index.search(query, 10)] == pytest.approx(
            list(expected), abs=1e-9
        )


def test_an_empty_library_has_no_matches_and_no_match_can_not_be_asked_for() -> None:
    index = TrackIndex.of([], np.zeros((0, 24, 12), np.float32))
    assert index.search(np.zeros((24, 12), np.float32), 3) == []
    with pytest.raises(InvalidInputError, match="at least 1"):
        index.search(np.zeros((24, 12), np.float32), 0)


def test_a_query_of_another_feature_set_is_refused() -> None:
    index = TrackIndex.of(["a"], np.zeros((1, 24, 12), np.float32))
    with pytest.raises(InvalidInputError, match="one bundle"):
        index.search(np.zeros((24, 20), np.float32), 1)
    with pytest.raises(InvalidInputError, match="one bundle"):
        index.search(np.zeros((24, 1), np.float32), 1)
