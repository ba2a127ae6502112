"""The progress of imports and updates of the library, as frozen dataclasses."""

from dataclasses import dataclass

from scenescore.v1 import library_pb2


@dataclass(frozen=True)
class BrokenFile:
    """A file that couldn't be imported.

    Attributes
    ----------
    file, reason : str
        The file on the daemon's machine, and what is wrong with it.
    """

    file: str
    reason: str


@dataclass(frozen=True)
class TrackChange:
    """A known track whose file is not what it was. The track keeps its name, and with it its cues.

    Attributes
    ----------
    track : str
        ``tracks/{id}``.
    kind : str
        ``moved``, ``retagged`` or ``changed``: the file is elsewhere now; it changed, but not its sound; its
        sound changed.
    file, former_file : str
        Where its file is on the daemon's machine; where it was before it was moved, else empty.
    """

    track: str
    kind: str
    file: str
    former_file: str


@dataclass(frozen=True)
class PassedOver:
    """What an import left out for one reason, without calling it broken.

    Attributes
    ----------
    reason : str
        ``unknown_kind``, ``link``, ``hidden``, ``silent``, ``removed`` or ``table_row``.
    suffix : str
        The files' suffix in lower case, for ``unknown_kind``; else empty.
    count : int
        How many.
    """

    reason: str
    suffix: str
    count: int


@dataclass(frozen=True)
class ImportProgress:
    """The progress of an import.

    Attributes
    ----------
    files_done, files_total, added, known : int
        Files processed so far, files found in total, new tracks, and tracks that were there already.
    broken : tuple of BrokenFile
        All files that couldn't be read so far.
    eta_s : float
        Estimated remaining time, seconds.
    done : bool
        True in the last message.
    changes : tuple of TrackChange
        Known tracks whose files are not what they were; in the last message only.
    passed_over : tuple of PassedOver
        What was left out without being broken; in the last message only.
    """

    files_done: int
    files_total: int
    added: int
    known: int
    broken: tuple[BrokenFile, ...]
    eta_s: float
    done: bool
    changes: tuple[TrackChange, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()

    @classmethod
    def from_proto(cls, message: library_pb2.ImportTracksResponse) -> "ImportProgress":
        """Return the dataclass for a message of the contract.

        Parameters
        ----------
        message : library_pb2.ImportTracksResponse
            What the daemon sent.

        Returns
        -------
        ImportProgress
            The same in Python's own types.
        """
        return cls(
            files_done=message.files_done,
            files_total=message.files_total,
            added=message.added,
            known=message.known,
            broken=tuple(BrokenFile(broken.file, broken.reason) for broken in message.broken),
            eta_s=message.eta_s,
            done=message.done,
            changes=tuple(
                TrackChange(one.track, one.kind, one.file, one.former_file) for one in message.changes
            ),
            passed_over=tuple(PassedOver(one.reason, one.suffix, one.count) for one in message.passed_over),
        )


@dataclass(frozen=True)
class UpdateProgress:
    """The progress of an update of the library.

    Attributes
    ----------
    imported : ImportProgress
        Which files were looked at, and what they gave.
    filled, lacking : int
        Tracks that lacked features and have them now, and those that still lack some; in the last message
        only.
    dropped : tuple of str
        ``tracks/{id}`` of tracks whose files are gone; in the last message only.
    unreachable : tuple of BrokenFile
        Music folders that can't be looked at, and why; in the last message only. Their tracks stay.
    done : bool
        True in the last message.
    """

    imported: ImportProgress
    filled: int
    lacking: int
    dropped: tuple[str, ...]
    unreachable: tuple[BrokenFile, ...]
    done: bool

    @classmethod
    def from_proto(cls, message: library_pb2.UpdateLibraryResponse) -> "UpdateProgress":
        """Return the dataclass for a message of the contract.

        Parameters
        ----------
        message : library_pb2.UpdateLibraryResponse
            What the daemon sent.

        Returns
        -------
        UpdateProgress
            The same in Python's own types.
        """
        return cls(
            imported=ImportProgress.from_proto(message.imported),
            filled=message.filled,
            lacking=message.lacking,
            dropped=tuple(message.dropped),
            unreachable=tuple(BrokenFile(one.file, one.reason) for one in message.unreachable),
            done=message.done,
        )
