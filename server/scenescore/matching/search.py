"""The exact k nearest tracks by Earth Mover's Distance."""

import bisect
from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from scenescore.errors import InvalidInputError
from scenescore.matching.emd import emd

Floats = npt.NDArray[np.float32]

SLACK = 1e-6
"""By what share a bound must exceed the k-th distance to rule a track out: rounding must not cost a match."""


class Search(Protocol):
    """What the daemon asks of a search; a faster one must give the same answers."""

    ids: Sequence[str]

    def search(self, query: Floats, k: int) -> list[tuple[str, float]]:
        """Return the k nearest tracks with their distances, nearest first."""
        ...


class TrackIndex:
    """An exact search that solves the EMD only for tracks whose lower bound can still win.

    Parameters
    ----------
    ids : sequence of str
        The tracks.
    features : np.ndarray [shape=(tracks, steps, D), float32]
        Their features in a bundle's scaled space; may be memory-mapped.

    Raises
    ------
    InvalidInputError
        Another number of ids than of features.
    """

    def __init__(self, ids: Sequence[str], features: Floats) -> None:
        if features.ndim != 3 or len(ids) != len(features):
            raise InvalidInputError(
                f"{len(ids)} tracks need features (tracks, steps, D), not {features.shape}"
            )
        self.ids = list(ids)
        self.features = features
        self._centroids = features.mean(axis=1, dtype=np.float64)

    def search(self, query: Floats, k: int) -> list[tuple[str, float]]:
        """Return the k nearest tracks, all of them when there are fewer.

        No EMD with a metric ground cost is below the distance of the means (Jensen), so tracks are visited in
        the order of that bound until it exceeds the k-th distance found.

        Parameters
        ----------
        query : np.ndarray [shape=(steps, D), float32]
            The prediction in the same space.
        k : int
            How many, 1 or more.

        Returns
        -------
        list of (str, float)
            Track and distance, nearest first, the lower id first among equals.

        Raises
        ------
        InvalidInputError
            `k` is below 1, or the query has another D than the tracks.
        """
        if k < 1:
            raise InvalidInputError(f"at least 1 match must be asked for, not {k}")
        if len(self.ids) == 0:
            return []
        if query.ndim != 2 or query.shape[1] != self.features.shape[2]:
            raise InvalidInputError(
                f"the tracks have features (steps, {self.features.shape[2]}), the query {query.shape}; "
                "both must come from one bundle"
            )
        bounds = np.linalg.norm(self._centroids - query.mean(axis=0, dtype=np.float64), axis=1)
        best: list[tuple[float, str]] = []
        for place in np.argsort(bounds, kind="stable"):
            if len(best) == k and bounds[place] > best[-1][0] * (1 + SLACK) + SLACK:
                break
            bisect.insort(best, (emd(query, self.features[place]), self.ids[place]))
            del best[k:]
        return [(track, distance) for distance, track in best]
