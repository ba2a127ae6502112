"""What an import tells: its progress while it runs, and its report at the end."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from scenescore.library.ingest.music_files import BrokenFile
from scenescore.library.ingest.passed_over import PassedOver

ChangeKind = Literal["moved", "retagged", "changed"]


@dataclass(frozen=True)
class FileChange:
    """A known track whose file is not what it was. The track keeps its id, and with it its cues.

    Attributes
    ----------
    kind : {"moved", "retagged", "changed"}
        ``moved``: its file is elsewhere now. ``retagged``: the file changed, but not its sound. ``changed``:
        the sound changed, so its features were computed again.
    track_id : str
        The track.
    title : str
        The track's title now.
    file : str
        Path of its file now.
    before : str
        Path of the file that it had before, for a moved track; else empty.
    """

    kind: ChangeKind
    track_id: str
    title: str
    file: str
    before: str = ""


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
    changes : list of FileChange
        Which of the known tracks were moved, retagged or changed.
    broken : list of BrokenFile
        Files that could not be read, with the reason.
    passed_over : PassedOver
        What was left out without being broken, counted by reason.
    seconds : float
        How long the import took.
    """

    added: int = 0
    known: int = 0
    changes: list[FileChange] = field(default_factory=list)
    broken: list[BrokenFile] = field(default_factory=list)
    passed_over: PassedOver = field(default_factory=PassedOver)
    seconds: float = 0.0

    @property
    def found_nothing(self) -> bool:
        """Whether there was no file at all that could have been music."""
        return not (self.added or self.known or self.broken)

    def count(self, kind: ChangeKind) -> int:
        """Return how many tracks were moved, retagged or changed.

        Parameters
        ----------
        kind : {"moved", "retagged", "changed"}
            Which change.

        Returns
        -------
        int
            0 or more.
        """
        return sum(change.kind == kind for change in self.changes)


GUESSED_FILE_S: Final = 0.5
"""How long a file is guessed to take before the first one is done."""


class Tally:
    """Counts the files of an import, and tells how far it is.

    Parameters
    ----------
    report : IngestReport
        Where the counts go.
    total : int
        How many files there are.
    progress : callable, optional
        Called at the begin and after each file.

    Attributes
    ----------
    total : int
        How many files there are.
    computed_files : int
        How many of them had to be computed.
    """

    def __init__(self, report: IngestReport, total: int, progress: Callable[[Progress], None] | None) -> None:
        self.total = total
        self.computed_files = 0
        self._report = report
        self._progress = progress
        self._done = 0
        self._started_s = time.monotonic()
        self._computing_since_s: float | None = None

    def begin_computing(self) -> None:
        """Note that a file has to be computed."""
        self._computing_since_s = self._computing_since_s or time.monotonic()

    def count_added(self) -> None:
        """Count a file whose track is new."""
        self._report.added += 1
        self.count_file()

    def count_known(self) -> None:
        """Count a file whose track the library had already."""
        self._report.known += 1
        self.count_file()

    def count_broken(self, file: Path, reason: str) -> None:
        """Count a file that can't be added.

        Parameters
        ----------
        file : Path
            The file.
        reason : str
            What is wrong with it.
        """
        self._report.broken.append(BrokenFile(str(file), reason))
        self.count_file()

    def count_file(self) -> None:
        """Count a file as done and report how far the import is."""
        self._done += 1
        self.tell()

    def tell(self) -> None:
        """Report how far the import is."""
        if self._progress is not None:
            self._progress(
                Progress(
                    files_done=self._done,
                    files_total=self.total,
                    added=self._report.added,
                    known=self._report.known,
                    broken=tuple(self._report.broken),
                    eta_s=self._eta_s(),
                )
            )

    def seconds(self) -> float:
        """Return how long the import has taken.

        Returns
        -------
        float
            Seconds.
        """
        return time.monotonic() - self._started_s

    def _eta_s(self) -> float:
        """Return the estimated time that is left.

        Known files take next to no time, so the pace is that of computed files once there are some.
        """
        now_s, files_left = time.monotonic(), self.total - self._done
        if not self._done:
            return GUESSED_FILE_S * files_left
        if self._computing_since_s is not None and self.computed_files:
            return (now_s - self._computing_since_s) / self.computed_files * files_left
        return (now_s - self._started_s) / self._done * files_left
