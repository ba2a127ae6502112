"""When a session's answers are due, on the times that its frames were captured at."""

import math
from typing import Final

_TICK_SLACK_S: Final = 0.005
"""Capture times are rounded: the 30th frame of a second may come a little before the second is over."""


class AnswerClock:
    """Counts from a session's first frame in equal steps.

    Parameters
    ----------
    interval_s : float
        Between two answers, seconds.

    Attributes
    ----------
    next_s : float
        Capture time from which the next answer is due, seconds.
    """

    def __init__(self, interval_s: float) -> None:
        self._interval_s = interval_s
        self.next_s = -math.inf

    def restart(self) -> None:
        """Count from the next frame on."""
        self.next_s = -math.inf

    def reaches(self, time_s: float) -> bool:
        """Whether an answer will be due for a frame of that time."""
        return time_s >= self.next_s - _TICK_SLACK_S

    def tick(self, time_s: float) -> bool:
        """Tell whether an answer is due for a frame; if so, go on to the next."""
        if not self.reaches(time_s):
            return False
        if math.isinf(self.next_s):
            self.next_s = time_s
        # The grid stays where the first frame put it, so that late frames don't make the answers drift.
        missed = math.floor((time_s - self.next_s + _TICK_SLACK_S) / self._interval_s)
        self.next_s += (missed + 1) * self._interval_s
        return True
