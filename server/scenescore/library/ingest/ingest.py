"""The entry points of an import: add files and folders to the library, or update what is there.

`import_job` decides what each file needs and keeps the results. This module hands the work to an executor.
"""

import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from scenescore.library.ingest.analysis import Requirement, analyse
from scenescore.library.ingest.executor import Executor, LocalExecutor, unless_stopped
from scenescore.library.ingest.file_task import FileTask
from scenescore.library.ingest.import_job import ImportJob
from scenescore.library.ingest.music_files import BrokenFile, find_files
from scenescore.library.ingest.passed_over import Reason
from scenescore.library.ingest.report import IngestReport, Progress
from scenescore.library.store.library import Library

__all__ = ["BrokenFile", "IngestReport", "Progress", "Requirement", "ingest", "refresh"]

BATCH_FILES_PER_WORKER = 16
"""Files that are planned before the work on them begins, for each worker."""


def ingest(
    library: Library,
    paths: Iterable[Path],
    requirements: Sequence[Requirement],
    *,
    jobs: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
    in_subprocess: bool = False,
    executor: Executor | None = None,
    may_open: Callable[[Path], bool] | None = None,
    brings_back: bool = False,
) -> IngestReport:
    """Add files and folders to the library.

    For a file whose sound the library knows, only features that are missing are computed. Each track is
    written as soon as its features are computed: a stop or a kill loses only what was being computed.

    Parameters
    ----------
    library : Library
        Where the tracks go.
    paths : iterable of Path
        Files and folders.
    requirements : sequence of Requirement
        The features that the installed bundles need.
    jobs : int, optional
        Processes to use; one for each core by default.
    progress : callable, optional
        Called at the begin and after each file.
    stop : threading.Event, optional
        Once set, the import ends early. What is finished stays.
    in_subprocess : bool
        Compute in other processes even if starting them takes longer than the work. A daemon then goes on
        answering, whatever a file does to its decoder.
    executor : Executor, optional
        Where to compute, such as a `ClusterExecutor`; by default `jobs` processes of this machine.
    may_open : callable, optional
        Returns whether a file or folder may be read, given its real path. By default all may.
    brings_back : bool
        Whether files that are named themselves come back if the user had removed them.

    Returns
    -------
    IngestReport
        What was added, known, broken and passed over.

    Raises
    ------
    StorageError
        The disk is full or can't be written. What was finished is kept.
    PreconditionError
        The library was opened for reading only.
    """
    library.check_writable()
    found = find_files(paths, may_open=may_open)
    if brings_back:
        library.files.let_in(found.named)
    kept_out = library.files.kept_out()
    found.passed_over.add(Reason.REMOVED, count=len(kept_out.intersection(found.files)))
    found.files = [file for file in found.files if file not in kept_out]
    # A track that another project has already is not computed again.
    job = ImportJob(library.of_project(None), requirements, found, progress)
    executor, stop = executor or LocalExecutor(jobs), stop or threading.Event()
    run(job, found.files, executor, stop, in_subprocess=in_subprocess)
    while job.deferred and not stop.is_set():
        files, job.deferred = job.deferred, []
        run(job, files, executor, stop, in_subprocess=in_subprocess, is_last_look=True)
    return job.end()


def refresh(
    library: Library,
    requirements: Sequence[Requirement],
    *,
    jobs: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
    in_subprocess: bool = False,
) -> IngestReport:
    """Compute the features that tracks of the library lack, from their files.

    Parameters
    ----------
    library : Library
        Whose tracks.
    requirements : sequence of Requirement
        The features that the installed bundles need.
    jobs, progress, stop, in_subprocess
        As for `ingest`.

    Returns
    -------
    IngestReport
        What was known and broken.

    Raises
    ------
    StorageError
        The disk is full or can't be written. What was finished is kept.
    PreconditionError
        The library was opened for reading only.
    """
    keys = [key for requirement in requirements for key in requirement.keys().values()]
    files = [Path(track.file) for track in library.missing(keys)]
    return ingest(
        library,
        files,
        requirements,
        jobs=jobs,
        progress=progress,
        stop=stop,
        in_subprocess=in_subprocess,
    )


def run(
    job: ImportJob,
    files: Sequence[Path],
    executor: Executor,
    stop: threading.Event,
    *,
    in_subprocess: bool,
    is_last_look: bool = False,
) -> None:
    """Plan and analyse files batch by batch, and keep each result as it comes.

    Parameters
    ----------
    job : ImportJob
        The import.
    files : sequence of Path
        What to look at.
    executor : Executor
        Where to compute.
    stop : threading.Event
        Once set, no further file is begun.
    in_subprocess : bool
        Compute in the executor even if this process would be faster.
    is_last_look : bool
        Whether all other files have been looked at.
    """
    batch_size = executor.worker_count * BATCH_FILES_PER_WORKER
    for start in range(0, len(files), batch_size):
        batch = unless_stopped(files[start : start + batch_size], stop)
        planned = (job.plan(file, is_last_look=is_last_look) for file in batch)
        tasks = [task for task in planned if task is not None]
        if tasks and (in_subprocess or executor.pays_off_for(len(tasks))):
            task_of: dict[Path, FileTask] = {task.file: task for task in tasks}
            for result in executor.analyse(tasks, job.requirements, stop):
                job.finish(task_of[result.file], result)
        else:
            for task in unless_stopped(tasks, stop):
                job.finish(task, analyse(task.file, job.requirements, task.present_keys, task.known_sounds))
