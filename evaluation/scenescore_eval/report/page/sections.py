"""The sections of a report, from its figures."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Final

import numpy as np

from scenescore_eval.report.data.eval_task import OTHERS, OWN, SIMILAR
from scenescore_eval.report.figures.figures import Figures
from scenescore_eval.report.figures.goals import goals
from scenescore_eval.report.page.document import Section, Table
from scenescore_eval.report.page.summary import summary
from scenescore_eval.report.page.tables import cues, live, many, retrieval, six
from scenescore_eval.report.run import ReportResults

TITLES: Final = {
    OWN: "The game itself: learnt from the earlier half of each stretch, tested on the later",
    SIMILAR: "Another game, learnt from the one that looks most like it (the paper's way, section 3.2)",
    OTHERS: "Another game, learnt from all others",
}
PREDICTORS: Final = (
    "`default` and `paper` are the presets, trained for this report. `colours` is the plain baseline: it "
    "takes the known window with the most similar colour histogram, and answers with the music that was "
    "heard there; with cues, it takes the nearest cue's piece at any distance. `told the scene` is an "
    "oracle: it sees no picture, is told the kind of scene, and answers with music that was heard in such a "
    "scene of the games that were learnt from. What it misses is a difference between the games' music, not "
    "a lack of information in the pictures. `chance` draws tracks at random."
)


def all_sections(results: ReportResults, figures: Sequence[Figures], command: str) -> list[Section]:
    """Return all sections of a report.

    Parameters
    ----------
    results : ReportResults
        What the figures were computed from.
    figures : sequence of Figures
        From `scenescore_eval.report.figures.figures.compute_figures`.
    command : str
        The command that repeats the report.

    Returns
    -------
    list of Section
        Sections whose table would be empty are left out.
    """
    sections = [_setup(results, command), summary(figures), _goals(figures, results.presets[0])]
    for source, title in TITLES.items():
        own = [one for one in figures if one.task.source == source]
        if own:
            sections.append(retrieval(title, own, source))
    sections += [cues(figures), live(figures), six(figures), many(figures), _trainings(results)]
    return [section for section in sections if section.table is None or section.table.rows]


def _setup(results: ReportResults, command: str) -> Section:
    settings, data = results.settings, results.data
    names = ("scenescore", "keras", "librosa", "onnxruntime", "numpy", "POT")
    rows = [
        ("command", command),
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
    return Section("Setup", PREDICTORS, Table(("", ""), tuple(rows)))


def _goals(figures: Sequence[Figures], predictor: str) -> Section:
    return Section(
        "Goals",
        f"Goals of the preset {predictor} on windows that nothing was trained on.",
        Table(
            ("goal", "reached", ""),
            tuple(
                (goal.text, goal.reached, "met" if goal.met else "missed")
                for goal in goals(figures, predictor)
            ),
        ),
    )


def _trainings(results: ReportResults) -> Section:
    rows = []
    for task in results.tasks:
        for preset in results.presets:
            own = [one for one in results.cases if (one.case.task, one.case.preset) == (task, preset)]
            made = [one for one in own if one.predictions is not None]
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
                    task.game,
                    ", ".join(task.referred),
                    preset,
                    f"{len(made)} of {len(own)}",
                    loss,
                    seconds,
                    problems,
                )
            )
    return Section(
        "Trainings",
        "Loss on the held-out half of each training's segments, beside the loss of predicting the mean.",
        Table(
            ("game", "learnt from", "preset", "trained", "held-out loss", "seconds each", "problems"),
            tuple(rows),
        ),
    )
