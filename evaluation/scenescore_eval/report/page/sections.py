"""What a report says, from its figures."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Final

import numpy as np

from scenescore_eval.report.data.eval_task import OTHERS, OWN, SIMILAR
from scenescore_eval.report.experiment_log import WHERE, tries_for
from scenescore_eval.report.figures.figures import Figures
from scenescore_eval.report.figures.goals import Goal, goals
from scenescore_eval.report.page.document import Points, Section, Table
from scenescore_eval.report.page.summary import summary
from scenescore_eval.report.page.tables import cues, live, many, retrieval, six
from scenescore_eval.report.run import ReportResults

TITLES: Final = {
    OWN: "The game itself: learnt from the earlier half of each stretch, tested on the later",
    SIMILAR: "Another game, the one that looks most like it (the paper's way, section 3.2)",
    OTHERS: "All other games",
}
BASELINE: Final = (
    "`colours` is the lazy baseline: the known window with the most similar colour histogram, and the music "
    "that was heard in it; with cues, the nearest cue's piece, however far it is. `told the scene` sees "
    "nothing: it is told what kind of scene it is, and answers with what is heard in such a scene of the "
    "games that were learnt from; what it doesn't reach lies between the games' music, not in the pictures. "
    "`chance` draws tracks at random."
)


def all_sections(results: ReportResults, figures: Sequence[Figures], command: str) -> list[Section]:
    """Return a report's sections.

    Parameters
    ----------
    results : ReportResults
        What the figures rest on.
    figures : sequence of Figures
        From `scenescore_eval.report.figures.figures.all_figures`.
    command : str
        What anyone types to get the same.
    """
    told = goals(figures, results.presets[0])
    sections = [_what_this_is(results, command), summary(figures), _goals(told, results.presets[0])]
    for source, title in TITLES.items():
        own = [one for one in figures if one.course.source == source]
        if own:
            sections.append(retrieval(title, own, source))
    sections += [cues(figures), live(figures), six(figures), many(figures)]
    sections += [*_tries(told), _trainings(results, figures)]
    return [section for section in sections if section.table is None or section.table.rows]


def _what_this_is(results: ReportResults, command: str) -> Section:
    settings, data = results.settings, results.data
    names = ("scenescore", "keras", "librosa", "onnxruntime", "numpy", "POT")
    rows = [
        ("made with", command),
        ("date", f"{datetime.now(UTC):%d %B %Y}"),
        ("machine", f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, no GPU used"),
        ("versions", ", ".join(f"{name} {version(name)}" for name in names)),
        (
            "games",
            ", ".join(
                f"{game} ({sum(one.duration_s for one in data.of_game(game)) / 60:.0f} min)"
                for game in data.games
            ),
        ),
        ("music", f"{len(results.collection.tracks)} tracks"),
        (
            "settings",
            f"{settings.name}: seeds 0 to {settings.seeds - 1}, "
            f"{f'at most {settings.epochs} epochs' if settings.epochs else 'epochs of the presets'}, "
            f"{settings.segments_per_game} segments a game, {settings.steps} steps, {settings.draws} draws",
        ),
        ("intervals", "95 %, bootstrap over stretches of play: windows of one stretch are near copies"),
    ]
    rows += [("left out", broken) for broken in (*results.broken, *results.collection.broken)]
    return Section("What this is", BASELINE, Table(("", ""), tuple(rows)))


def _goals(told: Sequence[Goal], predictor: str) -> Section:
    return Section(
        "Goals",
        f"What the preset {predictor} is to reach on windows that nothing was trained on.",
        Table(
            ("goal", "reached", ""),
            tuple((one.words, one.reached, "met" if one.met else "missed") for one in told),
        ),
    )


def _tries(told: Sequence[Goal]) -> list[Section]:
    tries = tries_for({one.about for one in told if not one.met})
    points = tuple(Points(one.title, (*one.tried, f"It would take: {one.wanted}")) for one in tries)
    return [Section("What was tried against goals that are missed", WHERE, points=points)] if points else []


def _trainings(results: ReportResults, figures: Sequence[Figures]) -> Section:
    rows = []
    for course in results.courses:
        for preset in results.presets:
            own = [one for one in results.cases if (one.case.course, one.case.preset) == (course, preset)]
            made = [one for one in own if one.judged is not None]
            problems = "; ".join(dict.fromkeys(one.problem for one in own if one.problem))
            loss = (
                f"{np.mean([one.held_out_loss for one in made]):.3f} "
                f"(mean {np.mean([one.mean_loss for one in made]):.3f})"
                if made
                else ""
            )
            seconds = f"{np.mean([one.seconds for one in made]):.0f} s" if made else ""
            rows.append(
                (
                    course.game,
                    ", ".join(course.referred),
                    preset,
                    f"{len(made)} of {len(own)}",
                    loss,
                    seconds,
                    problems,
                )
            )
    return Section(
        "The trainings",
        "Loss on the training's own test half, beside that of predicting the mean.",
        Table(
            ("game", "learnt from", "preset", "trained", "held-out loss", "each took", "problems"),
            tuple(rows),
        ),
    )
