"""The k best tracks while a search goes on."""

import bisect
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.spatial.distance import cdist

from scenescore.matching.emd import transport_cost
from scenescore.matching.lower_bounds import ROUNDING, Query
from scenescore.matching.track_segments import TrackSegments

Floats = npt.NDArray[np.float32]
Bias = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

TOGETHER: Final = 8
"""Rows whose exact costs are computed in one call; a few may turn out not to be needed."""


class Best:
    """The best tracks so far.

    Parameters
    ----------
    query : Query
        What is searched for.
    segments : TrackSegments
        The library's.
    ids : sequence of str
        Its tracks.
    k : int
        How many tracks are wanted, no more than there are.
    bias : np.ndarray [shape=(tracks,), float64], optional
        Added to the distances for the ranking.
    lower : np.ndarray [shape=(rows,), float32]
        What each row's distance is at least; raised by what is learnt of it.

    Attributes
    ----------
    limit : float
        The k-th best score so far: what is above it can't win.
    solves : int
        Exact distances that were computed.
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
        # Of each row; where each track has one, as it is.
        self._bias = bias if bias is None or len(bias) == len(self._track_of) else bias[self._track_of]
        self._found: list[tuple[float, str, float]] = []
        self._by_track: dict[str, tuple[float, str, float]] = {}

    def least_scores(self) -> npt.NDArray[np.floating]:
        """Return what each row's score is at least [shape=(rows,)]."""
        return self.lower if self._bias is None else self.lower + self._bias

    def learn(self, places: Places, bounds: Floats) -> npt.NDArray[np.floating]:
        """Take in further bounds of some rows; return what their scores are at least [shape=(places,)]."""
        known = np.maximum(self.lower.take(places), bounds)
        self.lower[places] = known
        return known if self._bias is None else known + self._bias.take(places)

    def solve(self, places: Places, bounds: npt.NDArray[np.floating]) -> None:
        """Compute exact distances, the lowest bounds first, until no track that is left can win."""
        for start in range(0, len(places), TOGETHER):
            if bounds[start] > self.limit:
                return
            part = places[start : start + TOGETHER]
            tracks = self._features.take(part, axis=0).astype(np.float64)
            costs = cdist(tracks.reshape(-1, tracks.shape[2]), self.query.exact)
            for place, bound, cost in zip(
                part.tolist(),
                bounds[start : start + TOGETHER].tolist(),
                costs.reshape(*tracks.shape[:2], -1),
                strict=True,
            ):
                if bound > self.limit:
                    return
                self._keep(place, transport_cost(cost))

    def _keep(self, place: int, distance: float) -> None:
        """Keep a row while its track is among the k best, by it and by no other of the track's rows."""
        self.solves += 1
        self.lower[place] = distance * (1 - ROUNDING)
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
        """Return the tracks with their distances, best first."""
        return [(track, distance) for _, track, distance in self._found]
