"""The exact search against brute force, over libraries that sound like music."""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from scenescore import places
from scenescore.audio.features import FeatureSet
from scenescore.benchmarks.machine import percentile
from scenescore.benchmarks.musical import music_files, musical
from scenescore.errors import InvalidInputError, NotFoundError, ScenescoreError
from scenescore.library.analysis import Requirement
from scenescore.library.arrays import derived
from scenescore.library.ingest import ingest
from scenescore.library.store import Library
from scenescore.matching.layout import Layout
from scenescore.matching.search import TrackIndex
from scenescore.model.bundle import BANK, Bundle
from scenescore.model.scaling import block_weights, standard

K: Final = 10
"""Matches that are searched for."""
MS: Final = 1000.0
BATCH: Final = 20
"""Pairs that brute force is timed on at once: about as long as a search, so that other work on the machine
slows both down alike."""
BATCHES: Final = 60
"""How many such batches are timed, spread over the queries."""
READS: Final = 15
SAME: Final = 1e-9
"""Distances that differ by less are the same, but for rounding."""
LIKE_A_PREDICTION: Final = 0.65
"""Share of a piece in what stands for a prediction; the rest is the mean of the library."""
SMOOTHED: Final = 5
"""Steps that it is averaged over."""
MOST_OF_ANOTHER: Final = 0.3
"""Share, at most, of another of a bundle's predictions that is mixed into one."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Material:
    """A library to search and what is searched for, in one scaled space.

    Attributes
    ----------
    library : np.ndarray [shape=(tracks, steps, D), float32]
        The tracks.
    pieces : np.ndarray [shape=(n, steps, D), float32]
        Queries that are music which the library doesn't have.
    predictions : np.ndarray [shape=(m, steps, D), float32]
        Queries that are like a network's predictions.
    features : str
        The feature set.
    """

    library: Floats
    pieces: Floats
    predictions: Floats
    features: str


@dataclass(frozen=True)
class SearchResult:
    """How fast a search is, and whether it is right.

    Attributes
    ----------
    tracks, dimensions, steps : int
        Of the library.
    features : str
        The feature set.
    queries : int
        How many searches were timed, one after the other, on one thread, for the ten nearest.
    checked, mismatches : int
        How many of them were compared with SciPy's solver over every track, and how many differed.
    p50_ms, p95_ms : float
        Time of a search.
    pieces_p50_ms, predictions_p50_ms : float
        The median of queries that are music, and of queries that are predictions.
    warm_p50_ms : float
        The median with the answer to a similar query given.
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
    dimensions: int
    steps: int
    features: str
    queries: int
    checked: int
    mismatches: int
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


