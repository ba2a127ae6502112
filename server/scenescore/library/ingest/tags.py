"""A track's title, artist, licence, URL and kind: from the file's tags and a ``tracks.csv`` beside it."""

import csv
import html
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Final

import mutagen

from scenescore.audio.reading.sound_track import open_container
from scenescore.errors import BrokenFileError

TABLE_NAME: Final = "tracks.csv"
MAX_TABLE_BYTES: Final = 64 * 1024 * 1024
MAX_TEXT_CHARACTERS: Final = 1000
MATROSKA_SUFFIXES: Final = frozenset({".mkv", ".mka", ".webm"})
"""Suffixes of formats that mutagen doesn't read."""

# Vorbis comments, Matroska's tags and MP4's easy names; ID3 frames; MP4 atoms that have no easy name.
TAG_NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "TIT2", "\xa9nam"),
    "artist": ("artist", "TPE1", "\xa9ART", "albumartist", "TPE2"),
    "license": ("license", "licence", "TXXX:LICENSE", "TXXX:license", "copyright", "TCOP", "cprt", "WCOP"),
    "url": ("website", "url", "contact", "WOAR", "WOAF", "WXXX:", "source", "TXXX:URL"),
}
COLUMN_NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title",),
    "artist": ("artist",),
    "license": ("licence", "license"),
    "url": ("url", "source"),
    "kind": ("kind",),
}


@dataclass(frozen=True)
class Description:
    """What people know a track by. What is unknown is empty.

    Attributes
    ----------
    title, artist, license, url : str
        As the tags or the table give them.
    kind : str
        What the track is for, such as ``battle``.
    """

    title: str = ""
    artist: str = ""
    license: str = ""
    url: str = ""
    kind: str = ""

    def overridden_by(self, other: "Description") -> "Description":
        """Return this description with what another one says in its place.

        Parameters
        ----------
        other : Description
            Its texts replace this one's where they are not empty.

        Returns
        -------
        Description
            The two together.
        """
        given = {one.name: text for one in fields(other) if (text := getattr(other, one.name))}
        return replace(self, **given)


def read_tags(path: Path) -> Description:
    """Read a file's own tags.

    Parameters
    ----------
    path : Path
        A sound file of any format that mutagen knows, or a Matroska or WebM file.

    Returns
    -------
    Description
        With a title made from the file's name where the tags have none or can't be read.
    """
    try:
        tags = _matroska_tags(path) if path.suffix.lower() in MATROSKA_SUFFIXES else _sound_file_tags(path)
        found = {field: _first_text(tags, names) for field, names in TAG_NAMES.items()}
    except Exception:
        # The tags of a damaged file may fail in any way. That is no reason to refuse the file: whether its
        # sound can be read is found out elsewhere.
        found = {"title": ""}
    return Description(**{**found, "title": found["title"] or _title_from_name(path)})


def _sound_file_tags(path: Path) -> Any:
    """Return a sound file's tags as mutagen gives them; an empty mapping without tags."""
    file = mutagen.File(path)
    return file.tags if file is not None and file.tags is not None else {}


def _matroska_tags(path: Path) -> dict[str, str]:
    """Return the tags of a Matroska or WebM file as a whole, with their names in lower case."""
    with open_container(path) as container:
        return {name.lower(): _without_surrogates(value) for name, value in container.metadata.items()}


def _without_surrogates(value: str) -> str:
    """Return a tag with � for bytes that are not UTF-8; PyAV 19 gives lone surrogates for them."""
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _first_text(tags: Any, names: tuple[str, ...]) -> str:
    """Return the text of the first of some tags that has any; else an empty text."""
    for name in names:
        try:
            # The keys of ID3 frames contain more than the kind of frame; other tags have plain names.
            values = tags.getall(name) if hasattr(tags, "getall") else [tags.get(name)]
        except (KeyError, ValueError):
            continue
        value = values[0] if values else None
        if value is None:
            continue
        value = getattr(value, "text", None) or getattr(value, "url", None) or value
        text = str(value[0] if isinstance(value, list) else value).strip()
        if text:
            return text[:MAX_TEXT_CHARACTERS]
    return ""


def _title_from_name(path: Path) -> str:
    """Return a title made from a file's name: ``01-dark_cave.ogg`` gives ``01 dark cave``."""
    return " ".join(path.stem.replace("_", " ").replace("-", " ").split()) or path.name


def read_table(folder: Path) -> dict[str, Description]:
    """Read the ``tracks.csv`` of a folder.

    Parameters
    ----------
    folder : Path
        A folder of music files.

    Returns
    -------
    dict of str to Description
        By file name; empty if there is no table.

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
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if "file" not in (rows.fieldnames or ()):
                raise BrokenFileError(path, "has no column 'file'; its first line must name the columns")
            return {row["file"]: _description_in(row) for row in rows if row["file"]}
    except (csv.Error, UnicodeDecodeError, OSError) as error:
        raise BrokenFileError(path, f"can't be read as a table: {error}") from error


def _description_in(row: Mapping[str, str | None]) -> Description:
    """Return the description in a row of a table."""
    return Description(**{field: _first_cell(row, names) for field, names in COLUMN_NAMES.items()})


def _first_cell(row: Mapping[str, str | None], names: tuple[str, ...]) -> str:
    """Return the text of the first of some columns that has any; else an empty text."""
    for name in names:
        if cell := row.get(name):
            return html.unescape(cell).strip()[:MAX_TEXT_CHARACTERS]
    return ""
