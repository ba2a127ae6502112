"""How far a report is."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class ReportProgress:
    """How far a report is."""

    done: int
    """Finished cases."""
    total: int
    """All cases; 0 while their number is unknown."""
    activity: str
    """What is being done, for people."""
    eta_s: float = 0.0
    """Estimated time left, seconds; 0 before the first case has been timed."""


ProgressCallback = Callable[[ReportProgress], None]
"""Called with each step of a report's progress."""
