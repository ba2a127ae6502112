"""Appearance descriptors: they recognise places in any game (`docs/decisions/0014`).

A network that is trained on one game sees little difference between the scenes of another. Edges and colours
tell places apart in all games, without training.
"""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from scenescore.frames.decode import SIDE
from scenescore.frames.scene_detector import colour_histogram

CELLS: Final = 5
"""A frame is divided into 5 × 5 cells of 16 × 16 pixels."""
DIRECTIONS: Final = 8
"""Directions of edges in each cell, over half a turn: light to dark counts the same as dark to light."""
EDGE_VALUES: Final = CELLS * CELLS * DIRECTIONS
"""Values of a descriptor that describe edges: 200."""
COLOUR_VALUES: Final = 34
"""Values of a descriptor that describe colours; see `scenescore.frames.scene_detector.colour_histogram`."""
APPEARANCE_VALUES: Final = EDGE_VALUES + COLOUR_VALUES
"""Values of a descriptor: 234."""
COLOUR_WEIGHT: Final = 0.3
"""Weight of the colours, relative to the edges' weight of 1. So a place at night is nearer to the same place
by day than to another place in the same light."""
FULL_EDGE_GRADIENT: Final = 16.0
"""Mean gradient in grey levels from which edges have their full weight. Edges of a plain picture, such as a
fade, mean nothing. Frames of games have 15 and more, mostly 50 to 100."""
MAX_APPEARANCE_DISTANCE: Final = 1 + COLOUR_WEIGHT
"""Distance of two descriptors that have nothing in common."""

Floats = npt.NDArray[np.float32]
Picture = npt.NDArray[np.uint8]

_CELL_OF_PIXEL: Final = np.arange(SIDE) // (SIDE // CELLS)
_FIRST_BIN: Final = (_CELL_OF_PIXEL[:, None] * CELLS + _CELL_OF_PIXEL[None]) * DIRECTIONS


def appearance_descriptor(picture: Picture) -> Floats:
    """Return the appearance descriptor of a frame.

    The distance of two frames is `MAX_APPEARANCE_DISTANCE` minus the dot product of their descriptors. It is
    the cosine distance of their edges, plus 0.3 times the cosine distance of their colours. In plain pictures
    a part of the edges' weight goes to the colours.

    Parameters
    ----------
    picture : np.ndarray [shape=(80, 80, 3), uint8]
        The frame in HSV.

    Returns
    -------
    np.ndarray [shape=(234,), float32]
        200 values of edges, then 34 of colours.
    """
    histogram = edges(picture)
    mean_gradient = float(np.square(histogram).sum()) / (picture.shape[0] * picture.shape[1])
    edge_weight = min(1.0, mean_gradient / FULL_EDGE_GRADIENT)
    edge_part = np.sqrt(edge_weight) * _unit(histogram)
    colour_part = np.sqrt(MAX_APPEARANCE_DISTANCE - edge_weight) * _unit(colour_histogram(picture))
    return np.concatenate([edge_part, colour_part]).astype(np.float32)


def appearance_descriptors(pictures: Picture) -> Floats:
    """Return the appearance descriptors of several frames.

    Parameters
    ----------
    pictures : np.ndarray [shape=(n, 80, 80, 3), uint8]
        At least one frame in HSV.

    Returns
    -------
    np.ndarray [shape=(n, 234), float32]
        As `appearance_descriptor`.
    """
    return np.stack([appearance_descriptor(picture) for picture in pictures])


def edges(picture: Picture) -> npt.NDArray[np.float64]:
    """Return a histogram of oriented gradients (Dalal and Triggs, 2005).

    Parameters
    ----------
    picture : np.ndarray [shape=(80, 80, 3), uint8]
        The frame in HSV.

    Returns
    -------
    np.ndarray [shape=(200,), float64]
        For each cell, row by row, and each direction: the square root of the sum of the gradients' lengths.
    """
    grey = cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_HSV2BGR), cv2.COLOR_BGR2GRAY)
    across, down = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    turns = np.arctan2(down, across) * np.float32(DIRECTIONS / np.pi)
    # Directions repeat after half a turn. With 8 of them a mask gives the remainder, also below 0.
    bins = (np.floor(turns).astype(np.int64) & (DIRECTIONS - 1)) + _FIRST_BIN
    lengths = np.sqrt(across * across + down * down)
    roots: npt.NDArray[np.float64] = np.sqrt(np.bincount(bins.ravel(), lengths.ravel(), EDGE_VALUES))
    return roots


def _unit(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    unit: npt.NDArray[np.float64] = values / max(float(np.linalg.norm(values)), 1e-9)
    return unit
