"""The paper's two forms, drawn many times: six scenes of a game, and 72 scenes over 99 pieces."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.studies.diversity.diversity import diversity
from scenescore.studies.separation.separation import variation
from scenescore.studies.windows import LabelledWindow
from scenescore_eval.report.prediction.predictions import Predictions

SMALL_FORM_SCENES: Final = 6
"""Scenes of the paper's small form (sections 3.3 and 3.4)."""
LARGE_FORM_SCENES: Final = 72
"""Scenes of the paper's large form (section 3.4)."""
LARGE_FORM_PIECES: Final = 99
"""Pieces of the paper's large form."""


@dataclass(frozen=True)
class SixScenes:
    """Six scenes of a game: two of each kind if there are three kinds (the paper, sections 3.3 and 3.4)."""

    right_class: float
    """Mean number of scenes, of six, whose nearest music belongs to a scene of their kind."""
    chance_class: float
    """The same by chance."""
    right_scene: float
    """Mean number of scenes whose nearest music is their own; 1 by chance."""
    variation: float
    """Inter-scene variation divided by the number of its summands and by the mean distance. A value above 0
    means that scenes are told apart."""
    distinct: float
    """Number of different pieces that the scenes get from the whole collection."""
    distinct_corrected: float
    """The same with hub correction."""
    pieces: float
    """Number of different pieces that the game itself plays in them."""


@dataclass(frozen=True)
class ManyScenes:
    """72 scenes and 99 pieces (the paper, section 3.4), or as many as there are."""

    scenes: float
    """Number of scenes, mean over all draws."""
    pieces: float
    """Number of pieces, mean over all draws."""
    objective: float
    """The paper's diversity objective; lower is better."""
    objective_corrected: float
    """The same with hub correction."""
    best: float
    """The best possible objective."""
    random: float
    """The expected objective of drawing pieces at random."""
    distinct: float
    """Number of different pieces that the scenes get."""
    distinct_corrected: float
    """The same with hub correction."""


def six_scenes(
    predictions: Predictions, windows: Sequence[LabelledWindow], *, draws: int, seed: int
) -> SixScenes:
    """Draw six scenes many times, and return the means.

    Parameters
    ----------
    predictions : Predictions
        A predictor's answers for the windows.
    windows : sequence of LabelledWindow
        Two or more windows of one game.
    draws : int
        Number of draws.
    seed : int
        Seed of the draws.

    Returns
    -------
    SixScenes
    """
    random = np.random.default_rng(seed)
    corrected = predictions.scores
    rows = []
    for _ in range(draws):
        places = draw_scenes(windows, SMALL_FORM_SCENES, random)
        matrix = predictions.window_distances[np.ix_(places, places)].astype(np.float64)
        classes = np.array([windows[place].scene.scene for place in places])
        closest = matrix.argmin(axis=1)
        rows.append(
            [
                (classes[closest] == classes).sum(),
                sum((classes == one).mean() for one in classes),
                (closest == np.arange(len(places))).sum(),
                variation(matrix) / max(1, len(places) * (len(places) - 1)) / matrix.mean(),
                len(set(predictions.track_distances[places].argmin(axis=1).tolist())),
                len(set(corrected[places].argmin(axis=1).tolist())),
                len({windows[place].scene.track for place in places}),
            ]
        )
    return SixScenes(*(float(value) for value in np.mean(rows, axis=0)))


def many_scenes(predictions: Predictions, *, draws: int, seed: int) -> ManyScenes:
    """Draw 72 scenes and 99 pieces many times, without repetition in a draw, and return the means.

    Parameters
    ----------
    predictions : Predictions
        A predictor's answers for the windows.
    draws : int
        Number of draws.
    seed : int
        Seed of the draws.

    Returns
    -------
    ManyScenes
    """
    random = np.random.default_rng(seed)
    windows, tracks = predictions.track_distances.shape
    scenes, pieces = min(LARGE_FORM_SCENES, windows), min(LARGE_FORM_PIECES, tracks)
    scores = predictions.scores
    rows = []
    for _ in range(draws):
        chosen = np.ix_(
            random.choice(windows, scenes, replace=False), random.choice(tracks, pieces, replace=False)
        )
        plain, corrected = (
            diversity([str(track) for track in matrix.argmin(axis=1)], pieces)
            for matrix in (predictions.track_distances[chosen], scores[chosen])
        )
        rows.append([plain.objective, corrected.objective, plain.distinct, corrected.distinct])
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
    """Draw windows of each kind of scene in turn, and prefer pieces that were not drawn yet.

    Parameters
    ----------
    windows : sequence of LabelledWindow
        Windows of one game.
    count : int
        Number of windows to draw; all if there are fewer.
    random : np.random.Generator
        Source of the draw.

    Returns
    -------
    np.ndarray [shape=(n,), int64]
        Positions of the drawn windows.
    """
    by_kind: dict[str, list[int]] = {}
    for place in random.permutation(len(windows)):
        by_kind.setdefault(windows[place].scene.scene, []).append(int(place))
    found: list[int] = []
    drawn_tracks: set[str] = set()
    while len(found) < min(count, len(windows)):
        for kind in sorted(by_kind):
            left = by_kind[kind]
            if not left or len(found) == count:
                continue
            place = next((one for one in left if windows[one].scene.track not in drawn_tracks), left[0])
            left.remove(place)
            drawn_tracks.add(windows[place].scene.track)
            found.append(place)
    return np.array(found, np.int64)
