"""Notices when the picture turns to another scene.

A scene is known by its colours. Each frame is compared with the mean of the scene so far; what stays
different for a second, and stays alike meanwhile, is another scene. A game whose camera moves a lot differs
from its own mean all the time: it must differ by more.
"""

import math
from typing import Final

import cv2
import numpy as np

from scenescore.frames.rolling_window import MAX_HOLD_S

CONFIRM_S: Final = 1.0
"""For how long a new picture must stay, in seconds: flashes and menus shorter than this are no scene."""

DIFFERENT: Final = 0.25
"""Hellinger distance, 0 to 1, beyond which a frame differs from a scene that stands still."""

DIFFERENT_MOST: Final = 0.6
"""The same for the liveliest scene."""

UNREST_WEIGHT: Final = 0.5
"""By how much of a scene's usual distance from its own mean that limit is raised."""

ALIKE: Final = 0.2
"""Hellinger distance up to which the frames of a new picture count as one scene; in a fade they don't yet."""

SCENE_MEMORY_S: Final = 8.0
"""The mean follows slow changes with this time constant in seconds."""

UNREST_MEMORY_S: Final = 30.0
"""Time constant in seconds with which the usual distance from the mean is learnt; it outlasts scenes."""

_NEW_SCENE_S: Final = 0.2
"""The first fifth of a second of a scene is taken in whole."""

_SATURATION_SHARES: Final = np.arange(256) / 255.0


class SceneDetector:
    """Watches one stream of frames.

    The limits were chosen on recordings of four games (a tile-based RPG, turn-based battles, a shooter, a
    race) as one setting for all: of the changes of music that can be seen, about nine in ten are told within
    1.2 s.

    Attributes
    ----------
    scene_start_s : float
        Timestamp at which the present scene began, in seconds; that of the first frame at first.
    """

    def __init__(self) -> None:
        self.scene_start_s = 0.0
        self._newest_s = -math.inf
        self._scene: np.ndarray | None = None
        self._unrest = 0.0
        self._candidate: _Candidate | None = None

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
            True once for each change: the picture has turned to another scene, which began at
            `scene_start_s`.
        """
        colours = colour_histogram(frame)
        if self._scene is None or timestamp_s < self._newest_s:
            self._unrest = 0.0
            self._newest_s = timestamp_s
            self._begin(timestamp_s, colours)
            return False
        # After a gap one frame must not pass for the scene so far.
        elapsed_s = min(timestamp_s - self._newest_s, MAX_HOLD_S)
        self._newest_s = timestamp_s
        distance = hellinger(colours, self._scene)
        limit = min(DIFFERENT + UNREST_WEIGHT * self._unrest, DIFFERENT_MOST)
        self._unrest += _share(elapsed_s, UNREST_MEMORY_S) * (distance - self._unrest)
        if distance <= limit:
            self._candidate = None
        elif self._candidate is None or not self._candidate.take(colours):
            self._candidate = _Candidate(timestamp_s, colours)
        elif timestamp_s - self._candidate.start_s >= CONFIRM_S - 1e-6:
            self._begin(self._candidate.start_s, self._candidate.mean)
            return True
        # What differs is taken in too: so a camera that never rests doesn't leave its scene's mean behind.
        memory_s = min(SCENE_MEMORY_S, max(timestamp_s - self.scene_start_s, _NEW_SCENE_S))
        self._scene = self._scene + _share(elapsed_s, memory_s) * (colours - self._scene)
        return False

    def begin(self, timestamp_s: float, frame: np.ndarray) -> None:
        """Begin a scene that was noticed by other means than its colours.

        Parameters
        ----------
        timestamp_s : float
            When it began, in seconds.
        frame : np.ndarray [shape=(80, 80, 3), uint8]
            A frame of it, HSV.
        """
        self._begin(timestamp_s, colour_histogram(frame))

    def _begin(self, timestamp_s: float, colours: np.ndarray) -> None:
        self.scene_start_s = timestamp_s
        self._scene = colours
        self._candidate = None


class _Candidate:
    """A picture that differs from the scene, and may become the next one."""

    def __init__(self, start_s: float, colours: np.ndarray) -> None:
        self.start_s = start_s
        self.mean = colours
        self._count = 1

    def take(self, colours: np.ndarray) -> bool:
        """Take in a frame that looks alike; False for one that doesn't."""
        if hellinger(colours, self.mean) > ALIKE:
            return False
        self._count += 1
        self.mean = self.mean + (colours - self.mean) / self._count
        return True


def colour_histogram(frame: np.ndarray) -> np.ndarray:
    """Describe a frame by its colours.

    Parameters
    ----------
    frame : np.ndarray [shape=(80, 80, 3), uint8]
        HSV.

    Returns
    -------
    np.ndarray [shape=(34,), float64]
        18 hues weighted by saturation (grey has no hue), 8 saturations, 8 values; sums to 1.
    """
    # Whole numbers below 2^24 are exact in OpenCV's counts.
    both = cv2.calcHist([frame], [0, 1], None, [18, 256], [0, 180, 0, 256])
    hues = both @ _SATURATION_SHARES
    saturations = both.sum(axis=0).reshape(8, 32).sum(axis=1)
    values = cv2.calcHist([frame], [2], None, [8], [0, 256]).ravel()
    counts = np.concatenate([hues, saturations, values]).astype(np.float64)
    shares: np.ndarray = counts / counts.sum()
    return shares


def hellinger(p: np.ndarray, q: np.ndarray) -> float:
    """Return the Hellinger distance of two distributions, 0 to 1."""
    return math.sqrt(max(0.0, 1.0 - float(np.sqrt(p * q).sum())))


def _share(elapsed_s: float, memory_s: float) -> float:
    """Return the weight of a frame in a mean that forgets with the time constant `memory_s`."""
    return 1.0 - math.exp(-elapsed_s / memory_s)
