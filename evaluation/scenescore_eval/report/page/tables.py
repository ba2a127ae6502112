"""A report's tables: retrieval, cues, the paper's forms and live play."""

from collections.abc import Sequence
from typing import Final

from scenescore_eval.report.data.eval_task import OWN
from scenescore_eval.report.figures.cue_trials import TRIALS
from scenescore_eval.report.figures.figures import Figures
from scenescore_eval.report.page.document import Section, Table

TRIAL_NAMES: Final = {
    "one": "one cue for each piece",
    "three": "three cues for each piece",
    "apart": "one cue for each piece, other stretches",
    "scene": "one cue for each kind of scene, other clips",
}


def retrieval(title: str, figures: Sequence[Figures], source: str) -> Section:
    """Return the table of how often the nearest track is right.

    Parameters
    ----------
    title : str
        Title of the section.
    figures : sequence of Figures
        Figures of tasks with that source.
    source : str
        One of `scenescore_eval.report.data.eval_task.SOURCES`.

    Returns
    -------
    Section
    """
    rows = []
    for game in dict.fromkeys(one.task.game for one in figures):
        own = [one for one in figures if one.task.game == game]
        for one in own:
            rows.append(
                (
                    game,
                    ", ".join(one.task.referred)
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
        "All tracks are searched for the right piece and the right kind, and the pieces that the game itself "
        "plays for the right scene.",
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


def cues(figures: Sequence[Figures]) -> Section:
    """Return the table of how often matches are right with cues.

    Parameters
    ----------
    figures : sequence of Figures
        All figures of the report.

    Returns
    -------
    Section
    """
    rows = [
        (
            one.task.game,
            ", ".join(one.task.referred),
            one.predictor,
            *(
                f"{one.cued[trial]} (without {one.cued_without[trial]:.2f})" if trial in one.cued else ""
                for trial in TRIALS
            ),
        )
        for one in figures
        if one.task.source != OWN and one.cued
    ]
    return Section(
        "With cues",
        "Cues are drawn at random, and all other windows of the game are tested. A window is right if it "
        "gets the game's piece; with one cue for each kind of scene, if it gets a piece that the game plays "
        "in such scenes.",
        Table(("game", "learnt from", "predictor", *(TRIAL_NAMES[trial] for trial in TRIALS)), tuple(rows)),
    )


def six(figures: Sequence[Figures]) -> Section:
    """Return the table of six scenes, the paper's small form.

    Parameters
    ----------
    figures : sequence of Figures
        All figures of the report.

    Returns
    -------
    Section
    """
    rows = [
        (
            one.task.game,
            ", ".join(one.task.referred),
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
        "Two scenes of each kind if there are three kinds. Variation: inter-scene variation divided by the "
        "number of its summands and by the mean distance; above 0, scenes are told apart. Different pieces: "
        "without and with hub correction.",
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


def many(figures: Sequence[Figures]) -> Section:
    """Return the table of how evenly many scenes are spread over the music, the paper's large form.

    Parameters
    ----------
    figures : sequence of Figures
        All figures of the report.

    Returns
    -------
    Section
    """
    rows = [
        (
            one.task.game,
            ", ".join(one.task.referred),
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
        "The objective over scenes and pieces: lower is more even. Drawing pieces at random is diverse, too, "
        "so the right pieces stand beside it. Pairs are without and with hub correction.",
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


def live(figures: Sequence[Figures]) -> Section:
    """Return the table of replayed games, live.

    Parameters
    ----------
    figures : sequence of Figures
        All figures of the report.

    Returns
    -------
    Section
    """
    rows = [
        (
            one.task.game,
            "its earlier halves" if one.task.source == OWN else ", ".join(one.task.referred),
            one.predictor,
            session,
            f"{replay.changes:.1f} ({replay.own_changes:.1f})",
            str(replay.piece),
            str(replay.kind) if replay.kind else "",
            f"{replay.agreement:.2f}",
            f"{replay.pieces:.0f} ({replay.own_pieces:.0f})",
            f"{replay.six:.1f} ({replay.own_six:.1f})",
            f"{replay.many:.0f}; {replay.many_objective:.0f} "
            f"({replay.many_best:.0f} / {replay.many_random:.0f})",
        )
        for one in figures
        for session, replay in one.live.items()
    ]
    return Section(
        "Live: the play from its first stretch to its last",
        "A session sees all stretches one after the other at five frames a second, and answers once a "
        "second. The steady track counts, which is the one that a player hears. One session forgets its "
        "scenes, the other remembers them. Brackets show the game's own music. Agreement: adjusted Rand "
        "index of the steady tracks and the game's pieces; 1 if the same moments share their music, "
        "whichever it is, 0 by chance.",
        Table(
            (
                "game",
                "learnt from",
                "predictor",
                "session",
                "changes a minute",
                "right piece",
                "right kind",
                "agreement",
                "different pieces",
                "of six scenes",
                "of 72 scenes; objective (best / at random)",
            ),
            tuple(rows),
        ),
    )
