"""Detects when the picture changes to another scene.

A scene is recognised by its colours. Each frame is compared with the mean of the present scene. Frames that
differ for a second, and are similar to each other, begin another scene. If the camera moves a lot, frames
always differ from the mean. They must then differ by more.
"""

import math
from typing import Final

import cv2
import numpy as np

from scenescore.frames.rolling_window import MAX_HOLD_S

CONFIRM_S: Final = 1.0
"""A new picture must stay for so many seconds to be a scene. Flashes and short menus are none."""

MAX_SAME_SCENE_DISTANCE: Final = 0.25
"""Largest Hellinger distance (0 to 1) between a frame and the mean of its scene, if nothing moves."""

MAX_MOVING_SCENE_DISTANCE: Final = 0.6
"""The same limit if the picture moves as much as possible."""

MOVEMENT_WEIGHT: Final = 0.5
"""Share of the usual distance between frames and their scene's mean that is added to the limit."""

MAX_CANDIDATE_DISTANCE: Final = 0.2
"""Largest Hellinger distance between the frames of a new scene. During a fade frames differ by more."""

SCENE_MEAN_TIME_CONSTANT_S: Final = 8.0
"""Time constant in seconds with which the mean follows slow changes."""

MOVEMENT_TIME_CONSTANT_S: Final = 30.0
"""Time constant in seconds of the usual distance from the mean. It is longer than most scenes."""

_MIN_TIME_CONSTANT_S: Final = 0.2
"""Time constant of the mean in seconds at the start of a scene."""

_SATURATION_SHARES: Final = np.arange(256) / 255.0


class SceneDetector:
    """Detects changes of scene in one stream of frames.

    The limits were chosen on recordings of four games (a tile-based RPG, turn-based battles, a shooter and a
    race). About nine in ten visible changes of music are detected within 1.2 s.

    Attributes
    ----------
    scene_start_s : float
        Timestamp in seconds at which the present scene began. The first scene begins with the first frame.
    """

    def __init__(self) -> None:
        self.scene_start_s = 0.0
        self._newest_s = -math.inf
        self._scene: np.ndarray | None = None
        self._movement = 0.0
        self._candidate: _Candidate | None = None

    def update(self, timestamp_s: float, frame: np.ndarray) -> bool:
        """Process the next frame.

        Parameters
        ----------
        timestamp_s : float
            Time of capture in seconds. A timestamp before the newest one resets the detector.
        frame : np.ndarray [shape=(80, 80, 3), uint8]
            The frame in HSV.

        Returns
        -------
        bool
            True once for each change. The new scene began at `scene_start_s`.
        """
        colours = colour_histogram(frame)
        if self._scene is None or timestamp_s < self._newest_s:
            self._movement = 0.0
            self._newest_s = timestamp_s
            self._begin(timestamp_s, colours)
            return False
        # One frame after a gap must not outweigh the present scene.
        elapsed_s = min(timestamp_s - self._newest_s, MAX_HOLD_S)
        self._newest_s = timestamp_s
        distance = hellinger(colours, self._scene)
        limit = min(MAX_SAME_SCENE_DISTANCE + MOVEMENT_WEIGHT * self._movement, MAX_MOVING_SCENE_DISTANCE)
        self._movement += _weight(elapsed_s, MOVEMENT_TIME_CONSTANT_S) * (distance - self._movement)
        if distance <= limit:
            self._candidate = None
        elif self._candidate is None or not self._candidate.add(colours):
            self._candidate = _Candidate(timestamp_s, colours)
        elif timestamp_s - self._candidate.start_s >= CONFIRM_S - 1e-6:
            self._begin(self._candidate.start_s, self._candidate.mean)
            return True
        # Frames that differ are included, too. So the mean follows a camera that never rests.
        scene_s = max(timestamp_s - self.scene_start_s, _MIN_TIME_CONSTANT_S)
        weight = _weight(elapsed_s, min(SCENE_MEAN_TIME_CONSTANT_S, scene_s))
        self._scene = self._scene + weight * (colours - self._scene)
        return False

    def begin(self, timestamp_s: float, frame: np.ndarray) -> None:
        """Begin a scene that was detected by other means than its colours.

        Parameters
        ----------
        timestamp_s : float
            Start of the scene in seconds.
        frame : np.ndarray [shape=(80, 80, 3), uint8]
            A frame of the scene in HSV.
        """
        self._begin(timestamp_s, colour_histogram(frame))

    def _begin(self, timestamp_s: float, colours: np.ndarray) -> None:
        self.scene_start_s = timestamp_s
        self._scene = colours
        self._candidate = None


class _Candidate:
    """Frames that differ from the present scene, and may become the next one."""

    def __init__(self, start_s: float, colours: np.ndarray) -> None:
        self.start_s = start_s
        self.mean = colours
        self._count = 1

    def add(self, colours: np.ndarray) -> bool:
        """Add a frame if it is similar to the others; else return False."""
        if hellinger(colours, self.mean) > MAX_CANDIDATE_DISTANCE:
            return False
        self._count += 1
        self.mean = self.mean + (colours - self.mean) / self._count
        return True


def colour_histogram(frame: np.ndarray) -> np.ndarray:
    """Return the histogram of a frame's colours.

    Parameters
    ----------
    frame : np.ndarray [shape=(80, 80, 3), uint8]
        The frame in HSV.

    Returns
    -------
    np.ndarray [shape=(34,), float64]
        18 bins of hue, weighted by saturation (grey has no hue), 8 of saturation and 8 of value. Sums to 1.
    """
    # OpenCV counts in float32, where whole numbers below 2^24 are exact.
    both = cv2.calcHist([frame], [0, 1], None, [18, 256], [0, 180, 0, 256])
    hues = both @ _SATURATION_SHARES
    saturations = both.sum(axis=0).reshape(8, 32).sum(axis=1)
    values = cv2.calcHist([frame], [2], None, [8], [0, 256]).ravel()
    counts = np.concatenate([hues, saturations, values]).astype(np.float64)
    shares: np.ndarray = counts / counts.sum()
    return shares


def hellinger(p: np.ndarray, q: np.ndarray) -> float:
    """Return the Hellinger distance of two distributions.

    Parameters
    ----------
    p, q : np.ndarray [shape=(n,), float64]
        Shares that sum to 1.

    Returns
    -------
    float
        From 0 (equal) to 1 (nothing in common).
    """
    return math.sqrt(max(0.0, 1.0 - float(np.sqrt(p * q).sum())))


def _weight(elapsed_s: float, time_constant_s: float) -> float:
    """Return the weight of a new value in an exponential moving average."""
    return 1.0 - math.exp(-elapsed_s / time_constant_s)
