"""The exact search for the k nearest tracks by Earth Mover's Distance."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from scenescore.errors import InvalidInputError
from scenescore.matching.emd import MIN_STEPS_TO_REDUCE
from scenescore.matching.index_arrays import IndexArrays
from scenescore.matching.lower_bounds import bounds_from_previous, centroid_bounds, quantile_bounds
from scenescore.matching.query import Query, check_query_shape, mean_step_distance, rounding_factor
from scenescore.matching.smallest import smallest
from scenescore.matching.top_tracks import Bias, TopTracks
from scenescore.matching.track_segments import TrackSegments
from scenescore.matching.transport_bounds import RelaxedDistances

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]

EXTRA_SEED_TRACKS: Final = 24
"""The first k tracks come from the k plus so many tracks with the nearest centroids."""
MAX_COSTS_AT_ONCE: Final = 150_000
"""Costs between steps that are held at once. They fit into the processor's cache."""
MIN_TRACKS_AT_ONCE: Final = 48
"""Least number of rows that are processed at once, however many steps they have."""
MIN_TRACKS_TO_IMPROVE: Final = 40
"""From so many rows on, improving potentials is faster than computing the distances (with 24 steps)."""
MAX_REUSE_DISTANCE_RATIO: Final = 0.04
"""A search reuses the result of another one if their queries are no farther apart than this share of the
distance of the farthest match."""


@dataclass(frozen=True)
class NearestTracks:
    """The result of a search. A search for a similar query can reuse it.

    Attributes
    ----------
    index : TrackIndex
        The index that was searched.
    matches : list of (str, float)
        Id and distance of each track, best first.
    query : Query
        The prediction that was searched for.
    lower : np.ndarray [shape=(rows,), float32]
        Lower bounds of the distances of all rows.
    near_centroids : int
        Segments that their centroid bound did not exclude, once the first k tracks were known.
    near_quantiles : int
        Segments that their quantile bound did not exclude either.
    exact_solves : int
        Segments whose exact distance was computed.
    """

    index: "TrackIndex"
    matches: list[tuple[str, float]]
    query: Query
    lower: Floats
    near_centroids: int
    near_quantiles: int
    exact_solves: int

    def is_reusable_for(self, index: "TrackIndex", query: Query) -> bool:
        """Tell whether a search can reuse this result.

        Parameters
        ----------
        index : TrackIndex
            The index to search.
        query : Query
            The prediction to search for.

        Returns
        -------
        bool
            True if the index is the same and the query is so near that the matches hardly differ.
        """
        return (
            index is self.index
            and query.exact.shape == self.query.exact.shape
            and mean_step_distance(query, self.query) <= MAX_REUSE_DISTANCE_RATIO * self.matches[-1][1]
        )


