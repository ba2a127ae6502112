"""Notices when the picture turns to another scene."""

from collections import deque
from typing import Final

import numpy as np

CONFIRM_S: Final = 0.7
"""For how long, in seconds, a new picture must stay: flashes and menus shorter than this are no scene."""

THRESHOLD: Final = 0.35
"""How far a picture must lie from the scene so far, 0 to 1 (Hellinger distance of colour histograms)."""

SETTLE_S: Final = 6.0
"""The scene so far is a mean over about this many seconds, so that it follows a slowly moving camera."""

MIN_SCENE_S: Final = 2.0
"""No change is told sooner than this after the last one, in seconds."""


class SceneDetector:
    """Compares each frame's colours with those of the scene so far.

    Attributes
    ----------
    scene_start_s : float
        Timestamp at which the present scene began, in seconds; that of the first frame at first.
    """

    def __init__(self) -> None:
        self.scene_start_s = 0.0
        self._newest_s = -np.inf
        self._scene: np.ndarray | None = None
        self._away: deque[tuple[float, np.ndarray]] = deque()

    def update(self, timestamp_s: float, frame: np.ndarray) -> bool:
        """Take in the next frame.

        Parameters
        ----------
        timestamp_s : float
            When it was captured, in seconds. One before the newest starts anew.
        frame : np.ndarray [shape=(80, 80, 3), uint8]
            HSV.

        Returns
        -------
        bool
            True once for each change: the picture has turned to another scene, which began at `scene_start_s`.
        """
        colours = colour_histogram(frame)
        if self._scene is None or timestamp_s < self._newest_s:
            self._begin(timestamp_s, colours)
            return False
        elapsed_s = timestamp_s - self._newest_s
        self._newest_s = timestamp_s
        if hellinger(colours, self._scene) <= THRESHOLD or timestamp_s - self.scene_start_s < MIN_SCENE_S:
            self._away.clear()
            share = 1 - np.exp(-elapsed_s / SETTLE_S)
            self._scene = (1 - share) * self._scene + share * colours
            return False
        self._away.append((timestamp_s, colours))
        began_s = self._away[0][0]
        if timestamp_s - began_s < CONFIRM_S:
            return False
        self._begin(began_s, np.mean([colours for _, colours in self._away], axis=0))
        self._newest_s = timestamp_s
        return True

    def _begin(self, timestamp_s: float, colours: np.ndarray) -> None:
        self.scene_start_s = self._newest_s = timestamp_s
        self._scene = colours
        self._away.clear()


def colour_histogram(frame: np.ndarray) -> np.ndarray:
    """Describe a frame by its colours.

    Parameters
    ----------
    frame : np.ndarray [shape=(80, 80, 3), uint8]
        HSV.

    Returns
    -------
    np.ndarray [shape=(34,), float64]
        18 hues weighted by saturation, 8 saturations, 8 values; sums to 1.
    """
    hue, saturation, value = (frame[:, :, i].ravel() for i in range(3))
    hues = np.bincount(hue // 10, weights=saturation / 255.0, minlength=18)[:18]
    saturations = np.bincount(saturation >> 5, minlength=8)
    values = np.bincount(value >> 5, minlength=8)
    counts = np.concatenate([hues, saturations, values]).astype(np.float64)
    whole: np.ndarray = counts / counts.sum()
    return whole


def hellinger(p: np.ndarray, q: np.ndarray) -> float:
    """Return the Hellinger distance of two distributions, 0 to 1."""
    return float(np.sqrt(max(0.0, 1.0 - np.sqrt(p * q).sum())))
