"""Rows that a command prints: a table on a terminal, plain rows in a pipe."""

from collections.abc import Collection, Sequence
from typing import Final

import click

WHOLE_COLUMNS: Final = frozenset({"", "track", "cue", "bundle", "name", "fit", "rank", "length"})
"""Columns that stay on one line where the terminal is wide enough: ids, which people copy, and numbers."""


def print_rows(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: Collection[str] = ()
) -> None:
    """Print rows: as a table that folds long cells on a terminal, with tabs between cells in a pipe.

    Nothing is ever cut.

    Parameters
    ----------
    title : str
        What stands over the table; a pipe doesn't get it.
    columns : sequence of str
        The names of the columns; a pipe doesn't get them.
    rows : sequence of sequence of str
        The cells.
    numbers : collection of str
        Columns that are aligned on the right.
    """
    from rich.console import Console

    console = Console()
    if not console.is_terminal:
        for row in rows:
            click.echo("\t".join(plain_cell(cell) for cell in row))
        return
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(title))
    for place, column in enumerate(columns):
        longest = max((len(row[place]) for row in rows), default=0)
        table.add_column(
            column,
            overflow="fold",
            justify="right" if column in numbers else "left",
            min_width=longest if column in WHOLE_COLUMNS else None,
        )
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)


def plain_cell(text: str) -> str:
    """Return a cell without what would end it in a plain row: tabs and line breaks.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        The text in one line, without tabs.
    """
    return " ".join(text.split()) if any(sign in text for sign in "\t\r\n\v\f") else text


def minutes_and_seconds(seconds: float) -> str:
    """Return a length as people read it, such as ``2:05``.

    Parameters
    ----------
    seconds : float
        The length, seconds.

    Returns
    -------
    str
        Minutes and two digits of seconds.
    """
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"
