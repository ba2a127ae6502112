"""How benchmarks say what they found: a table for people, one JSON object for programs."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

DIGITS = 4

seed_option = click.option(
    "--seed", type=click.IntRange(0), default=0, show_default=True, help="Of all that is drawn."
)


def tracks_option(default: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the option for the size of the library."""
    return click.option(
        "--tracks", type=click.IntRange(1, 1_000_000), default=default, show_default=True,
        help="Tracks in the library that is made for it.",
    )  # fmt: skip


def show(
    result: "DataclassInstance", *, title: str, columns: Sequence[str], rows: Sequence[Sequence[str]],
    notes: Sequence[str], seed: int, as_json: bool,
) -> None:  # fmt: skip
    """Print a result.

    Parameters
    ----------
    result : dataclass instance
        What was measured; its fields are the keys of the JSON object.
    title : str
        Above the table.
    columns : sequence of str
        Heads of the table.
    rows : sequence of sequence of str
        Its rows.
    notes : sequence of str
        Below it: what the figures mean.
    seed : int
        Of all that was drawn.
    as_json : bool
        JSON in place of the table.
    """
    from scenescore_eval.benchmarks.environment import surroundings

    around = surroundings()
    if as_json:
        click.echo(json.dumps(rounded(asdict(result)) | {"seed": seed} | around))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for place, column in enumerate(columns):
        table.add_column(column, justify="right" if place else "left")
    for row in rows:
        table.add_row(*row)
    console = Console()
    console.print(table)
    machine, versions = around["machine"], around["versions"]
    console.print(
        f"{machine['processor']}, {machine['cores']} cores, load average {machine['load_average']:g} before; "
        f"Scenescore {versions['scenescore']}, Python {versions['python']}; seed {seed}. "
        "All versions are in --json.",
        style="dim",
    )
    for note in notes:
        console.print(note, style="dim")


def rounded(value: Any) -> Any:
    """Round all numbers in nested dicts and lists to significant digits that a measurement can have."""
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(one) for one in value]
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value
