"""A piece's title, artist, licence and URL: from the file's tags and a ``tracks.csv`` beside it."""

import csv
import html
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import mutagen

from scenescore.audio.containers import open_container
from scenescore.errors import BrokenFileError

TABLE = "tracks.csv"
MAX_TABLE_BYTES = 64 * 1024 * 1024
MAX_TEXT = 1000
MATROSKA = frozenset({".mkv", ".mka", ".webm"})
"""Suffixes of what mutagen doesn't read."""

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
    """What people know a piece by; empty where nobody said."""

    title: str = ""
    artist: str = ""
    license: str = ""
    url: str = ""
    kind: str = ""

    def overridden_by(self, other: "Description") -> "Description":
        """Return this description with all that the other one says in its place."""
        said = {f.name: getattr(other, f.name) for f in fields(other) if getattr(other, f.name)}
        return replace(self, **said)


def read_tags(path: Path) -> Description:
    """Read a file's own tags; a file whose tags can't be read has its name for a title.

    Parameters
    ----------
    path : Path
        A sound file of any format that mutagen knows, or a Matroska or WebM file.

    Returns
    -------
    Description
    """
    try:
        tags = container_tags(path) if path.suffix.lower() in MATROSKA else file_tags(path)
        found = {field: first_text(tags, names) for field, names in TAG_NAMES.items()}
    except Exception:
        # Tags are decoration, and a damaged file's may fail in any way: whether the sound can be read is
        # found out elsewhere.
        found = {"title": ""}
    return Description(**{**found, "title": found["title"] or title_of(path)})


def file_tags(path: Path) -> Any:
    """Return a sound file's tags."""
    file = mutagen.File(path)
    return file.tags if file is not None and file.tags is not None else {}


def container_tags(path: Path) -> dict[str, str]:
    """Return the tags of a whole Matroska or WebM file, their names in lower case."""
    with open_container(path) as container:
        return {name.lower(): text_of(value) for name, value in container.metadata.items()}


def text_of(value: str) -> str:
    """Return a tag without the stand-ins that PyAV 19 gives for bytes which are no UTF-8."""
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def first_text(tags: Any, names: tuple[str, ...]) -> str:
    """Return the first of some tags that holds text."""
    for name in names:
        try:
            # ID3 frames of one kind differ in their keys by what they hold; other tags have plain names.
            values = tags.getall(name) if hasattr(tags, "getall") else [tags.get(name)]
        except (KeyError, ValueError):
            continue
        value = values[0] if values else None
        if value is None:
            continue
        value = getattr(value, "text", None) or getattr(value, "url", None) or value
        text = str(value[0] if isinstance(value, list) else value).strip()
        if text:
            return text[:MAX_TEXT]
    return ""


def title_of(path: Path) -> str:
    """Return a file's name as a title: ``01-dark_cave.ogg`` is ``01 dark cave``."""
    return " ".join(path.stem.replace("_", " ").replace("-", " ").split()) or path.name


def read_table(folder: Path) -> dict[str, Description]:
    """Read the ``tracks.csv`` of a folder.

    Parameters
    ----------
    folder : Path
        Where music files lie.

    Returns
    -------
    dict of str to Description
        By file name; empty without a table.

    Raises
    ------
    BrokenFileError
        The table can't be read, or has no column ``file``.
    """
    path = folder / TABLE
    if not path.is_file():
        return {}
    if path.stat().st_size > MAX_TABLE_BYTES:
        raise BrokenFileError(path, f"larger than {MAX_TABLE_BYTES} bytes")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if "file" not in (rows.fieldnames or ()):
                raise BrokenFileError(path, "has no column 'file'; its first line must name the columns")
            return {row["file"]: described(row) for row in rows if row["file"]}
    except (csv.Error, UnicodeDecodeError, OSError) as error:
        raise BrokenFileError(path, f"can't be read as a table: {error}") from error


def described(row: Mapping[str, str | None]) -> Description:
    """Return what a row says."""
    return Description(
        **{
            field: next(
                (html.unescape(row[name] or "").strip()[:MAX_TEXT] for name in names if row.get(name)), ""
            )
            for field, names in COLUMN_NAMES.items()
        }
    )
