"""Every track's distance, without any bound: what a search is timed beside and checked against."""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

BATCH: Final = 20
"""Pairs that brute force is timed on at once: about as long as a search, so that other work on the machine
slows both down alike."""
FINE_S: Final = 1e-5
"""Resolution that a clock must have to time a search."""
SAME: Final = 1e-9
"""Distances that differ by less are the same, but for rounding."""

Floats = npt.NDArray[np.float32]


def clock() -> float:
    """Return seconds of this thread's processor time, of the wall's where that isn't told finely."""
    return time.thread_time() if clock_name() == "processor" else time.perf_counter()


def clock_name() -> str:
    """Return which clock times are taken by: ``processor`` or ``wall``."""
    return "processor" if time.get_clock_info("thread_time").resolution <= FINE_S else "wall"


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
        return statistics.median(batches_s) / BATCH * len(self._library) * 1000


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
    matches: Sequence[tuple[str, float]], distances: npt.NDArray[np.float64], ids: Sequence[str], count: int
) -> bool:
    """Return whether matches are so many nearest tracks by all tracks' distances, in their order.

    Solvers round differently: tracks whose distances differ by less than a billionth may change places.
    """
    order = np.lexsort((np.asarray(ids), distances))[: len(matches)]
    place_of = {track: place for place, track in enumerate(ids)}
    return len(matches) == min(count, len(ids)) and all(
        abs(distance - distances[right]) <= SAME
        and abs(distances[place_of[track]] - distances[right]) <= SAME
        for (track, distance), right in zip(matches, order, strict=True)
    )


def _timed(
    solve: Callable[[npt.NDArray[np.float64], npt.NDArray[np.float64]], list[float]],
    query: npt.NDArray[np.float64],
    tracks: npt.NDArray[np.float64],
) -> tuple[list[float], float]:
    began_s = clock()
    found = solve(query, tracks)
    return found, clock() - began_s
