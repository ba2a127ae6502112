"""Which track a file holds: a track is known by the content of its file and by the file's path."""

import hashlib
import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from scenescore.library.ingest.analysis import ID_DIGITS, content_id
from scenescore.library.store.library import Library, Track

IdentityKind = Literal["own", "copy", "moved", "edited", "new"]


@dataclass(frozen=True)
class Identity:
    """Which track a file holds.

    Attributes
    ----------
    kind : {"own", "copy", "moved", "edited", "new"}
        ``own``: it is the track's file, with the content that it had. ``copy``: another file is the track's.
        ``moved``: the track's file is gone or holds something else, and this one has its content.
        ``edited``: it is the track's file, with another content. ``new``: no track is known.
    content : str
        The content, as `content_id` gives it.
    track : Track or None
        The track; None for ``new``.
    unchanged : bool
        Whether the library knows the file as it is.
    """

    kind: IdentityKind
    content: str
    track: Track | None = None
    unchanged: bool = False


def identify(library: Library, file: Path, *, size: int, mtime_ns: int) -> Identity:
    """Find out which track a file holds.

    Content comes before path: a user who moves a piece over another one's file has moved it. A path comes
    before nothing: what replaces a track's file is that track in a new form.

    Parameters
    ----------
    library : Library
        With the tracks of all projects.
    file : Path
        A music file.
    size, mtime_ns : int
        The file's size in bytes and time of change in nanoseconds. A file of which the library knows both
        isn't read.

    Returns
    -------
    Identity
        What the library can say before the sound is looked at.

    Raises
    ------
    OSError
        The file can't be read.
    """
    before = library.files.find(file)
    track = library.track(before.track_id) if before is not None else None
    is_own = track is not None and track.file == str(file)
    kind: IdentityKind = "own" if is_own else "copy"
    if kind == "copy" and track is not None and not Path(track.file).exists():
        kind = "moved"
    if before is not None and track is not None and (before.size, before.mtime_ns) == (size, mtime_ns):
        return Identity(kind, track.content, track, unchanged=True)
    content = content_id(file)
    if track is not None and content == track.content:
        return Identity(kind, content, track)
    others = library.tracks_with_content(content)
    for other in others:
        if not _is_held(library, other):
            return Identity("moved", content, other)
    if is_own:
        return Identity("edited", content, track)
    if others:
        return Identity("copy", content, others[0])
    return Identity("new", content)


def _is_held(library: Library, track: Track) -> bool:
    """Return whether a track's file is there and as the library knows it."""
    known = library.files.find(Path(track.file))
    return known is not None and known.track_id == track.id and known.is_unchanged()


def free_id(library: Library, content: str) -> str:
    """Return the id of a new track: its content, unless a track that had this content once has the id.

    Parameters
    ----------
    library : Library
        With the tracks of all projects.
    content : str
        The content, as `content_id` gives it.

    Returns
    -------
    str
        16 hexadecimal digits.
    """
    while library.tracks_by_id([content]):
        content = hashlib.sha256(content.encode()).hexdigest()[:ID_DIGITS]
    return content


class GoneTracks:
    """Tracks whose files are gone, by their sound: a file that was moved *and* retagged is one of them.

    Parameters
    ----------
    library : Library
        With the tracks of all projects.
    required_keys : set of str
        Only tracks with all these features count, so that nothing of their sound has to be computed.
    """

    def __init__(self, library: Library, required_keys: set[str]) -> None:
        self._library = library
        tracks = {Path(track.file): track for track in library.tracks() if track.sound}
        gone = gone_files(tracks)
        lacking = {track.id for track in library.missing(required_keys)} if gone else set()
        self._by_sound = {
            tracks[file].sound: tracks[file].id for file in gone if tracks[file].id not in lacking
        }

    @property
    def sounds(self) -> frozenset[str]:
        """The sounds of these tracks."""
        return frozenset(self._by_sound)

    def take(self, sound: str) -> Track | None:
        """Return the track with a sound, which is gone no longer.

        Parameters
        ----------
        sound : str
            A hash of the sound.

        Returns
        -------
        Track or None
            None if no such track is gone.
        """
        track_id = self._by_sound.pop(sound, None)
        found = self._library.tracks_by_id([track_id] if track_id else [])
        return found[0] if found and not Path(found[0].file).exists() else None


def gone_files(files: Iterable[Path]) -> set[Path]:
    """Return those of some files that aren't there. Each folder is looked at once, as on a slow drive.

    Parameters
    ----------
    files : iterable of Path
        Absolute paths.

    Returns
    -------
    set of Path
        Also those whose folder isn't there; none of a folder that can't be looked at.
    """
    names: dict[Path, set[str]] = defaultdict(set)
    for file in files:
        names[file.parent].add(file.name)
    gone = set()
    for folder, wanted in names.items():
        try:
            there = set(os.listdir(folder))
        except (FileNotFoundError, NotADirectoryError):
            there = set()
        except OSError:
            continue
        # Some file systems find a name in another spelling.
        gone |= {folder / name for name in wanted - there if not (folder / name).exists()}
    return gone
