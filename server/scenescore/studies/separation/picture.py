"""A picture of the distances of predicted to actual music, like the paper's Fig. 4."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenescore.studies.figure import new_figure, to_png


@dataclass(frozen=True)
class MatrixPanel:
    """The distance matrix of one game."""

    title: str
    """Title of the panel."""
    scenes: Sequence[str]
    """Name of each scene."""
    classes: Sequence[str]
    """Class of each scene."""
    matrix: npt.NDArray[np.float64]
    """Distances of predicted (rows) to actual music [shape=(J, J)]."""


def draw_separation(panels: Sequence[MatrixPanel]) -> bytes:
    """Draw the matrix of each game. Dark fields are near.

    The nearest music of each row is framed: green if it belongs to a scene of the same class, else red. A dot
    marks the scene's own music.

    Parameters
    ----------
    panels : sequence of MatrixPanel
        One or more.

    Returns
    -------
    bytes
        A PNG.

    Raises
    ------
    UnavailableError
        Matplotlib isn't installed.
    """
    largest = max(len(panel.scenes) for panel in panels)
    side = min(14.0, 2.6 + 0.55 * largest)
    columns = min(2, len(panels))
    rows = -(-len(panels) // columns)
    figure = new_figure((side + 1) * columns, side * rows + 0.6)
    from matplotlib.patches import Rectangle  # noqa: PLC0415

    for place, panel in enumerate(panels, 1):
        axes = figure.add_subplot(rows, columns, place)
        fields = axes.imshow(panel.matrix, cmap="viridis")
        ticks = range(len(panel.scenes))
        axes.set_xticks(ticks, panel.scenes, rotation=45, ha="right", rotation_mode="anchor")
        axes.set_yticks(ticks, panel.scenes)
        axes.set_xlabel("music that is heard there")
        axes.set_ylabel("predicted for the scene")
        axes.set_title(panel.title, fontsize=9)
        if len(panel.scenes) <= 12:
            middle = (panel.matrix.max() + panel.matrix.min()) / 2
            for (row, column), value in np.ndenumerate(panel.matrix):
                colour = "white" if value <= middle else "black"
                axes.text(column, row, f"{value:.2f}", ha="center", va="center", color=colour, fontsize=8)
        for row, column in enumerate(panel.matrix.argmin(axis=1)):
            right = panel.classes[row] == panel.classes[column]
            edge = "limegreen" if right else "red"
            axes.add_patch(
                Rectangle((column - 0.48, row - 0.48), 0.96, 0.96, fill=False, edgecolor=edge, lw=2.5)
            )
        axes.plot(np.arange(len(panel.scenes)) + 0.36, np.arange(len(panel.scenes)) - 0.36, "w.", ms=5)
        figure.colorbar(fields, ax=axes, shrink=0.8)
    figure.suptitle(
        "Earth Mover's Distance. Framed: the nearest music, green if of the scene's class; dot: its own",
        fontsize=9,
    )
    return to_png(figure)
