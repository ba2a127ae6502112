"""Benchmark of the exact search, beside solvers over every track of a synthetic library."""

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
from scenescore_eval.benchmarks.baselines.solvers import SolverTimings, all_distances, are_nearest
from scenescore_eval.benchmarks.search_data import SearchData
from scenescore_eval.benchmarks.timing import clock, clock_name, percentile

MATCHES: Final = 10
"""Number of nearest tracks that are searched for."""
MS_PER_S: Final = 1000.0
SOLVER_BATCHES: Final = 60
"""Number of batches of pairs that the solvers are timed on, spread over the queries."""
READS: Final = 15
"""Timed reads of the features from memory."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class SearchBenchmark:
    """Speed of a search, and whether its results are right.

    Attributes
    ----------
    tracks, segments, dimensions, steps : int
        Size of the library; `segments` is the number for each track.
    features : str
        The feature set.
    queries : int
        Number of timed searches for the ten nearest tracks, one after the other on one thread.
    checked, mismatches : int
        Number of results that were compared with SciPy's solver over every track, and number that differed.
    clock : str
        What all times but `open_ms` measure: ``processor`` time of the one thread, so other work on the
        machine doesn't count, or ``wall`` time if the system's processor clock is too coarse.
    p50_ms, p95_ms : float
        Time of a search.
    pieces_p50_ms, predictions_p50_ms : float
        The median of queries that are music, and of queries that are predictions.
    warm_p50_ms : float
        The median of searches that build on the search for a similar query: 3 % of the way to another one.
    brute_p50_ms, assignment_p50_ms : float
        ``ot.emd2`` and SciPy's assignment solver over every track: the median of batches of 20 pairs, scaled
        to all tracks.
    sampled_pairs : int
        Pairs in these batches.
    largest_difference : float
        Between the two solvers' distances of these pairs.
    read_floor_ms : float
        One read of all tracks' features from memory: the lower bound of a search that looks at all of them.
    ratio_brute, ratio_assignment : float
        How many times as fast a search is, at the median.
    ratio_floor : float
        How many times as long as the read a search takes, at the median.
    exact_solves_p50 : float
        Number of tracks whose exact distance was computed, median.
    pruned_percent : float
        Share of the library that was ruled out by bounds, mean.
    memory_mb : float
        Size of the memory-mapped arrays.
    open_ms : float
        Time to open them.
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
    data: SearchData, *, checked: int, segments: int = 1, done: Callable[[], None] = lambda: None
) -> SearchBenchmark:
    """Search for all queries, one after the other, on one thread.

    Parameters
    ----------
    data : SearchData
        The library and the queries.
    checked : int
        Number of queries whose results are compared with SciPy's solver over every track.
    segments : int
        Number of the library's rows for each track.
    done : callable
        Called after each query.

    Returns
    -------
    SearchBenchmark
    """
    queries = [*data.pieces, *data.predictions]
    library = data.library
    checks = set(np.linspace(0, len(queries) - 1, min(checked, len(queries))).astype(int).tolist())
    music = TrackSegments(library, np.arange(0, len(library) + 1, segments))
    ids = [f"{place:08}" for place in range(len(music))]
    with TemporaryDirectory(prefix="scenescore-bench-") as scratch, threadpool_limits(1):
        cached_arrays(Path(scratch), ["search"], 1, lambda: (1, ids, IndexArrays.build(music).arrays()))
        began_s = time.perf_counter()
        _, arrays = cached_arrays(Path(scratch), ["search"], 1, lambda: (1, ids, {}))
        layout = IndexArrays.from_arrays(arrays)
        index = TrackIndex(ids, layout)
        open_ms = (time.perf_counter() - began_s) * MS_PER_S
        floor_ms = read_ms(layout.features)
        index.search(queries[0], MATCHES)
        times, incremental, solves, mismatches = [], [], [], 0
        solvers = SolverTimings(library, every=max(1, len(queries) // SOLVER_BATCHES))
        for place, query in enumerate(queries):
            began_s = clock()
            found = index.find(query, MATCHES)
            times.append((clock() - began_s) * MS_PER_S)
            solves.append(found.exact_solves)
            incremental.append(_incremental_ms(index, query, queries[place - 1], found))
            solvers.sample(place, query)
            if place in checks:
                mismatches += not are_nearest(
                    found.matches, music.nearest(all_distances(query, library)), ids, MATCHES
                )
            done()
        memory_mb = sum(array.nbytes for array in arrays.values()) / 1e6
    p50_ms = statistics.median(times)
    return SearchBenchmark(
        tracks=len(music),
        segments=segments,
        dimensions=library.shape[2],
        steps=library.shape[1],
        features=data.features,
        queries=len(queries),
        checked=len(checks),
        mismatches=mismatches,
        clock=clock_name(),
        p50_ms=p50_ms,
        p95_ms=percentile(times, 95),
        pieces_p50_ms=statistics.median(times[: len(data.pieces)]),
        predictions_p50_ms=statistics.median(times[len(data.pieces) :] or times),
        warm_p50_ms=statistics.median(incremental),
        brute_p50_ms=solvers.library_ms(solvers.emd2_s),
        assignment_p50_ms=solvers.library_ms(solvers.assignment_s),
        sampled_pairs=solvers.pairs,
        largest_difference=solvers.largest_difference,
        read_floor_ms=floor_ms,
        ratio_brute=solvers.library_ms(solvers.emd2_s) / p50_ms,
        ratio_assignment=solvers.library_ms(solvers.assignment_s) / p50_ms,
        ratio_floor=p50_ms / floor_ms,
        exact_solves_p50=statistics.median(solves),
        pruned_percent=100 * (1 - statistics.fmean(solves) / len(library)),
        memory_mb=memory_mb,
        open_ms=open_ms,
    )


def read_ms(features: Floats) -> float:
    """Return the time of one read of an array from memory, milliseconds.

    It is the median of dot products, which are NumPy's fastest read.

    Parameters
    ----------
    features : np.ndarray [shape=(tracks, steps, D), float32]
        The array.

    Returns
    -------
    float
    """
    values = features.reshape(-1)
    took_s = []
    for _ in range(READS):
        began_s = clock()
        np.dot(values, values)
        took_s.append(clock() - began_s)
    return statistics.median(took_s) * MS_PER_S


def _incremental_ms(index: TrackIndex, query: Floats, other: Floats, found: NearestTracks) -> float:
    """Return the time of a search that builds on the search for a similar query, milliseconds.

    Raises
    ------
    RuntimeError
        Its result differs from a search that doesn't.
    """
    last = index.find(query * np.float32(0.97) + other * np.float32(0.03), MATCHES)
    began_s = clock()
    warm = index.find(query, MATCHES, after=last)
    took_ms = (clock() - began_s) * MS_PER_S
    if warm.matches != found.matches:
        raise RuntimeError(f"the search that builds on another found {warm.matches}, not {found.matches}")
    return took_ms
