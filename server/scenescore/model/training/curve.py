"""The loss curve of a training as a picture."""

import io
from collections.abc import Sequence


def draw_curve(
    losses: Sequence[float],
    validation_losses: Sequence[float],
    *,
    best_epoch: int,
    mean_loss: float,
    title: str,
) -> bytes:
    """Draw the loss of each epoch.

    Parameters
    ----------
    losses, validation_losses : sequence of float
        Loss of each epoch; `validation_losses` may be empty.
    best_epoch : int
        The epoch whose weights were kept, from 1.
    mean_loss : float
        Loss on the test half of always predicting the training mean.
    title : str
        Title of the picture.

    Returns
    -------
    bytes
        A PNG.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - comes with the train extra
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=(7, 4), dpi=100, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    epochs = range(1, len(losses) + 1)
    axes.plot(epochs, losses, label="training")
    if validation_losses:
        axes.plot(epochs, validation_losses, label="validation")
    axes.axhline(mean_loss, color="grey", linestyle=":", label="predicting the mean (test half)")
    axes.axvline(best_epoch, color="black", linewidth=0.8, label=f"kept: epoch {best_epoch}")
    axes.set(title=title, xlabel="epoch", ylabel="mean squared error", ylim=(0, None))
    axes.legend()
    picture = io.BytesIO()
    figure.savefig(picture, format="png", metadata={"Software": "Scenescore"})
    return picture.getvalue()
