"""What the Earth Mover's Distance of a query to many tracks is at least, from cheap to dear.

All are computed in float32, and lowered by what rounding may have added: a bound is never above the distance.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from scenescore.errors import InvalidInputError
from scenescore.matching.index_arrays import IndexArrays, check_lengths, quantiles_of

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

ROUNDING: Final = 2.0**-23
"""Twice the largest relative error of one operation in float32."""
UNDERFLOW: Final = 1e-36
"""Above what squares lose that are too small for float32."""


@dataclass(frozen=True)
class Query:
    """A prediction, prepared for one search.

    Attributes
    ----------
    exact : np.ndarray [shape=(n, D), float64]
        The prediction.
    steps : np.ndarray [shape=(n, D), float32]
        The same.
    squares : np.ndarray [shape=(n,), float32]
        Squared lengths of its vectors, lowered by `ROUNDING`'s share.
    slack : float
        What rounding may add to the quantiles' bound, in units of the distance.
    """

    exact: Doubles
    steps: Floats
    squares: Floats
    slack: float

    @cached_property
    def centroid(self) -> Floats:
        """The mean of its vectors [shape=(D,), float32]."""
        mean: Floats = self.exact.mean(axis=0).astype(np.float32)
        return mean

    @cached_property
    def quantiles(self) -> Floats:
        """Its values in order [shape=(4, D), float32]; see `scenescore.matching.index_arrays.quantiles_of`."""
        quantiles: Floats = quantiles_of(self.exact[None])[0].astype(np.float32)
        return quantiles

    @classmethod
    def of(cls, steps: Floats, reach: float) -> Self:
        """Prepare a prediction [shape=(n, D)] for tracks whose vectors are no longer than `reach`.

        Raises
        ------
        InvalidInputError
            It holds a value that is no number, or one beyond all reason.
        """
        exact = np.ascontiguousarray(steps, np.float64)
        squares = np.einsum("nd,nd->n", exact, exact)
        check_lengths(squares[None])
        longest = float(np.sqrt(squares.max()))
        return cls(
            exact=exact,
            steps=exact.astype(np.float32),
            squares=(squares * share_kept(exact.shape[1])).astype(np.float32),
            slack=2 * ROUNDING * (reach + longest) + UNDERFLOW**0.5,
        )


def share_kept(terms: int) -> float:
    """Return what share of squared lengths is surely no more than exact where so many terms are added."""
    return 1 - (terms + 8) * ROUNDING


def by_centroid(query: Query, layout: IndexArrays, lengths: Floats) -> Floats:
    """Return the distance of the query's mean to each track's.

    No EMD with a metric ground cost is below it (Jensen).

    Parameters
    ----------
    query : Query
        The prediction.
    layout : IndexArrays
        The library.
    lengths : np.ndarray [shape=(tracks,), float32]
        The centroids' squared lengths, lowered by `share_kept`.

    Returns
    -------
    np.ndarray [shape=(tracks,), float32]
    """
    # As |x|² - 2xy + |y|²: one pass, and the rounding errors are in proportion to the squares.
    own = float(np.dot(query.centroid, query.centroid)) * share_kept(len(query.centroid)) - UNDERFLOW
    lower: Floats = (-2 * query.centroid) @ layout.centroids
    lower += lengths
    lower += np.float32(own)
    np.maximum(lower, 0, out=lower)
    np.sqrt(lower, out=lower)
    lower *= np.float32(1 - 2 * ROUNDING)
    return lower


def by_last(query: Query, last: Query, lower: Floats) -> Floats:
    """Return what is left of bounds for another query: the EMD is a metric (the triangle inequality).

    Parameters
    ----------
    query : Query
        The prediction.
    last : Query
        The one that the bounds are of, with as many steps.
    lower : np.ndarray [shape=(tracks,), float32]
        What its distances are at least.

    Returns
    -------
    np.ndarray [shape=(tracks,), float32]
    """
    left: Floats = lower - np.float32(apart(query, last) * (1 + 2 * ROUNDING) + UNDERFLOW**0.5)
    np.maximum(left, 0, out=left)
    left *= np.float32(1 - 2 * ROUNDING)
    return left


def apart(query: Query, last: Query) -> float:
    """Return the mean distance of two queries' steps, place by place: no less than their EMD."""
    moved = query.exact - last.exact
    return float(np.sqrt(np.einsum("nd,nd->n", moved, moved)).mean())


def by_quantiles(query: Query, layout: IndexArrays, places: Places) -> Floats:
    """Return the length of the vector of each dimension's own EMD, from averaged sorted values.

    The mean distance of matched vectors is at least the length of the vector of their mean differences by
    dimension (Minkowski), and each of these is at least the dimension's own EMD.

    Returns
    -------
    np.ndarray [shape=(places,), float32]
    """
    apart = layout.quantiles.take(places, axis=0)
    apart -= query.quantiles
    np.abs(apart, out=apart)
    parts = apart.shape[1]
    means = apart[:, 0]
    for part in range(1, parts):
        means += apart[:, part]
    lower: Floats = np.sqrt(np.einsum("nd,nd->n", means, means))
    lower *= np.float32((1 - (means.shape[1] + 2 * parts) * ROUNDING) / parts)
    lower -= np.float32(query.slack)
    return lower


