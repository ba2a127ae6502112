"""What a report runs: how many trainings, how long, how often cues are drawn."""

from dataclasses import asdict, dataclass
from typing import Any, Final


@dataclass(frozen=True)
class ReportSettings:
    """How much work a report does; every figure names these."""

    name: str
    """``full`` or ``quick``."""
    seeds: int
    """Trainings of each case, with seeds from 0."""
    epochs: int | None
    """At most so many in each training; None leaves it to the preset."""
    segments_per_game: int
    """Segments drawn from each game that is learnt from; half of them are the training's own test."""
    steps: int = 24
    """Steps of the 12-second window."""
    draws: int = 50
    """How often cues, six scenes, or scenes and pieces are drawn at random."""

    def told(self) -> dict[str, Any]:
        """Return all of it for a report's reader."""
        return asdict(self)


FULL: Final = ReportSettings("full", seeds=3, epochs=None, segments_per_game=100)
"""The presets as they are, three seeds."""

QUICK: Final = ReportSettings("quick", seeds=1, epochs=30, segments_per_game=60)
"""One seed and short trainings: a first look within 40 minutes on two cores."""
