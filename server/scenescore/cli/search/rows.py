"""Rows for people: a table on a terminal, plain rows in a pipe."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from scenescore.words.reasons import TextReason

_BAR_CELLS: Final = 5
_SHOWN_REASONS: Final = 2
_LEAST_SHOWN: Final = 0.6
"""A further reason is shown if it has this share of the first one's weight."""


def bar(fit: float) -> str:
    """Return a fit as a bar and a number; a longer bar is a better fit.

    Parameters
    ----------
    fit : float
        0 to 1.
    """
    full = round(fit * _BAR_CELLS)
    return f"{'█' * full}{'░' * (_BAR_CELLS - full)} {fit:.2f}"


def shown_reasons(reasons: "Sequence[TextReason]") -> str:
    """Return the weightiest reasons as one text.

    Parameters
    ----------
    reasons : sequence of TextReason
        The weightiest first.
    """
    shown = reasons[:_SHOWN_REASONS]
    return "; ".join(one.words for one in shown if abs(one.weight) >= _LEAST_SHOWN * abs(shown[0].weight))


def print_rows(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows: as a table that folds long cells on a terminal, with tabs between cells in a pipe.

    Parameters
    ----------
    title : str
        What stands over the table; a pipe doesn't get it.
    columns : sequence of str
        The names of the columns; a pipe doesn't get them.
    rows : sequence of sequence of str
        The cells.
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    if not console.is_terminal:
        for row in rows:
            click.echo("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in row))
        return
    table = Table(title=Text(title))
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column in {"", "fit", "track"})
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)
