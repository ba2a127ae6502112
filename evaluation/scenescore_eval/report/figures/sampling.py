"""The paper's small forms: six scenes of a game, and 72 scenes over 99 pieces, drawn many times."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.studies.diversity import diversity
from scenescore.studies.separation import variation
from scenescore.studies.windows import LabelledWindow
from scenescore_eval.report.prediction.predictions import Judged

SIX: Final = 6
SCENES, PIECES = 72, 99


@dataclass(frozen=True)
class SixScenes:
    """Six scenes of a game, two of each kind where there are three (the paper, sections 3.3 and 3.4)."""

    right_class: float
    """Scenes whose nearest music is that of a scene of their kind, of six, on average."""
    chance_class: float
    """The same by chance."""
    right_scene: float
    """Scenes whose nearest music is their own; by chance 1."""
    variation: float
    """Inter-scene variation over its summands and the mean distance; above 0 tells scenes apart."""
    distinct: float
    """Different pieces that they get, of the pieces that the game itself plays there."""
    distinct_corrected: float
    """The same with hub correction."""
    pieces: float
    """Different pieces that the game itself plays in them."""


@dataclass(frozen=True)
class ManyScenes:
    """72 scenes and 99 pieces (the paper, section 3.4), or as many as there are."""

    scenes: float
    pieces: float
    objective: float
    """The paper's objective; lower is better."""
    objective_corrected: float
    """The same with hub correction."""
    best: float
    random: float
    distinct: float
    distinct_corrected: float


def six_scenes(judged: Judged, windows: Sequence[LabelledWindow], *, draws: int, seed: int) -> SixScenes:
    """Draw six scenes many times.

    Parameters
    ----------
    judged : Judged
        What a predictor says of the windows.
    windows : sequence of LabelledWindow
        Of one game, two or more.
    draws : int
        How often.
    seed : int
        Of the draws.
    """
    random = np.random.default_rng(seed)
    corrected = judged.scores
    rows = []
    for _ in range(draws):
        places = draw_scenes(windows, SIX, random)
        matrix = judged.to_heard[np.ix_(places, places)].astype(np.float64)
        classes = np.array([windows[place].scene.scene for place in places])
        closest = matrix.argmin(axis=1)
        rows.append(
            [
                (classes[closest] == classes).sum(),
                sum((classes == one).mean() for one in classes),
                (closest == np.arange(len(places))).sum(),
                variation(matrix) / max(1, len(places) * (len(places) - 1)) / matrix.mean(),
                len(set(judged.to_tracks[places].argmin(axis=1).tolist())),
                len(set(corrected[places].argmin(axis=1).tolist())),
                len({windows[place].scene.track for place in places}),
            ]
        )
    return SixScenes(*(float(value) for value in np.mean(rows, axis=0)))


def many_scenes(judged: Judged, *, draws: int, seed: int) -> ManyScenes:
    """Draw 72 scenes and 99 pieces many times, none of them twice in a draw.

    Parameters
    ----------
    judged : Judged
        What a predictor says of the windows.
    draws : int
        How often.
    seed : int
        Of the draws.
    """
    random = np.random.default_rng(seed)
    windows, tracks = judged.to_tracks.shape
    scenes, pieces = min(SCENES, windows), min(PIECES, tracks)
    scores = judged.scores
    rows = []
    for _ in range(draws):
        chosen = np.ix_(
            random.choice(windows, scenes, replace=False), random.choice(tracks, pieces, replace=False)
        )
        plain, better = (
            diversity([str(track) for track in matrix.argmin(axis=1)], pieces)
            for matrix in (judged.to_tracks[chosen], scores[chosen])
        )
        rows.append([plain.objective, better.objective, plain.distinct, better.distinct])
    objective, objective_corrected, distinct, distinct_corrected = np.mean(rows, axis=0)
    return ManyScenes(
        scenes,
        pieces,
        float(objective),
        float(objective_corrected),
        plain.best_objective,
        plain.random_objective,
        float(distinct),
        float(distinct_corrected),
    )


def draw_scenes(
    windows: Sequence[LabelledWindow], count: int, random: np.random.Generator
) -> npt.NDArray[np.int64]:
    """Draw windows of each kind of scene in turn, of pieces that were not drawn yet where there are such.

    Parameters
    ----------
    windows : sequence of LabelledWindow
        Of one game.
    count : int
        How many; fewer where there aren't so many.
    random : np.random.Generator
        Source of the draw.
    """
    by_kind: dict[str, list[int]] = {}
    for place in random.permutation(len(windows)):
        by_kind.setdefault(windows[place].scene.scene, []).append(int(place))
    found: list[int] = []
    heard: set[str] = set()
    while len(found) < min(count, len(windows)):
        for kind in sorted(by_kind):
            left = by_kind[kind]
            if not left or len(found) == count:
                continue
            place = next((one for one in left if windows[one].scene.track not in heard), left[0])
            left.remove(place)
            heard.add(windows[place].scene.track)
            found.append(place)
    return np.array(found, np.int64)
