"""Trials with cues: whether the rest is right once a user has said of a few windows what belongs there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.model.appearance_distance import drawn_ahead, reach_of, strength_of
from scenescore.studies.retrieval import pieces_by_scene
from scenescore.studies.windows import LabelledWindow
from scenescore_eval.report.prediction.predictions import Judged

Places = npt.NDArray[np.int64]
Strength = Callable[[float, int, float], float]
"""Of a cue at a distance, where so many tracks have cues, for a window known so surely; 0 to 1."""

TRIALS: Final = ("one", "three", "apart", "scene")
"""One cue for each piece; three; one, with other stretches of play to test; one for each kind of scene, with
other clips to test."""


@dataclass(frozen=True)
class CueTrial:
    """What came of drawing cues many times."""

    right: npt.NDArray[np.float64]
    """Share of draws in which each window was right [shape=(n,)]; nan where it was never tested."""
    without: npt.NDArray[np.float64]
    """The same without any cue."""


def always(distance: float, tracks: int, known: float) -> float:
    """Let the nearest cue decide however far it is: the baseline's rule."""
    return 1.0


def as_in_sessions(distance: float, tracks: int, known: float) -> float:
    """Return what a cue says in a session."""
    return float(strength_of(distance, reach_of(tracks, known)))


def try_cues(
    judged: Judged,
    windows: Sequence[LabelledWindow],
    tracks: Sequence[str],
    trial: str,
    *,
    draws: int,
    seed: int,
    strength: Strength = as_in_sessions,
) -> CueTrial:
    """Draw cues, let them have their say, and look at all other windows.

    Parameters
    ----------
    judged : Judged
        What the predictor says by itself.
    windows : sequence of LabelledWindow
        The windows, of one game, each with its piece.
    tracks : sequence of str
        The collection.
    trial : str
        One of `TRIALS`; right is the piece, with ``scene`` a piece that is played in such scenes.
    draws : int
        How often.
    seed : int
        Of the draws.
    strength : callable
        What a cue says: `as_in_sessions` or `always`.
    """
    random = np.random.default_rng(seed)
    scores = judged.scores
    column = {track: place for place, track in enumerate(tracks)}
    played = pieces_by_scene([window.scene for window in windows])
    by_scene = trial == "scene"
    label = [window.scene.scene if by_scene else window.scene.track for window in windows]
    if by_scene and len(set(label)) == 1:
        # A game of one kind of scene has no wrong one.
        return CueTrial(*(np.full(len(windows), np.nan) for _ in range(2)))
    # What a cue may not be tested on, beside itself.
    near: list[object] = [
        {"scene": window.scene.clip, "apart": window.scene}.get(trial, place)
        for place, window in enumerate(windows)
    ]
    tested, right, without = (np.zeros(len(windows)) for _ in range(3))
    first = [tracks[place] for place in scores.argmin(axis=1)]
    for _ in range(draws):
        cues = drawn(label, 3 if trial == "three" else 1, random)
        cues = np.array([cue for cue in cues if windows[cue].scene.track in column], np.int64)
        taken = {near[cue] for cue in cues}
        cued = len({windows[cue].scene.track for cue in cues})
        for place in range(len(windows)):
            if near[place] in taken or not len(cues):
                continue
            distances = judged.looks[place, cues].astype(np.float64)
            cue = int(distances.argmin())
            own = column[windows[cues[cue]].scene.track]
            row = scores[place].copy()
            said = strength(float(distances[cue]), cued, 1 - float(judged.by_network[place]))
            row[own] = drawn_ahead(row[own], row.min(), said)
            found = tracks[int(row.argmin())]
            tested[place] += 1
            if by_scene:
                # A talk may have the same piece as a walk: then the cue of either is right.
                wanted = played[label[place]]
                right[place] += found in wanted if found != tracks[own] else label[cues[cue]] == label[place]
                without[place] += first[place] in wanted
            else:
                right[place] += found == label[place]
                without[place] += first[place] == label[place]
    with np.errstate(invalid="ignore"):
        return CueTrial(right / tested, without / tested)


def drawn(labels: Sequence[str], count: int, random: np.random.Generator) -> Places:
    """Draw windows, so many of each label, never all of a label's."""
    found: list[int] = []
    for label in sorted(set(labels)):
        own = random.permutation([place for place, one in enumerate(labels) if one == label])
        found += own[: min(count, len(own) - 1)].tolist()
    return np.array(found, np.int64)
