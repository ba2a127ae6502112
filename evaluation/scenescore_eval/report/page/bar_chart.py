"""The report's chart: how often each predictor is right, with intervals and chance."""

from collections.abc import Callable, Sequence

import numpy as np

from scenescore.studies.figure import new_figure, to_png
from scenescore.studies.intervals import Interval
from scenescore_eval.report.data.eval_task import OWN
from scenescore_eval.report.figures.figures import Figures

Rate = Callable[[Figures], Interval | None]


def exactly(value: float) -> Interval:
    """Return a known value as an interval without width.

    Parameters
    ----------
    value : float
        The value.

    Returns
    -------
    Interval
    """
    return Interval(value, value, value, 0)


def draw_rates(figures: Sequence[Figures]) -> bytes:
    """Draw four panels of bars: right pieces, right kinds and right pieces with cues, grouped by game.

    Parameters
    ----------
    figures : sequence of Figures
        Figures of the games themselves and of one other source.

    Returns
    -------
    bytes
        A PNG.

    Raises
    ------
    UnavailableError
        Matplotlib isn't installed.
    """
    own = [one for one in figures if one.task.source == OWN]
    others = [one for one in figures if one.task.source != OWN]
    panels: list[tuple[str, list[Figures], Rate, Rate]] = [
        ("Same game: right piece", own, lambda one: one.piece, lambda one: exactly(one.chance_piece)),
        ("Same game: right kind of music", own, lambda one: one.kind, lambda one: exactly(one.chance_kind)),
        ("Another game: right kind", others, lambda one: one.kind, lambda one: exactly(one.chance_kind)),
        ("Another game, one cue a piece", others, lambda one: one.cued.get("one"), lambda one: None),
    ]
    predictors = list(dict.fromkeys(one.predictor for one in figures))
    picture = new_figure(11, 7.5)
    for axes, (title, chosen, rate, chance) in zip(picture.subplots(2, 2).flat, panels, strict=True):
        games = list(dict.fromkeys(one.task.game for one in chosen))
        width = 0.8 / max(1, len(predictors))
        for place, predictor in enumerate(predictors):
            for one in chosen:
                interval = rate(one) if one.predictor == predictor else None
                if interval is None:
                    continue
                x = games.index(one.task.game) + (place - (len(predictors) - 1) / 2) * width
                spread = np.array([[interval.value - interval.low], [interval.high - interval.value]])
                axes.bar(
                    x,
                    interval.value,
                    width * 0.92,
                    color=f"C{place}",
                    yerr=np.maximum(spread, 0),
                    capsize=3,
                    ecolor="0.3",
                )
        for one in chosen:
            x = games.index(one.task.game)
            if (floor := chance(one)) is not None:
                axes.hlines(floor.value, x - 0.45, x + 0.45, colors="black", linestyles="dotted")
        axes.set_xticks(range(len(games)), games)
        axes.set_ylim(0, 1)
        axes.set_title(title, fontsize=10)
    handles = [
        picture.axes[0].bar(0, 0, color=f"C{place}", label=name) for place, name in enumerate(predictors)
    ]
    dotted = picture.axes[0].hlines([], 0, 0, colors="black", linestyles="dotted", label="chance")
    picture.legend(handles=[*handles, dotted], loc="outside lower center", ncols=len(handles) + 1)
    return to_png(picture)
