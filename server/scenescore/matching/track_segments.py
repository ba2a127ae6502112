"""The features of all tracks: one row for each segment that represents a track."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self, TypeVar

import numpy as np
import numpy.typing as npt

from scenescore.errors import InvalidInputError

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]
Number = TypeVar("Number", bound=np.floating[Any])


@dataclass(frozen=True)
class TrackSegments:
    """The segments of all tracks, those of a track in consecutive rows. The arrays may be memory-mapped.

    Attributes
    ----------
    features : np.ndarray [shape=(rows, steps, D), float32]
        The segments. The first of each track is its representative segment.
    starts : np.ndarray [shape=(tracks + 1,), int64]
        First row of each track, then the number of rows.

    Raises
    ------
    InvalidInputError
        A track has no row, or `starts` doesn't cover all rows.
    """

    features: Floats
    starts: Indices

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
    def track_of(self) -> Indices:
        """The track of each row [shape=(rows,), int64]."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))

    def __len__(self) -> int:
        return len(self.starts) - 1

    @classmethod
    def single(cls, features: Floats) -> Self:
        """Return tracks with one segment each.

        Parameters
        ----------
        features : np.ndarray [shape=(tracks, steps, D), float32]
            The segment of each track.

        Returns
        -------
        TrackSegments
            The tracks.
        """
        return cls(features, np.arange(len(features) + 1))

    @classmethod
    def joined(cls, tracks: Sequence[Floats]) -> Self:
        """Return tracks from the segments of each.

        Parameters
        ----------
        tracks : sequence of np.ndarray [shape=(segments, steps, D), float32]
            The segments of each track; one track or more.

        Returns
        -------
        TrackSegments
            The tracks.
        """
        return cls(np.concatenate(list(tracks)), np.cumsum([0, *map(len, tracks)]))

    def of(self, track: int) -> Floats:
        """Return the segments of one track.

        Parameters
        ----------
        track : int
            Index of the track.

        Returns
        -------
        np.ndarray [shape=(segments, steps, D), float32]
            Its segments.
        """
        return self.features[self.starts[track] : self.starts[track + 1]]

    def take(self, tracks: Sequence[int]) -> "TrackSegments":
        """Return some of the tracks.

        Parameters
        ----------
        tracks : sequence of int
            Indices of tracks.

        Returns
        -------
        TrackSegments
            A copy of these tracks, in the order given.
        """
        if not len(tracks):
            return TrackSegments.single(self.features[:0])
        return TrackSegments.joined([self.of(track) for track in tracks])

    def between(self, first: int, end: int) -> "TrackSegments":
        """Return consecutive tracks without a copy.

        Parameters
        ----------
        first, end : int
            Indices of the first track, and of the one after the last.

        Returns
        -------
        TrackSegments
            The tracks.
        """
        starts = self.starts[first : end + 1]
        return TrackSegments(self.features[starts[0] : starts[-1]], starts - starts[0])

    def columns(self, places: Indices) -> "TrackSegments":
        """Return some dimensions of the features.

        Parameters
        ----------
        places : np.ndarray [shape=(d,), int64]
            Indices of dimensions.

        Returns
        -------
        TrackSegments
            The tracks with features (rows, steps, d).
        """
        return TrackSegments(self.features[..., places], self.starts)

    def first(self, count: int) -> "TrackSegments":
        """Return the first segments of each track.

        Parameters
        ----------
        count : int
            Most segments of a track, 1 or more.

        Returns
        -------
        TrackSegments
            The tracks with fewer segments.
        """
        if not len(self):
            return self
        return TrackSegments.joined([self.of(track)[:count] for track in range(len(self))])

    def nearest(self, by_row: npt.NDArray[Number]) -> npt.NDArray[Number]:
        """Return the least value of each track: a track is as near as its nearest segment.

        Parameters
        ----------
        by_row : np.ndarray [shape=(..., rows)]
            A value, such as a distance, for each row.

        Returns
        -------
        np.ndarray [shape=(..., tracks)]
            The least value among the rows of each track.
        """
        if len(self) == len(self.features):
            return by_row
        least: npt.NDArray[Number] = np.minimum.reduceat(by_row, self.starts[:-1], axis=-1)
        return least