class Relaxed:
    """The relaxed EMD of some tracks, and for those of them that are worth it feasible dual solutions.

    Parameters
    ----------
    query : Query
        The prediction.
    layout : IndexArrays
        The library.
    places : np.ndarray [shape=(m,), intp]
        Which tracks; all their costs are held at once.
    """

    def __init__(self, query: Query, layout: IndexArrays, places: Places) -> None:
        # [track's step, query's step, track]: the least over any steps is one pass over whole rows.
        features = layout.features.take(places, axis=0).transpose(1, 2, 0)
        kept = np.float32(share_kept(features.shape[1]))
        squared = np.matmul(-2 * query.steps, features)
        squared += (layout.squares.take(places, axis=0) * kept).T[:, None]
        self._squared: Floats = squared
        self._own: Floats = (query.squares - np.float32(UNDERFLOW))[:, None]
        self._rounding = np.float32((len(squared) + len(query.steps) + 8) * ROUNDING)

    def bounds(self) -> Floats:
        """Return the mean distance of the query's steps, each to its nearest in a track [shape=(m,)]."""
        nearest = _lengths(self._squared.min(axis=0) + self._own)
        lower: Floats = nearest.mean(axis=0) * (1 - self._rounding)
        return lower

    def dual(self, chosen: Places) -> "Dual":
        """Return dual solutions for some of the tracks [shape=(n,), intp], as places among them."""
        everything = 2 * len(chosen) > self._squared.shape[2]
        costs = self._squared + self._own if everything else self._squared.take(chosen, axis=2) + self._own
        return Dual(_lengths(costs), chosen if everything else np.arange(len(chosen)), self._rounding)


class Dual:
    """Potentials of the steps of a query and of some tracks.

    A query's step and a track's step together never have more than their distance, so the means of the
    potentials add up to no more than the EMD. Given those of one side, the best of the other side are what is
    left of the least distance.

    Parameters
    ----------
    costs : np.ndarray [shape=(T, n, m), float32]
        From each step of each of m tracks to each of the query's n steps.
    chosen : np.ndarray [shape=(c,), intp]
        Which of the m tracks are wanted.
    rounding : float
        What rounding may add, as a share of the largest cost.
    """

    def __init__(self, costs: Floats, chosen: Places, rounding: np.float32) -> None:
        self._costs = costs
        self._chosen = chosen
        self._slack: Floats = costs.max(axis=(0, 1)) * rounding
        # How far a step is from all of the other side on the average is close to its best potential.
        self._tracks = self._left_of_tracks(costs.mean(axis=0))
        self._query = self._left_of_query(self._tracks)

    def bounds(self) -> Floats:
        """Return what the potentials add up to [shape=(c,), float32]."""
        sums = self._query.mean(axis=0) + self._tracks.mean(axis=0) - self._slack
        lower: Floats = sums.take(self._chosen)
        return lower

    def choose(self, among: Places) -> None:
        """Choose some of the chosen tracks [shape=(n,), intp] alone."""
        self._chosen = self._chosen[among]

    def improve(self, among: Places) -> None:
        """Improve the potentials of some of the chosen tracks [shape=(n,), intp], and choose these alone.

        The middle between two solutions is one, and has more to gain than either.
        """
        places = self._chosen[among]
        self._costs, self._chosen = self._costs.take(places, axis=2), np.arange(len(places))
        self._slack = self._slack.take(places)
        other = self._left_of_query(self._costs.mean(axis=1))
        middle: Floats = (self._query.take(places, axis=1) + other) * np.float32(0.5)
        self._tracks = self._left_of_tracks(middle)
        self._query = self._left_of_query(self._tracks)

    def _left_of_tracks(self, query: Floats) -> Floats:
        left: Floats = (self._costs - query).min(axis=1)
        return left

    def _left_of_query(self, tracks: Floats) -> Floats:
        left: Floats = (self._costs - tracks[:, None]).min(axis=0)
        return left


def _lengths(squares: Floats) -> Floats:
    """Take the root of squares in place; what rounding has made negative is 0."""
    np.maximum(squares, 0, out=squares)
    return np.sqrt(squares, out=squares)


def check_query(steps: Floats, dimensions: int) -> None:
    """Refuse a query that isn't (steps, D) with the tracks' D.

    Raises
    ------
    InvalidInputError
        With both shapes.
    """
    if steps.ndim != 2 or not len(steps) or steps.shape[1] != dimensions:
        raise InvalidInputError(
            f"the tracks have features (steps, {dimensions}), the query {steps.shape}; "
            "both must come from one bundle"
        )
