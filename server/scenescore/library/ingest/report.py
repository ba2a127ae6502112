"""What an import tells: its progress while it runs, and its report at the end."""

from dataclasses import dataclass, field
from pathlib import Path

from scenescore.library.ingest.sources import BrokenFile


@dataclass(frozen=True)
class Progress:
    """How far an import is.

    Attributes
    ----------
    files_done, files_total : int
        Files that are finished, and all files.
    added : int
        Tracks that are new.
    known : int
        Files whose tracks the library had already.
    broken : tuple of BrokenFile
        Files that could not be read.
    eta_s : float
        Estimated time that is left, seconds.
    """

    files_done: int
    files_total: int
    added: int
    known: int
    broken: tuple[BrokenFile, ...]
    eta_s: float


@dataclass
class IngestReport:
    """What an import did.

    Attributes
    ----------
    added : int
        Tracks that are new.
    known : int
        Files whose tracks the library had already. Features that a new bundle needs may have been added.
    broken : list of BrokenFile
        Files that could not be read, with the reason.
    seconds : float
        How long the import took.
    copies : dict of Path to str
        Known files with the same content as another file, and the id of the track of both.
    """

    added: int = 0
    known: int = 0
    broken: list[BrokenFile] = field(default_factory=list)
    seconds: float = 0.0
    copies: dict[Path, str] = field(default_factory=dict)
