"""What a search keeps beside the features, so that it touches only the tracks that can still win."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt

from scenescore.errors import InvalidInputError
from scenescore.matching.track_segments import Places, TrackSegments

Floats = npt.NDArray[np.float32]

INDEX_ARRAYS_VERSION: Final = 2
"""Goes up when the same features would be laid out in another way."""
QUANTILES: Final = 4
"""Into how many parts the sorted values of a dimension are averaged. All 24 steps give a bound that is 1 %
higher, and are six times as much to read."""
MAX_VECTOR_LENGTH: Final = 1e15
"""Length of a step's vector above which squares leave the range of float32."""
_AT_ONCE: Final = 4096
"""Rows that are laid out at once: what is needed meanwhile stays small."""


@dataclass(frozen=True)
class IndexArrays:
    """The arrays of a library in one bundle's space, a row for each segment; may be memory-mapped.

    Attributes
    ----------
    features : np.ndarray [shape=(rows, steps, D), float32]
        The tracks' segments.
    starts : np.ndarray [shape=(tracks + 1,), int64]
        Each track's first row; see `scenescore.matching.track_segments.TrackSegments`.
    centroids : np.ndarray [shape=(D, rows), float32]
        The mean over each row's steps.
    quantiles : np.ndarray [shape=(rows, 4, D), float32]
        Each dimension's values in order, averaged in four parts; see `quantiles_of`.
    squares : np.ndarray [shape=(rows, steps), float32]
        Squared lengths of the steps' vectors.
    """

    features: Floats
    starts: Places
    centroids: Floats
    quantiles: Floats
    squares: Floats

    @classmethod
    def build(cls, segments: TrackSegments) -> Self:
        """Lay a library out.

        Parameters
        ----------
        segments : TrackSegments
            In a bundle's scaled space.

        Raises
        ------
        InvalidInputError
            A value is no number, or beyond all reason.
        """
        features = segments.features
        rows, steps, dimensions = features.shape
        centroids = np.empty((dimensions, rows), np.float32)
        quantiles = np.empty((rows, QUANTILES, dimensions), np.float32)
        squares = np.empty((rows, steps), np.float32)
        for start in range(0, rows, _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            values = np.asarray(features[part], np.float64)
            exact = np.einsum("ntd,ntd->nt", values, values)
            check_lengths(exact, start)
            squares[part] = exact
            centroids[:, part] = values.mean(axis=1).T
            quantiles[part] = quantiles_of(values)
        return cls(features, segments.starts, centroids, quantiles, squares)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> Self:
        """Take a layout from its arrays by name; mapped ones as plain arrays, which are sooner sliced."""
        return cls(**{field.name: np.asarray(arrays[field.name]) for field in fields(cls)})

    @property
    def segments(self) -> TrackSegments:
        """What was laid out."""
        return TrackSegments(self.features, self.starts)

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return the arrays by name, to be kept."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def check_lengths(squares: npt.NDArray[np.float64], start: int = 0) -> None:
    """Refuse vectors that hold a value that is no number, or one beyond all reason.

    Parameters
    ----------
    squares : np.ndarray [shape=(n, steps), float64]
        Squared lengths.
    start : int
        Place of the first of the n sequences, for the message.

    Raises
    ------
    InvalidInputError
        With the place of the first bad one.
    """
    good = (squares <= MAX_VECTOR_LENGTH**2).all(axis=1)
    if not good.all():
        raise InvalidInputError(
            f"feature sequence {start + int(good.argmin())} holds a value that is no number, or one beyond "
            f"{MAX_VECTOR_LENGTH:g}: compute it again"
        )


def quantiles_of(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Sort each dimension over the steps, and average the sorted values in four parts of equal mass.

    The mean difference of two sequences' parts is no more than the mean difference of their sorted values
    (Jensen), and that is the Earth Mover's Distance of one dimension.

    Parameters
    ----------
    values : np.ndarray [shape=(n, steps, D), float64]
        Any number of steps; a step that lies in two parts counts in both, by its share.

    Returns
    -------
    np.ndarray [shape=(n, 4, D), float64]
    """
    ordered = np.sort(values, axis=1)
    steps = ordered.shape[1]
    sums = np.zeros((len(ordered), steps + 1, ordered.shape[2]))
    np.cumsum(ordered, axis=1, out=sums[:, 1:])
    ends = np.arange(QUANTILES + 1) * steps / QUANTILES
    whole = np.minimum(ends.astype(int), steps - 1)
    shares = (ends - whole)[None, :, None]
    reached = sums[:, whole] + ordered[:, whole] * shares
    means: npt.NDArray[np.float64] = np.diff(reached, axis=1) * (QUANTILES / steps)
    return means
