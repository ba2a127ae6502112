"""Random variations of training windows that don't change which music fits."""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

MAX_HUE_SHIFT: Final = 4
"""How far hues are turned at most, in OpenCV's units (180 for the circle)."""

MAX_GAIN_CHANGE: Final = 0.15
"""By what share saturation and brightness change at most."""

MAX_ZOOM: Final = 0.1
"""By what share pictures are enlarged at most."""

MAX_MOVE_PIXELS: Final = 6
"""How far pictures are moved at most, in pixels of 80."""

LATE_START_CHANCE: Final = 0.5
"""Share of windows that start late. A live window does the same just after a change of scene."""

Frames = npt.NDArray[np.uint8]


def vary(frames: Frames, random: np.random.Generator) -> Frames:
    """Return a variation of each window.

    Pictures are never mirrored, because mirrored text or a mirrored health bar is another picture.

    Parameters
    ----------
    frames : np.ndarray [shape=(n, steps, 80, 80, 3), uint8]
        Windows in HSV.
    random : np.random.Generator
        Source of the variations.

    Returns
    -------
    np.ndarray [shape=(n, steps, 80, 80, 3), uint8]
    """
    return np.stack([recolour(move(start_late(window, random), random), random) for window in frames])


def start_late(window: Frames, random: np.random.Generator) -> Frames:
    """Repeat one frame at the beginning of a window, with the chance `LATE_START_CHANCE`.

    Parameters
    ----------
    window : np.ndarray [shape=(steps, 80, 80, 3), uint8]
        In HSV.
    random : np.random.Generator
        Draws whether it starts late, and where.

    Returns
    -------
    np.ndarray [shape=(steps, 80, 80, 3), uint8]
    """
    if random.random() >= LATE_START_CHANCE:
        return window
    first = int(random.integers(0, len(window)))
    return window[np.maximum(np.arange(len(window)), first)]


def move(window: Frames, random: np.random.Generator) -> Frames:
    """Enlarge and move all pictures of a window alike. The edges repeat where pixels are missing.

    Parameters
    ----------
    window : np.ndarray [shape=(steps, 80, 80, 3), uint8]
        In HSV.
    random : np.random.Generator
        Draws how much.

    Returns
    -------
    np.ndarray [shape=(steps, 80, 80, 3), uint8]
    """
    zoom = 1 + MAX_ZOOM * random.random()
    side = window.shape[1]
    right, down = random.uniform(-MAX_MOVE_PIXELS, MAX_MOVE_PIXELS, size=2) - (zoom - 1) * side / 2
    matrix = np.array([[zoom, 0, right], [0, zoom, down]])
    moved = [
        # Hues are angles, so an interpolation between them is wrong.
        cv2.warpAffine(frame, matrix, (side, side), flags=cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
        for frame in window
    ]
    return np.stack(moved).astype(np.uint8)


def recolour(window: Frames, random: np.random.Generator) -> Frames:
    """Change hue, saturation and brightness of all pictures of a window alike.

    Parameters
    ----------
    window : np.ndarray [shape=(steps, 80, 80, 3), uint8]
        In HSV.
    random : np.random.Generator
        Draws how much.

    Returns
    -------
    np.ndarray [shape=(steps, 80, 80, 3), uint8]
    """
    hue = int(random.integers(-MAX_HUE_SHIFT, MAX_HUE_SHIFT + 1))
    gains = random.uniform(1 - MAX_GAIN_CHANGE, 1 + MAX_GAIN_CHANGE, size=2)
    levels = np.arange(256)
    tables = [
        (levels + hue) % 180,
        *(np.clip(np.rint(levels * gain), 0, 255) for gain in gains),
    ]
    return np.stack(
        [np.take(table.astype(np.uint8), window[..., i]) for i, table in enumerate(tables)], axis=-1
    )
