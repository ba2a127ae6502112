"""A ``tracks.csv`` beside music files, as any spreadsheet writes it."""

import codecs
import csv
import html
import io
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from scenescore.errors import BrokenFileError
from scenescore.library.ingest.description import MAX_TEXT_CHARACTERS, Description
from scenescore.library.ingest.licence import licence_name

TABLE_NAME: Final = "tracks.csv"
MAX_TABLE_BYTES: Final = 64 * 1024 * 1024
FILE_COLUMN: Final = "file"
COLUMN_NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title",),
    "artist": ("artist", "artists"),
    "license": ("licence", "license"),
    "url": ("url", "source"),
    "kind": ("kind",),
    "mood": ("mood",),
}
SEPARATORS: Final = ",;\t"
"""Spreadsheets separate cells by what their language leaves free: in most of Europe a semicolon."""


def read_table(folder: Path) -> dict[str, Description]:
    """Read the ``tracks.csv`` of a folder.

    Parameters
    ----------
    folder : Path
        A folder of music files.

    Returns
    -------
    dict of str to Description
        By file name, in the form that `table_key` gives; empty if there is no table.

    Raises
    ------
    BrokenFileError
        The table is too large, can't be read, or has no column ``file``.
    """
    path = folder / TABLE_NAME
    if not path.is_file():
        return {}
    if path.stat().st_size > MAX_TABLE_BYTES:
        raise BrokenFileError(path, f"larger than {MAX_TABLE_BYTES} bytes")
    try:
        rows = _rows(decoded(path.read_bytes()))
    except (csv.Error, UnicodeDecodeError, OSError) as error:
        raise BrokenFileError(path, f"can't be read as a table: {error}") from error
    if rows is None:
        raise BrokenFileError(path, f"has no column '{FILE_COLUMN}'; its first line must name the columns")
    return {
        table_key(file): Description(
            **{field: _first_cell(row, names) for field, names in COLUMN_NAMES.items()}
        )
        for row in rows
        if (file := row.get(FILE_COLUMN, "").strip())
    }


def table_key(file_name: str) -> str:
    """Return a file's name as the keys of a table are written: macOS spells accents in another way.

    Parameters
    ----------
    file_name : str
        Of a music file.

    Returns
    -------
    str
    """
    return unicodedata.normalize("NFC", file_name)


def decoded(content: bytes) -> str:
    """Decode a table: UTF-8, UTF-16 as Excel's "Unicode text", or the Windows code page of Western Europe.

    Parameters
    ----------
    content : bytes
        The file.

    Returns
    -------
    str

    Raises
    ------
    UnicodeDecodeError
        It is none of these.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    # The names of the columns are ASCII, so every second byte of them is 0 in UTF-16.
    if b"\0" in content[:2]:
        return content.decode("utf-16-be" if content[:1] == b"\0" else "utf-16-le")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _rows(text: str) -> list[dict[str, str]] | None:
    """Return the rows by lower-case column; None where no separator gives a column with the files."""
    first, _, rest = text.partition("\n")
    named = first.strip().lower()
    # Excel reads this line as the choice of the separator.
    if named.startswith("sep=") and len(named) == 5:
        text, separators = rest, named[4]
    elif named == "sep=":
        text, separators = rest, "\t"
    else:
        separators = SEPARATORS
    for separator in separators:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        columns = [name.strip().lower() for name in next(lines, [])]
        if FILE_COLUMN in columns:
            return [dict(zip(columns, line, strict=False)) for line in lines]
    return None


def _first_cell(row: Mapping[str, str], names: tuple[str, ...]) -> str:
    """Return the text of the first of some columns that has any; else an empty text."""
    for name in names:
        if cell := html.unescape(row.get(name, "")).strip()[:MAX_TEXT_CHARACTERS]:
            return licence_name(cell) if names == COLUMN_NAMES["license"] else cell
    return ""
