"""A report's tables on one thing each: retrieval, cues, the paper's forms, whole plays."""

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
    """Tell how often the nearest track is right."""
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


def cues(figures: Sequence[Figures]) -> Section:
    """Tell how often it is right once there are cues."""
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
        if one.course.source != OWN and one.cued
    ]
    return Section(
        "With cues",
        "Cues are drawn at random, and all other windows of the game are tested. Right is the piece; with "
        "one cue for each kind of scene, a piece that the game plays in such scenes.",
        Table(("game", "learnt from", "predictor", *(TRIAL_NAMES[trial] for trial in TRIALS)), tuple(rows)),
    )


def six(figures: Sequence[Figures]) -> Section:
    """Tell of six scenes in the paper's form."""
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


def many(figures: Sequence[Figures]) -> Section:
    """Tell how evenly many scenes are spread over the music."""
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


def live(figures: Sequence[Figures]) -> Section:
    """Tell of whole plays, live."""
    rows = [
        (
            one.course.game,
            "its earlier halves" if one.course.source == OWN else ", ".join(one.course.referred),
            one.predictor,
            session,
            f"{told.changes:.1f} ({told.own_changes:.1f})",
            str(told.piece),
            str(told.kind) if told.kind else "",
            f"{told.agreement:.2f}",
            f"{told.pieces:.0f} ({told.own_pieces:.0f})",
            f"{told.six:.1f} ({told.own_six:.1f})",
            f"{told.many:.0f}; {told.many_objective:.0f} ({told.many_best:.0f} / {told.many_random:.0f})",
        )
        for one in figures
        for session, told in one.live.items()
    ]
    return Section(
        "Live: the play from its first stretch to its last",
        "A session sees all stretches one after the other, five frames a second, and answers once a second; "
        "what counts is the steady track, the one that a player hears. A session forgets or remembers its "
        "scenes; in brackets what the game itself plays. Agreement: adjusted Rand index of the steady tracks "
        "and the game's pieces, 1 where the same moments share their music, whichever it is, 0 by chance.",
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
