"""Sending faster than real time without losing a frame: the answers say how far one may go."""

from collections import deque
from typing import Final

from scenescore_client.messages import Frame

USUAL_INTERVAL_S: Final = 1.0
AHEAD_S: Final = 3.0
MAX_UNANSWERED: Final = 24
"""Fewer than the daemon lets wait before it drops the oldest."""


class AnswerPace:
    """Keeps the frames that are sent at most a few seconds ahead of the newest answer.

    Parameters
    ----------
    answer_interval_s : float, optional
        Capture time between two answers; None for the daemon's own.
    """

    def __init__(self, answer_interval_s: float | None = None) -> None:
        interval_s = USUAL_INTERVAL_S if answer_interval_s is None else answer_interval_s
        self._interval_us = round(interval_s * 1e6)
        self._ahead_us = max(self._interval_us, round(AHEAD_S * 1e6))
        self._unanswered: deque[Frame] = deque()
        self._newest_answer_us: int | None = None

    @property
    def unanswered(self) -> tuple[Frame, ...]:
        """The frames that no answer rests on yet, oldest first: those to send again after a break."""
        return tuple(self._unanswered)

    @property
    def may_send(self) -> bool:
        """Whether the next frame may go out now.

        It may whenever no answer is owed, so that the stream can't come to a standstill.
        """
        if not self._unanswered:
            return True
        since_us = self._unanswered[0].capture_time_us
        if self._newest_answer_us is not None:
            since_us = self._newest_answer_us
        ahead_us = self._unanswered[-1].capture_time_us - since_us
        owed = self._newest_answer_us is None or ahead_us >= self._interval_us
        return not owed or (ahead_us < self._ahead_us and len(self._unanswered) < MAX_UNANSWERED)

    def sent(self, frame: Frame) -> None:
        """Take note of a frame that goes out."""
        self._unanswered.append(frame)

    def answered(self, frame_time_us: int) -> None:
        """Take note of an answer by its newest frame's capture time, microseconds."""
        while self._unanswered and self._unanswered[0].capture_time_us <= frame_time_us:
            self._unanswered.popleft()
        self._newest_answer_us = frame_time_us

    def start_anew(self) -> None:
        """Forget the answers of a connection that is gone; what they didn't cover is still unanswered."""
        self._newest_answer_us = None
