"""The clock of short measurements, and percentiles."""

import time
from collections.abc import Sequence
from typing import Final

import numpy as np

MAX_CLOCK_RESOLUTION_S: Final = 1e-5
"""Resolution that a clock needs to time a search, seconds."""


def clock() -> float:
    """Return this thread's processor time, or wall time if the processor clock is too coarse, seconds."""
    return time.thread_time() if clock_name() == "processor" else time.perf_counter()


def clock_name() -> str:
    """Return which time `clock` returns: ``processor`` or ``wall``."""
    is_fine = time.get_clock_info("thread_time").resolution <= MAX_CLOCK_RESOLUTION_S
    return "processor" if is_fine else "wall"


def percentile(values: Sequence[float], percent: float) -> float:
    """Return a percentile.

    Parameters
    ----------
    values : sequence of float
        One or more values.
    percent : float
        0 to 100.

    Returns
    -------
    float
    """
    return float(np.percentile(np.asarray(values, np.float64), percent))
