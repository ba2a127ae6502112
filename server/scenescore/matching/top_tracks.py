"""The k best tracks that a search has found so far."""

import bisect
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.spatial.distance import cdist

from scenescore.matching.emd import transport_cost
from scenescore.matching.query import ROUNDING_ERROR, Query
from scenescore.matching.track_segments import TrackSegments

Floats = npt.NDArray[np.float32]
Bias = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]

ROWS_PER_CALL: Final = 8
"""Rows whose exact costs are computed in one call. Some of them may turn out not to be needed."""


class TopTracks:
    """The best tracks so far, and lower bounds of all rows.

    Parameters
    ----------
    query : Query
        The prediction that is searched for.
    segments : TrackSegments
        Segments of the library's tracks.
    ids : sequence of str
        Ids of the tracks.
    k : int
        Number of tracks to find, at most as many as there are.
    bias : np.ndarray [shape=(tracks,), float64], optional
        Added to the distances for the ranking.
    lower : np.ndarray [shape=(rows,), float32]
        Lower bounds of the distances of all rows. The search raises them.

    Attributes
    ----------
    limit : float
        The k-th best score so far. Tracks with a higher score can't be among the best.
    solves : int
        Number of exact distances that were computed.
    """

    def __init__(
        self,
        query: Query,
        segments: TrackSegments,
        ids: Sequence[str],
        k: int,
        *,
        bias: Bias | None,
        lower: Floats,
    ) -> None:
        self.query = query
        self.k = k
        self.lower = lower
        self.solves = 0
        self.limit = np.inf
        self._features = segments.features
        self._ids = ids
        self._track_of = segments.track_of
        # The bias of each row.
        self._bias = bias if bias is None or len(bias) == len(self._track_of) else bias[self._track_of]
        self._found: list[tuple[float, str, float]] = []
        self._by_track: dict[str, tuple[float, str, float]] = {}

    def least_scores(self) -> npt.NDArray[np.floating]:
        """Return lower bounds of the scores.

        Returns
        -------
        np.ndarray [shape=(rows,)]
            The bound of each row's distance plus its bias.
        """
        return self.lower if self._bias is None else self.lower + self._bias

    def raise_bounds(self, places: Indices, bounds: Floats) -> npt.NDArray[np.floating]:
        """Raise the lower bounds of some rows.

        Parameters
        ----------
        places : np.ndarray [shape=(m,), intp]
            The rows.
        bounds : np.ndarray [shape=(m,), float32]
            Further lower bounds of their distances.

        Returns
        -------
        np.ndarray [shape=(m,)]
            Lower bounds of their scores.
        """
        known = np.maximum(self.lower.take(places), bounds)
        self.lower[places] = known
        return known if self._bias is None else known + self._bias.take(places)

    def solve(self, places: Indices, bounds: npt.NDArray[np.floating]) -> None:
        """Compute exact distances, until no track that is left can be among the best.

        Parameters
        ----------
        places : np.ndarray [shape=(m,), intp]
            Rows in the order of their bounds.
        bounds : np.ndarray [shape=(m,)]
            Lower bounds of their scores, ascending.
        """
        for start in range(0, len(places), ROWS_PER_CALL):
            if bounds[start] > self.limit:
                return
            part = places[start : start + ROWS_PER_CALL]
            tracks = self._features.take(part, axis=0).astype(np.float64)
            costs = cdist(tracks.reshape(-1, tracks.shape[2]), self.query.exact)
            for place, bound, cost in zip(
                part.tolist(),
                bounds[start : start + ROWS_PER_CALL].tolist(),
                costs.reshape(*tracks.shape[:2], -1),
                strict=True,
            ):
                if bound > self.limit:
                    return
                self._keep(place, transport_cost(cost))

    def _keep(self, place: int, distance: float) -> None:
        """Add a row's distance, if its track is then among the k best. A track counts by its nearest row."""
        self.solves += 1
        self.lower[place] = distance * (1 - ROUNDING_ERROR)
        track = self._ids[self._track_of[place]]
        found = (distance if self._bias is None else distance + float(self._bias[place]), track, distance)
        if (other := self._by_track.get(track)) is not None:
            if other <= found:
                return
            del self._found[bisect.bisect_left(self._found, other)]
        bisect.insort(self._found, found)
        self._by_track[track] = found
        for _, dropped, _ in self._found[self.k :]:
            del self._by_track[dropped]
        del self._found[self.k :]
        if len(self._found) == self.k:
            self.limit = self._found[-1][0]

    def matches(self) -> list[tuple[str, float]]:
        """Return the best tracks.

        Returns
        -------
        list of (str, float)
            Id and distance without the bias, best first.
        """
        return [(track, distance) for _, track, distance in self._found]
