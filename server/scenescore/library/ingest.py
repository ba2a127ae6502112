"""Taking music into the library: each file once, side by side on all cores, nothing finished is ever lost."""

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from joblib import Parallel, delayed, parallel_config
from joblib.externals.loky.process_executor import TerminatedWorkerError

from scenescore.library.analysis import Analysis, Requirement, analyse
from scenescore.library.run import IngestReport, Job, Progress, Run
from scenescore.library.sources import Broken, find_files
from scenescore.library.store import Library

__all__ = ["Broken", "IngestReport", "Progress", "Requirement", "ingest", "refresh"]

FEW_FILES = 3
"""Up to so many files the workers' start takes longer than the work."""
BATCH_PER_WORKER = 16
"""Files that are looked at before the work on them begins, for each worker."""
IDLE_S = 20.0
"""A worker that has nothing to do ends after so long; so do those of an import that was killed."""


def ingest(
    library: Library,
    paths: Iterable[Path],
    requirements: Sequence[Requirement],
    *,
    jobs: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
    apart: bool = False,
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
    run_jobs(run, files, jobs or os.cpu_count() or 1, stop or threading.Event(), apart=apart)
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


def run_jobs(run: Run, files: list[Path], workers: int, stop: threading.Event, *, apart: bool) -> None:
    """Compute what the files need, several at a time, and keep each result as it comes."""
    size = workers * BATCH_PER_WORKER
    for start in range(0, len(files), size):
        jobs = [
            job
            for file in files[start : start + size]
            if not stop.is_set() and (job := run.plan(file)) is not None
        ]
        if not apart and (workers == 1 or len(jobs) <= FEW_FILES):
            one_by_one(run, jobs, stop)
        elif jobs:
            side_by_side(run, jobs, workers, stop)


def one_by_one(run: Run, jobs: list[Job], stop: threading.Event) -> None:
    """Compute in this process."""
    for job in jobs:
        if stop.is_set():
            return
        run.finish(job, analyse(job.file, run.requirements, job.present))


def side_by_side(run: Run, jobs: list[Job], workers: int, stop: threading.Event) -> None:
    """Compute in processes of their own."""
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
    with parallel_config(backend="loky", inner_max_num_threads=1, idle_worker_timeout=IDLE_S):
        parallel = Parallel(
            # For one worker joblib would start no process at all; what is dispatched keeps it to one.
            n_jobs=max(2, workers),
            return_as="generator_unordered",
            pre_dispatch=workers,
            batch_size=1,
        )
    yield from parallel(
        delayed(analyse)(job.file, run.requirements, job.present) for job in jobs if not stop.is_set()
    )
