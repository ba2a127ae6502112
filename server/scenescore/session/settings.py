"""The settings of a session."""

from dataclasses import dataclass
from typing import Final

from scenescore.errors import InvalidInputError

DEFAULT_TOP_K: Final = 3
MAX_TOP_K: Final = 100


@dataclass(frozen=True)
class SessionSettings:
    """What a client asks for.

    Attributes
    ----------
    top_k : int
        Matches in each answer, 1 to 100.
    answer_interval_s : float
        Time between two answers on the capture timestamps, 0.1 to 60 seconds.
    minimum_dwell_s : float
        How long a track must lead before it is the steady one, 0 to 60 seconds.
    margin : float
        Share of the steady track's score by which another must beat it, 0 to 1.
    remember_scenes : bool
        Whether scenes keep their tracks where the bundle only guesses: a scene that is recognised gets its
        track again, and a new one gets none of the others'. Where the bundle remembers several tracks for
        similar scenes, the one that plays stays until another is clearly nearer.
    """

    top_k: int = DEFAULT_TOP_K
    answer_interval_s: float = 1.0
    minimum_dwell_s: float = 2.0
    margin: float = 0.05
    remember_scenes: bool = False

    def __post_init__(self) -> None:
        _check_range("top_k", self.top_k, 1, MAX_TOP_K)
        _check_range("answer_interval", self.answer_interval_s, 0.1, 60)
        _check_range("minimum_dwell", self.minimum_dwell_s, 0, 60)
        _check_range("margin", self.margin, 0, 1)


def _check_range(field: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        raise InvalidInputError(f"{field} must be {least:g} to {most:g}, not {value:g}", field=field)
