"""Stillness: dialogues and menus hardly move, walks and fights do (`docs/decisions/0014`)."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

MAX_PIXEL_CHANGE: Final = 12
"""A pixel counts as changed if its value differs by more than so many levels of 255."""
MAX_CHANGED_SHARE: Final = 0.02
"""Two pictures count as still if less than this share of pixels changes. A cursor or a flame may move."""
MIN_PAIRS: Final = 4
"""Least number of pairs of pictures: fewer say nothing about a scene."""

Picture = npt.NDArray[np.uint8]


def measure_stillness(pictures: Sequence[Picture] | Picture) -> float | None:
    """Return the share of a window's steps in which hardly anything moves.

    Parameters
    ----------
    pictures : sequence of np.ndarray [shape=(80, 80, 3), uint8]
        Frames in HSV, one for each step of the window, oldest first. No frame is repeated.

    Returns
    -------
    float or None
        From 0 (something moves all the time) to 1 (nothing moves); None for too few frames.
    """
    if len(pictures) <= MIN_PAIRS:
        return None
    values = [np.ascontiguousarray(picture[..., 2]) for picture in pictures]
    changed_shares = [
        np.count_nonzero(cv2.absdiff(earlier, later) > MAX_PIXEL_CHANGE) / earlier.size
        for earlier, later in pairwise(values)
    ]
    return float(np.mean(np.array(changed_shares) < MAX_CHANGED_SHARE))
