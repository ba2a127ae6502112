"""Pictures of the present scene: what a cue is to be known again by."""

from typing import Final

import numpy as np

MOST: Final = 24
"""Pictures that are kept, 19 KB each."""
FIRST_PAUSE_S: Final = 1.0
"""Time between two of them while there is room for all."""


class Album:
    """Keeps pictures of a scene, or their looks, evenly spread over its time however long it lasts."""

    def __init__(self) -> None:
        self._pictures: list[tuple[float, np.ndarray]] = []
        self._pause_s = FIRST_PAUSE_S
        self._next_s = -np.inf

    def add(self, time_s: float, picture: np.ndarray) -> None:
        """Take in a picture, unless the last one was just before it.

        Parameters
        ----------
        time_s : float
            When it was captured, in seconds.
        picture : np.ndarray [shape=(80, 80, 3), uint8] or [shape=(234,), float32]
            The frame in HSV, or its look.
        """
        if time_s < self._next_s:
            return
        if len(self._pictures) == MOST:
            # Every other one goes, and from now on half as many come.
            self._pictures = self._pictures[::2]
            self._pause_s *= 2
        self._pictures.append((time_s, picture))
        self._next_s = time_s + self._pause_s

    def pictures(self, before_s: float = np.inf) -> list[np.ndarray]:
        """Return those from before a time in seconds, the oldest first."""
        return [picture for time_s, picture in self._pictures if time_s < before_s]
