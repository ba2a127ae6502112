"""A ranking of the library: the closest tracks, and where any other stands."""

from collections.abc import Callable
from dataclasses import dataclass

from scenescore.matching.search import Found
from scenescore.retrieval.library_view import Track


@dataclass(frozen=True)
class Ranked:
    """One track of a ranking.

    Attributes
    ----------
    rank : int
        From 1.
    track : Track
        The piece.
    distance : float
        Earth Mover's Distance to the prediction, 0 or more.
    score : float
        What the ranking is sorted by, lower is better.
    """

    rank: int
    track: Track
    distance: float
    score: float


@dataclass(frozen=True)
class Ranking:
    """The closest tracks, best first, and the score of any other."""

    matches: list[Ranked]
    score_of: Callable[[str], float | None]
    found: Found | None = None
    """The search that it comes from, for the next one to build on; None once it was changed."""
