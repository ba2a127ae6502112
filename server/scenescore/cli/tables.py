"""Rows that a command prints: a table on a terminal, plain rows in a pipe."""

from collections.abc import Collection, Sequence
from typing import Final

import click

WHOLE_COLUMNS: Final = frozenset({"", "track", "cue", "bundle", "name", "fit", "rank", "length"})
"""Columns that stay on one line where the terminal is wide enough: ids, which people copy, and numbers."""

FOLDED_CELLS: Final = 3
"""Width that a column keeps whose lines are folded, in cells of the terminal."""
CELLS_BETWEEN_COLUMNS: Final = 3


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
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    # On a terminal, a column without any content would only take room from the others.
    shown = [place for place in range(len(columns)) if not rows or any(row[place] for row in rows)]
    longest = {place: max(map(cell_len, (columns[place], *(row[place] for row in rows)))) for place in shown}
    whole = [place for place in shown if columns[place] in WHOLE_COLUMNS]
    needed = sum(longest[place] for place in whole) + FOLDED_CELLS * (len(shown) - len(whole))
    has_room = needed + CELLS_BETWEEN_COLUMNS * len(shown) < console.width
    table = Table(title=Text(title))
    for place in shown:
        table.add_column(
            columns[place],
            overflow="fold",
            justify="right" if columns[place] in numbers else "left",
            # A terminal without room for all fixed widths would be written beyond its edge.
            width=longest[place] if has_room and place in whole else None,
        )
    for row in rows:
        table.add_row(*(Text(row[place]) for place in shown))
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
