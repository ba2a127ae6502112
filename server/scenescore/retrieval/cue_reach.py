"""How far cues reach, and how much one counts at a distance (`docs/decisions/0008` and `0014`)."""

from typing import Final

import numpy as np
import numpy.typing as npt

MAX_DECIDING_DISTANCE: Final = 0.10
"""Appearance distance up to which a cue decides, while only one track has cues."""
MAX_CUE_DISTANCE: Final = 0.14
"""Appearance distance above which a cue has no effect, while only one track has cues."""
SEVERAL_TRACKS_FACTOR: Final = 4.0
"""Both distances grow by this factor once two tracks have cues: cues then tell scenes apart, and a scene is
more likely one of theirs than one that the bundle guesses at."""
CUE_LEAD: Final = 0.2
"""Share of the best score by which a deciding cue puts its track ahead of all others."""

Doubles = npt.NDArray[np.float64]


def cue_strength(distance: npt.ArrayLike, reach: float = MAX_CUE_DISTANCE) -> Doubles:
    """Return how much a cue counts for a window at a distance.

    Parameters
    ----------
    distance : array_like
        Appearance distance, from `scenescore.model.appearance_distance`.
    reach : float
        The distance above which the cue has no effect, from `cue_reach`.

    Returns
    -------
    np.ndarray [float64]
        1, the cue decides, to 0, it has no effect.
    """
    decides = reach * MAX_DECIDING_DISTANCE / MAX_CUE_DISTANCE
    strength: Doubles = np.clip((reach - np.asarray(distance)) / (reach - decides), 0.0, 1.0)
    return strength


def cue_reach(tracks: int, known: float = 0.0) -> float:
    """Return the distance above which cues have no effect.

    Parameters
    ----------
    tracks : int
        Tracks that have cues, 1 or more.
    known : float
        How surely the bundle remembers the window, 0 to 1; the larger reach is for the rest.

    Returns
    -------
    float
        An appearance distance.
    """
    factor = SEVERAL_TRACKS_FACTOR if tracks > 1 else 1.0
    return MAX_CUE_DISTANCE * (1 + (factor - 1) * (1 - known))


def leading_score(score: npt.ArrayLike, best: npt.ArrayLike, strength: npt.ArrayLike) -> Doubles:
    """Return a track's score once a cue pulls it ahead; lower is better.

    Parameters
    ----------
    score : array_like
        The track's own score.
    best : array_like
        The best score of all tracks.
    strength : array_like
        0, the score stays, to 1, the track leads by `CUE_LEAD`.

    Returns
    -------
    np.ndarray [float64]
    """
    own, least = np.asarray(score, np.float64), np.asarray(best, np.float64)
    ahead = least - CUE_LEAD * np.abs(least)
    pulled: Doubles = own - np.asarray(strength, np.float64) * np.maximum(0.0, own - ahead)
    return pulled
