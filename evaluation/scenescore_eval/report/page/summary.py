"""A report's summary: what each predictor reached, over all games alike."""

from collections.abc import Sequence

import numpy as np

from scenescore_eval.report.data.eval_task import OTHERS, OWN, SIMILAR, SOURCES
from scenescore_eval.report.figures.cue_trials import TRIALS
from scenescore_eval.report.figures.figures import Figures
from scenescore_eval.report.page.bar_chart import draw_rates
from scenescore_eval.report.page.document import Section, Table
from scenescore_eval.report.page.tables import TRIAL_NAMES


def summary(figures: Sequence[Figures]) -> Section:
    """Say in one table what each predictor reached, over all games alike."""
    predictors = list(dict.fromkeys(one.predictor for one in figures))
    rows = []
    for predictor in predictors:
        of = {
            source: [one for one in figures if (one.predictor, one.course.source) == (predictor, source)]
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
                _six_of(of[SIMILAR] or elsewhere),
            )
        )
    own = [one for one in figures if one.course.source == OWN and one.predictor == predictors[0]]
    away = [one for one in figures if one.course.source == SIMILAR and one.predictor == predictors[0]]
    rows.append(
        (
            "chance",
            _average([one.chance_piece for one in own]),
            _average([one.chance_kind for one in own]),
            _average([one.chance_kind for one in away]),
            *("" for _ in TRIALS),
            f"{sum(one.six.chance_class for one in away):.1f} of {6 * len(away)}" if away else "",
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
    bars = [
        one
        for one in figures
        if one.course.source == OWN
        or one.course.source == (OTHERS if any(f.course.source == OTHERS for f in figures) else SIMILAR)
    ]
    return Section(
        "Summary",
        "Means over the games. The paper's own result in its form is 4 of 12, where chance is 4.",
        Table(head, tuple(rows)),
        picture=("report.png", draw_rates(bars)),
    )


def _average(values: Sequence[float]) -> str:
    return f"{np.mean(values):.2f}" if values else ""


def _six_of(figures: Sequence[Figures]) -> str:
    return f"{sum(one.six.right_class for one in figures):.1f} of {6 * len(figures)}" if figures else ""
