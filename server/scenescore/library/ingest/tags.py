"""A track's title, artists, licence and address from the tags of its file."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import mutagen
from mutagen import apev2

from scenescore.audio.reading.sound_track import open_container
from scenescore.library.ingest.description import MAX_TEXT_CHARACTERS, Description
from scenescore.library.ingest.licence import licence_in_copyright, licence_name

MATROSKA_SUFFIXES: Final = frozenset({".mkv", ".mka", ".webm"})
"""Suffixes of formats that mutagen doesn't read."""

# In lower case: Vorbis comments, APE and Matroska tags; ID3 frames; MP4 atoms.
TITLE_TAGS: Final = ("title", "tit2", "\xa9nam")
ARTIST_TAGS: Final = ("artist", "tpe1", "\xa9art", "albumartist", "album artist", "tpe2", "aart")
URL_TAGS: Final = ("website", "url", "contact", "woar", "woaf", "wxxx:", "source", "txxx:url", "txxx:website")
LICENCE_TAGS: Final = (
    *("license", "licence", "txxx:license", "txxx:licence", "----:com.apple.itunes:license"),
    *(
        "license_url",
        "licenseurl",
        "txxx:license_url",
        "----:com.apple.itunes:licence",
        "wxxx:license",
        "wcop",
    ),
)
COPYRIGHT_TAGS: Final = ("copyright", "tcop", "cprt", "txxx:copyright")
"""Tags that say whose work it is. Now and then they name a licence, too."""
MOOD_TAGS: Final = (
    *("mood", "tmoo", "txxx:mood", "----:com.apple.itunes:mood"),
    *("genre", "tcon", "\xa9gen"),
)

WANTED_TAGS: Final = frozenset(
    (*TITLE_TAGS, *ARTIST_TAGS, *URL_TAGS, *LICENCE_TAGS, *COPYRIGHT_TAGS, *MOOD_TAGS)
)

Tags = Mapping[str, list[str]]
"""The texts of each tag, by its name in lower case."""


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
        found = Description(
            title=_first(tags, TITLE_TAGS),
            artist=_all_of_first(tags, ARTIST_TAGS),
            license=_first(tags, LICENCE_TAGS, licence_name)
            or _first(tags, COPYRIGHT_TAGS, licence_in_copyright),
            url=_first(tags, URL_TAGS),
            mood=_all_of_first(tags, MOOD_TAGS),
        )
    except Exception:
        # The tags of a damaged file may fail in any way. That is no reason to refuse the file: whether its
        # sound can be read is found out elsewhere.
        found = Description()
    return found.overridden_by(Description(title=found.title or _title_from_name(path)))


def _sound_file_tags(path: Path) -> Tags:
    """Return a sound file's tags; an empty mapping without tags."""
    file: Any = mutagen.File(path)
    tags: Any = file.tags if file is not None and file.tags is not None else {}
    if not tags and path.suffix.lower() == ".mp3":
        read_ape_tags: Any = apev2.APEv2  # mutagen doesn't say its type.
        with suppress(apev2.error):
            tags = read_ape_tags(path)
    found: dict[str, list[str]] = {}
    for key in dict.fromkeys(tags.keys()):
        name = _name(key)
        if name in WANTED_TAGS:
            found.setdefault(name, []).extend(_texts(tags[key]))
    return found


def _name(key: str) -> str:
    """Return a tag's name in lower case. Some ID3 frames have their content in the key, too."""
    lower = key.lower()
    return lower if lower.startswith(("txxx:", "wxxx:", "----:")) else lower.partition(":")[0]


def _matroska_tags(path: Path) -> Tags:
    """Return the tags of a Matroska or WebM file as a whole."""
    with open_container(path) as container:
        return {name.lower(): [_without_surrogates(value)] for name, value in container.metadata.items()}


def _without_surrogates(value: str) -> str:
    """Return a tag with � for bytes that are not UTF-8; PyAV 19 gives lone surrogates for them."""
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _texts(value: Any) -> list[str]:
    """Return the texts of a tag as mutagen gives it: of an ID3 frame, an APE value, or a list."""
    if isinstance(value, apev2.APEBinaryValue):
        return []
    values = getattr(value, "text", None) or getattr(value, "url", None) or value
    given: Iterable[Any] = [values] if isinstance(values, str | bytes) else values
    texts = (one.decode("utf-8", "replace") if isinstance(one, bytes) else str(one) for one in given)
    return [text.strip() for text in texts if text.strip()]


def _first(tags: Tags, names: tuple[str, ...], meaning: Callable[[str], str] = str) -> str:
    """Return the first text of some tags that has a meaning; else an empty text."""
    for name in names:
        for text in tags.get(name, []):
            if meant := meaning(text):
                return meant[:MAX_TEXT_CHARACTERS]
    return ""


def _all_of_first(tags: Tags, names: tuple[str, ...]) -> str:
    """Return all texts of the first of some tags that has any, each once; else an empty text."""
    for name in names:
        if texts := tags.get(name):
            return ", ".join(dict.fromkeys(texts))[:MAX_TEXT_CHARACTERS]
    return ""


def _title_from_name(path: Path) -> str:
    """Return a title made from a file's name: ``01-dark_cave.ogg`` gives ``01 dark cave``."""
    return " ".join(path.stem.replace("_", " ").replace("-", " ").split()) or path.name
