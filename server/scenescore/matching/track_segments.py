"""A library's tracks as rows of features: one for each segment that stands for a track."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self, TypeVar

import numpy as np
import numpy.typing as npt

from scenescore.errors import InvalidInputError

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]
Number = TypeVar("Number", bound=np.floating[Any])


@dataclass(frozen=True)
class TrackSegments:
    """Rows of features, those of a track side by side; may be memory-mapped.

    Attributes
    ----------
    features : np.ndarray [shape=(rows, steps, D), float32]
        The segments; the first of a track is its representative one.
    starts : np.ndarray [shape=(tracks + 1,), int64]
        Each track's first row, then the number of rows.

    Raises
    ------
    InvalidInputError
        The rows are not shared out among the tracks, or a track has none.
    """

    features: Floats
    starts: Places

    def __post_init__(self) -> None:
        starts = self.starts
        if (
            self.features.ndim != 3
            or starts.ndim != 1
            or not len(starts)
            or starts[0] != 0
            or starts[-1] != len(self.features)
            or (np.diff(starts) < 1).any()
        ):
            raise InvalidInputError(
                f"the rows of features {self.features.shape} can't be shared out among {len(starts) - 1} "
                "tracks: each must have one or more"
            )

    @cached_property
    def track_of(self) -> Places:
        """The track that each row is of [shape=(rows,), int64]."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))

    def __len__(self) -> int:
        return len(self.starts) - 1

    @classmethod
    def single(cls, features: Floats) -> Self:
        """Take each row for a track of its own."""
        return cls(features, np.arange(len(features) + 1))

    @classmethod
    def joined(cls, tracks: Sequence[Floats]) -> Self:
        """Put the segments [shape=(segments, steps, D)] of one or more tracks below each other."""
        return cls(np.concatenate(list(tracks)), np.cumsum([0, *map(len, tracks)]))

    def of(self, track: int) -> Floats:
        """Return one track's segments [shape=(segments, steps, D), float32]."""
        return self.features[self.starts[track] : self.starts[track + 1]]

    def take(self, tracks: Sequence[int]) -> "TrackSegments":
        """Return some tracks in the order given."""
        if not len(tracks):
            return TrackSegments.single(self.features[:0])
        return TrackSegments.joined([self.of(track) for track in tracks])

    def between(self, first: int, end: int) -> "TrackSegments":
        """Return the tracks from one to before another, without a copy."""
        starts = self.starts[first : end + 1]
        return TrackSegments(self.features[starts[0] : starts[-1]], starts - starts[0])

    def columns(self, places: Places) -> "TrackSegments":
        """Return some dimensions of the features [shape=(D',)] alone."""
        return TrackSegments(self.features[..., places], self.starts)

    def first(self, count: int) -> "TrackSegments":
        """Return the first segments of each track, at most so many."""
        if not len(self):
            return self
        return TrackSegments.joined([self.of(track)[:count] for track in range(len(self))])

    def nearest(self, by_row: npt.NDArray[Number]) -> npt.NDArray[Number]:
        """Return what is least among each track's rows: a track is as near as its nearest segment.

        Parameters
        ----------
        by_row : np.ndarray [shape=(..., rows)]

        Returns
        -------
        np.ndarray [shape=(..., tracks)]
        """
        if len(self) == len(self.features):
            return by_row
        least: npt.NDArray[Number] = np.minimum.reduceat(by_row, self.starts[:-1], axis=-1)
        return least
