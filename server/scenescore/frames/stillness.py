"""How still a scene is: talks and menus stand still, walks and fights don't (`docs/decisions/0014`)."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

CHANGED: Final = 12
"""By so many grey levels of 255 a pixel must change to count."""
FEW: Final = 0.02
"""Up to this share of its pixels may change between two pictures that count as still: a cursor, a flame."""
LEAST_PAIRS: Final = 4
"""Pairs of pictures that are needed to say anything."""

Picture = npt.NDArray[np.uint8]


def measure_stillness(pictures: Sequence[Picture] | Picture) -> float | None:
    """Return in what share of a window's steps hardly anything moves.

    Parameters
    ----------
    pictures : sequence of np.ndarray [shape=(80, 80, 3), uint8]
        In HSV, one a step of the window, oldest first, each but once.

    Returns
    -------
    float or None
        0, it moves all the time, to 1; None for too few pictures.
    """
    if len(pictures) <= LEAST_PAIRS:
        return None
    values = [np.ascontiguousarray(picture[..., 2]) for picture in pictures]
    changed = [
        np.count_nonzero(cv2.absdiff(earlier, later) > CHANGED) / earlier.size
        for earlier, later in pairwise(values)
    ]
    return float(np.mean(np.array(changed) < FEW))
