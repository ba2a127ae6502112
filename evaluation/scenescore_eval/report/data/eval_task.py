"""The cases of a report: which game is judged, and what was learnt from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

OWN: Final = "own"
SIMILAR: Final = "similar"
OTHERS: Final = "others"
SOURCES: Final = (OWN, SIMILAR, OTHERS)
"""Learnt from the game's own earlier halves; from the most similar other game, which is the paper's way
(section 3.2); from all other games."""


@dataclass(frozen=True)
class Course:
    """A game to be judged, and the games that are learnt from."""

    game: str
    """The game whose windows are judged."""
    source: str
    """One of `SOURCES`."""
    referred: tuple[str, ...]
    """The games that are learnt from."""

    @property
    def half(self) -> str:
        """Which windows are judged: where the game itself was learnt from, only the later halves."""
        return "later" if self.source == OWN else "whole"


@dataclass(frozen=True)
class Case:
    """One training of a course."""

    course: Course
    preset: str
    seed: int

    @property
    def name(self) -> str:
        """A name for files and people, such as ``tuxemon-others-default-0``."""
        return f"{self.course.game}-{self.course.source}-{self.preset}-{self.seed}"


def courses_of(games: Sequence[str], similar: Sequence[int]) -> list[Course]:
    """Return each game's courses.

    Parameters
    ----------
    games : sequence of str
        One or more. A single one has only the course from its own half.
    similar : sequence of int
        The place of the most similar other game, for each; empty for a single game.

    Returns
    -------
    list of Course
        Where there are only two games, ``similar`` and ``others`` are the same; then there is no ``others``.
    """
    found = []
    for place, game in enumerate(games):
        found.append(Course(game, OWN, (game,)))
        others = tuple(other for other in games if other != game)
        if others:
            found.append(Course(game, SIMILAR, (games[similar[place]],)))
        if len(others) > 1:
            found.append(Course(game, OTHERS, others))
    return found
