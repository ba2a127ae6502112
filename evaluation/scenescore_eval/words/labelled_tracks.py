"""Tables of tracks whose kinds are known."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scenescore.errors import InvalidInputError, NotFoundError

_FROM_WORDS = ("name", "folder")
_COLUMNS = {"file", "game", "title", "kind", "kind_from"}


@dataclass(frozen=True)
class LabelledTrack:
    """A track of a table.

    Attributes
    ----------
    file, game, title : str
        As in the table.
    kind : str
        What the piece is for.
    label_from_words : bool
        Whether somebody read the kind off the piece's name or folder, so that finding it by its name proves
        little.
    """

    file: str
    game: str
    title: str
    kind: str
    label_from_words: bool


def read_labelled_tracks(tables: Sequence[Path]) -> list[LabelledTrack]:
    """Read tables of tracks; those without a kind are left out.

    Parameters
    ----------
    tables : sequence of Path
        CSV files with the columns file, game, title, kind and kind_from.

    Returns
    -------
    list of LabelledTrack
        In the order of the tables.

    Raises
    ------
    NotFoundError
        There is no such table.
    InvalidInputError
        A table lacks a column, or no track has a kind.
    """
    found: list[LabelledTrack] = []
    for table in tables:
        if not table.is_file():
            raise NotFoundError(
                f"there is no table {table}; name a tracks.csv with kinds (see docs/words.md)"
            )
        with table.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if missing := sorted(_COLUMNS - set(rows.fieldnames or ())):
                raise InvalidInputError(f"{table} lacks the columns {', '.join(missing)}")
            found += [
                LabelledTrack(
                    row["file"],
                    row["game"],
                    row["title"],
                    row["kind"],
                    row["kind_from"].startswith(_FROM_WORDS),
                )
                for row in rows
                if row["kind"]
            ]
    if not found:
        raise InvalidInputError("no track of the tables has a kind")
    return found
