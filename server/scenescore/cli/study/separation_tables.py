"""Tables of ``scenescore study separation`` for people."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scenescore.studies.scene_predictions import ScenePredictions
    from scenescore.studies.separation.separation import RankedCombination, Separation

MAX_SHOWN_SETS = 10
MAX_SHOWN_SCENES = 12


def show_game(
    game: str, read: "ScenePredictions", ranked: "Sequence[RankedCombination]", *, seed: int
) -> None:
    """Print a game's matrix, its figures and the best sets of features.

    Parameters
    ----------
    game : str
        Name of the game.
    read : ScenePredictions
        Its scenes.
    ranked : sequence of RankedCombination
        Its sets of features, the best first.
    seed : int
        Seed of the study.
    """
    from rich.console import Console

    from scenescore.studies.separation.separation import winner_p

    console = Console(highlight=False)
    if len(read.windows) <= MAX_SHOWN_SCENES:
        console.print(matrix_table(game, read, ranked[0]))
    console.print(figures_text(ranked[0].found))
    if len(ranked) > 1:
        p = winner_p(ranked, seed=seed)
        console.print(f"p = {p:.3f} that one of {len(ranked)} sets is as good as the best one by chance")
        console.print(sets_table(game, ranked))


def matrix_table(game: str, read: "ScenePredictions", best: "RankedCombination") -> Any:
    """Return the matrix with the nearest music of each row in colour.

    Parameters
    ----------
    game : str
        Name of the game.
    read : ScenePredictions
        Its scenes.
    best : RankedCombination
        Its best set of features.

    Returns
    -------
    rich.table.Table
        The table.
    """
    from rich.table import Table

    from scenescore.studies.scene_sampling import numbered_names

    names = numbered_names(read.windows)
    title = f"{game}: distance of predicted (rows) to actual music, by {best.choice.features}"
    caption = "[green]nearest, of the right kind[/]  [red]nearest, of another kind[/]  \\[own music]"
    table = Table("predicted for", *names, title=title, caption=caption)
    for row, (name, values) in enumerate(zip(names, best.matrix, strict=True)):
        cells = []
        for column, value in enumerate(values):
            text = f"\\[{value:.2f}]" if row == column else f"{value:.2f}"
            if column == values.argmin():
                right = read.windows[row].scene.scene == read.windows[column].scene.scene
                text = f"[bold {'green' if right else 'red'}]{text}[/]"
            cells.append(text)
        table.add_row(name, *cells)
    return table


def figures_text(found: "Separation") -> str:
    """Return the figures of a set of features as text.

    Parameters
    ----------
    found : Separation
        The figures.

    Returns
    -------
    str
        The text, a line for each figure.
    """
    return (
        f"inter-scene variation {found.variation} (shuffled music: {found.shuffled_variation:.2f}, "
        f"95 of 100 below {found.shuffled_high:.2f}; p = {found.variation_p:.3f})\n"
        f"nearest music is the scene's own: {found.right_scene} of {found.scenes} "
        f"(share {found.scene_share}; chance {found.chance_scene:.1f})\n"
        f"nearest music is of its kind: {found.right_class} of {found.scenes} "
        f"(share {found.class_share}; chance {found.chance_class:.1f}; p = {found.class_p:.3f})"
    )


def sets_table(game: str, ranked: "Sequence[RankedCombination]") -> Any:
    """Return a table of the best sets of features.

    Parameters
    ----------
    game : str
        Name of the game.
    ranked : sequence of RankedCombination
        Its sets of features, the best first.

    Returns
    -------
    rich.table.Table
        The table.
    """
    from rich.table import Table

    several = len({one.choice.models for one in ranked}) > 1
    title = f"{game}: {min(MAX_SHOWN_SETS, len(ranked))} of {len(ranked)} sets of features, the best first"
    table = Table("features", *(["bundles"] if several else []), title=title)
    for head in ("variation", "shuffled, 95 %", "relative", "own", "kind"):
        table.add_column(head, justify="right")
    for one in ranked[:MAX_SHOWN_SETS]:
        found = one.found
        table.add_row(
            one.choice.features,
            *([one.choice.models] if several else []),
            str(found.variation),
            f"{found.shuffled_high:.2f}",
            f"{found.relative_variation:.3f}",
            f"{found.right_scene}/{found.scenes}",
            f"{found.right_class}/{found.scenes}",
        )
    return table
