"""How alike two windows look, and what a cue makes of that (`docs/decisions/0008` and `0014`)."""

from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.frames.appearance import FARTHEST

Floats = npt.NDArray[np.float32]

SAME: Final = 0.10
"""Up to so far apart two windows show the same: a cue then decides, if no other track has cues."""
OTHER: Final = 0.14
"""From so far apart on they show something else: it then says nothing."""
WIDER: Final = 4.0
"""How many times as far cues reach once two tracks have them: then they tell scenes apart, and a scene is
likelier one of theirs than one that the bundle guesses at."""
STILLNESS: Final = 0.06
"""Of how still two windows are, beside how they look: added to their distance times the difference."""
LEAD: Final = 0.2
"""By what share of the best score a cue that decides puts its track ahead of all others."""


def look_distance(looks: Floats, known: Floats) -> float:
    """Return how far a window is from a known one.

    It is the mean, over the window's frames, of the distance to the nearest frame of the known one. So a
    moment of a scene is as near as all of it.

    Parameters
    ----------
    looks : np.ndarray [shape=(steps, 234), float32]
        Of the window's frames, from `scenescore.frames.appearance.look_of`.
    known : np.ndarray [shape=(n, 234), float32]
        Of the known window's.

    Returns
    -------
    float
        0, the same pictures, to 1.3.
    """
    return FARTHEST - float((looks @ known.T).max(axis=1).mean(dtype=np.float64))


def added_by_stillness(own: float | None, other: float | None) -> float:
    """Return how much farther two windows are because one is stiller; nothing where that isn't known.

    Parameters
    ----------
    own, other : float or None
        From `scenescore.frames.stillness.stillness_of`.
    """
    return 0.0 if own is None or other is None else STILLNESS * abs(own - other)


def strength_of(distance: npt.ArrayLike, reach: float = OTHER) -> npt.NDArray[np.float64]:
    """Return how much a cue says of a window that is so far away: 1, it decides, to 0, nothing.

    Parameters
    ----------
    distance : array_like
        From `look_distance`.
    reach : float
        From so far on it says nothing; see `reach_of`.
    """
    decides = reach * SAME / OTHER
    strength: npt.NDArray[np.float64] = np.clip((reach - np.asarray(distance)) / (reach - decides), 0.0, 1.0)
    return strength


def reach_of(tracks: int, known: float = 0.0) -> float:
    """Return how far cues reach.

    Parameters
    ----------
    tracks : int
        Tracks that have cues, 1 or more.
    known : float
        How surely the bundle knows the window by itself, 0 to 1 (`scenescore.model.memory`): what it knows is
        its own to judge, beyond what looks the same.
    """
    widened = WIDER if tracks > 1 else 1.0
    return OTHER * (1 + (widened - 1) * (1 - known))


def drawn_ahead(
    score: npt.ArrayLike, best: npt.ArrayLike, strength: npt.ArrayLike
) -> npt.NDArray[np.float64]:
    """Return the score of a cue's track once it is drawn ahead; lower is better.

    Parameters
    ----------
    score : array_like
        The track's own.
    best : array_like
        The best of all tracks'.
    strength : array_like
        0, it stays, to 1, it leads by `LEAD`.
    """
    own, least = np.asarray(score, np.float64), np.asarray(best, np.float64)
    ahead = least - LEAD * np.abs(least)
    drawn: npt.NDArray[np.float64] = own - np.asarray(strength, np.float64) * np.maximum(0.0, own - ahead)
    return drawn
