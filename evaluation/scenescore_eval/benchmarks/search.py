"""The exact search against brute force, over libraries that sound like music."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from scenescore.library.store.arrays import cached_arrays
from scenescore.matching.index_arrays import IndexArrays
from scenescore.matching.search import NearestTracks, TrackIndex
from scenescore.matching.track_segments import TrackSegments
from scenescore_eval.benchmarks.baselines.solvers import Brute, all_distances, clock, clock_name, is_right
from scenescore_eval.benchmarks.environment import percentile
from scenescore_eval.benchmarks.search_data import Material

K: Final = 10
"""Matches that are searched for."""
MS: Final = 1000.0
BATCHES: Final = 60
"""How many batches of pairs are timed, spread over the queries."""
READS: Final = 15

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class SearchResult:
    """How fast a search is, and whether it is right.

    Attributes
    ----------
    tracks, segments, dimensions, steps : int
        Of the library; segments are those of each track.
    features : str
        The feature set.
    queries : int
        How many searches were timed, one after the other, on one thread, for the ten nearest.
    checked, mismatches : int
        How many of them were compared with SciPy's solver over every track, and how many differed.
    clock : str
        What all times but `open_ms` are of: ``processor`` of the one thread, so that other work on the
        machine does not count, or ``wall`` where a system does not tell that finely.
    p50_ms, p95_ms : float
        Time of a search.
    pieces_p50_ms, predictions_p50_ms : float
        The median of queries that are music, and of queries that are predictions.
    warm_p50_ms : float
        The median where it builds on the search for a similar query, 3 % of the way to another.
    brute_p50_ms, assignment_p50_ms : float
        ``ot.emd2``, and SciPy's assignment solver, over every track: the median of batches of 20 pairs, times
        the tracks.
    sampled_pairs : int
        Pairs in these batches.
    largest_difference : float
        Between the two solvers' distances of these pairs.
    read_floor_ms : float
        One read of the tracks' features from memory: what no search that looks at all of them can beat.
    ratio_brute, ratio_assignment : float
        How many times faster a search is, at the median.
    ratio_floor : float
        How many times as long as the read.
    exact_solves_p50 : float
        Tracks whose exact distance was computed.
    pruned_percent : float
        Share of the library that was ruled out without it, on the average.
    memory_mb : float
        The arrays that are mapped.
    open_ms : float
        Opening them.
    """

    tracks: int
    segments: int
    dimensions: int
    steps: int
    features: str
    queries: int
    checked: int
    mismatches: int
    clock: str
    p50_ms: float
    p95_ms: float
    pieces_p50_ms: float
    predictions_p50_ms: float
    warm_p50_ms: float
    brute_p50_ms: float
    assignment_p50_ms: float
    sampled_pairs: int
    largest_difference: float
    read_floor_ms: float
    ratio_brute: float
    ratio_assignment: float
    ratio_floor: float
    exact_solves_p50: float
    pruned_percent: float
    memory_mb: float
    open_ms: float


def measure_search(
    material: Material, *, checked: int, segments: int = 1, done: Callable[[], None] = lambda: None
) -> SearchResult:
    """Search for all queries, one after the other, on one thread.

    Parameters
    ----------
    material : Material
        The library and the queries.
    checked : int
        How many of the queries are compared with SciPy's solver over every track.
    segments : int
        How many of the library's rows are one track.
    done : callable
        Called after each query.

    Returns
    -------
    SearchResult
    """
    queries = [*material.pieces, *material.predictions]
    library = material.library
    checks = set(np.linspace(0, len(queries) - 1, min(checked, len(queries))).astype(int).tolist())
    music = TrackSegments(library, np.arange(0, len(library) + 1, segments))
    ids = [f"{place:08}" for place in range(len(music))]
    with TemporaryDirectory(prefix="scenescore-bench-") as scratch, threadpool_limits(1):
        cached_arrays(Path(scratch), ["search"], 1, lambda: (1, ids, IndexArrays.build(music).arrays()))
        began_s = time.perf_counter()
        _, arrays = cached_arrays(Path(scratch), ["search"], 1, lambda: (1, ids, {}))
        layout = IndexArrays.from_arrays(arrays)
        index = TrackIndex(ids, layout)
        open_ms = (time.perf_counter() - began_s) * MS
        floor_ms = read_ms(layout.features)
        index.search(queries[0], K)
        times, warm, solves, mismatches = [], [], [], 0
        brute = Brute(library, every=max(1, len(queries) // BATCHES))
        for place, query in enumerate(queries):
            began_s = clock()
            found = index.find(query, K)
            times.append((clock() - began_s) * MS)
            solves.append(found.exact_solves)
            warm.append(_warm_ms(index, query, queries[place - 1], found))
            brute.sample(place, query)
            if place in checks:
                mismatches += not is_right(
                    found.matches, music.nearest(all_distances(query, library)), ids, K
                )
            done()
        memory_mb = sum(array.nbytes for array in arrays.values()) / 1e6
    p50_ms = statistics.median(times)
    return SearchResult(
        tracks=len(music),
        segments=segments,
        dimensions=library.shape[2],
        steps=library.shape[1],
        features=material.features,
        queries=len(queries),
        checked=len(checks),
        mismatches=mismatches,
        clock=clock_name(),
        p50_ms=p50_ms,
        p95_ms=percentile(times, 95),
        pieces_p50_ms=statistics.median(times[: len(material.pieces)]),
        predictions_p50_ms=statistics.median(times[len(material.pieces) :] or times),
        warm_p50_ms=statistics.median(warm),
        brute_p50_ms=brute.whole_ms(brute.emd2_s),
        assignment_p50_ms=brute.whole_ms(brute.assignment_s),
        sampled_pairs=brute.pairs,
        largest_difference=brute.largest_difference,
        read_floor_ms=floor_ms,
        ratio_brute=brute.whole_ms(brute.emd2_s) / p50_ms,
        ratio_assignment=brute.whole_ms(brute.assignment_s) / p50_ms,
        ratio_floor=p50_ms / floor_ms,
        exact_solves_p50=statistics.median(solves),
        pruned_percent=100 * (1 - statistics.fmean(solves) / len(library)),
        memory_mb=memory_mb,
        open_ms=open_ms,
    )


def read_ms(features: Floats) -> float:
    """Return the time of one read of an array from memory, milliseconds: NumPy's fastest, a dot product."""
    values = features.reshape(-1)
    took_s = []
    for _ in range(READS):
        began_s = clock()
        np.dot(values, values)
        took_s.append(clock() - began_s)
    return statistics.median(took_s) * MS


def _warm_ms(index: TrackIndex, query: Floats, other: Floats, found: NearestTracks) -> float:
    """Return the time of a search that builds on that for a query that is a little different.

    Raises
    ------
    RuntimeError
        It finds something else than was found without.
    """
    last = index.find(query * np.float32(0.97) + other * np.float32(0.03), K)
    began_s = clock()
    warm = index.find(query, K, after=last)
    took_ms = (clock() - began_s) * MS
    if warm.matches != found.matches:
        raise RuntimeError(f"built on a search nearby: {warm.matches}, from the start: {found.matches}")
    return took_ms
