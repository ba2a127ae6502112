"""Taking music into the library: each file once, side by side on all cores, nothing finished is ever lost."""

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from joblib import Parallel, delayed
from joblib.externals.loky.process_executor import TerminatedWorkerError

from scenescore.library.analysis import Analysis, Requirement, analyse, content_id
from scenescore.library.sources import Broken, Describer, find_files
from scenescore.library.store import Library, Track

__all__ = ["Broken", "IngestReport", "Progress", "Requirement", "ingest", "refresh"]

FEW_FILES = 3
"""Up to so many files the workers' start takes longer than the work."""


@dataclass(frozen=True)
class Progress:
    """How far an import is."""

    files_done: int
    files_total: int
    added: int
    known: int
    broken: tuple[Broken, ...]
    eta_s: float
    """Estimated time that is left, seconds."""


@dataclass
class IngestReport:
    """What an import did.

    Attributes
    ----------
    added : int
        Tracks that are new.
    known : int
        Files whose tracks were there already; features that a new bundle needs may have been added to them.
    broken : list of Broken
        Files that could not be read, with the reason.
    seconds : float
        How long it took.
    """

    added: int = 0
    known: int = 0
    broken: list[Broken] = field(default_factory=list)
    seconds: float = 0.0


@dataclass(frozen=True)
class Job:
    """A file whose features have to be computed."""

    file: Path
    track: Track
    present: frozenset[str]
    size: int
    mtime_ns: int
    replaces: str


def ingest(
    library: Library,
    paths: Iterable[Path],
    requirements: Sequence[Requirement],
    *,
    jobs: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
) -> IngestReport:
    """Take files and folders into the library.

    A file that the library knows by its content costs no feature work beyond what a new bundle needs. Each
    track is written as soon as it is done: stopping or a kill loses only what was being computed.

    Parameters
    ----------
    library : Library
        Where to.
    paths : iterable of Path
        Files and folders.
    requirements : sequence of Requirement
        The features that the installed bundles need.
    jobs : int, optional
        Processes to use; all cores by default.
    progress : callable, optional
        Is told after each file.
    stop : threading.Event, optional
        Ends the import early when set; what is done stays.

    Returns
    -------
    IngestReport

    Raises
    ------
    StorageError
        The disk is full or can't be written; what was finished is kept.
    """
    started = time.monotonic()
    files, broken = find_files(paths)
    run = Run(library, requirements, len(files), broken, progress)
    run_jobs(run, files, jobs or os.cpu_count() or 1, stop or threading.Event())
    run.report.broken += run.describer.broken
    run.report.seconds = time.monotonic() - started
    return run.report


def refresh(
    library: Library,
    requirements: Sequence[Requirement],
    *,
    jobs: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
) -> IngestReport:
    """Compute what a new bundle needs of the tracks that are there, from their files.

    Parameters are as those of `ingest`.
    """
    keys = [key for requirement in requirements for key in requirement.keys().values()]
    files = [Path(track.file) for track in library.missing(keys)]
    return ingest(library, files, requirements, jobs=jobs, progress=progress, stop=stop)


