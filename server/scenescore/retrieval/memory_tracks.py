"""Which of the library's tracks the music is that a bundle remembers: worked out beside the sessions."""

import threading
from typing import Final

import numpy as np

from scenescore.matching.search import TrackIndex
from scenescore.model.memory import Memory
from scenescore.retrieval.library_view import LibraryView

NOBODY: Final = (float("inf"), "")


class RememberedMusic:
    """Finds the nearest track to what was heard in each window that is remembered.

    So a session knows which of those windows lead to the track that plays, and stays with them while no other
    one looks clearly more like what it sees (`docs/decisions/0018`). 240 windows take seven seconds of
    one core with 10,000 tracks; after an import they are compared with the new tracks alone (0.2 s for ten).

    Parameters
    ----------
    memory : Memory, optional
        The bundle's; None where it remembers nothing.
    """

    def __init__(self, memory: Memory | None) -> None:
        self._memory = memory
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._known: frozenset[str] = frozenset()
        self._nearest = [] if memory is None else [NOBODY] * len(memory.features)
        self._seen: LibraryView | None = None

    def is_due(self, view: LibraryView) -> bool:
        """Whether it hasn't been worked out for a view yet."""
        return bool(self._nearest) and view is not self._seen

    def apply(self, view: LibraryView) -> None:
        """Work it out for a view, and let it carry it; takes its time."""
        if self._memory is None:
            return
        with self._lock:
            self._seen = view
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
            view.remembered = np.array([track_id for _, track_id in nearest])

    def stop(self) -> None:
        """Let what is being worked out be given up soon."""
        self._stopped.set()


def _first(matches: list[tuple[str, float]]) -> tuple[float, str]:
    return min(((distance, track_id) for track_id, distance in matches), default=NOBODY)
