"""Selects the least of many values."""

from typing import Final

import numpy as np
import numpy.typing as npt

SAMPLE_STRIDE: Final = 16
"""One of so many values is sampled to estimate a limit for the least values."""


def smallest(values: npt.NDArray[np.floating], count: int) -> npt.NDArray[np.intp]:
    """Return the indices of the least values, in no order.

    Partitioning 100,000 values takes longer than the rest of a search. So a sample gives a limit, and only
    the values below it are partitioned.

    Parameters
    ----------
    values : np.ndarray [shape=(n,)]
        The values.
    count : int
        Number of indices.

    Returns
    -------
    np.ndarray [shape=(min(n, count),), intp]
        The indices.
    """
    if count >= len(values):
        return np.arange(len(values))
    rank = 2 * count // SAMPLE_STRIDE + 4
    sample = values[::SAMPLE_STRIDE]
    if rank < len(sample):
        below = np.flatnonzero(values <= np.partition(sample, rank)[rank])
        if len(below) >= count:
            return below[np.argpartition(values[below], count - 1)[:count]]
    return np.argpartition(values, count - 1)[:count]