class Run:
    """One import under way."""

    def __init__(
        self,
        library: Library,
        requirements: Sequence[Requirement],
        total: int,
        broken: list[Broken],
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self.library = library
        self.requirements = requirements
        self.keys = {key for requirement in requirements for key in requirement.keys().values()}
        self.describer = Describer()
        self.report = IngestReport(broken=broken)
        self._total = total
        self._done = 0
        self._progress = progress
        self._started = time.monotonic()

    def plan(self, file: Path) -> Job | None:
        """Return the work that a file needs; None, and the file counted, when there is none."""
        try:
            status = file.stat()
            before = self.library.track_of_file(file)
            unchanged = before is not None and before[1:] == (status.st_size, status.st_mtime_ns)
            track_id = before[0].id if before and unchanged else content_id(file)
        except OSError as error:
            self.count_broken(file, f"can't be read: {error.strerror or error}")
            return None
        known = self.known(track_id)
        present = frozenset(self.library.feature_keys(track_id)) if known else frozenset()
        said = self.describer.describe(file)
        track = Track(
            id=track_id,
            title=said.title, artist=said.artist, license=said.license, url=said.url, kind=said.kind,
            file=str(file),
            duration_s=known.duration_s if known else 0.0,
            segment_start_s=known.segment_start_s if known else 0.0,
            segment_looped=known.segment_looped if known else False,
            create_time_s=known.create_time_s if known else time.time(),
        )  # fmt: skip
        replaces = before[0].id if before and before[0].id != track_id else ""
        if known is None or not self.keys <= present:
            return Job(file, track, present, status.st_size, status.st_mtime_ns, replaces)
        if track != known or not unchanged:
            self.library.put(track, {}, size=status.st_size, mtime_ns=status.st_mtime_ns, replaces=replaces)
        self.report.known += 1
        self.tell()
        return None

    def known(self, track_id: str) -> Track | None:
        """Return a track that the library has by its content."""
        found = self.library.tracks_by_id([track_id])
        return found[0] if found else None

    def finish(self, job: Job, result: Analysis) -> None:
        """Keep what was computed for a file."""
        if result.problem:
            self.count_broken(job.file, result.problem)
            return
        track = replace(
            job.track,
            duration_s=result.duration_s,
            segment_start_s=result.segment_start_s,
            segment_looped=result.segment_looped,
        )
        is_new = self.known(track.id) is None
        self.library.put(track, result.features, size=job.size, mtime_ns=job.mtime_ns, replaces=job.replaces)
        self.report.added += is_new
        self.report.known += not is_new
        self.tell()

    def count_broken(self, file: Path, reason: str) -> None:
        """Name a file that can't be taken in."""
        self.report.broken.append(Broken(str(file), reason))
        self.tell()

    def tell(self) -> None:
        """Count a file as done and say how far the import is."""
        self._done += 1
        if self._progress is not None:
            each_s = (time.monotonic() - self._started) / self._done
            report = self.report
            self._progress(
                Progress(
                    files_done=self._done,
                    files_total=self._total,
                    added=report.added,
                    known=report.known,
                    broken=tuple(report.broken),
                    eta_s=each_s * (self._total - self._done),
                )
            )


def run_jobs(run: Run, files: list[Path], workers: int, stop: threading.Event) -> None:
    """Compute what the files need, several at a time, and keep each result as it comes."""
    jobs = [job for file in files if not stop.is_set() and (job := run.plan(file)) is not None]
    if workers == 1 or len(jobs) <= FEW_FILES:
        for job in jobs:
            if stop.is_set():
                return
            run.finish(job, analyse(job.file, run.requirements, job.present))
        return
    waiting = {job.file: job for job in jobs}
    try:
        for result in in_parallel(run, jobs, workers, stop):
            run.finish(waiting.pop(result.file), result)
    except TerminatedWorkerError:
        # A decoder took its process with it: the files left are done one to a process, to find out which.
        for job in list(waiting.values()):
            if stop.is_set():
                return
            try:
                (result,) = in_parallel(run, [job], 1, stop)
            except TerminatedWorkerError:
                result = Analysis(job.file, {}, problem="reading it crashes the decoder")
            run.finish(job, result)


def in_parallel(run: Run, jobs: list[Job], workers: int, stop: threading.Event) -> Iterator[Analysis]:
    """Yield the results in the order they are done; begin nothing new once stopped."""
    parallel = Parallel(
        n_jobs=workers, backend="loky", return_as="generator_unordered", pre_dispatch=workers, batch_size=1
    )
    yield from parallel(
        delayed(analyse)(job.file, run.requirements, job.present) for job in jobs if not stop.is_set()
    )
