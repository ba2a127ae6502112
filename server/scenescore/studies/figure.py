"""Drawing a study's picture with matplotlib, which comes with the training extra."""

import importlib.util
import io
from typing import TYPE_CHECKING

from scenescore.errors import UnavailableError
from scenescore.install import extra_advice

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def require_matplotlib() -> None:
    """Check that pictures can be drawn. A command calls this before it computes anything.

    Raises
    ------
    UnavailableError
        Matplotlib isn't installed. The message says how to install it.
    """
    if importlib.util.find_spec("matplotlib") is None:
        raise UnavailableError(f"drawing needs matplotlib, not installed here: {extra_advice('train')}")


def new_figure(width: float, height: float) -> "Figure":
    """Return an empty figure.

    Parameters
    ----------
    width, height : float
        Size in inches of 100 pixels.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    UnavailableError
        Matplotlib isn't installed.
    """
    require_matplotlib()
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - comes with the train extra
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=(width, height), dpi=100, layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def to_png(figure: "Figure") -> bytes:
    """Return a figure as a PNG.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        From `new_figure`.

    Returns
    -------
    bytes
        The content of the file.
    """
    picture = io.BytesIO()
    figure.savefig(picture, format="png", metadata={"Software": "Scenescore"})
    return picture.getvalue()