def bundle_material(
    bundle: Bundle, *, tracks: int, queries: int, seed: int, library: Path | None = None
) -> Material:
    """Make a library in a bundle's space; half of the queries are its own predictions, if it has any.

    Parameters
    ----------
    bundle : Bundle
        Whose features are compared.
    tracks, queries : int
        How many.
    seed : int
        Of all that is drawn.
    library : Path, optional
        A library of music to make the tracks from; the demo's pieces by default.

    Raises
    ------
    NotFoundError
        The library has no tracks for this bundle.
    """
    keys = bundle.feature_keys()
    if library is None:
        dictionary = bundle.nmf_dictionary
        real = demo_features(
            Requirement(bundle.feature_set.names, bundle.steps, dictionary, bundle.nmf_dictionary_sha256)
        )
    else:
        with Library(library, read_only=True) as opened:
            ids, together = opened.matrix([keys[name] for name in bundle.feature_set.names])
        if not ids:
            raise NotFoundError(f"the library {library} has no tracks for {bundle.name}; add music to it")
        blocks = zip(bundle.feature_set.names, bundle.feature_set.blocks, strict=True)
        real = {name: np.array(together[:, :, block]) for name, block in blocks}
    made = musical(real, tracks + queries, seed=seed)
    values = bundle.scale(np.concatenate([made[name] for name in bundle.feature_set.names], axis=2))
    pieces = values[tracks : tracks + queries - queries // 2]
    if BANK in bundle.manifest["files"]:
        predictions = mixed(bundle.bank(), queries // 2, seed=seed)
    else:
        predictions = flattened(values[tracks + len(pieces) :], values.mean(axis=(0, 1)))
    return Material(np.ascontiguousarray(values[:tracks]), pieces, predictions, str(bundle.feature_set))


def feature_material(features: FeatureSet, steps: int, *, tracks: int, queries: int, seed: int) -> Material:
    """Make a library of any features but nmf; half of the queries are made as flat as predictions are.

    Parameters
    ----------
    features : FeatureSet
        Which.
    steps : int
        Steps of a window.
    tracks, queries : int
        How many.
    seed : int
        Of all that is drawn.

    Raises
    ------
    InvalidInputError
        The feature nmf, whose values need a bundle's dictionary.
    """
    if "nmf" in features.names:
        raise InvalidInputError("nmf needs a bundle's dictionary: name a bundle with it", field="features")
    made = musical(demo_features(Requirement(features.names, steps)), tracks + queries, seed=seed)
    values = np.concatenate([made[name] for name in features.names], axis=2)
    mean, deviation = standard(values[:tracks], features)
    values = (values - mean) / deviation * block_weights(features)
    pieces = values[tracks : tracks + queries - queries // 2]
    predictions = flattened(values[tracks + len(pieces) :], values.mean(axis=(0, 1)))
    return Material(np.ascontiguousarray(values[:tracks]), pieces, predictions, str(features))


def demo_features(requirement: Requirement) -> dict[str, Floats]:
    """Compute features of the demo's 24 pieces; they are kept for the next time.

    Returns
    -------
    dict of str to np.ndarray [shape=(24, steps, D_f), float32]
        By feature name.
    """
    with Library(places.home() / "demo" / "benchmark") as library:
        report = ingest(library, music_files(), [requirement])
        if report.broken:
            broken = report.broken[0]
            raise ScenescoreError(f"{broken.file}: {broken.reason}; delete {library.path.parent}, try again")
        return {name: np.array(library.matrix([key])[1]) for name, key in requirement.keys().items()}


def mixed(bank: Floats, count: int, *, seed: int) -> Floats:
    """Return predictions that each have a little of another one in them."""
    random = np.random.default_rng(seed)
    ours, others = random.integers(0, len(bank), (2, count))
    share = random.uniform(0, MOST_OF_ANOTHER, (count, 1, 1)).astype(np.float32)
    made: Floats = bank[ours] * (1 - share) + bank[others] * share
    return made


def flattened(pieces: Floats, mean: Floats) -> Floats:
    """Smooth pieces over their steps and draw them to the mean, as a network's predictions are."""
    reach = SMOOTHED // 2
    padded = np.pad(pieces, ((0, 0), (reach, reach), (0, 0)), mode="edge")
    steps = pieces.shape[1]
    smooth = sum(padded[:, start : start + steps] for start in range(SMOOTHED)) / SMOOTHED
    made: Floats = (LIKE_A_PREDICTION * smooth + (1 - LIKE_A_PREDICTION) * mean).astype(np.float32)
    return made


def measure_search(
    material: Material, *, checked: int, done: Callable[[], None] = lambda: None
) -> SearchResult:
    """Search for all queries, one after the other, on one thread.

    Parameters
    ----------
    material : Material
        The library and the queries.
    checked : int
        How many of the queries are compared with SciPy's solver over every track.
    done : callable
        Called after each query.

    Returns
    -------
    SearchResult
    """
    queries = [*material.pieces, *material.predictions]
    library = material.library
    checks = set(np.linspace(0, len(queries) - 1, min(checked, len(queries))).astype(int).tolist())
    ids = [f"{place:08}" for place in range(len(library))]
    with TemporaryDirectory(prefix="scenescore-bench-") as scratch, threadpool_limits(1):
        derived(Path(scratch), ["search"], 1, lambda: (1, ids, Layout.of(library).arrays()))
        began_s = time.perf_counter()
        _, arrays = derived(Path(scratch), ["search"], 1, lambda: (1, ids, {}))
        layout = Layout.mapping(arrays)
        index = TrackIndex(ids, layout.features, layout=layout)
        open_ms = (time.perf_counter() - began_s) * MS
        floor_ms = read_ms(layout.features)
        index.search(queries[0], K)
        times, warm, solves, mismatches = [], [], [], 0
        brute = Brute(library, every=max(1, len(queries) // BATCHES))
        for place, query in enumerate(queries):
            began_s = time.perf_counter()
            found = index.find(query, K)
            times.append((time.perf_counter() - began_s) * MS)
            solves.append(found.exact_solves)
            warm.append(_warm_ms(index, query, queries[place - 1]))
            brute.sample(place, query)
            if place in checks:
                mismatches += not is_right(found.matches, all_distances(query, library), ids)
            done()
        memory_mb = sum(array.nbytes for array in arrays.values()) / 1e6
    p50_ms = statistics.median(times)
    return SearchResult(
        tracks=len(library),
        dimensions=library.shape[2],
        steps=library.shape[1],
        features=material.features,
        queries=len(queries),
        checked=len(checks),
        mismatches=mismatches,
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
        began_s = time.perf_counter()
        np.dot(values, values)
        took_s.append(time.perf_counter() - began_s)
    return statistics.median(took_s) * MS


class Brute:
    """Both solvers over a sample of pairs, timed.

    Parameters
    ----------
    library : np.ndarray [shape=(tracks, steps, D), float32]
        The tracks.
    every : int
        A batch of pairs is timed for every so many queries.
    """

    def __init__(self, library: Floats, *, every: int) -> None:
        self.emd2_s: list[float] = []
        self.assignment_s: list[float] = []
        self.pairs = 0
        self.largest_difference = 0.0
        self._library = library
        self._every = every
        self._random = np.random.default_rng(0)

    def sample(self, place: int, query: Floats) -> None:
        """Time a batch where it is this query's turn."""
        if place % self._every:
            return
        tracks = self._library[self._random.integers(0, len(self._library), BATCH)].astype(np.float64)
        exact = query.astype(np.float64)
        emd2, emd2_s = _timed(emd2_distances, exact, tracks)
        assigned, assignment_s = _timed(assignment_distances, exact, tracks)
        self.emd2_s.append(emd2_s)
        self.assignment_s.append(assignment_s)
        self.pairs += BATCH
        self.largest_difference = max(
            self.largest_difference, float(np.abs(np.subtract(emd2, assigned)).max())
        )

    def whole_ms(self, batches_s: Sequence[float]) -> float:
        """Return what the whole library takes, milliseconds."""
        return statistics.median(batches_s) / BATCH * len(self._library) * MS


def emd2_distances(query: npt.NDArray[np.float64], tracks: npt.NDArray[np.float64]) -> list[float]:
    """Return distances as POT gives them."""
    import ot  # noqa: PLC0415 (a second of start-up)
    from scipy.spatial.distance import cdist  # noqa: PLC0415

    return [float(ot.emd2([], [], cdist(query, track))) for track in tracks]


def assignment_distances(query: npt.NDArray[np.float64], tracks: npt.NDArray[np.float64]) -> list[float]:
    """Return distances as SciPy's assignment solver gives them."""
    return list(_assigned(query, tracks))


def all_distances(query: Floats, library: Floats) -> npt.NDArray[np.float64]:
    """Return the distance to each track by SciPy's assignment solver."""
    return np.fromiter(_assigned(query.astype(np.float64), library), np.float64, len(library))


def _assigned(query: npt.NDArray[np.float64], tracks: npt.NDArray[np.floating]) -> Iterator[float]:
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415
    from scipy.spatial.distance import cdist  # noqa: PLC0415

    for track in tracks:
        cost = cdist(query, track)
        yield float(cost[linear_sum_assignment(cost)].mean())


def is_right(
    matches: Sequence[tuple[str, float]], distances: npt.NDArray[np.float64], ids: Sequence[str]
) -> bool:
    """Return whether matches are the nearest tracks by all tracks' distances, in their order.

    Solvers round differently: tracks whose distances differ by less than a billionth may change places.
    """
    order = np.lexsort((np.asarray(ids), distances))[: len(matches)]
    place_of = {track: place for place, track in enumerate(ids)}
    return len(matches) == min(K, len(ids)) and all(
        abs(distance - distances[right]) <= SAME
        and abs(distances[place_of[track]] - distances[right]) <= SAME
        for (track, distance), right in zip(matches, order, strict=True)
    )


def _warm_ms(index: TrackIndex, query: Floats, other: Floats) -> float:
    """Return the time of a search that is given the answer to a query that is a little different."""
    last = [track for track, _ in index.search(query * np.float32(0.97) + other * np.float32(0.03), K)]
    began_s = time.perf_counter()
    index.search(query, K, first=last)
    return (time.perf_counter() - began_s) * MS


def _timed(
    solve: Callable[[npt.NDArray[np.float64], npt.NDArray[np.float64]], list[float]],
    query: npt.NDArray[np.float64],
    tracks: npt.NDArray[np.float64],
) -> tuple[list[float], float]:
    began_s = time.perf_counter()
    found = solve(query, tracks)
    return found, time.perf_counter() - began_s
