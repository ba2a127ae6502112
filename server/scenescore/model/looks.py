"""How alike two windows look, and what a cue makes of that (`docs/decisions/0008`)."""

from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.frames.scene import colour_histogram

Floats = npt.NDArray[np.float32]

SAME: Final = 0.05
"""Up to so far apart two windows show the same: a cue then decides."""
OTHER: Final = 0.15
"""From so far apart on they show something else: a cue then says nothing."""
LOOK: Final = 162
"""Numbers in a frame's look: 128 of its embedding, 34 of its colours."""
COLOURS_WEIGH: Final = 0.5
"""A bundle sees little difference in a game that it has never seen; colours are told apart in any game."""
LEAD: Final = 0.2
"""By what share of the best score a cue that decides puts its track ahead of all others."""


def look_of(picture: npt.NDArray[np.uint8], embedding: Floats) -> Floats:
    """Return what a frame is compared by.

    Parameters
    ----------
    picture : np.ndarray [shape=(80, 80, 3), uint8]
        The frame in HSV.
    embedding : np.ndarray [shape=(128,), float32]
        What the bundle sees in it.

    Returns
    -------
    np.ndarray [shape=(162,), float32]
        Two frames' product is 1.5 less their distance: the cosine distance of the embeddings, and half that
        of the colour histograms.
    """
    colours = colour_histogram(picture)
    return np.concatenate([_unit(embedding), np.sqrt(COLOURS_WEIGH) * _unit(colours)]).astype(np.float32)


def looks_of(pictures: npt.NDArray[np.uint8], embeddings: Floats) -> Floats:
    """Return the looks of frames, as `look_of`.

    Parameters
    ----------
    pictures : np.ndarray [shape=(n, 80, 80, 3), uint8]
        The frames in HSV.
    embeddings : np.ndarray [shape=(n, 128), float32]
        What the bundle sees in them.

    Returns
    -------
    np.ndarray [shape=(n, 162), float32]
    """
    return np.stack([look_of(picture, own) for picture, own in zip(pictures, embeddings, strict=True)])


def look_distance(looks: Floats, known: Floats) -> float:
    """Return how far a window is from a known one.

    It is the mean, over the window's frames, of the distance to the nearest frame of the known one. So a
    moment of a scene is as near as all of it.

    Parameters
    ----------
    looks : np.ndarray [shape=(steps, 162), float32]
        Of the window's frames, from `look_of`.
    known : np.ndarray [shape=(steps, 162), float32]
        Of the known window's.

    Returns
    -------
    float
        0, the same pictures, to 3.
    """
    return 1 + COLOURS_WEIGH - float((looks @ known.T).max(axis=1).mean(dtype=np.float64))


def strength_of(distance: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return how much a cue says of a window that is so far away: 1, it decides, to 0, nothing."""
    strength: npt.NDArray[np.float64] = np.clip((OTHER - np.asarray(distance)) / (OTHER - SAME), 0.0, 1.0)
    return strength


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


def _unit(values: npt.NDArray[np.float64] | Floats) -> npt.NDArray[np.float64]:
    unit: npt.NDArray[np.float64] = values.astype(np.float64) / max(float(np.linalg.norm(values)), 1e-9)
    return unit
