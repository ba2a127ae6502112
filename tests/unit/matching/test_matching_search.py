"""The search finds the same tracks in the same order as brute force, for all kinds of libraries."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from scenescore.errors import InvalidInputError
from scenescore.matching.emd import emd
from scenescore.matching.index_arrays import IndexArrays, sorted_part_means
from scenescore.matching.lower_bounds import centroid_bounds, quantile_bounds
from scenescore.matching.query import Query, rounding_factor
from scenescore.matching.search import TrackIndex
from scenescore.matching.smallest import smallest
from scenescore.matching.track_segments import TrackSegments
from scenescore.matching.transport_bounds import RelaxedDistances

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]

KINDS = (
    "tied",
    "duplicates",
    "near-equal",
    "no variance",
    "permuted",
    "far mean_step_distance",
    "tiny",
    "huge",
    "music-like",
)


def make_library(kind: str, tracks: int, steps: int, dimensions: int, seed: int) -> tuple[Floats, Floats]:
    """Return a library that is difficult for a search, and a query near it."""
    random = np.random.default_rng(seed)
    shape = (tracks, steps, dimensions)
    features = random.normal(size=shape)
    if kind == "tied":
        features = random.integers(0, 2, shape).astype(np.float64)
    elif kind == "duplicates":
        features = features[random.integers(0, min(3, tracks), tracks)]
    elif kind == "near-equal":
        features = features[:1] + random.normal(size=shape) * 1e-6
    elif kind == "no variance":
        features = np.broadcast_to(random.integers(-1, 2, (tracks, 1, 1)).astype(np.float64), shape)
    elif kind == "permuted":
        features = np.stack([random.permutation(features[number % 4]) for number in range(tracks)])
    elif kind == "far mean_step_distance":
        features = features + 1000.0 * random.normal(size=(tracks, 1, dimensions))
    elif kind == "tiny":
        features = features * 1e-22
    elif kind == "huge":
        features = features * 1e12
    elif kind == "music-like":
        features = random.normal(size=(tracks, 1, dimensions)) + 0.5 * features
    library = np.ascontiguousarray(features, np.float32)
    query = (
        library[random.integers(tracks)] if seed % 2 else 0.5 * library[::-1].mean(axis=0) + library[0] * 0.3
    )
    return library, query.astype(np.float32)


def ranked(
    query: Floats, library: Floats, ids: list[str], bias: Doubles | None = None
) -> list[tuple[str, float]]:
    """Return all tracks, best first, by solving for each."""
    distances = [emd(query, track) for track in library]
    added = np.zeros(len(ids)) if bias is None else bias
    order = sorted(range(len(ids)), key=lambda place: (distances[place] + added[place], ids[place]))
    return [(ids[place], distances[place]) for place in order]


def names(tracks: int, seed: int) -> list[str]:
    """Return ids that are not in the order of the tracks."""
    return [f"{number:04}" for number in np.random.default_rng(seed).permutation(tracks)]


@settings(max_examples=60, deadline=None)
@given(
    kind=st.sampled_from(KINDS),
    shape=st.tuples(st.integers(1, 120), st.sampled_from([1, 3, 8, 24]), st.sampled_from([1, 12, 32])),
    k=st.integers(1, 130),
    biased=st.booleans(),
    seed=st.integers(0, 1000),
)
def test_the_search_finds_the_same_as_brute_force_in_the_same_order(
    kind: str, shape: tuple[int, int, int], k: int, biased: bool, seed: int
) -> None:
    library, query = make_library(kind, *shape, seed)
    ids = names(len(library), seed)
    size = float(np.abs(library).max())
    bias = np.random.default_rng(seed).normal(size=len(ids)).round(1) * size if biased else None
    assert TrackIndex.of(ids, library).search(query, k, bias=bias) == ranked(query, library, ids, bias)[:k]


@settings(max_examples=60, deadline=None)
@given(
    kind=st.sampled_from(KINDS),
    counts=st.lists(st.integers(1, 8), min_size=1, max_size=40),
    k=st.integers(1, 45),
    biased=st.booleans(),
    seed=st.integers(0, 1000),
)
def test_a_track_is_as_near_as_the_nearest_of_its_segments(
    kind: str, counts: list[int], k: int, biased: bool, seed: int
) -> None:
    rows, query = make_library(kind, sum(counts), 8, 6, seed)
    segments = TrackSegments(rows, np.cumsum([0, *counts]))
    ids = names(len(counts), seed)
    random = np.random.default_rng(seed)
    bias = random.normal(size=len(ids)).round(1) * float(np.abs(rows).max()) if biased else None
    nearest = segments.nearest(np.array([emd(query, row) for row in rows]))
    added = np.zeros(len(ids)) if bias is None else bias
    order = sorted(range(len(ids)), key=lambda place: (nearest[place] + added[place], ids[place]))
    index = TrackIndex.of(ids, segments)
    expected = [(ids[place], nearest[place]) for place in order][:k]
    assert index.search(query, k, bias=bias) == expected
    nearby = query + np.float32(1e-3) * (query[::-1] - query)
    after = index.find(nearby, int(random.integers(1, 9)), bias=bias)
    assert index.find(query, k, bias=bias, after=after).matches == expected


def test_rows_without_a_track_and_tracks_without_rows_are_refused() -> None:
    rows = np.zeros((3, 4, 2), np.float32)
    for starts in ([0, 2], [1, 3], [0, 2, 2, 3], []):
        with pytest.raises(InvalidInputError, match="shared out"):
            TrackSegments(rows, np.array(starts, np.int64))
    with pytest.raises(InvalidInputError, match="2 ids"):
        TrackIndex.of(["a", "b"], rows)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("steps", "dimensions"), [(24, 12), (24, 32), (24, 409), (60, 32), (120, 12)])
def test_the_features_of_both_presets_and_wide_ones_are_searched_exactly(
    kind: str, steps: int, dimensions: int
) -> None:
    library, query = make_library(kind, 60, steps, dimensions, seed=steps)
    ids = names(60, 1)
    index = TrackIndex.of(ids, library)
    whole = ranked(query, library, ids)
    for k in (1, 10, 60):
        assert index.search(query, k) == whole[:k]


def test_the_distances_are_pots_in_the_order_of_pots() -> None:
    import ot  # after scenescore.matching, which keeps it from loading TensorFlow

    library, query = make_library("music-like", 300, 24, 12, seed=2)
    found = TrackIndex.of(names(300, 0), library).search(query, 300)
    costs = [np.linalg.norm(query[:, None].astype(float) - track[None], axis=2) for track in library]
    expected = sorted(float(ot.emd2([], [], cost)) for cost in costs)
    assert [distance for _, distance in found] == pytest.approx(expected, abs=1e-9)


def test_a_query_may_have_another_number_of_steps_than_the_tracks() -> None:
    library, _ = make_library("music-like", 40, 24, 5, seed=1)
    query = library[7, ::4].copy()
    ids = names(40, 3)
    assert TrackIndex.of(ids, library).search(query, 7) == ranked(query, library, ids)[:7]


@settings(max_examples=60, deadline=None)
@given(
    kind=st.sampled_from(KINDS),
    away=st.sampled_from([0.0, 1e-6, 1e-3, 0.02, 1.0]),
    asked=st.lists(st.tuples(st.integers(1, 60), st.booleans()), min_size=2, max_size=4),
    seed=st.integers(0, 1000),
)
def test_reusing_earlier_searches_does_not_change_the_answer(
    kind: str, away: float, asked: list[tuple[int, bool]], seed: int
) -> None:
    library, query = make_library(kind, 60, 8, 6, seed)
    ids = names(60, seed)
    index = TrackIndex.of(ids, library)
    random = np.random.default_rng(seed)
    bias = random.normal(size=60).round(1) * float(np.abs(library).max())
    after = None
    for k, biased in asked:
        added = bias if biased else None
        found = index.find(query, k, bias=added, after=after)
        assert found.matches == ranked(query, library, ids, added)[:k]
        exact = np.array([emd(query, track) for track in library])
        assert (found.lower <= exact).all()
        after = found
        query = query + np.float32(away) * (library[random.integers(60)] - query)


def test_reusing_a_nearby_search_excludes_most_tracks_at_once() -> None:
    library, query = make_library("music-like", 5000, 24, 12, seed=5)
    index = TrackIndex.of(names(5000, 0), library)
    earlier = index.find(query * np.float32(0.9999), 10)
    warm, cold = index.find(query, 10, after=earlier), index.find(query, 10)
    assert warm.matches == cold.matches
    assert warm.near_centroids < cold.near_centroids / 10


def test_the_result_of_another_index_is_not_reused() -> None:
    library, query = make_library("music-like", 50, 8, 6, seed=2)
    other = TrackIndex.of(names(50, 1), library[::-1].copy()).find(query, 5)
    ids = names(50, 2)
    assert TrackIndex.of(ids, library).find(query, 5, after=other).matches == ranked(query, library, ids)[:5]


def test_hardly_any_track_of_a_large_library_is_solved() -> None:
    library, query = make_library("music-like", 5000, 24, 12, seed=4)
    found = TrackIndex.of(names(5000, 0), library).find(query, 10)
    assert 10 <= found.exact_solves <= 100


@settings(max_examples=60, deadline=None)
@given(
    kind=st.sampled_from(KINDS),
    steps=st.sampled_from([1, 5, 24]),
    asked=st.sampled_from([1, 5, 24]),
    dimensions=st.sampled_from([1, 12, 40]),
    seed=st.integers(0, 1000),
)
def test_no_bound_is_above_the_distance(
    kind: str, steps: int, asked: int, dimensions: int, seed: int
) -> None:
    library, _ = make_library(kind, 30, steps, dimensions, seed)
    query = make_library(kind, 1, asked, dimensions, seed + 1)[0][0]
    layout = IndexArrays.build(TrackSegments.single(library))
    prepared = Query.of(query, float(np.sqrt(layout.squares.max())))
    everything = np.arange(30)
    relaxed = RelaxedDistances(prepared, layout, everything)
    dual, improved = relaxed.dual(everything), relaxed.dual(everything)
    improved.improve(everything)
    lengths = (layout.centroids**2).sum(axis=0) * np.float32(rounding_factor(dimensions))
    distances = np.array([emd(query, track) for track in library])
    for bounds in (
        centroid_bounds(prepared, layout, lengths),
        quantile_bounds(prepared, layout, everything),
        relaxed.bounds(),
        dual.bounds(),
        improved.bounds(),
    ):
        assert bounds.shape == (30,)
        assert (bounds.astype(np.float64) <= distances).all()


@given(arrays(np.float64, (1, 5, 1), elements=st.floats(-9, 9)))
def test_quantiles_share_a_step_that_lies_in_two_parts(values: Doubles) -> None:
    parts = sorted_part_means(values)[0, :, 0]
    # Each step four times: parts of five whole steps.
    fine = np.sort(np.repeat(values[0, :, 0], 4)).reshape(4, 5).mean(axis=1)
    assert parts == pytest.approx(fine, abs=1e-9)


@settings(max_examples=50, deadline=None)
@given(
    size=st.integers(1, 3000),
    count=st.integers(1, 60),
    levels=st.sampled_from([1, 3, 1000]),
    seed=st.integers(0, 99),
)
def test_the_smallest_values_are_found(size: int, count: int, levels: int, seed: int) -> None:
    values = np.random.default_rng(seed).integers(0, levels, size).astype(np.float32)
    places = smallest(values, count)
    assert len(set(places.tolist())) == min(count, size)
    assert sorted(values[places]) == sorted(values)[:count]


def test_values_that_are_no_numbers_are_refused_and_named() -> None:
    library = np.zeros((3, 4, 2), np.float32)
    library[1, 2, 0] = np.nan
    with pytest.raises(InvalidInputError, match="feature sequence 1"):
        TrackIndex.of(["a", "b", "c"], library)
    library[1, 2, 0] = 1e30
    with pytest.raises(InvalidInputError, match="beyond 1e"):
        TrackIndex.of(["a", "b", "c"], library)
    library[1, 2, 0] = 0
    index = TrackIndex.of(["a", "b", "c"], library)
    with pytest.raises(InvalidInputError, match="no number"):
        index.search(np.full((4, 2), np.inf, np.float32), 1)
