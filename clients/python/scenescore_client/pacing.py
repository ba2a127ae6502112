"""How far a recording may run ahead of its answers, so that the daemon never drops a frame."""

from collections import deque
from typing import Final

from scenescore_client.messages import Frame

DEFAULT_ANSWER_INTERVAL_S: Final = 1.0
"""Capture time between two answers if the session doesn't set it."""
MAX_LEAD_S: Final = 3.0
"""How far the newest frame sent may be ahead of the newest answer, in capture time."""
MAX_UNANSWERED_FRAMES: Final = 24
"""Frames on their way at the same time. The daemon queues more than that before it drops the oldest."""
MAX_WAITING_FRAMES: Final = 2
"""Frames that are read from the source but not yet sent."""


class AnswerPace:
    """Decides when the next frame of a recording may be sent.

    Parameters
    ----------
    answer_interval_s : float, optional
        Capture time between two answers, seconds; None for the daemon's default.
    """

    def __init__(self, answer_interval_s: float | None = None) -> None:
        interval_s = DEFAULT_ANSWER_INTERVAL_S if answer_interval_s is None else answer_interval_s
        self._interval_us = round(interval_s * 1e6)
        self._max_lead_us = max(self._interval_us, round(MAX_LEAD_S * 1e6))
        self._unanswered: deque[Frame] = deque()
        self._newest_answer_us: int | None = None

    @property
    def unanswered(self) -> tuple[Frame, ...]:
        """The frames that no answer covers yet, oldest first. They are sent again after a break."""
        return tuple(self._unanswered)

    @property
    def may_send(self) -> bool:
        """Whether the next frame may be sent now.

        It always may if the daemon owes no answer. Otherwise a gap in the recording could block the stream.
        """
        if not self._unanswered:
            return True
        since_us = self._unanswered[0].capture_time_us
        if self._newest_answer_us is not None:
            since_us = self._newest_answer_us
        lead_us = self._unanswered[-1].capture_time_us - since_us
        answer_due = self._newest_answer_us is None or lead_us >= self._interval_us
        may_lead = lead_us < self._max_lead_us and len(self._unanswered) < MAX_UNANSWERED_FRAMES
        return not answer_due or may_lead

    def record_sent(self, frame: Frame) -> None:
        """Record a frame that is sent.

        Parameters
        ----------
        frame : Frame
            The frame.
        """
        self._unanswered.append(frame)

    def record_answer(self, frame_time_us: int) -> None:
        """Record an answer.

        Parameters
        ----------
        frame_time_us : int
            Capture time of the newest frame that the answer uses, microseconds.
        """
        while self._unanswered and self._unanswered[0].capture_time_us <= frame_time_us:
            self._unanswered.popleft()
        self._newest_answer_us = frame_time_us

    def reset_answers(self) -> None:
        """Forget the answers of a lost connection. Frames without an answer stay unanswered."""
        self._newest_answer_us = None
