"""Where an import computes: in processes of this machine, or of others."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from joblib import Parallel, delayed, parallel_config
from joblib.externals.loky.process_executor import TerminatedWorkerError

from scenescore.library.ingest.analysis import Analysis, Requirement, analyse
from scenescore.library.ingest.workers import stand_back

FEW_FILES = 3
"""Up to so many files the processes' start takes longer than the work."""
IDLE_S = 20.0
"""A worker that has nothing to do ends after so long; so do those of an import that was killed."""


class Task(Protocol):
    """A file whose features have to be computed."""

    @property
    def file(self) -> Path:
        """Where it lies."""

    @property
    def content(self) -> str:
        """Its content's id."""

    @property
    def present(self) -> frozenset[str]:
        """Keys of the features that are there already."""


class WorkerLostError(Exception):
    """A file took the process that read it with it; joblib doesn't say which of those under way it was."""


class Workers(Protocol):
    """Where files are analysed, several at a time."""

    @property
    def count(self) -> int:
        """How many are analysed at a time."""

    def pays_off_for(self, files: int) -> bool:
        """Return whether so many files are done sooner here than in this very process."""

    def analyse(
        self, tasks: Iterator[Task], requirements: Sequence[Requirement], *, alone: bool = False
    ) -> Iterator[Analysis]:
        """Yield the results in the order they are done.

        Parameters
        ----------
        tasks : iterator of Task
            Taken one by one as there is room for them: one that ends early begins nothing new.
        requirements : sequence of Requirement
            The features that the installed bundles need.
        alone : bool
            One file after the other.

        Raises
        ------
        WorkerLostError
            A worker ended while it read one of the files.
        """


def beside(file: Path, requirements: Sequence[Requirement], present: frozenset[str]) -> Analysis:
    """Analyse a file in a process that stands back behind all others."""
    stand_back()
    return analyse(file, requirements, present)


class LocalWorkers:
    """Processes on this machine.

    Parameters
    ----------
    count : int, optional
        How many; all cores by default.
    """

    def __init__(self, count: int | None = None) -> None:
        self.count = count or os.cpu_count() or 1

    def pays_off_for(self, files: int) -> bool:
        """Return whether so many files take longer than the start of the processes."""
        return self.count > 1 and files > FEW_FILES

    def analyse(
        self, tasks: Iterator[Task], requirements: Sequence[Requirement], *, alone: bool = False
    ) -> Iterator[Analysis]:
        """Yield the results in the order they are done, as `Workers.analyse` says."""
        with parallel_config(backend="loky", inner_max_num_threads=1, idle_worker_timeout=IDLE_S):
            parallel = Parallel(
                # For one worker joblib would start no process at all; what is dispatched keeps it to one.
                n_jobs=max(2, self.count),
                return_as="generator_unordered",
                # One waits, so that no process waits for this one to keep a result; one process gets one.
                pre_dispatch=1 if alone or self.count == 1 else self.count + 1,
                batch_size=1,
            )
        try:
            yield from parallel(delayed(beside)(task.file, requirements, task.present) for task in tasks)
        except TerminatedWorkerError as error:
            raise WorkerLostError from error
