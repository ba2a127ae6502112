"""How far apart two windows look (`docs/decisions/0014`)."""

from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.frames.appearance import MAX_APPEARANCE_DISTANCE

Floats = npt.NDArray[np.float32]

STILLNESS_WEIGHT: Final = 0.06
"""Appearance distance that a full difference in stillness (0 to 1) is worth."""


def appearance_distance(appearance: Floats, known: Floats) -> float:
    """Return how far a window looks from a known one.

    It is the mean, over the window's frames, of the distance to the nearest frame of the known one. So a
    short part of a scene is as near as the whole scene.

    Parameters
    ----------
    appearance : np.ndarray [shape=(steps, 234), float32]
        Appearance descriptors of the window's frames, from `scenescore.frames.appearance`.
    known : np.ndarray [shape=(n, 234), float32]
        Those of the known window's frames.

    Returns
    -------
    float
        0, the same pictures, to 1.3.
    """
    return MAX_APPEARANCE_DISTANCE - float((appearance @ known.T).max(axis=1).mean(dtype=np.float64))


def stillness_distance(own: float | None, other: float | None) -> float:
    """Return how much farther apart two windows are because one is stiller.

    Parameters
    ----------
    own, other : float or None
        Stillness from `scenescore.frames.stillness`, 0 to 1; None where it isn't known.

    Returns
    -------
    float
        0 to `STILLNESS_WEIGHT`; 0 where one of the two isn't known.
    """
    return 0.0 if own is None or other is None else STILLNESS_WEIGHT * abs(own - other)
