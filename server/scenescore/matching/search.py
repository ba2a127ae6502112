"""The exact k nearest tracks by Earth Mover's Distance."""

import bisect
from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from scenescore.errors import InvalidInputError
from scenescore.matching.emd import emd

Floats = npt.NDArray[np.float32]
Bias = npt.NDArray[np.float64]

SLACK = 1e-6
"""By what share a bound must exceed the k-th distance to rule a track out: rounding must not cost a match."""


class Search(Protocol):
    """What the daemon asks of a search; a faster one must give the same answers."""

    ids: Sequence[str]

    def search(self, query: Floats, k: int, *, bias: Bias | None = None) -> list[tuple[str, float]]:
        """Return the k nearest tracks with their distances, the least distance + bias first."""
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

    def search(self, query: Floats, k: int, *, bias: Bias | None = None) -> list[tuple[str, float]]:
        """Return the k nearest tracks, all of them when there are fewer.

        No EMD with a metric ground cost is below the distance of the means (Jensen), so tracks are visited in
        the order of that bound until it exceeds the k-th distance found. What a bias adds to a distance it
        adds to its bound.

        Parameters
        ----------
        query : np.ndarray [shape=(steps, D), float32]
            The prediction in the same space.
        k : int
            How many, 1 or more.
        bias : np.ndarray [shape=(tracks,), float64], optional
            Added to the distances for the ranking, in the order of `ids`; from `scenescore.matching.hubs`.

        Returns
        -------
        list of (str, float)
            Track and distance without the bias; the least sum of both first, the lower id first among equals.

        Raises
        ------
        InvalidInputError
            `k` is below 1, the query has another D than the tracks, or the bias is not one number a track.
        """
        if k < 1:
            raise InvalidInputError(f"at least 1 match must be asked for, not {k}")
        added = self._checked(bias)
        if len(self.ids) == 0:
            return []
        if query.ndim != 2 or query.shape[1] != self.features.shape[2]:
            raise InvalidInputError(
                f"the tracks have features (steps, {self.features.shape[2]}), the query {query.shape}; "
                "both must come from one bundle"
            )
        bounds = np.linalg.norm(self._centroids - query.mean(axis=0, dtype=np.float64), axis=1)
        slack = bounds * SLACK + SLACK
        bounds += added
        # Rounding errors are as large as the distances, however small the sums are.
        bounds -= slack
        best: list[tuple[float, str, float]] = []
        for place in np.argsort(bounds, kind="stable"):
            if len(best) == k and bounds[place] > best[-1][0]:
                break
            distance = emd(query, self.features[place])
            bisect.insort(best, (distance + float(added[place]), self.ids[place], distance))
            del best[k:]
        return [(track, distance) for _, track, distance in best]

    def _checked(self, bias: Bias | None) -> Bias:
        if bias is None:
            return np.zeros(len(self.ids))
        if bias.shape != (len(self.ids),) or not np.isfinite(bias).all():
            raise InvalidInputError(
                f"the bias must be one number for each of {len(self.ids)} tracks, not {bias.shape} of "
                "them or values that are no numbers: compute it for this library"
            )
        return bias
