"""The library as one bundle sees it: each track's features in the bundle's scaled space, ready for search."""

from collections.abc import Sequence

import numpy as np

from scenescore.errors import NotFoundError
from scenescore.library.store.library import Library, Track
from scenescore.library.track_index import load_track_index
from scenescore.matching.emd import nearest_segment_distance
from scenescore.matching.search import NearestTracks
from scenescore.model.bundle.bundle import Bundle
from scenescore.retrieval.fit import typical_distance

__all__ = ["LibraryView", "Track"]


class LibraryView:
    """The library as it was when this view was made.

    Hub bias and memory tracks take long to compute and may be filled in later.

    Parameters
    ----------
    library : Library
        The user's music.
    bundle : Bundle
        The bundle whose features are compared.

    Attributes
    ----------
    ids : sequence of str
        The tracks.
    segments : TrackSegments
        Their features, scaled.
    tracks_without_features : int
        How many further tracks the project sees. They can't be ranked, because the library lacks features of
        them that the bundle compares.
    typical_distance : float
        The distance between two of the tracks, as a rule: a fit is measured by it.
    typical_hub_bias : float
        The median of the hub bias; 0 until it is computed.
    memory_tracks : np.ndarray [shape=(m,), str] or None
        The nearest track to the music of each window that the bundle remembers; None until it is computed.
    """

    def __init__(self, library: Library, bundle: Bundle) -> None:
        self._library = library
        self._index = load_track_index(library, bundle)
        self.ids: Sequence[str] = self._index.ids
        self.segments = self._index.segments
        self.tracks_without_features = max(0, library.count() - len(self.ids))
        self.typical_distance = typical_distance(self.segments)
        self.typical_hub_bias = 0.0
        self._hub_bias: np.ndarray | None = None
        self.memory_tracks: np.ndarray | None = None
        self._tracks: dict[str, Track | None] = {}

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def hub_bias(self) -> np.ndarray | None:
        """Added to the tracks' distances for their scores; None until hub correction is computed."""
        return self._hub_bias

    @hub_bias.setter
    def hub_bias(self, bias: np.ndarray | None) -> None:
        # The median of a large library takes too long for each answer.
        self.typical_hub_bias = float(np.median(bias)) if bias is not None and len(bias) else 0.0
        self._hub_bias = bias

    def find(
        self,
        query: np.ndarray,
        top_k: int,
        *,
        bias: np.ndarray | None = None,
        after: NearestTracks | None = None,
    ) -> NearestTracks:
        """Search for the closest tracks; some of them may have been removed since.

        Parameters
        ----------
        query : np.ndarray [shape=(steps, D), float32]
            In the bundle's scaled space.
        top_k : int
            The largest number of matches, 1 or more.
        bias : np.ndarray [shape=(tracks,), float64], optional
            Added to the distances for the order.
        after : NearestTracks, optional
            An earlier search, of this view or another: it makes this one faster, with the same result.

        Returns
        -------
        NearestTracks
        """
        return self._index.find(query, top_k, bias=bias, after=after)

    def bias_of(self, track_id: str, bias: np.ndarray | None) -> float:
        """Return a track's entry in a bias; 0 for a track that this view doesn't hold.

        Parameters
        ----------
        track_id : str
            Any track.
        bias : np.ndarray [shape=(tracks,), float64] or None
            In the order of `ids`; None for no bias at all.

        Returns
        -------
        float
            The bias that is added to the track's distance.
        """
        position = self._index.place_of.get(track_id)
        return 0.0 if bias is None or position is None else float(bias[position])

    def features_of(self, track_id: str) -> np.ndarray | None:
        """Return a track's representative segment, scaled [shape=(steps, D), float32].

        None for a track that this view doesn't hold.

        Parameters
        ----------
        track_id : str
            Any track.

        Returns
        -------
        np.ndarray [shape=(steps, D), float32] or None
            The segment in the bundle's scaled space.
        """
        position = self._index.place_of.get(track_id)
        return None if position is None else self.segments.of(position)[0]

    def distance(self, query: np.ndarray, track_id: str) -> float | None:
        """Return the distance of a track's nearest segment; None for a track that this view doesn't hold.

        Parameters
        ----------
        query : np.ndarray [shape=(steps, D), float32]
            In the bundle's scaled space.
        track_id : str
            Any track.

        Returns
        -------
        float or None
            The Earth Mover's Distance, 0 or more.
        """
        position = self._index.place_of.get(track_id)
        if position is None:
            return None
        return nearest_segment_distance(query, self.segments.of(position))

    def track(self, track_id: str) -> Track | None:
        """Return a track; None for one that was removed. Each is read from disk only once.

        Parameters
        ----------
        track_id : str
            Any track.

        Returns
        -------
        Track or None
            The track as it was when it was first asked for.
        """
        if track_id not in self._tracks:
            try:
                self._tracks[track_id] = self._library.track(track_id)
            except NotFoundError:
                self._tracks[track_id] = None
        return self._tracks[track_id]
