"""What ``scenescore study diversity`` tells: tables for people, CSV and JSON for programs."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from scenescore.cli.study.options import as_csv

if TYPE_CHECKING:
    from scenescore.library.store.track import Track
    from scenescore.matching.hubness import HubCorrection
    from scenescore.model.bundle.bundle import Bundle
    from scenescore.studies.diversity.correction_comparison import CorrectionOutcome
    from scenescore.studies.diversity.diversity import Diversity
    from scenescore.studies.feature_combinations import FeatureCombination
    from scenescore.studies.intervals import Interval
    from scenescore.studies.scene_predictions import ScenePredictions
    from scenescore.studies.windows import LabelledWindow

Results = Sequence[tuple["Bundle", Sequence["CorrectionOutcome"], "HubCorrection | None"]]
Sets = Sequence[tuple["FeatureCombination", "CorrectionOutcome"]]

SHOWN_SCENES = 24
SHOWN_SETS = 10


def show(
    windows: "Sequence[LabelledWindow]", results: Results, sets: Sets, described: "Mapping[str, Track]"
) -> None:
    """Print, for each bundle, what each correction gives, and the pieces; then the sets of features."""
    from rich.console import Console

    console = Console(highlight=False)
    for bundle, outcomes, auto in results:
        console.print(diversity_view(bundle, outcomes, own_music(windows, outcomes[0].judged.spread.tracks)))
        console.print(relevance_view(outcomes))
        console.print(why(auto))
        if len(windows) <= SHOWN_SCENES:
            console.print(pieces_view(windows, bundle, outcomes, described))
    if len(sets) > 1:
        console.print(sets_view(sets))


def why(auto: "HubCorrection | None") -> str:
    """Say by what a session would decide whether to correct hubs."""
    if auto is None:
        return "This bundle keeps no bank of predictions: hubs can't be corrected. Train it again."
    from scenescore.matching.hubness import MIN_HUB_SKEWNESS, MIN_SKEWNESS_OVER_CHANCE

    does = "leaves scores as they are" if auto.method == "none" else f"corrects by {auto.method}"
    return (
        f"By itself (auto) a session {does}: over the bundle's own training predictions the skew of the "
        f"nearest pieces is {auto.skew:.1f}; 99 of 100 random draws stay below {auto.chance_skew:.1f}. "
        f"Tracks count as hubs from a skew of {MIN_HUB_SKEWNESS:g} on, and {MIN_SKEWNESS_OVER_CHANCE:g} times "
        "what chance gives."
    )


def own_music(windows: "Sequence[LabelledWindow]", tracks: int) -> "Diversity | None":
    """Return how the games themselves spread their pieces: what a perfect model would give."""
    from scenescore.studies.diversity.diversity import diversity

    played = [window.scene.track for window in windows if window.scene.track]
    return diversity(played, tracks) if played and len(set(played)) <= tracks else None


def diversity_view(
    bundle: "Bundle", outcomes: "Sequence[CorrectionOutcome]", truth: "Diversity | None"
) -> Any:
    """Return how scenes are spread, beside what is best possible, the games' own way, and random draws."""
    from rich.table import Table

    spread = outcomes[0].judged.spread
    table = Table(
        "hub correction",
        title=f"{bundle.name} ({bundle.feature_set}): {spread.scenes} scenes, {spread.tracks} pieces",
    )
    for head in ("objective", "different", "largest share", "skew", "never"):
        table.add_column(head, justify="right")
    most, least = min(spread.scenes, spread.tracks), -(-spread.scenes // spread.tracks)
    table.add_row(
        "best possible", f"{spread.best_objective:.1f}", str(most), f"{least / spread.scenes:.2f}", "",
        str(spread.tracks - most), style="dim",
    )  # fmt: skip
    rows = [(name_of(one), one.judged.spread, "bold" if one.by_itself else "") for one in outcomes]
    if truth is not None:
        rows.append(("the games' own music", truth, "dim"))
    for name, own, style in rows:
        table.add_row(
            name, f"{own.objective:.1f}", str(own.distinct), f"{own.largest_share:.2f}",
            f"{own.skew:.1f}", str(own.never), style=style,
        )  # fmt: skip
    table.add_row(
        "drawn at random", f"{spread.random_objective:.1f}", f"{spread.random_distinct:.1f}", "", "",
        f"{spread.tracks - spread.random_distinct:.1f}", style="dim",
    )  # fmt: skip
    return table


def relevance_view(outcomes: "Sequence[CorrectionOutcome]") -> Any:
    """Return how often the pieces are right, beside what drawing at random gives."""
    from rich.table import Table

    table = Table("hub correction", caption="* what a session does by itself (auto)")
    for head in ("right piece", "right kind", "right scene"):
        table.add_column(head, justify="right")
    for one in outcomes:
        judged = one.judged
        shares = (judged.right_piece, judged.right_kind, judged.right_scene)
        table.add_row(name_of(one), *map(brief, shares), style="bold" if one.by_itself else "")
    first = outcomes[0].judged
    chances = (first.chance_piece, first.chance_kind, first.chance_scene)
    table.add_row("drawn at random", *(f"{chance:.2f}" for chance in chances), style="dim")
    return table


def name_of(one: "CorrectionOutcome") -> str:
    """Return a correction's name, marked where it is what a session does."""
    return one.method + (" *" if one.by_itself else "")


def brief(interval: "Interval | None") -> str:
    """Return a share with its interval, or that there is none."""
    return "unknown" if interval is None else f"{interval.value:.2f} ({interval.low:.2f}–{interval.high:.2f})"


def pieces_view(
    windows: "Sequence[LabelledWindow]",
    bundle: "Bundle",
    outcomes: "Sequence[CorrectionOutcome]",
    described: "Mapping[str, Track]",
) -> Any:
    """Return what each scene is given, as the paper's Tables 4 and 5, without correction and by itself."""
    from rich.table import Table

    from scenescore.studies.scene_sampling import numbered_names

    shown = [one for one in outcomes if one.method == "none" or one.by_itself]
    table = Table("", "scene", title=f"What {bundle.name} gives each scene (+ the game's own piece)")
    for one in shown:
        table.add_column("EMD", justify="right")
        table.add_column(f"piece ({one.method})")
    for place, (name, window) in enumerate(zip(numbered_names(windows), windows, strict=True)):
        cells = []
        for one in shown:
            track = described[one.found[place]]
            own = "+ " if one.found[place] == window.scene.track else ""
            cells += [
                f"{one.distances[place]:.3f}",
                f"{own}{track.title}" + (f", {track.artist}" if track.artist else ""),
            ]
        table.add_row(f"{place + 1:02d}", name, *cells)
    return table


def sets_view(sets: Sets) -> Any:
    """Return the sets of features by the paper's objective, uncorrected."""
    from rich.table import Table

    table = Table(
        "features", "bundles", title="Sets of features without correction, the paper's choice first"
    )
    for head in ("objective", "different", "right piece", "right kind"):
        table.add_column(head, justify="right")
    for choice, one in sets[:SHOWN_SETS]:
        spread = one.judged.spread
        table.add_row(
            choice.features, choice.models, f"{spread.objective:.1f}", str(spread.distinct),
            brief(one.judged.right_piece), brief(one.judged.right_kind),
        )  # fmt: skip
    return table


def pieces_table(
    windows: "Sequence[LabelledWindow]", results: Results, described: "Mapping[str, Track]"
) -> bytes:
    """Return what each scene is given by each bundle and correction, as CSV."""
    from scenescore.studies.scene_sampling import numbered_names

    head = "model correction by_itself scene game clip start_s emd piece title artist url own_piece"
    rows: list[Sequence[object]] = [head.split()]
    for bundle, outcomes, _ in results:
        for one in outcomes:
            for name, window, piece, distance in zip(
                numbered_names(windows), windows, one.found, one.distances, strict=True
            ):
                track = described[piece]
                rows.append(
                    [
                        *(bundle.name, one.method, one.by_itself, name, window.scene.game),
                        *(window.scene.clip.name, window.start_s, distance, piece),
                        *(track.title, track.artist, track.url, window.scene.track),
                    ]
                )
    return as_csv(rows)


def as_object(read: "ScenePredictions", results: Results, sets: Sets) -> dict[str, Any]:
    """Return what ``--json`` tells."""
    from dataclasses import asdict

    from scenescore.studies.scene_sampling import numbered_names

    truth = own_music(read.windows, results[0][1][0].judged.spread.tracks)
    return {
        "own_music": None if truth is None else asdict(truth),
        "scenes": [
            {
                "name": name,
                "game": window.scene.game,
                "scene": window.scene.scene,
                "clip": window.scene.clip.name,
                "start_s": round(window.start_s, 3),
                "track": window.scene.track,
            }
            for name, window in zip(numbered_names(read.windows), read.windows, strict=True)
        ],
        "models": [
            {
                "name": bundle.name,
                "features": list(bundle.feature_set.names),
                "auto": None
                if auto is None
                else {"method": auto.method, "skew": auto.skew, "chance_skew": auto.chance_skew},
                "corrections": [outcome_as_object(one) for one in outcomes],
            }
            for bundle, outcomes, auto in results
        ],
        "sets": [
            {
                "features": [block.feature for block in choice.blocks],
                "models": [block.model for block in choice.blocks],
                **outcome_as_object(one),
            }
            for choice, one in sets
        ],
        "broken": [{"file": str(one.path), "reason": one.problem} for one in read.broken],
    }


def outcome_as_object(one: "CorrectionOutcome") -> dict[str, Any]:
    """Return one correction's figures and pieces."""
    from dataclasses import asdict

    return {
        "method": one.method,
        "by_itself": one.by_itself,
        "skew_among_5": one.skew_among,
        "found": one.found,
        "distances": one.distances,
        **asdict(one.judged),
    }
