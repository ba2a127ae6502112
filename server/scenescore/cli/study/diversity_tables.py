"""Tables of ``scenescore study diversity`` for people."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from scenescore.cli.study.diversity_results import BundleResult, RankedSets, own_music

if TYPE_CHECKING:
    from scenescore.library.store.track import Track
    from scenescore.matching.hubness import HubCorrection
    from scenescore.studies.diversity.correction_comparison import CorrectionOutcome
    from scenescore.studies.diversity.diversity import Diversity
    from scenescore.studies.intervals import Interval
    from scenescore.studies.windows import LabelledWindow

MAX_SHOWN_SCENES = 24
MAX_SHOWN_SETS = 10


def show_tables(
    windows: "Sequence[LabelledWindow]",
    results: Sequence[BundleResult],
    sets: RankedSets,
    described: "Mapping[str, Track]",
) -> None:
    """Print the tables of each bundle, and the sets of features.

    Parameters
    ----------
    windows : sequence of LabelledWindow
        The scenes.
    results : sequence of BundleResult
        Results of each bundle.
    sets : sequence
        Sets of features, best first.
    described : mapping of str to Track
        Library entry of each track, by file name.
    """
    from rich.console import Console

    console = Console(highlight=False)
    for result in results:
        console.print(diversity_table(result, own_music(windows, result.outcomes[0].relevance.spread.tracks)))
        console.print(relevance_table(result.outcomes))
        console.print(explain_correction(result.automatic))
        if len(windows) <= MAX_SHOWN_SCENES:
            console.print(pieces_table(windows, result, described))
    if len(sets) > 1:
        console.print(sets_table(sets))


def explain_correction(automatic: "HubCorrection | None") -> str:
    """Return why a session does or doesn't correct hubs.

    Parameters
    ----------
    automatic : HubCorrection, optional
        The correction that a session chooses by itself; None without a bank.

    Returns
    -------
    str
        One sentence or more.
    """
    if automatic is None:
        return "This bundle keeps no bank of predictions, so hubs can't be corrected. Train it again."
    from scenescore.matching.hubness import MIN_HUB_SKEWNESS, MIN_SKEWNESS_OVER_CHANCE

    does = "leaves scores as they are" if automatic.method == "none" else f"corrects by {automatic.method}"
    return (
        f"By itself (auto) a session {does}: over the bundle's own training predictions the skew of the "
        f"nearest pieces is {automatic.skew:.1f}; 99 of 100 random draws stay below "
        f"{automatic.chance_skew:.1f}. Tracks count as hubs from a skew of {MIN_HUB_SKEWNESS:g} on, if it is "
        f"also {MIN_SKEWNESS_OVER_CHANCE:g} times that of random draws."
    )


def diversity_table(result: BundleResult, truth: "Diversity | None") -> Any:
    """Return a table of how tracks are spread: by correction, at best, by the games, and at random.

    Parameters
    ----------
    result : BundleResult
        Results of the bundle.
    truth : Diversity, optional
        How the games spread their tracks.

    Returns
    -------
    rich.table.Table
        The table.
    """
    from rich.table import Table

    spread = result.outcomes[0].relevance.spread
    bundle = result.bundle
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
    rows = [
        (marked_name(one), one.relevance.spread, "bold" if one.is_automatic else "")
        for one in result.outcomes
    ]
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


def relevance_table(outcomes: "Sequence[CorrectionOutcome]") -> Any:
    """Return a table of how often tracks are right, by correction and at random.

    Parameters
    ----------
    outcomes : sequence of CorrectionOutcome
        One for each hub correction.

    Returns
    -------
    rich.table.Table
        The table.
    """
    from rich.table import Table

    table = Table("hub correction", caption="* what a session does by itself (auto)")
    for head in ("right piece", "right kind", "right scene"):
        table.add_column(head, justify="right")
    for one in outcomes:
        shares = (one.relevance.right_piece, one.relevance.right_kind, one.relevance.right_scene)
        table.add_row(marked_name(one), *map(share_text, shares), style="bold" if one.is_automatic else "")
    first = outcomes[0].relevance
    chances = (first.chance_piece, first.chance_kind, first.chance_scene)
    table.add_row("drawn at random", *(f"{chance:.2f}" for chance in chances), style="dim")
    return table


def marked_name(one: "CorrectionOutcome") -> str:
    """Return a correction's name, with a star if a session chooses it by itself.

    Parameters
    ----------
    one : CorrectionOutcome
        The outcome.

    Returns
    -------
    str
        The name, such as ``inverted_softmax *``.
    """
    return one.method + (" *" if one.is_automatic else "")


def share_text(interval: "Interval | None") -> str:
    """Return a share with its interval, or ``unknown``.

    Parameters
    ----------
    interval : Interval, optional
        The share.

    Returns
    -------
    str
        The text, such as ``0.62 (0.51–0.73)``.
    """
    return "unknown" if interval is None else f"{interval.value:.2f} ({interval.low:.2f}–{interval.high:.2f})"


def pieces_table(
    windows: "Sequence[LabelledWindow]", result: BundleResult, described: "Mapping[str, Track]"
) -> Any:
    """Return a table of each scene's track, as the paper's Tables 4 and 5: uncorrected and automatic.

    Parameters
    ----------
    windows : sequence of LabelledWindow
        The scenes.
    result : BundleResult
        Results of the bundle.
    described : mapping of str to Track
        Library entry of each track, by file name.

    Returns
    -------
    rich.table.Table
        The table.
    """
    from rich.table import Table

    from scenescore.studies.scene_sampling import numbered_names

    shown = [one for one in result.outcomes if one.method == "none" or one.is_automatic]
    table = Table("", "scene", title=f"What {result.bundle.name} gives each scene (+ the game's own piece)")
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


def sets_table(sets: RankedSets) -> Any:
    """Return a table of the best sets of features by the paper's objective, without correction.

    Parameters
    ----------
    sets : sequence
        Sets of features, best first.

    Returns
    -------
    rich.table.Table
        The table.
    """
    from rich.table import Table

    table = Table(
        "features", "bundles", title="Sets of features without correction, the paper's choice first"
    )
    for head in ("objective", "different", "right piece", "right kind"):
        table.add_column(head, justify="right")
    for choice, one in sets[:MAX_SHOWN_SETS]:
        spread = one.relevance.spread
        table.add_row(
            choice.features, choice.models, f"{spread.objective:.1f}", str(spread.distinct),
            share_text(one.relevance.right_piece), share_text(one.relevance.right_kind),
        )  # fmt: skip
    return table
