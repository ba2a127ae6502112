"""The output of benchmarks: a table for people, one JSON object for programs."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

SIGNIFICANT_DIGITS: Final = 4
"""Digits of figures in JSON."""

seed_option = click.option(
    "--seed", type=click.IntRange(0), default=0, show_default=True, help="Seed of all random choices."
)


def tracks_option(default: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the option for the size of the library.

    Parameters
    ----------
    default : int
        Default number of tracks.

    Returns
    -------
    callable
        A decorator for a command.
    """
    return click.option(
        "--tracks", type=click.IntRange(1, 1_000_000), default=default, show_default=True,
        help="Number of tracks in the temporary library.",
    )  # fmt: skip


def print_result(
    result: "DataclassInstance", *, title: str, columns: Sequence[str], rows: Sequence[Sequence[str]],
    notes: Sequence[str], seed: int, as_json: bool,
) -> None:  # fmt: skip
    """Print a result.

    Parameters
    ----------
    result : dataclass instance
        The figures. The names of its fields are the keys of the JSON object.
    title : str
        Title of the table.
    columns : sequence of str
        Heads of its columns.
    rows : sequence of sequence of str
        Its rows.
    notes : sequence of str
        Lines below the table, which explain the figures.
    seed : int
        Seed of all random choices.
    as_json : bool
        Print JSON instead of the table.
    """
    from scenescore_eval.benchmarks.environment import environment_record

    environment = environment_record()
    if as_json:
        click.echo(json.dumps(round_figures(asdict(result)) | {"seed": seed} | environment))
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
    machine, versions = environment["machine"], environment["versions"]
    console.print(
        f"{machine['processor']}, {machine['cores']} cores, load average {machine['load_average']:g} before; "
        f"Scenescore {versions['scenescore']}, Python {versions['python']}; seed {seed}. "
        "All versions are in --json.",
        style="dim",
    )
    for note in notes:
        console.print(note, style="dim")


def round_figures(value: Any) -> Any:
    """Round all floats in nested dicts and lists to `SIGNIFICANT_DIGITS`.

    Parameters
    ----------
    value : Any
        A value that JSON can hold.

    Returns
    -------
    Any
        The same value with rounded floats; tuples have become lists.
    """
    if isinstance(value, dict):
        return {key: round_figures(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [round_figures(one) for one in value]
    return float(f"{value:.{SIGNIFICANT_DIGITS}g}") if isinstance(value, float) else value
