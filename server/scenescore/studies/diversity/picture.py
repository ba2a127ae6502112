"""A picture of how often each track is retrieved. Hubs stand out on the left."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenescore.studies.figure import new_figure, to_png

_RANDOM_DRAWS = 300


@dataclass(frozen=True)
class OccurrencePanel:
    """The bars of one bundle."""

    title: str
    """Title of the panel."""
    occurrences: dict[str, npt.NDArray[np.int64]]
    """How many scenes got each track [shape=(K,)], by hub correction."""


def draw_diversity(panels: Sequence[OccurrencePanel]) -> bytes:
    """Draw how many scenes of each bundle got the most frequent track, the second, and so on.

    Lines show what drawing tracks at random gives, and the paper's ideal: all tracks equally often.

    Parameters
    ----------
    panels : sequence of OccurrencePanel
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
    figure = new_figure(10, 3.4 * len(panels))
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415

    for place, panel in enumerate(panels, 1):
        axes = figure.add_subplot(len(panels), 1, place)
        counts = next(iter(panel.occurrences.values()))
        scenes, tracks = int(counts.sum()), len(counts)
        # The bars end soon after the last track that any scene got.
        shown = max(int((one > 0).sum()) for one in panel.occurrences.values())
        shown = min(tracks, max(shown, round(0.6 * scenes)) + 2)
        width = 0.8 / len(panel.occurrences)
        for number, (label, one) in enumerate(panel.occurrences.items()):
            named = int((one > 0).sum())
            offset = (number - (len(panel.occurrences) - 1) / 2) * width
            axes.bar(
                np.arange(1, shown + 1) + offset,
                np.sort(one)[::-1][:shown],
                width,
                label=f"{label}: {named} different pieces",
            )
        even = np.full(tracks, scenes // tracks) + (np.arange(tracks) < scenes % tracks)
        drawn = drawn_at_random(scenes, tracks)
        for label, heights, style in (("drawn at random", drawn, "k-"), ("best possible", even, "k:")):
            axes.step(np.arange(1, shown + 1), heights[:shown], style, where="mid", lw=1, label=label)
        axes.set_title(panel.title, fontsize=9)
        axes.set_xlabel(f"pieces, the most frequent first ({tracks} in all)")
        axes.set_ylabel("scenes")
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        axes.legend(fontsize=8)
    return to_png(figure)


def drawn_at_random(scenes: int, tracks: int) -> npt.NDArray[np.float64]:
    """Return the mean number of scenes that get the most frequent track, the second, ..., by random draws.

    Parameters
    ----------
    scenes : int
        Number of scenes (J).
    tracks : int
        Number of tracks (K).

    Returns
    -------
    np.ndarray [shape=(K,), float64]
        In descending order.
    """
    random = np.random.default_rng(0)
    drawn = [
        np.sort(np.bincount(random.integers(tracks, size=scenes), minlength=tracks))[::-1]
        for _ in range(_RANDOM_DRAWS)
    ]
    mean: npt.NDArray[np.float64] = np.mean(drawn, axis=0)
    return mean
