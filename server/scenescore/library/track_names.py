"""A track by what people call it: its title, its file's name, or the beginning of its id."""

import difflib
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from scenescore.errors import InvalidInputError, NotFoundError
from scenescore.library.store.library import Library, Track

MIN_ID_CHARACTERS: Final = 4
"""A shorter beginning of an id fits too many tracks by chance."""
MAX_SUGGESTIONS: Final = 5
MAX_LISTED: Final = 10
_ALIKE: Final = 0.6
"""How alike two names must be for a suggestion, 0 to 1 (`difflib`)."""


def find_track(library: Library, text: str) -> Track:
    """Find the one track that a text means.

    Parameters
    ----------
    library : Library
        The library, with the project whose tracks count.
    text : str
        A title, a file name with or without folder and suffix, or the beginning of an id. Upper and lower
        case are the same.

    Returns
    -------
    Track

    Raises
    ------
    NotFoundError
        No track fits. The message names similar ones.
    InvalidInputError
        Several tracks fit equally well.
    """
    tracks = library.tracks()
    fitting = tracks_named(tracks, text)
    if not fitting:
        raise NotFoundError(f"the library has no track {text!r}{_suggestions(tracks, text)}")
    if len(fitting) > 1:
        raise InvalidInputError(
            f"{len(fitting)} tracks fit {text!r}: {_listed(fitting)}; name one by its id", field="track"
        )
    return fitting[0]


def tracks_named(tracks: Sequence[Track], text: str) -> list[Track]:
    """Return the tracks that a text means.

    A whole id comes before a whole title, this before a file, and this before the beginnings of ids, titles
    and files. The first kind that fits any track decides.

    Parameters
    ----------
    tracks : sequence of Track
        Among these.
    text : str
        As for `find_track`.

    Returns
    -------
    list of Track
        In the order of `tracks`; empty if none fits.
    """
    asked = _folded(text)
    as_id = asked.removeprefix("tracks/")
    path = str(Path(text).expanduser().absolute()) if text else ""
    kinds: tuple[Callable[[Track], bool], ...] = (
        lambda track: track.id == as_id,
        lambda track: track.file == path,
        lambda track: _folded(track.title) == asked,
        lambda track: asked in _file_names(track),
        lambda track: len(as_id) >= MIN_ID_CHARACTERS and track.id.startswith(as_id),
        lambda track: any(name.startswith(asked) for name in (_folded(track.title), *_file_names(track))),
    )
    if not asked:
        return []
    return next((found for kind in kinds if (found := [track for track in tracks if kind(track)])), [])


def similar_names(names: Iterable[str], text: str) -> list[str]:
    """Return the names that are most like a text, for "did you mean".

    Parameters
    ----------
    names : iterable of str
        What there is.
    text : str
        What was asked for.

    Returns
    -------
    list of str
        At most five, the most similar first.
    """
    by_folded = {_folded(name): name for name in names}
    asked = _folded(text)
    close = difflib.get_close_matches(asked, by_folded, MAX_SUGGESTIONS, _ALIKE)
    containing = [name for name in by_folded if asked and asked in name and name not in close]
    return [by_folded[name] for name in [*close, *containing][:MAX_SUGGESTIONS]]


def _file_names(track: Track) -> tuple[str, str]:
    """Return the name of a track's file, with its suffix and without."""
    file = Path(track.file)
    return _folded(file.name), _folded(file.stem)


def _folded(text: str) -> str:
    """Return a text for comparing: in lower case, and with each accent in its one usual form."""
    return unicodedata.normalize("NFKC", text.strip()).casefold()


def _suggestions(tracks: Sequence[Track], text: str) -> str:
    names = [name for track in tracks for name in (track.title, Path(track.file).stem)]
    found = similar_names(names, text)
    if not found:
        return "; see `scenescore library list`"
    return f"; did you mean {' or '.join(repr(name) for name in found)}?"


def _listed(tracks: Sequence[Track]) -> str:
    shown = ", ".join(f"{track.id} ({track.title}, {track.file})" for track in tracks[:MAX_LISTED])
    return shown if len(tracks) <= MAX_LISTED else f"{shown} and {len(tracks) - MAX_LISTED} more"
