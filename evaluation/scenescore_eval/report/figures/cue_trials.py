"""Trials with cues: how often matches are right once a user has given cues for a few windows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.retrieval.cue_reach import cue_reach, cue_strength, leading_score
from scenescore.studies.diversity.relevance import pieces_by_scene
from scenescore.studies.windows import LabelledWindow
from scenescore_eval.report.prediction.predictions import Predictions

Positions = npt.NDArray[np.int64]
CueStrength = Callable[[float, int, float], float]
"""Strength of a cue, 0 to 1, from its appearance distance, the number of tracks that have cues, and how
surely the bundle knows the window, 0 to 1."""

TRIALS: Final = ("one", "three", "apart", "scene")
"""One cue for each piece; three cues for each piece; one cue for each piece, tested on other stretches of
play only; one cue for each kind of scene, tested on other clips only."""


@dataclass(frozen=True)
class CueTrial:
    """The result of drawing cues many times."""

    right: npt.NDArray[np.float64]
    """Share of draws in which each window was right; nan if it was never tested [shape=(n,), float64]."""
    without: npt.NDArray[np.float64]
    """The same share without any cue [shape=(n,), float64]."""


def nearest_cue_decides(distance: float, tracks: int, known: float) -> float:
    """Return full strength at any distance: the rule of the colour baseline.

    Parameters
    ----------
    distance, tracks, known
        As for `CueStrength`; none of them counts.

    Returns
    -------
    float
    """
    return 1.0


def session_cue_strength(distance: float, tracks: int, known: float) -> float:
    """Return the strength that a cue has in a session.

    Parameters
    ----------
    distance : float
        Appearance distance of the window to the cue.
    tracks : int
        Number of tracks that have cues.
    known : float
        How surely the bundle knows the window, 0 to 1.

    Returns
    -------
    float
    """
    return float(cue_strength(distance, cue_reach(tracks, known)))


def run_cue_trial(
    predictions: Predictions,
    windows: Sequence[LabelledWindow],
    tracks: Sequence[str],
    trial: str,
    *,
    draws: int,
    seed: int,
    strength: CueStrength = session_cue_strength,
) -> CueTrial:
    """Draw cues, apply them to the ranking, and test all other windows.

    Parameters
    ----------
    predictions : Predictions
        The predictor's answers without cues.
    windows : sequence of LabelledWindow
        The windows of one game, each with its piece.
    tracks : sequence of str
        The collection.
    trial : str
        One of `TRIALS`. A window is right if it gets the game's piece; in the trial ``scene``, if it gets a
        piece that the game plays in scenes of that kind.
    draws : int
        Number of draws.
    seed : int
        Seed of the draws.
    strength : callable
        How strong a cue is: `session_cue_strength` or `nearest_cue_decides`.

    Returns
    -------
    CueTrial
    """
    random = np.random.default_rng(seed)
    scores = predictions.scores
    column = {track: place for place, track in enumerate(tracks)}
    played = pieces_by_scene([window.scene for window in windows])
    by_scene = trial == "scene"
    label = [window.scene.scene if by_scene else window.scene.track for window in windows]
    if by_scene and len(set(label)) == 1:
        # In a game with a single kind of scene no answer is wrong.
        return CueTrial(*(np.full(len(windows), np.nan) for _ in range(2)))
    # A cue is not tested on windows of its own group.
    group: list[object] = [
        {"scene": window.scene.clip, "apart": window.scene}.get(trial, place)
        for place, window in enumerate(windows)
    ]
    tested, right, without = (np.zeros(len(windows)) for _ in range(3))
    first = [tracks[place] for place in scores.argmin(axis=1)]
    for _ in range(draws):
        cues = draw_windows(label, 3 if trial == "three" else 1, random)
        cues = np.array([cue for cue in cues if windows[cue].scene.track in column], np.int64)
        cue_groups = {group[cue] for cue in cues}
        cued_tracks = len({windows[cue].scene.track for cue in cues})
        for place in range(len(windows)):
            if group[place] in cue_groups or not len(cues):
                continue
            distances = predictions.cue_distances[place, cues].astype(np.float64)
            cue = int(distances.argmin())
            own = column[windows[cues[cue]].scene.track]
            row = scores[place].copy()
            known = 1 - float(predictions.network_share[place])
            row[own] = leading_score(row[own], row.min(), strength(float(distances[cue]), cued_tracks, known))
            found = tracks[int(row.argmin())]
            tested[place] += 1
            if by_scene:
                # Two kinds of scene may share a piece: if the cue's piece wins, the cue's own kind counts.
                wanted = played[label[place]]
                right[place] += found in wanted if found != tracks[own] else label[cues[cue]] == label[place]
                without[place] += first[place] in wanted
            else:
                right[place] += found == label[place]
                without[place] += first[place] == label[place]
    with np.errstate(invalid="ignore"):
        return CueTrial(right / tested, without / tested)


def draw_windows(labels: Sequence[str], count: int, random: np.random.Generator) -> Positions:
    """Draw windows of each label, and leave at least one window of each label undrawn.

    Parameters
    ----------
    labels : sequence of str
        The label of each window.
    count : int
        Maximum number of windows to draw for each label.
    random : np.random.Generator
        Source of the draw.

    Returns
    -------
    np.ndarray [shape=(n,), int64]
        Positions of the drawn windows.
    """
    found: list[int] = []
    for label in sorted(set(labels)):
        own = random.permutation([place for place, one in enumerate(labels) if one == label])
        found += own[: min(count, len(own) - 1)].tolist()
    return np.array(found, np.int64)
