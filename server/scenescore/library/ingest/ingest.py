"""Taking music into the library: each file once, side by side on all cores, nothing finished is ever lost."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from scenescore.library.ingest.analysis import Analysis, Requirement, analyse
from scenescore.library.ingest.executor import LocalWorkers, WorkerLostError, Workers
from scenescore.library.ingest.import_job import IngestReport, Job, Progress, Run
from scenescore.library.ingest.sources import Broken, find_files
from scenescore.library.store.library import Library

__all__ = ["Broken", "IngestReport", "Progress", "Requirement", "ingest", "refresh"]

BATCH_PER_WORKER = 16
"""Files that are looked at before the work on them begins, for each worker."""


def ingest(
    library: Library,
    paths: Iterable[Path],
    requirements: Sequence[Requirement],
    *,
    jobs: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
    apart: bool = False,
    workers: Workers | None = None,
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
    apart : bool
        Compute in other processes even where starting them takes longer than the work: a daemon goes on
        answering meanwhile, whatever a file does to its decoder.
    workers : Workers, optional
        Where to compute, such as the `scheduler.ClusterWorkers` of a Dask cluster; by default in `jobs`
        processes of this machine.

    Returns
    -------
    IngestReport

    Raises
    ------
    StorageError
        The disk is full or can't be written; what was finished is kept.
    PreconditionError
        The library was opened for reading only.
    """
    library.check_writable()
    started = time.monotonic()
    files, broken = find_files(paths)
    run = Run(library, requirements, len(files), broken, progress)
    run_jobs(run, files, workers or LocalWorkers(jobs), stop or threading.Event(), apart=apart)
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
    apart: bool = False,
) -> IngestReport:
    """Compute what a new bundle needs of the tracks that are there, from their files.

    Parameters are as those of `ingest`.
    """
    keys = [key for requirement in requirements for key in requirement.keys().values()]
    files = [Path(track.file) for track in library.missing(keys)]
    return ingest(library, files, requirements, jobs=jobs, progress=progress, stop=stop, apart=apart)


def run_jobs(run: Run, files: list[Path], workers: Workers, stop: threading.Event, *, apart: bool) -> None:
    """Compute what the files need, several at a time, and keep each result as it comes."""
    size = workers.count * BATCH_PER_WORKER
    for start in range(0, len(files), size):
        jobs = [
            job
            for file in files[start : start + size]
            if not stop.is_set() and (job := run.plan(file)) is not None
        ]
        if jobs and (apart or workers.pays_off_for(len(jobs))):
            side_by_side(run, jobs, workers, stop)
        else:
            one_by_one(run, jobs, stop)


def one_by_one(run: Run, jobs: list[Job], stop: threading.Event) -> None:
    """Compute in this process."""
    for job in jobs:
        if stop.is_set():
            return
        run.finish(job, analyse(job.file, run.requirements, job.present))


def side_by_side(run: Run, jobs: list[Job], workers: Workers, stop: threading.Event) -> None:
    """Compute in processes of their own."""
    waiting = {job.file: job for job in jobs}
    try:
        for result in workers.analyse(until(stop, jobs), run.requirements):
            run.finish(waiting.pop(result.file), result)
    except WorkerLostError:
        # A decoder took its process with it: the files left are done one at a time, to find out which.
        for job in until(stop, list(waiting.values())):
            try:
                results = list(workers.analyse(iter([job]), run.requirements, alone=True))
            except WorkerLostError:
                results = [Analysis(job.file, {}, problem="reading it crashes the decoder")]
            for result in results:
                run.finish(job, result)


def until(stop: threading.Event, jobs: list[Job]) -> Iterator[Job]:
    """Yield jobs; none any more once stopped."""
    return (job for job in jobs if not stop.is_set())
