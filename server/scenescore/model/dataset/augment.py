"""Variations of training windows that don't change what music would fit."""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

HUE: Final = 4
"""Hues are turned by up to so many of OpenCV's 180."""

GAIN: Final = 0.15
"""Brightness and saturation are changed by up to this share."""

ZOOM: Final = 0.1
"""Pictures are enlarged by up to this share."""

SHIFT: Final = 6
"""And moved by up to so many of their 80 pixels."""

LATE: Final = 0.5
"""How many windows begin late: as in play, where an answer rests on the present scene alone."""

Frames = npt.NDArray[np.uint8]


def vary(frames: Frames, random: np.random.Generator) -> Frames:
    """Return variations of windows.

    Pictures are never mirrored: a mirrored text or health bar is another picture.

    Parameters
    ----------
    frames : np.ndarray [shape=(n, steps, 80, 80, 3), uint8]
        HSV.
    random : np.random.Generator
        Source of all that is drawn.

    Returns
    -------
    np.ndarray [shape=(n, steps, 80, 80, 3), uint8]
    """
    return np.stack([recolour(move(begin_late(window, random), random), random) for window in frames])


def begin_late(window: Frames, random: np.random.Generator) -> Frames:
    """With the chance `LATE` let the first steps show what the scene begins with."""
    if random.random() >= LATE:
        return window
    first = int(random.integers(0, len(window)))
    return window[np.maximum(np.arange(len(window)), first)]


def move(window: Frames, random: np.random.Generator) -> Frames:
    """Enlarge and move all of a window's pictures alike; what comes in at an edge repeats it."""
    zoom = 1 + ZOOM * random.random()
    side = window.shape[1]
    right, down = random.uniform(-SHIFT, SHIFT, size=2) - (zoom - 1) * side / 2
    matrix = np.array([[zoom, 0, right], [0, zoom, down]])
    moved = [
        # Hues are angles: they may not be mixed.
        cv2.warpAffine(frame, matrix, (side, side), flags=cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
        for frame in window
    ]
    return np.stack(moved).astype(np.uint8)


def recolour(window: Frames, random: np.random.Generator) -> Frames:
    """Turn all of a window's hues, and change saturation and brightness, alike."""
    hue = int(random.integers(-HUE, HUE + 1))
    gains = random.uniform(1 - GAIN, 1 + GAIN, size=2)
    levels = np.arange(256)
    tables = [
        (levels + hue) % 180,
        *(np.clip(np.rint(levels * gain), 0, 255) for gain in gains),
    ]
    return np.stack(
        [np.take(table.astype(np.uint8), window[..., i]) for i, table in enumerate(tables)], axis=-1
    )
