"""The arrays of a search index: features, and what lower bounds are computed from."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt

from scenescore.errors import InvalidInputError
from scenescore.matching.track_segments import Indices, TrackSegments

Floats = npt.NDArray[np.float32]

INDEX_ARRAYS_VERSION: Final = 2
"""Raise it when the same features give other arrays than before."""
SORTED_PARTS: Final = 4
"""Parts that the sorted values of a dimension are averaged in. All 24 steps would give bounds that are 1 %
higher, and would be six times as much to read."""
MAX_VECTOR_LENGTH: Final = 1e15
"""Longest vector of a step. The squares of longer ones leave the range of float32."""
_ROWS_PER_CHUNK: Final = 4096
"""Rows that are processed at once, to save memory."""


@dataclass(frozen=True)
class IndexArrays:
    """The arrays of a library in one bundle's space. Each segment has a row. They may be memory-mapped.

    Attributes
    ----------
    features : np.ndarray [shape=(rows, steps, D), float32]
        Segments of the tracks.
    starts : np.ndarray [shape=(tracks + 1,), int64]
        First row of each track; see `scenescore.matching.track_segments.TrackSegments`.
    centroids : np.ndarray [shape=(D, rows), float32]
        Mean over the steps of each row.
    quantiles : np.ndarray [shape=(rows, 4, D), float32]
        Sorted values of each dimension, averaged in four parts; see `sorted_part_means`.
    squares : np.ndarray [shape=(rows, steps), float32]
        Squared lengths of the steps' vectors.
    """

    features: Floats
    starts: Indices
    centroids: Floats
    quantiles: Floats
    squares: Floats

    @classmethod
    def build(cls, segments: TrackSegments) -> Self:
        """Compute the arrays of a library.

        Parameters
        ----------
        segments : TrackSegments
            Segments in a bundle's scaled space.

        Returns
        -------
        IndexArrays
            The arrays.

        Raises
        ------
        InvalidInputError
            A value is not finite or implausibly large.
        """
        features = segments.features
        rows, steps, dimensions = features.shape
        centroids = np.empty((dimensions, rows), np.float32)
        quantiles = np.empty((rows, SORTED_PARTS, dimensions), np.float32)
        squares = np.empty((rows, steps), np.float32)
        for start in range(0, rows, _ROWS_PER_CHUNK):
            part = slice(start, start + _ROWS_PER_CHUNK)
            values = np.asarray(features[part], np.float64)
            exact = np.einsum("ntd,ntd->nt", values, values)
            check_vectors(exact, start)
            squares[part] = exact
            centroids[:, part] = values.mean(axis=1).T
            quantiles[part] = sorted_part_means(values)
        return cls(features, segments.starts, centroids, quantiles, squares)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> Self:
        """Return the object that holds given arrays.

        Parameters
        ----------
        arrays : mapping of str to np.ndarray
            The arrays by attribute name, from `arrays`. Memory-mapped ones become plain views, which are
            faster to slice.

        Returns
        -------
        IndexArrays
            The arrays.
        """
        return cls(**{field.name: np.asarray(arrays[field.name]) for field in fields(cls)})

    @property
    def segments(self) -> TrackSegments:
        """Segments of the tracks."""
        return TrackSegments(self.features, self.starts)

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return the arrays, to be stored.

        Returns
        -------
        dict of str to np.ndarray
            The arrays by attribute name.
        """
        return {field.name: getattr(self, field.name) for field in fields(self)}


def check_vectors(squares: npt.NDArray[np.float64], start: int = 0) -> None:
    """Check the lengths of vectors.

    Parameters
    ----------
    squares : np.ndarray [shape=(n, steps), float64]
        Squared lengths of the vectors of n sequences.
    start : int
        Index of the first sequence, for the message.

    Raises
    ------
    InvalidInputError
        A vector is not finite or longer than `MAX_VECTOR_LENGTH`. The message names the first such sequence.
    """
    good = (squares <= MAX_VECTOR_LENGTH**2).all(axis=1)
    if not good.all():
        raise InvalidInputError(
            f"feature sequence {start + int(good.argmin())} holds a value that is no number, or one beyond "
            f"{MAX_VECTOR_LENGTH:g}: compute it again"
        )


def sorted_part_means(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Sort each dimension over the steps, and average the sorted values in four parts of equal mass.

    The mean difference of two sequences' sorted values is the Earth Mover's Distance of one dimension. The
    mean difference of their parts is at most that (Jensen's inequality).

    Parameters
    ----------
    values : np.ndarray [shape=(n, steps, D), float64]
        Sequences of any number of steps. A step that lies in two parts counts in both, by its share.

    Returns
    -------
    np.ndarray [shape=(n, 4, D), float64]
        Mean of each part, ascending.
    """
    ordered = np.sort(values, axis=1)
    steps = ordered.shape[1]
    sums = np.zeros((len(ordered), steps + 1, ordered.shape[2]))
    np.cumsum(ordered, axis=1, out=sums[:, 1:])
    ends = np.arange(SORTED_PARTS + 1) * steps / SORTED_PARTS
    whole = np.minimum(ends.astype(int), steps - 1)
    shares = (ends - whole)[None, :, None]
    reached = sums[:, whole] + ordered[:, whole] * shares
    means: npt.NDArray[np.float64] = np.diff(reached, axis=1) * (SORTED_PARTS / steps)
    return means
