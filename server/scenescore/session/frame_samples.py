"""Samples of a scene's frames: a cue of the scene is recognised by them."""

from typing import Final

import numpy as np

MAX_SAMPLES: Final = 24
"""Samples that are kept, 19 KB each."""
FIRST_INTERVAL_S: Final = 1.0
"""Time between two samples, seconds, while there is room for all."""


class FrameSamples:
    """Keeps frames of a scene, or their appearance descriptors, evenly spread over its time."""

    def __init__(self) -> None:
        self._samples: list[tuple[float, np.ndarray]] = []
        self._interval_s = FIRST_INTERVAL_S
        self._next_s = -np.inf

    def add(self, time_s: float, frame: np.ndarray) -> None:
        """Keep a frame, unless the last one was just before it.

        Parameters
        ----------
        time_s : float
            Capture time, seconds.
        frame : np.ndarray [shape=(80, 80, 3), uint8] or [shape=(234,), float32]
            The picture in HSV, or its appearance descriptor.
        """
        if time_s < self._next_s:
            return
        if len(self._samples) == MAX_SAMPLES:
            # Drop every other sample, and take half as many from now on.
            self._samples = self._samples[::2]
            self._interval_s *= 2
        self._samples.append((time_s, frame))
        self._next_s = time_s + self._interval_s

    def frames(self, before_s: float = np.inf) -> list[np.ndarray]:
        """Return the samples from before a capture time in seconds, the oldest first.

        Parameters
        ----------
        before_s : float
            Capture time, seconds; all samples without it.

        Returns
        -------
        list of np.ndarray [shape=(80, 80, 3), uint8]
            The frames in HSV.
        """
        return [frame for time_s, frame in self._samples if time_s < before_s]
