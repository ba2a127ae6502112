"""How much work a report does: trainings, epochs, segments and random draws."""

from dataclasses import asdict, dataclass
from typing import Any, Final


@dataclass(frozen=True)
class ReportSettings:
    """How much work a report does. Every report prints these beside its figures."""

    name: str
    """``full`` or ``quick``."""
    seeds: int
    """Trainings of each case, with seeds from 0."""
    epochs: int | None
    """Maximum number of epochs of each training; None takes the preset's."""
    segments_per_game: int
    """Segments drawn from each game that is learnt from. Half of them are the training's own test half."""
    steps: int = 24
    """Steps of the 12-second window."""
    draws: int = 50
    """How often cues, scenes and pieces are drawn at random for one figure."""

    def as_dict(self) -> dict[str, Any]:
        """Return all settings by name, ready for JSON."""
        return asdict(self)


FULL: Final = ReportSettings("full", seeds=3, epochs=None, segments_per_game=100)
"""The presets unchanged, three seeds."""

QUICK: Final = ReportSettings("quick", seeds=1, epochs=30, segments_per_game=60)
"""One seed and short trainings: a first result within 40 minutes on two cores."""
