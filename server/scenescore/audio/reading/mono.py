"""Decoded frames as one channel of floats."""

from typing import Any

import numpy as np
import numpy.typing as npt


def mono(frame: Any) -> npt.NDArray[np.float32]:
    """Return the mean of a frame's channels.

    Parameters
    ----------
    frame : av.AudioFrame
        A decoded frame.

    Returns
    -------
    np.ndarray [shape=(n,), float32]
        Mono; full scale is 1.
    """
    values = frame.to_ndarray()
    if not frame.format.is_planar:
        values = values.reshape(-1, len(frame.layout.channels)).T
    if values.dtype == np.uint8:
        values = (values.astype(np.float32) - 128) / 128
    elif np.issubdtype(values.dtype, np.integer):
        values = values / -float(np.iinfo(values.dtype).min)
    mixed: npt.NDArray[np.float32] = values.mean(axis=0, dtype=np.float64).astype(np.float32)
    return mixed
