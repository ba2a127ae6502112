"""What a frame looks like, so that places are known again in any game (`docs/decisions/0014`).

A network that has learnt one game sees little difference in another. Where edges run, and which colours there
are, tells places apart in all games, and needs no learning.
"""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from scenescore.frames.decode import SIDE
from scenescore.frames.scene_detector import colour_histogram

CELLS: Final = 5
"""The picture is cut into 5 x 5 cells of 16 pixels."""
DIRECTIONS: Final = 8
"""Directions that edges are counted by in each cell, over half a turn: light to dark is as dark to light."""
EDGE_VALUES: Final = CELLS * CELLS * DIRECTIONS
COLOUR_VALUES: Final = 34
APPEARANCE_VALUES: Final = EDGE_VALUES + COLOUR_VALUES
"""Numbers in a frame's look: 200 of its edges, 34 of its colours."""
COLOUR_WEIGHT: Final = 0.3
"""Of the colours, beside the edges' 1: the same place by night, or another place in the same light."""
CLEAR: Final = 16.0
"""Mean length of a picture's gradients, grey levels, from which edges count in full: of a plain picture, such
as a fade, they tell nothing. Frames of games have 15 and more, mostly 50 to 100."""
MAX_APPEARANCE_DISTANCE: Final = 1 + COLOUR_WEIGHT
"""Distance of two looks that have nothing in common."""

Floats = npt.NDArray[np.float32]
Picture = npt.NDArray[np.uint8]

_CELL_OF: Final = np.arange(SIDE) // (SIDE // CELLS)
_FIRST_OF_CELL: Final = (_CELL_OF[:, None] * CELLS + _CELL_OF[None]) * DIRECTIONS


def appearance_descriptor(picture: Picture) -> Floats:
    """Return what a frame is compared by.

    Parameters
    ----------
    picture : np.ndarray [shape=(80, 80, 3), uint8]
        The frame in HSV.

    Returns
    -------
    np.ndarray [shape=(234,), float32]
        Two frames' product is `MAX_APPEARANCE_DISTANCE` less their distance: the cosine distance of their `edges`, and 0.3
        of that of their colour histograms; of plain pictures it is more of the colours', and less of the
        edges'.
    """
    found = edges(picture)
    clear = min(1.0, float(np.square(found).sum()) / (picture.shape[0] * picture.shape[1] * CLEAR))
    of_edges = np.sqrt(clear) * _unit(found)
    of_colours = np.sqrt(MAX_APPEARANCE_DISTANCE - clear) * _unit(colour_histogram(picture))
    return np.concatenate([of_edges, of_colours]).astype(np.float32)


def appearance_descriptors(pictures: Picture) -> Floats:
    """Return the looks of frames [shape=(n, 80, 80, 3), uint8] as `appearance_descriptor`: [shape=(n, 234), float32]."""
    return np.stack([appearance_descriptor(picture) for picture in pictures])


def edges(picture: Picture) -> npt.NDArray[np.float64]:
    """Sum up where edges run, and how strong they are, in each cell of a picture.

    Parameters
    ----------
    picture : np.ndarray [shape=(80, 80, 3), uint8]
        HSV.

    Returns
    -------
    np.ndarray [shape=(200,), float64]
        For each cell, row by row: the roots of its gradients' lengths, summed up by direction. A histogram of
        oriented gradients (Dalal and Triggs, 2005).
    """
    grey = cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_HSV2BGR), cv2.COLOR_BGR2GRAY)
    across, down = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    half_turns = np.arctan2(down, across) * np.float32(DIRECTIONS / np.pi)
    # A whole half turn is none: what is left of it in two's complement, as there are 8 directions.
    places = (np.floor(half_turns).astype(np.int64) & (DIRECTIONS - 1)) + _FIRST_OF_CELL
    lengths = np.sqrt(across * across + down * down)
    roots: npt.NDArray[np.float64] = np.sqrt(np.bincount(places.ravel(), lengths.ravel(), EDGE_VALUES))
    return roots


def _unit(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    unit: npt.NDArray[np.float64] = values / max(float(np.linalg.norm(values)), 1e-9)
    return unit
