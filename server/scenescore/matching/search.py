"""The exact k nearest tracks by Earth Mover's Distance."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from scenescore.errors import InvalidInputError
from scenescore.matching.emd import REDUCED_FROM
from scenescore.matching.index_arrays import IndexArrays
from scenescore.matching.lower_bounds import (
    Query,
    Relaxed,
    apart,
    by_centroid,
    by_last,
    by_quantiles,
    check_query,
    share_kept,
)
from scenescore.matching.top_tracks import Best, Bias
from scenescore.matching.track_segments import TrackSegments

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]

FIRST_LOOK: Final = 24
"""Tracks beyond k among which the first k are looked for, nearest centroids first."""
COSTS: Final = 150_000
"""Costs that are held at once: they fit the processor's cache."""
MANY: Final = 48
"""Tracks that are worth a pass in any case, however many steps they have."""
WORTH: Final = 40
"""Tracks from which better potentials are sooner found than as many distances of 24 steps."""
NEARBY: Final = 0.04
"""Share of the farthest match's distance up to which a query is near enough to build on another's search."""
SAMPLED: Final = 16
"""Every so many bounds are looked at to guess where the least of them end."""


@dataclass(frozen=True)
class NearestTracks:
    """What a search found, and what it took; another one for a query nearby can build on it.

    Attributes
    ----------
    index : TrackIndex
        What was searched.
    matches : list of (str, float)
        Track and distance, best first.
    query : Query
        What was searched for.
    lower : np.ndarray [shape=(rows,), float32]
        What each row's distance is at least, as far as it was looked at.
    near_centroids : int
        TrackSegments whose centroid did not rule them out once the first k were known.
    near_quantiles : int
        Those of them that their quantiles did not rule out either.
    exact_solves : int
        TrackSegments whose exact distance was computed.
    """

    index: "TrackIndex"
    matches: list[tuple[str, float]]
    query: Query
    lower: Floats
    near_centroids: int
    near_quantiles: int
    exact_solves: int

    def helps(self, index: "TrackIndex", query: Query) -> bool:
        """Whether a query of the same index is so near that hardly more than these matches can be its own."""
        return (
            index is self.index
            and query.exact.shape == self.query.exact.shape
            and apart(query, self.query) <= NEARBY * self.matches[-1][1]
        )


