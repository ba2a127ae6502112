"""The evaluation tasks of a report: which game is tested, and which games are learnt from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

OWN: Final = "own"
"""Learnt from the earlier halves of the game itself."""
SIMILAR: Final = "similar"
"""Learnt from the most similar other game: the paper's way (section 3.2)."""
OTHERS: Final = "others"
"""Learnt from all other games."""
SOURCES: Final = (OWN, SIMILAR, OTHERS)


@dataclass(frozen=True)
class EvalTask:
    """A game to be tested, and the games that are learnt from."""

    game: str
    """The game whose windows are tested."""
    source: str
    """One of `SOURCES`."""
    referred: tuple[str, ...]
    """The games that are learnt from."""

    @property
    def half(self) -> str:
        """Which windows are tested: ``later`` halves if the game itself was learnt from, else ``whole``."""
        return "later" if self.source == OWN else "whole"


@dataclass(frozen=True)
class EvalCase:
    """One training for a task: with one preset and one seed."""

    task: EvalTask
    """The task."""
    preset: str
    """Preset of the training."""
    seed: int
    """Seed of the training."""

    @property
    def name(self) -> str:
        """A name for files and people, such as ``tuxemon-others-default-0``."""
        return f"{self.task.game}-{self.task.source}-{self.preset}-{self.seed}"


def eval_tasks(games: Sequence[str], most_similar: Sequence[int]) -> list[EvalTask]:
    """Return the tasks of every game.

    Parameters
    ----------
    games : sequence of str
        One or more games. A single game has only the task with the source `OWN`.
    most_similar : sequence of int
        For each game, the position of the most similar other game; empty for a single game.

    Returns
    -------
    list of EvalTask
        Grouped by game, in the order of `games`. With two games, `OTHERS` would equal `SIMILAR` and is left
        out.
    """
    tasks = []
    for position, game in enumerate(games):
        tasks.append(EvalTask(game, OWN, (game,)))
        others = tuple(other for other in games if other != game)
        if others:
            tasks.append(EvalTask(game, SIMILAR, (games[most_similar[position]],)))
        if len(others) > 1:
            tasks.append(EvalTask(game, OTHERS, others))
    return tasks


def replayed_tasks(tasks: Sequence[EvalTask]) -> frozenset[EvalTask]:
    """Return the tasks whose games are replayed live.

    Parameters
    ----------
    tasks : sequence of EvalTask
        All tasks of the report.

    Returns
    -------
    frozenset of EvalTask
        Those learnt from the game itself and those learnt from most other games: `OTHERS`, or `SIMILAR` where
        no task has `OTHERS`.
    """
    widest = OTHERS if any(task.source == OTHERS for task in tasks) else SIMILAR
    return frozenset(task for task in tasks if task.source in (OWN, widest))
