"""A drawing of a study: an empty figure, and the PNG that it becomes."""

import io
from typing import TYPE_CHECKING

from scenescore.errors import UnavailableError

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def new_figure(width: float, height: float) -> "Figure":
    """Return an empty figure of a size in inches, 100 pixels each.

    Raises
    ------
    UnavailableError
        Matplotlib isn't installed.
    """
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - comes with the train extra
        from matplotlib.figure import Figure  # noqa: PLC0415
    except ImportError as error:
        raise UnavailableError(
            'drawing needs matplotlib, not installed here: pip install "scenescore[train]"'
        ) from error
    figure = Figure(figsize=(width, height), dpi=100, layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def to_png(figure: "Figure") -> bytes:
    """Return a figure as a PNG."""
    picture = io.BytesIO()
    figure.savefig(picture, format="png", metadata={"Software": "Scenescore"})
    return picture.getvalue()
