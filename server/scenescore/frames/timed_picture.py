"""One picture of a clip, with the time when it is shown."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class TimedPicture(NamedTuple):
    """One picture of a clip."""

    time_s: float
    """When it is shown, seconds from the start of the clip."""
    shown_s: float
    """For how long, seconds."""
    frame: Callable[[], np.ndarray]
    """Converts it to a frame [shape=(80, 80, 3), uint8]. Most pictures of a video are never asked for."""
