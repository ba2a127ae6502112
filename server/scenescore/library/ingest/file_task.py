"""A file of an import whose sound has to be looked at."""

from dataclasses import dataclass
from pathlib import Path

from scenescore.library.identity import Identity
from scenescore.library.store.track import Track


@dataclass(frozen=True)
class FileTask:
    """A file whose sound has to be looked at.

    Attributes
    ----------
    file : Path
        Where the file is.
    identity : Identity
        Which track it holds.
    track : Track
        The track that it becomes, still without what its sound tells.
    size, mtime_ns : int
        The size in bytes and the time of change in nanoseconds of the track's file, as they will be kept.
    present_keys : frozenset of str
        Keys of the features that the library has already.
    known_sounds : frozenset of str
        Sounds whose features the library has already.
    """

    file: Path
    identity: Identity
    track: Track
    size: int
    mtime_ns: int
    present_keys: frozenset[str] = frozenset()
    known_sounds: frozenset[str] = frozenset()

    @property
    def content_id(self) -> str:
        """The id of what the file holds."""
        return self.identity.content