class TrackIndex:
    """An exact search that solves the EMD only for segments whose lower bound can still win.

    A track is as near as the nearest of its segments. Never changes, so any number of threads may search at
    once.

    Parameters
    ----------
    ids : sequence of str
        The tracks.
    layout : IndexArrays
        What was laid out for them, memory-mapped, say.

    Raises
    ------
    InvalidInputError
        Another number of ids than of tracks.
    """

    def __init__(self, ids: Sequence[str], layout: IndexArrays) -> None:
        self.segments = layout.segments
        if len(ids) != len(self.segments):
            raise InvalidInputError(f"{len(ids)} ids can't name {len(self.segments)} tracks: each needs one")
        self.ids = list(ids)
        self.place_of = {track: place for place, track in enumerate(self.ids)}
        self._layout = layout
        centroids = self._layout.centroids
        self._lengths = np.einsum("dn,dn->n", centroids, centroids) * np.float32(share_kept(len(centroids)))
        self._reach = float(np.sqrt(self._layout.squares.max(initial=0)))

    @classmethod
    def of(cls, ids: Sequence[str], features: Floats | TrackSegments) -> Self:
        """Lay tracks out and search them.

        Parameters
        ----------
        ids : sequence of str
            The tracks.
        features : TrackSegments, or np.ndarray [shape=(tracks, steps, D), float32]
            In a bundle's scaled space.

        Raises
        ------
        InvalidInputError
            Another number of ids than of tracks, or features that are no numbers.
        """
        segments = features if isinstance(features, TrackSegments) else TrackSegments.single(features)
        return cls(ids, IndexArrays.build(segments))

    def search(self, query: Floats, k: int, *, bias: Bias | None = None) -> list[tuple[str, float]]:
        """Return the k nearest tracks, all of them when there are fewer.

        Parameters
        ----------
        query : np.ndarray [shape=(steps, D), float32]
            The prediction in the same space.
        k : int
            How many, 1 or more.
        bias : np.ndarray [shape=(tracks,), float64], optional
            Added to the distances for the ranking, in the order of `ids`; from `scenescore.matching.hubness`.

        Returns
        -------
        list of (str, float)
            Track and distance without the bias; the least sum of both first, the lower id first among equals.

        Raises
        ------
        InvalidInputError
            `k` is below 1, the query has another D than the tracks or values that are no numbers, or the bias
            is not one number a track.
        """
        return self.find(query, k, bias=bias).matches

    def find(
        self, query: Floats, k: int, *, bias: Bias | None = None, after: NearestTracks | None = None
    ) -> NearestTracks:
        """Search, and tell what it took.

        Bounds go from cheap to dear, each over those tracks alone that the one before did not rule out: what
        is above the k-th distance found so far can't win. See `search` for the other parameters and errors.

        Parameters
        ----------
        after : NearestTracks, optional
            Of an earlier search: where its query is near, what it knows of the tracks is nearly all that is
            needed. The same answer, sooner.
        """
        if k < 1:
            raise InvalidInputError(f"at least 1 match must be asked for, not {k}")
        self._check_bias(bias)
        check_query(query, self.segments.features.shape[2])
        asked = Query.of(query, self._reach)
        if not self.ids:
            return NearestTracks(self, [], asked, np.empty(0, np.float32), 0, 0, 0)
        known = after if after is not None and after.helps(self, asked) else None
        lower = (
            by_centroid(asked, self._layout, self._lengths)
            if known is None
            else by_last(asked, known.query, known.lower)
        )
        best = Best(asked, self.segments, self.ids, min(k, len(self.ids)), bias=bias, lower=lower)
        scores = best.least_scores()
        likely = least(self.segments.nearest(scores), best.k + (FIRST_LOOK if known is None else 0))
        seeds = self._nearest_rows(likely, scores)
        if known is None:
            self._visit(seeds, best)
        else:
            # As many as are wanted, so that none of them is passed over.
            best.solve(seeds, scores[seeds])
        left = scores <= best.limit
        left[seeds] = False
        near = np.flatnonzero(left)
        few = known is not None and len(near) <= MANY
        bounds = scores[near] if few else self._by_quantiles(near, best)
        kept = bounds <= best.limit
        places, bounds = near[kept], bounds[kept]
        order = np.argsort(bounds)
        at_once = self._at_once(asked)
        for start in range(0, len(order), at_once):
            part = order[start : start + at_once]
            if bounds[part[0]] > best.limit:
                break
            self._visit(places[part[bounds[part] <= best.limit]], best)
        return NearestTracks(self, best.matches(), asked, best.lower, len(near), len(places), best.solves)

    def _by_quantiles(self, places: Places, best: Best) -> npt.NDArray[np.floating]:
        """Return what the scores of some rows are at least by their quantiles [shape=(places,)]."""
        parts = np.split(places, range(4096, len(places), 4096))
        return np.concatenate(
            [best.learn(part, by_quantiles(best.query, self._layout, part)) for part in parts]
        )

    def _nearest_rows(self, tracks: Places, lower: npt.NDArray[np.floating]) -> Places:
        """Return of each of some tracks the row with the least bound."""
        if len(self.segments) == len(lower):
            return tracks
        starts = self.segments.starts
        ranges = zip(starts[tracks], starts[tracks + 1], strict=True)
        rows = [start + lower[start:end].argmin() for start, end in ranges]
        return np.array(rows, np.intp)

    def _visit(self, places: Places, best: Best) -> None:
        """Compute what is needed of some rows to know whether their tracks are among the best."""
        at_once = self._at_once(best.query)
        for start in range(0, len(places), at_once):
            part = places[start : start + at_once]
            relaxed = Relaxed(best.query, self._layout, part)
            chosen = np.flatnonzero(best.learn(part, relaxed.bounds()) <= best.limit)
            if not len(chosen):
                continue
            part = part[chosen]
            dual = relaxed.dual(chosen)
            chosen = np.flatnonzero(best.learn(part, dual.bounds()) <= best.limit)
            if not len(chosen):
                continue
            part = part[chosen]
            if len(part) > WORTH or self._layout.squares.shape[1] >= REDUCED_FROM:
                dual.improve(chosen)
            else:
                dual.choose(chosen)
            bounds = best.learn(part, dual.bounds())
            order = np.argsort(bounds)
            best.solve(part[order], bounds[order])

    def _at_once(self, query: Query) -> int:
        """Return how many rows' costs are held at once."""
        held: int = max(MANY, COSTS // (len(query.steps) * self._layout.squares.shape[1]))
        return held

    def _check_bias(self, bias: Bias | None) -> None:
        if bias is not None and (bias.shape != (len(self.ids),) or not np.isfinite(bias).all()):
            raise InvalidInputError(
                f"the bias must be one number for each of {len(self.ids)} tracks, not {bias.shape} of "
                "them or values that are no numbers: compute it for this library"
            )


def least(values: npt.NDArray[np.floating], count: int) -> Places:
    """Return the places of the least values, in no order; all of them where there are fewer.

    Sorting out the least of 100,000 takes longer than all else that a search does with them. So a sample says
    where they should end, and only what is below that is looked at.
    """
    if count >= len(values):
        return np.arange(len(values))
    rank = 2 * count // SAMPLED + 4
    sample = values[::SAMPLED]
    if rank < len(sample):
        below = np.flatnonzero(values <= np.partition(sample, rank)[rank])
        if len(below) >= count:
            return below[np.argpartition(values[below], count - 1)[:count]]
    return np.argpartition(values, count - 1)[:count]
