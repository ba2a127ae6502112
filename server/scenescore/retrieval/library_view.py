"""The library as one bundle sees it: each track's features in the bundle's scaled space, ready for search."""

from collections.abc import Sequence

import numpy as np

from scenescore.errors import NotFoundError
from scenescore.library.indexed import track_index
from scenescore.library.store.library import Library, Track
from scenescore.matching.emd import nearest
from scenescore.matching.search import Found
from scenescore.model.bundle.bundle import Bundle

__all__ = ["LibraryView", "Track"]


class LibraryView:
    """What the library held when it was made; what takes long to work out of it may come later.

    Parameters
    ----------
    library : Library
        The user's music.
    bundle : Bundle
        Whose features are compared.

    Attributes
    ----------
    ids : sequence of str
        The tracks.
    segments : Segments
        Their features, scaled.
    bias : np.ndarray [shape=(tracks,), float64] or None
        Added to the tracks' distances for their scores; None until hub correction is worked out.
    remembered : np.ndarray [shape=(m,), str] or None
        The nearest track to what was heard in each window that the bundle remembers; None until it is worked
        out.
    """

    def __init__(self, library: Library, bundle: Bundle) -> None:
        self._library = library
        self._index = track_index(library, bundle)
        self.ids: Sequence[str] = self._index.ids
        self.segments = self._index.segments
        self.bias: np.ndarray | None = None
        self.remembered: np.ndarray | None = None
        self._tracks: dict[str, Track | None] = {}

    def __len__(self) -> int:
        return len(self.ids)

    def find(
        self, query: np.ndarray, top_k: int, *, bias: np.ndarray | None = None, after: Found | None = None
    ) -> Found:
        """Search for the closest tracks; some of them may be gone since.

        Parameters
        ----------
        query : np.ndarray [shape=(steps, D), float32]
            In the bundle's scaled space.
        top_k : int
            At most so many, 1 or more.
        bias : np.ndarray [shape=(tracks,), float64], optional
            Added to the distances for the order.
        after : Found, optional
            Of an earlier search, of this view or another: the same answer, sooner.
        """
        return self._index.find(query, top_k, bias=bias, after=after)

    def added_to(self, track_id: str, bias: np.ndarray | None) -> float:
        """Return what a bias adds to a track's distance; 0 for one that the bundle doesn't see."""
        position = self._index.place_of.get(track_id)
        return 0.0 if bias is None or position is None else float(bias[position])

    def features_of(self, track_id: str) -> np.ndarray | None:
        """Return a track's representative segment, scaled [shape=(steps, D), float32].

        None where the bundle doesn't see it.
        """
        position = self._index.place_of.get(track_id)
        return None if position is None else self.segments.of(position)[0]

    def distance(self, query: np.ndarray, track_id: str) -> float | None:
        """Return one track's distance, its nearest segment's; None where the bundle doesn't see it."""
        position = self._index.place_of.get(track_id)
        if position is None:
            return None
        return nearest(query, self.segments.of(position))

    def track(self, track_id: str) -> Track | None:
        """Return a track, read once: answers don't wait for the disk. None for one that is gone."""
        if track_id not in self._tracks:
            try:
                self._tracks[track_id] = self._library.track(track_id)
            except NotFoundError:
                self._tracks[track_id] = None
        return self._tracks[track_id]
