"""The colours of windows, for the plain baseline that takes the nearest window by colour.

The baseline knows nothing of shapes, motion or music, and it learns nothing. A trained model that is not
better has only memorised which colours go with which music.
"""

import numpy as np
import numpy.typing as npt

from scenescore.frames.scene_detector import colour_histogram

Frames = npt.NDArray[np.uint8]


def window_colours(frames: Frames) -> npt.NDArray[np.float64]:
    """Return each window's mean colour histogram.

    Parameters
    ----------
    frames : np.ndarray [shape=(n, steps, 80, 80, 3), uint8]
        HSV in OpenCV's ranges.

    Returns
    -------
    np.ndarray [shape=(n, 34), float64]
        Square roots of the frames' colour histograms, averaged over the window.
    """
    return np.array(
        [np.mean([np.sqrt(colour_histogram(frame)) for frame in window], axis=0) for window in frames]
    )


def nearest_windows(
    queries: npt.NDArray[np.float64], known: npt.NDArray[np.float64]
) -> npt.NDArray[np.int64]:
    """Return the position of each query's nearest known window.

    Parameters
    ----------
    queries : np.ndarray [shape=(n, 34), float64]
        From `window_colours`.
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
