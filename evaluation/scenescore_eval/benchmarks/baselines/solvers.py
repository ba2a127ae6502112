"""Baselines of the search: POT's and SciPy's solvers over all tracks, without bounds."""

import statistics
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore_eval.benchmarks.timing import clock

BATCH_PAIRS: Final = 20
"""Pairs that are timed at once. A batch takes about as long as a search, so other work on the machine slows
down both alike."""
MAX_ROUNDING_ERROR: Final = 1e-9
"""Distances that differ by less are equal up to rounding."""

Floats = npt.NDArray[np.float32]


class SolverTimings:
    """Times both solvers on random samples of pairs.

    Parameters
    ----------
    library : np.ndarray [shape=(tracks, steps, D), float32]
        The tracks.
    every : int
        Time a batch of pairs for each `every`-th query.

    Attributes
    ----------
    emd2_s, assignment_s : list of float
        Time of each batch with POT's and with SciPy's solver, seconds.
    pairs : int
        Number of timed pairs.
    largest_difference : float
        Largest difference between both solvers' distances.
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
        """Time a batch if it is this query's turn.

        Parameters
        ----------
        place : int
            Number of the query, from 0.
        query : np.ndarray [shape=(steps, D), float32]
            The query.
        """
        if place % self._every:
            return
        tracks = self._library[self._random.integers(0, len(self._library), BATCH_PAIRS)].astype(np.float64)
        exact = query.astype(np.float64)
        emd2, emd2_s = _timed(emd2_distances, exact, tracks)
        assigned, assignment_s = _timed(assignment_distances, exact, tracks)
        self.emd2_s.append(emd2_s)
        self.assignment_s.append(assignment_s)
        self.pairs += BATCH_PAIRS
        self.largest_difference = max(
            self.largest_difference, float(np.abs(np.subtract(emd2, assigned)).max())
        )

    def library_ms(self, batches_s: Sequence[float]) -> float:
        """Return the time for all tracks, milliseconds.

        Parameters
        ----------
        batches_s : sequence of float
            `emd2_s` or `assignment_s`.

        Returns
        -------
        float
        """
        return statistics.median(batches_s) / BATCH_PAIRS * len(self._library) * 1000


def emd2_distances(query: npt.NDArray[np.float64], tracks: npt.NDArray[np.float64]) -> list[float]:
    """Return distances by POT's ``emd2``.

    Parameters
    ----------
    query : np.ndarray [shape=(steps, D), float64]
        The query.
    tracks : np.ndarray [shape=(n, steps, D), float64]
        The tracks.

    Returns
    -------
    list of float
    """
    import ot  # noqa: PLC0415 (a second of start-up)
    from scipy.spatial.distance import cdist  # noqa: PLC0415

    return [float(ot.emd2([], [], cdist(query, track))) for track in tracks]


def assignment_distances(query: npt.NDArray[np.float64], tracks: npt.NDArray[np.float64]) -> list[float]:
    """Return distances by SciPy's assignment solver.

    Parameters
    ----------
    query, tracks
        As for `emd2_distances`.

    Returns
    -------
    list of float
    """
    return list(_assigned(query, tracks))


def all_distances(query: Floats, library: Floats) -> npt.NDArray[np.float64]:
    """Return the distance to each track by SciPy's assignment solver.

    Parameters
    ----------
    query : np.ndarray [shape=(steps, D), float32]
        The query.
    library : np.ndarray [shape=(n, steps, D), float32]
        The tracks.

    Returns
    -------
    np.ndarray [shape=(n,), float64]
    """
    return np.fromiter(_assigned(query.astype(np.float64), library), np.float64, len(library))


def _assigned(query: npt.NDArray[np.float64], tracks: npt.NDArray[np.floating]) -> Iterator[float]:
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415
    from scipy.spatial.distance import cdist  # noqa: PLC0415

    for track in tracks:
        cost = cdist(query, track)
        yield float(cost[linear_sum_assignment(cost)].mean())


def are_nearest(
    matches: Sequence[tuple[str, float]], distances: npt.NDArray[np.float64], ids: Sequence[str], count: int
) -> bool:
    """Return whether matches are the nearest tracks, in order.

    Solvers round differently: tracks whose distances differ by at most `MAX_ROUNDING_ERROR` may swap
    places.

    Parameters
    ----------
    matches : sequence of tuple of str and float
        Ids and distances of the tracks that were found.
    distances : np.ndarray [shape=(n,), float64]
        The true distance of each track.
    ids : sequence of str
        The id of each track.
    count : int
        Number of tracks that were searched for.

    Returns
    -------
    bool
    """
    order = np.lexsort((np.asarray(ids), distances))[: len(matches)]
    place_of = {track: place for place, track in enumerate(ids)}
    return len(matches) == min(count, len(ids)) and all(
        abs(distance - distances[right]) <= MAX_ROUNDING_ERROR
        and abs(distances[place_of[track]] - distances[right]) <= MAX_ROUNDING_ERROR
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
