"""A picture of the dissimilarity of games, like the paper's Fig. 2."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.studies.figure import new_figure, to_png

MAX_DISSIMILARITY: Final = 64.0
"""Bits of a perceptual hash."""
MIN_COLOUR_RANGE: Final = 8.0
"""Bits from the darkest colour to the brightest, at least: games that hardly differ get nearly one."""


def draw_dissimilarities(names: Sequence[str], matrix: npt.NDArray[np.float64]) -> bytes:
    """Draw the matrix of dissimilarities. Dark fields are similar games.

    Parameters
    ----------
    names : sequence of str
        Names of the games.
    matrix : np.ndarray [shape=(n, n), float64]
        From `scenescore.retrieval.game_similarity.dissimilarities`.

    Returns
    -------
    bytes
        A PNG.

    Raises
    ------
    UnavailableError
        Matplotlib isn't installed.
    """
    side = 2.5 + 0.75 * len(names)
    figure = new_figure(side + 1, side)
    axes = figure.add_subplot()
    # The diagonal stays blank, so that it doesn't stretch the colours.
    shown = np.ma.masked_array(matrix, np.eye(len(names), dtype=bool))
    darkest, brightest = colour_range(float(shown.min()), float(shown.max()))
    fields = axes.imshow(shown, cmap="viridis", vmin=darkest, vmax=brightest)
    axes.set_xticks(range(len(names)), names, rotation=45, ha="right", rotation_mode="anchor")
    axes.set_yticks(range(len(names)), names)
    middle = (darkest + brightest) / 2
    for (row, column), value in np.ndenumerate(matrix):
        colour = "grey" if row == column else "white" if value <= middle else "black"
        axes.text(column, row, f"{value:.1f}", ha="center", va="center", color=colour)
    axes.set_title("Dissimilarity of games' pictures (mean Hamming distance of pHash, 0 to 64)", fontsize=9)
    figure.colorbar(fields, ax=axes, shrink=0.8)
    return to_png(figure)


def colour_range(least: float, most: float) -> tuple[float, float]:
    """Return the dissimilarities that get the darkest and the brightest colour.

    Parameters
    ----------
    least, most : float
        The least and the greatest dissimilarity that is drawn, 0 to 64.

    Returns
    -------
    darkest, brightest : float
        They hold `least` and `most`, and are `MIN_COLOUR_RANGE` apart or more.
    """
    missing = max(0.0, MIN_COLOUR_RANGE - (most - least))
    darkest = min(max(0.0, least - missing / 2), MAX_DISSIMILARITY - MIN_COLOUR_RANGE)
    return min(darkest, least), max(darkest + MIN_COLOUR_RANGE, most)
