"""When a session's answers are due, by the capture times of its frames."""

import math
from typing import Final

_TICK_TOLERANCE_S: Final = 0.005
"""Capture times are rounded: the 30th frame of a second may come a little before the second is over."""


class AnswerClock:
    """Ticks in equal steps from a session's first frame on.

    Parameters
    ----------
    interval_s : float
        Time between two answers, seconds.

    Attributes
    ----------
    next_s : float
        Capture time from which the next answer is due, seconds.
    """

    def __init__(self, interval_s: float) -> None:
        self._interval_s = interval_s
        self.next_s = -math.inf

    def restart(self) -> None:
        """Start again at the next frame."""
        self.next_s = -math.inf

    def reaches(self, time_s: float) -> bool:
        """Whether an answer is due for a frame with this capture time in seconds.

        Parameters
        ----------
        time_s : float
            Capture time, seconds.

        Returns
        -------
        bool
            True up to 5 ms before the answer's own time, too.
        """
        return time_s >= self.next_s - _TICK_TOLERANCE_S

    def tick(self, time_s: float) -> bool:
        """Return whether an answer is due for a frame, and advance to the next answer if so.

        Parameters
        ----------
        time_s : float
            The frame's capture time, seconds.

        Returns
        -------
        bool
            True when an answer is due.
        """
        if not self.reaches(time_s):
            return False
        if math.isinf(self.next_s):
            self.next_s = time_s
        # The grid stays where the first frame put it: late frames don't make the answers drift.
        missed = math.floor((time_s - self.next_s + _TICK_TOLERANCE_S) / self._interval_s)
        self.next_s += (missed + 1) * self._interval_s
        return True
