"""One import: what each of its files needs, what has come of them, and how far it is."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scenescore.library.ingest.analysis import Analysis, Requirement, content_id
from scenescore.library.ingest.report import IngestReport, Progress
from scenescore.library.ingest.sources import BrokenFile, Describer
from scenescore.library.store.library import Library, Track


@dataclass(frozen=True)
class FileTask:
    """A file whose features have to be computed.

    Attributes
    ----------
    file : Path
        Where the file is.
    track : Track
        The track that it becomes, still without what its sound tells.
    present_keys : frozenset of str
        Keys of the features that the library has already.
    size : int
        The file's size in bytes, as it will be kept.
    mtime_ns : int
        The file's time of change in nanoseconds, as it will be kept.
    replaces : str
        Id of the track that the file held before; empty if there is none.
    """

    file: Path
    track: Track
    present_keys: frozenset[str]
    size: int
    mtime_ns: int
    replaces: str

    @property
    def content_id(self) -> str:
        """The id of what the file holds."""
        return self.track.id


class ImportJob:
    """One import under way. Not safe to share between threads.

    Parameters
    ----------
    library : Library
        Where the tracks go.
    requirements : sequence of Requirement
        The features that the installed bundles need.
    total : int
        How many files there are.
    broken : list of BrokenFile
        Paths that are no music files.
    progress : callable, optional
        Called after each file.

    Attributes
    ----------
    report : IngestReport
        What was done so far.
    describer : Describer
        Reads the files' tags and tables.
    requirements : sequence of Requirement
        As above.
    """

    def __init__(
        self,
        library: Library,
        requirements: Sequence[Requirement],
        total: int,
        broken: list[BrokenFile],
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self.library = library
        self.requirements = requirements
        self._required_keys = {key for requirement in requirements for key in requirement.keys().values()}
        self.describer = Describer()
        self.report = IngestReport(broken=broken)
        self._copies_of: dict[str, list[Path]] = {}
        self._total = total
        self._done = 0
        self._computed_files = 0
        self._progress = progress
        self._started_s = time.monotonic()
        self._computing_since_s: float | None = None

    def plan(self, file: Path) -> FileTask | None:
        """Find out what a file needs.

        Parameters
        ----------
        file : Path
            A music file.

        Returns
        -------
        FileTask or None
            None if nothing has to be computed. What changed in its description is then kept.

        Raises
        ------
        StorageError
            The disk is full or can't be written.
        """
        try:
            status = file.stat()
            size, mtime_ns = status.st_size, status.st_mtime_ns
            before = self.library.track_of_file(file)
            unchanged = before is not None and before[1:] == (size, mtime_ns)
            track_id = before[0].id if before and unchanged else content_id(file)
        except OSError as error:
            self._count_broken(file, f"can't be read: {error.strerror or error}")
            return None
        replaces = before[0].id if before and before[0].id != track_id else ""
        if track_id in self._copies_of:
            self._copies_of[track_id].append(file)
            return None
        known = self._known_track(track_id)
        if known is not None and (other := self._state_of_other_file(known, file)) is not None:
            # The track keeps the description that the file it came from gives.
            self._note_copy(file, track_id)
            track, (size, mtime_ns), unchanged = known, other, not replaces
        else:
            track = self._described(file, track_id, known)
        present_keys = frozenset(self.library.feature_keys(track_id)) if known else frozenset()
        if known is None or not self._required_keys <= present_keys:
            self._copies_of[track_id] = []
            self._computing_since_s = self._computing_since_s or time.monotonic()
            return FileTask(file, track, present_keys, size, mtime_ns, replaces)
        if track != known or not unchanged:
            self.library.put(track, {}, size=size, mtime_ns=mtime_ns, replaces=replaces)
        self._count_known()
        return None

    def _known_track(self, track_id: str) -> Track | None:
        """Return the library's track with this content; None if it has none."""
        found = self.library.tracks_by_id([track_id])
        return found[0] if found else None

    def _state_of_other_file(self, known: Track, file: Path) -> tuple[int, int] | None:
        """Return size and mtime_ns of the file that a track came from, if it is another one and unchanged."""
        other = Path(known.file)
        kept = self.library.track_of_file(other)
        if other == file or kept is None:
            return None
        try:
            status = other.stat()
        except OSError:
            return None
        return kept[1:] if kept[1:] == (status.st_size, status.st_mtime_ns) else None

    def _described(self, file: Path, track_id: str, known: Track | None) -> Track:
        """Return the track that a file becomes, with what the library knows of its sound."""
        said = self.describer.describe(file)
        return Track(
            id=track_id,
            title=said.title, artist=said.artist, license=said.license, url=said.url, kind=said.kind,
            file=str(file),
            duration_s=known.duration_s if known else 0.0,
            segment_start_s=known.segment_start_s if known else 0.0,
            segment_looped=known.segment_looped if known else False,
            create_time_s=known.create_time_s if known else time.time(),
        )  # fmt: skip

    def finish(self, task: FileTask, result: Analysis) -> None:
        """Keep what was computed for a file, or name it as broken.

        Parameters
        ----------
        task : FileTask
            From `plan`.
        result : Analysis
            Of the same file.

        Raises
        ------
        StorageError
            The disk is full or can't be written.
        """
        self._computed_files += 1
        copies = self._copies_of.pop(task.track.id, [])
        if result.problem:
            for file in (task.file, *copies):
                self._count_broken(file, result.problem)
            return
        track = replace(
            task.track,
            duration_s=result.duration_s,
            segment_start_s=result.segment_start_s,
            segment_looped=result.segment_looped,
        )
        is_new = self._known_track(track.id) is None
        self.library.put(
            track, result.features, size=task.size, mtime_ns=task.mtime_ns, replaces=task.replaces
        )
        if is_new:
            self.report.added += 1
            self._count_file()
        else:
            self._count_known()
        for file in copies:
            self._note_copy(file, track.id)
            self._count_known()

    def _note_copy(self, file: Path, track_id: str) -> None:
        """Keep that a file has the content of another one: it may be in another project's folder."""
        self.report.copies[file] = track_id
        self.library.files.add(file, track_id)

    def _count_known(self) -> None:
        """Count a file whose track the library had already."""
        self.report.known += 1
        self._count_file()

    def _count_broken(self, file: Path, reason: str) -> None:
        """Count a file that can't be added."""
        self.report.broken.append(BrokenFile(str(file), reason))
        self._count_file()

    def _count_file(self) -> None:
        """Count a file as done and report how far the import is."""
        self._done += 1
        if self._progress is not None:
            self._progress(
                Progress(
                    files_done=self._done,
                    files_total=self._total,
                    added=self.report.added,
                    known=self.report.known,
                    broken=tuple(self.report.broken),
                    eta_s=self._eta_s(),
                )
            )

    def _eta_s(self) -> float:
        """Return the estimated time that is left.

        Known files take next to no time, so the pace is that of computed files once there are some.
        """
        now_s, files_left = time.monotonic(), self._total - self._done
        if self._computing_since_s is not None and self._computed_files:
            return (now_s - self._computing_since_s) / self._computed_files * files_left
        return (now_s - self._started_s) / self._done * files_left
