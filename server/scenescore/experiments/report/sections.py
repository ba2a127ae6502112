"""What a report says, from its figures."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Final

import numpy as np

from scenescore.experiments.report.case import OTHERS, OWN, SIMILAR
from scenescore.experiments.report.cues import TRIALS
from scenescore.experiments.report.figures import Figures
from scenescore.experiments.report.goals import goals
from scenescore.experiments.report.page import Section, Table
from scenescore.experiments.report.picture import draw_rates
from scenescore.experiments.report.run import ReportResults

TITLES: Final = {
    OWN: "The game itself: learnt from the earlier half of each stretch, tested on the later",
    SIMILAR: "Another game, the one that looks most like it (the paper's way, section 3.2)",
    OTHERS: "All other games",
}
TRIAL_NAMES: Final = {
    "one": "one cue for each piece",
    "three": "three cues for each piece",
    "apart": "one cue for each piece, other stretches",
    "scene": "one cue for each kind of scene, other clips",
}
BASELINE: Final = (
    "`colours` is the lazy baseline: the known window with the most similar colour histogram, and the music "
    "that was heard in it; with cues, the nearest cue's piece, however far it is. `chance` draws tracks at "
    "random."
)


def all_sections(results: ReportResults, figures: Sequence[Figures], command: str) -> list[Section]:
    """Return a report's sections.

    Parameters
    ----------
    results : ReportResults
        What the figures rest on.
    figures : sequence of Figures
        From `scenescore.experiments.report.figures.all_figures`.
    command : str
        What anyone types to get the same.
    """
    sections = [_what_this_is(results, command), _summary(figures), _goals(figures, results.presets[0])]
    for source, title in TITLES.items():
        own = [one for one in figures if one.course.source == source]
        if own:
            sections.append(_retrieval(title, own, source))
    sections += [_cues(figures), _six(figures), _many(figures), _trainings(results, figures)]
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
    rows += [("left out", broken) for broken in results.collection.broken]
    return Section("What this is", BASELINE, Table(("", ""), tuple(rows)))


def _summary(figures: Sequence[Figures]) -> Section:
    """Say in one table what each predictor reached, over all games alike."""
    predictors = list(dict.fromkeys(one.predictor for one in figures))
    rows = []
    for predictor in predictors:
        of = {
            source: [one for one in figures if (one.predictor, one.course.source) == (predictor, source)]
            for source in TITLES
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


def _retrieval(title: str, figures: Sequence[Figures], source: str) -> Section:
    rows = []
    for game in dict.fromkeys(one.course.game for one in figures):
        own = [one for one in figures if one.course.game == game]
        for one in own:
            rows.append(
                (
                    game,
                    ", ".join(one.course.referred)
                    if source != OWN
                    else f"{one.windows} windows, {one.stretches} stretches",
                    one.predictor,
                    str(one.piece),
                    str(one.piece_corrected),
                    str(one.kind) if one.kind else "",
                    str(one.kind_corrected) if one.kind_corrected else "",
                    str(one.scene),
                )
            )
        first = own[0]
        chance = f"{first.chance_piece:.2f}"
        kind = f"{first.chance_kind:.2f}"
        rows.append((game, "", "chance", chance, chance, kind, kind, f"{first.chance_scene:.2f}"))
    return Section(
        title,
        "Right piece and right kind are looked for among all tracks, the right scene among the pieces that "
        "the game itself plays.",
        Table(
            (
                "game",
                "tested on" if source == OWN else "learnt from",
                "predictor",
                "right piece",
                "corrected for hubs",
                "right kind",
                "corrected for hubs",
                "right scene",
            ),
            tuple(rows),
        ),
    )


def _goals(figures: Sequence[Figures], predictor: str) -> Section:
    told = goals(figures, predictor)
    return Section(
        "Goals",
        f"What the preset {predictor} is to reach on windows that nothing was trained on.",
        Table(
            ("goal", "reached", ""),
            tuple((one.words, one.reached, "met" if one.met else "missed") for one in told),
        ),
    )


def _cues(figures: Sequence[Figures]) -> Section:
    rows = [
        (
            one.course.game,
            ", ".join(one.course.referred),
            one.predictor,
            *(
                f"{one.cued[trial]} (without {one.cued_without[trial]:.2f})" if trial in one.cued else ""
                for trial in TRIALS
            ),
        )
        for one in figures
        if one.course.source != OWN
    ]
    return Section(
        "With cues",
        "Cues are drawn at random, and all other windows of the game are tested. Right is the piece; with "
        "one cue for each kind of scene, a piece that the game plays in such scenes.",
        Table(("game", "learnt from", "predictor", *(TRIAL_NAMES[trial] for trial in TRIALS)), tuple(rows)),
    )


def _six(figures: Sequence[Figures]) -> Section:
    rows = [
        (
            one.course.game,
            ", ".join(one.course.referred),
            one.predictor,
            f"{one.six.right_class:.1f} of 6 (chance {one.six.chance_class:.1f})",
            f"{one.six.right_scene:.1f} of 6 (chance 1)",
            f"{one.six.variation:+.3f}",
            f"{one.six.distinct:.1f} / {one.six.distinct_corrected:.1f} (the game: {one.six.pieces:.1f})",
        )
        for one in figures
    ]
    return Section(
        "Six scenes, the paper's form (sections 3.3 and 3.4)",
        "Two scenes of each kind where there are three kinds. Variation: inter-scene variation over its "
        "summands and the mean distance, above 0 where scenes are told apart. Different pieces: without and "
        "with hub correction.",
        Table(
            (
                "game",
                "learnt from",
                "predictor",
                "nearest by class",
                "nearest its own",
                "variation",
                "different pieces",
            ),
            tuple(rows),
        ),
    )


def _many(figures: Sequence[Figures]) -> Section:
    rows = [
        (
            one.course.game,
            ", ".join(one.course.referred),
            one.predictor,
            f"{one.many.scenes:.0f} over {one.many.pieces:.0f}",
            f"{one.many.objective:.1f} / {one.many.objective_corrected:.1f}",
            f"{one.many.best:.1f} / {one.many.random:.1f}",
            f"{one.many.distinct:.1f} / {one.many.distinct_corrected:.1f}",
            f"{one.piece.value:.2f} / {one.piece_corrected.value:.2f}",
        )
        for one in figures
    ]
    return Section(
        "Diversity (section 3.4)",
        "The objective over scenes and pieces: lower is more even. Diversity alone can be had by chance, so "
        "the right pieces stand beside it. Pairs are without and with hub correction.",
        Table(
            (
                "game",
                "learnt from",
                "predictor",
                "scenes",
                "objective",
                "best / at random",
                "different pieces",
                "right piece",
            ),
            tuple(rows),
        ),
    )


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


def _average(values: Sequence[float]) -> str:
    return f"{np.mean(values):.2f}" if values else ""


def _six_of(figures: Sequence[Figures]) -> str:
    return f"{sum(one.six.right_class for one in figures):.1f} of {6 * len(figures)}" if figures else ""
