"""A report's summary: the mean of each predictor's figures over all games."""

from collections.abc import Sequence

import numpy as np

from scenescore_eval.report.data.eval_task import OTHERS, OWN, SIMILAR, SOURCES
from scenescore_eval.report.figures.cue_trials import TRIALS
from scenescore_eval.report.figures.figures import Figures
from scenescore_eval.report.figures.sampling import SMALL_FORM_SCENES
from scenescore_eval.report.page.bar_chart import draw_rates
from scenescore_eval.report.page.document import Section, Table
from scenescore_eval.report.page.tables import TRIAL_NAMES


def summary(figures: Sequence[Figures]) -> Section:
    """Return a section with one row for each predictor and one for chance, and the chart.

    Parameters
    ----------
    figures : sequence of Figures
        All figures of the report.

    Returns
    -------
    Section
    """
    predictors = list(dict.fromkeys(one.predictor for one in figures))
    rows = []
    for predictor in predictors:
        of = {
            source: [one for one in figures if (one.predictor, one.task.source) == (predictor, source)]
            for source in SOURCES
        }
        elsewhere = of[OTHERS] or of[SIMILAR]
        rows.append(
            (
                predictor,
                _average([one.piece.value for one in of[OWN]]),
                _average([one.kind.value for one in of[OWN] if one.kind]),
                _average([one.kind.value for one in elsewhere if one.kind]),
                *(
                    _average([one.cued[trial].value for one in elsewhere if trial in one.cued])
                    for trial in TRIALS
                ),
                _right_classes(of[SIMILAR] or elsewhere),
            )
        )
    own = [one for one in figures if one.task.source == OWN and one.predictor == predictors[0]]
    similar = [one for one in figures if one.task.source == SIMILAR and one.predictor == predictors[0]]
    chance_classes = sum(one.six.chance_class for one in similar)
    rows.append(
        (
            "chance",
            _average([one.chance_piece for one in own]),
            _average([one.chance_kind for one in own]),
            _average([one.chance_kind for one in similar]),
            *("" for _ in TRIALS),
            f"{chance_classes:.1f} of {SMALL_FORM_SCENES * len(similar)}" if similar else "",
        )
    )
    head = (
        "",
        "same game: right piece",
        "same game: right kind",
        "another game: right kind",
        *(f"another game, {TRIAL_NAMES[trial]}" for trial in TRIALS),
        "the paper's form: nearest by class",
    )
    widest = OTHERS if any(one.task.source == OTHERS for one in figures) else SIMILAR
    charted = [one for one in figures if one.task.source in (OWN, widest)]
    return Section(
        "Summary",
        "Means over the games. The paper's own result in its form is 4 of 12, where chance is 4.",
        Table(head, tuple(rows)),
        picture=("report.png", draw_rates(charted)),
    )


def _average(values: Sequence[float]) -> str:
    return f"{np.mean(values):.2f}" if values else ""


def _right_classes(figures: Sequence[Figures]) -> str:
    right = sum(one.six.right_class for one in figures)
    return f"{right:.1f} of {SMALL_FORM_SCENES * len(figures)}" if figures else ""
