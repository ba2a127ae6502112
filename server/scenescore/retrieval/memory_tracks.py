"""The tracks that are nearest to the music that a bundle remembers, computed beside the sessions."""

import threading
from typing import Final

import numpy as np

from scenescore.matching.search import TrackIndex
from scenescore.model.memory import Memory
from scenescore.retrieval.library_view import LibraryView

NO_TRACK: Final = (float("inf"), "")
"""Distance and id where a library holds no track."""


class MemoryTracks:
    """Finds the nearest track to the music of each window that a bundle remembers.

    A session then knows which windows lead to the track that plays, and leaves that track only for a window
    that is clearly nearer (`docs/decisions/0018`). With 10,000 tracks, 240 windows take seven seconds of one
    core; after an import they are compared with the new tracks alone (0.2 s for ten tracks).

    Parameters
    ----------
    memory : Memory, optional
        The bundle's memory; None where it has none.
    """

    def __init__(self, memory: Memory | None) -> None:
        self._memory = memory
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._known: frozenset[str] = frozenset()
        self._nearest = [] if memory is None else [NO_TRACK] * len(memory.features)
        self._completed: LibraryView | None = None

    def is_due(self, view: LibraryView) -> bool:
        """Whether a view has no memory tracks yet.

        Parameters
        ----------
        view : LibraryView
            The bundle's view of the library.

        Returns
        -------
        bool
            False for a bundle without memory.
        """
        return bool(self._nearest) and view is not self._completed

    def apply(self, view: LibraryView) -> None:
        """Compute a view's memory tracks and set them; this can take seconds.

        Parameters
        ----------
        view : LibraryView
            The view to complete.
        """
        if self._memory is None:
            return
        with self._lock:
            self._completed = view
            ids = frozenset(view.ids)
            new = [place for place, track_id in enumerate(view.ids) if track_id not in self._known]
            added = TrackIndex.of([view.ids[place] for place in new], view.segments.take(new))
            nearest = []
            for heard, before in zip(self._memory.features, self._nearest, strict=True):
                if self._stopped.is_set():
                    return
                if before[1] in ids:
                    nearest.append(min(before, _first(added.search(heard, 1))))
                else:
                    nearest.append(_first(view.find(heard, 1).matches))
            self._known, self._nearest = ids, nearest
            view.memory_tracks = np.array([track_id for _, track_id in nearest])

    def stop(self) -> None:
        """Cancel a running computation."""
        self._stopped.set()


def _first(matches: list[tuple[str, float]]) -> tuple[float, str]:
    return min(((distance, track_id) for track_id, distance in matches), default=NO_TRACK)
