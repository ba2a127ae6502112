"""Lower bounds of the Earth Mover's Distance from all costs between the steps of a query and of tracks.

All are computed in float32 and lowered by the possible rounding error. So a bound never exceeds the distance.
"""

import numpy as np
import numpy.typing as npt

from scenescore.matching.index_arrays import IndexArrays
from scenescore.matching.query import ROUNDING_ERROR, UNDERFLOW_ERROR, Query, rounding_factor

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]


class RelaxedDistances:
    """The relaxed EMD of some rows: every vector goes to its nearest, whatever the other vectors do.

    Parameters
    ----------
    query : Query
        The prediction.
    arrays : IndexArrays
        The library.
    places : np.ndarray [shape=(m,), intp]
        Rows of the library. All their costs are held in memory.
    """

    def __init__(self, query: Query, arrays: IndexArrays, places: Indices) -> None:
        # Axes: track's step, query's step, row. So the minimum over steps runs along contiguous memory.
        features = arrays.features.take(places, axis=0).transpose(1, 2, 0)
        kept = np.float32(rounding_factor(features.shape[1]))
        squared = np.matmul(-2 * query.steps, features)
        squared += (arrays.squares.take(places, axis=0) * kept).T[:, None]
        self._squared: Floats = squared
        self._own: Floats = (query.squares - np.float32(UNDERFLOW_ERROR))[:, None]
        self._rounding = np.float32((len(squared) + len(query.steps) + 8) * ROUNDING_ERROR)

    def bounds(self) -> Floats:
        """Return the mean distance of the query's steps to the nearest step of each row.

        Returns
        -------
        np.ndarray [shape=(m,), float32]
            Lower bounds of the distances.
        """
        nearest = _square_roots(self._squared.min(axis=0) + self._own)
        lower: Floats = nearest.mean(axis=0) * (1 - self._rounding)
        return lower

    def dual(self, chosen: Indices) -> "DualPotentials":
        """Return solutions of the dual problem for some of the rows.

        Parameters
        ----------
        chosen : np.ndarray [shape=(c,), intp]
            Indices among the m rows.

        Returns
        -------
        DualPotentials
            The solutions.
        """
        everything = 2 * len(chosen) > self._squared.shape[2]
        costs = self._squared + self._own if everything else self._squared.take(chosen, axis=2) + self._own
        return DualPotentials(
            _square_roots(costs), chosen if everything else np.arange(len(chosen)), self._rounding
        )


class DualPotentials:
    """Feasible solutions of the dual problem of optimal transport, for some rows.

    The potentials of a query's step and of a track's step never add up to more than their distance. So the
    sum of the mean potentials of both sides is at most the EMD. For given potentials of one side, the best of
    the other side are the least differences between distances and potentials.

    Parameters
    ----------
    costs : np.ndarray [shape=(T, n, m), float32]
        Distance of each of the T steps of m rows to each of the query's n steps.
    chosen : np.ndarray [shape=(c,), intp]
        Indices of the rows, among the m, that bounds are wanted for.
    rounding : float
        Rounding error as a share of the largest cost.
    """

    def __init__(self, costs: Floats, chosen: Indices, rounding: np.float32) -> None:
        self._costs = costs
        self._chosen = chosen
        self._slack: Floats = costs.max(axis=(0, 1)) * rounding
        # The mean distance of a step to all steps of the other side is close to its best potential.
        self._tracks = self._track_potentials(costs.mean(axis=0))
        self._query = self._query_potentials(self._tracks)

    def bounds(self) -> Floats:
        """Return the sums of the mean potentials.

        Returns
        -------
        np.ndarray [shape=(c,), float32]
            Lower bounds of the distances of the chosen rows.
        """
        sums = self._query.mean(axis=0) + self._tracks.mean(axis=0) - self._slack
        lower: Floats = sums.take(self._chosen)
        return lower

    def choose(self, among: Indices) -> None:
        """Keep some of the chosen rows.

        Parameters
        ----------
        among : np.ndarray [shape=(k,), intp]
            Indices among the chosen rows.
        """
        self._chosen = self._chosen[among]

    def improve(self, among: Indices) -> None:
        """Keep some of the chosen rows, and improve their potentials.

        The mean of two solutions is a solution, too. One more step improves it more than either of them.

        Parameters
        ----------
        among : np.ndarray [shape=(k,), intp]
            Indices among the chosen rows.
        """
        places = self._chosen[among]
        self._costs, self._chosen = self._costs.take(places, axis=2), np.arange(len(places))
        self._slack = self._slack.take(places)
        other = self._query_potentials(self._costs.mean(axis=1))
        middle: Floats = (self._query.take(places, axis=1) + other) * np.float32(0.5)
        self._tracks = self._track_potentials(middle)
        self._query = self._query_potentials(self._tracks)

    def _track_potentials(self, query: Floats) -> Floats:
        left: Floats = (self._costs - query).min(axis=1)
        return left

    def _query_potentials(self, tracks: Floats) -> Floats:
        left: Floats = (self._costs - tracks[:, None]).min(axis=0)
        return left


def _square_roots(squares: Floats) -> Floats:
    """Take square roots in place. Squares that rounding has made negative count as 0."""
    np.maximum(squares, 0, out=squares)
    return np.sqrt(squares, out=squares)