class TrackIndex:
    """Searches a library exactly. Lower bounds exclude most segments, so few distances are computed.

    A track is as near as the nearest of its segments. An index never changes, so any number of threads may
    search it at the same time.

    Parameters
    ----------
    ids : sequence of str
        Ids of the tracks.
    arrays : IndexArrays
        Arrays of the tracks; may be memory-mapped.

    Attributes
    ----------
    ids : list of str
        Ids of the tracks.
    segments : TrackSegments
        Segments of the tracks.
    place_of : dict of str to int
        Index of each track by its id.

    Raises
    ------
    InvalidInputError
        The numbers of ids and of tracks differ.
    """

    def __init__(self, ids: Sequence[str], arrays: IndexArrays) -> None:
        self.segments = arrays.segments
        if len(ids) != len(self.segments):
            raise InvalidInputError(f"{len(ids)} ids can't name {len(self.segments)} tracks: each needs one")
        self.ids = list(ids)
        self.place_of = {track: place for place, track in enumerate(self.ids)}
        self._arrays = arrays
        centroids = self._arrays.centroids
        self._centroid_squares = np.einsum("dn,dn->n", centroids, centroids) * np.float32(
            rounding_factor(len(centroids))
        )
        self._reach = float(np.sqrt(self._arrays.squares.max(initial=0)))

    @classmethod
    def of(cls, ids: Sequence[str], features: Floats | TrackSegments) -> Self:
        """Build an index from features.

        Parameters
        ----------
        ids : sequence of str
            Ids of the tracks.
        features : TrackSegments, or np.ndarray [shape=(tracks, steps, D), float32]
            Features in a bundle's scaled space.

        Returns
        -------
        TrackIndex
            The index.

        Raises
        ------
        InvalidInputError
            The numbers of ids and of tracks differ, or a feature is not finite or implausibly large.
        """
        segments = features if isinstance(features, TrackSegments) else TrackSegments.single(features)
        return cls(ids, IndexArrays.build(segments))

    def search(self, query: Floats, k: int, *, bias: Bias | None = None) -> list[tuple[str, float]]:
        """Return the k nearest tracks, or all tracks if there are fewer.

        Parameters
        ----------
        query : np.ndarray [shape=(steps, D), float32]
            The prediction in the same space.
        k : int
            Number of tracks, 1 or more.
        bias : np.ndarray [shape=(tracks,), float64], optional
            Added to the distances for the ranking, in the order of `ids`.

        Returns
        -------
        list of (str, float)
            Id and distance without the bias. The least sum of distance and bias is first; among equals the
            lower id.

        Raises
        ------
        InvalidInputError
            `k` is below 1, the query differs from the tracks in D or is not finite, or the bias is not one
            finite number for each track.
        """
        return self.find(query, k, bias=bias).matches

    def find(
        self, query: Floats, k: int, *, bias: Bias | None = None, after: NearestTracks | None = None
    ) -> NearestTracks:
        """Search for the k nearest tracks, and return what the next search can reuse.

        The bounds go from cheap to expensive. Each is computed for those rows that the one before did not
        exclude: rows whose bound is above the k-th score so far can't be among the best.

        Parameters
        ----------
        query, k, bias
            As in `search`.
        after : NearestTracks, optional
            Result of an earlier search. If its query is similar, this search is faster, with the same answer.

        Returns
        -------
        NearestTracks
            The tracks.

        Raises
        ------
        InvalidInputError
            As in `search`.
        """
        if k < 1:
            raise InvalidInputError(f"at least 1 match must be asked for, not {k}")
        self._check_bias(bias)
        check_query_shape(query, self.segments.features.shape[2])
        asked = Query.of(query, self._reach)
        if not self.ids:
            return NearestTracks(self, [], asked, np.empty(0, np.float32), 0, 0, 0)
        known = after if after is not None and after.is_reusable_for(self, asked) else None
        lower = (
            centroid_bounds(asked, self._arrays, self._centroid_squares)
            if known is None
            else bounds_from_previous(asked, known.query, known.lower)
        )
        best = TopTracks(asked, self.segments, self.ids, min(k, len(self.ids)), bias=bias, lower=lower)
        scores = best.least_scores()
        likely = smallest(self.segments.nearest(scores), best.k + (EXTRA_SEED_TRACKS if known is None else 0))
        seeds = self._nearest_rows(likely, scores)
        if known is None:
            self._visit(seeds, best)
        else:
            # These are k rows. Solving all of them gives k scores to compare with.
            best.solve(seeds, scores[seeds])
        left = scores <= best.limit
        left[seeds] = False
        near = np.flatnonzero(left)
        few = known is not None and len(near) <= MIN_TRACKS_AT_ONCE
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

    def _by_quantiles(self, places: Indices, best: TopTracks) -> npt.NDArray[np.floating]:
        """Return lower bounds of the scores of some rows by their quantiles [shape=(places,)]."""
        parts = np.split(places, range(4096, len(places), 4096))
        return np.concatenate(
            [best.raise_bounds(part, quantile_bounds(best.query, self._arrays, part)) for part in parts]
        )

    def _nearest_rows(self, tracks: Indices, lower: npt.NDArray[np.floating]) -> Indices:
        """Return the row with the least bound of each of some tracks."""
        if len(self.segments) == len(lower):
            return tracks
        starts = self.segments.starts
        ranges = zip(starts[tracks], starts[tracks + 1], strict=True)
        rows = [start + lower[start:end].argmin() for start, end in ranges]
        return np.array(rows, np.intp)

    def _visit(self, places: Indices, best: TopTracks) -> None:
        """Find out of some rows whether their tracks are among the best."""
        at_once = self._at_once(best.query)
        for start in range(0, len(places), at_once):
            part = places[start : start + at_once]
            relaxed = RelaxedDistances(best.query, self._arrays, part)
            chosen = np.flatnonzero(best.raise_bounds(part, relaxed.bounds()) <= best.limit)
            if not len(chosen):
                continue
            part = part[chosen]
            dual = relaxed.dual(chosen)
            chosen = np.flatnonzero(best.raise_bounds(part, dual.bounds()) <= best.limit)
            if not len(chosen):
                continue
            part = part[chosen]
            if len(part) > MIN_TRACKS_TO_IMPROVE or self._arrays.squares.shape[1] >= MIN_STEPS_TO_REDUCE:
                dual.improve(chosen)
            else:
                dual.choose(chosen)
            bounds = best.raise_bounds(part, dual.bounds())
            order = np.argsort(bounds)
            best.solve(part[order], bounds[order])

    def _at_once(self, query: Query) -> int:
        """Return the number of rows whose costs are held at once."""
        held: int = max(
            MIN_TRACKS_AT_ONCE, MAX_COSTS_AT_ONCE // (len(query.steps) * self._arrays.squares.shape[1])
        )
        return held

    def _check_bias(self, bias: Bias | None) -> None:
        if bias is not None and (bias.shape != (len(self.ids),) or not np.isfinite(bias).all()):
            raise InvalidInputError(
                f"the bias must be one number for each of {len(self.ids)} tracks, not {bias.shape} of "
                "them or values that are no numbers: compute it for this library"
            )
