"""The lazy baseline: the colours of a window, and the nearest window whose music is known.

It knows nothing of shapes, motion or music, and learns nothing. A model that is not better than this has
learnt a table of looks.
"""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

HUE_BINS: Final = 18
SATURATION_BINS: Final = 8
VALUE_BINS: Final = 8

Frames = npt.NDArray[np.uint8]


def colours_of(frames: Frames) -> npt.NDArray[np.float64]:
    """Return a window's mean colour histogram.

    Parameters
    ----------
    frames : np.ndarray [shape=(n, steps, 80, 80, 3), uint8]
        HSV in OpenCV's ranges.

    Returns
    -------
    np.ndarray [shape=(n, 34), float64]
        18 hue bins weighted by saturation, 8 of saturation, 8 of value; the roots of their shares, averaged
        over the window.
    """
    return np.array([np.mean([_histogram(frame) for frame in window], axis=0) for window in frames])


def nearest(queries: npt.NDArray[np.float64], known: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Return each query's nearest known window.

    Parameters
    ----------
    queries : np.ndarray [shape=(n, 34), float64]
        From `colours_of`.
    known : np.ndarray [shape=(m, 34), float64]
        The same, of windows whose music is known.

    Returns
    -------
    np.ndarray [shape=(n,), int64]
    """
    found: npt.NDArray[np.int64] = np.array(
        [np.linalg.norm(known - query, axis=1).argmin() for query in queries], np.int64
    )
    return found


def _histogram(frame: Frames) -> npt.NDArray[np.float64]:
    hue, saturation, value = cv2.split(frame)
    by_hue = np.histogram(hue, HUE_BINS, (0, 180), weights=saturation.astype(np.float64))[0]
    by_saturation = np.histogram(saturation, SATURATION_BINS, (0, 256))[0]
    by_value = np.histogram(value, VALUE_BINS, (0, 256))[0]
    parts = [np.sqrt(part / max(1.0, float(part.sum()))) for part in (by_hue, by_saturation, by_value)]
    return np.concatenate(parts)
