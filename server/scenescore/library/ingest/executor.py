"""Where an import analyses files: the protocol, and the processes of this machine."""

import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Final, Protocol, TypeVar

from joblib import Parallel, delayed, parallel_config

from scenescore.library.ingest.analysis import Analysis, Requirement, analyse
from scenescore.library.workers import end_with_parent, lower_priority

MAX_FILES_IN_THIS_PROCESS: Final = 3
"""For up to this many files, starting processes takes longer than the work."""
IDLE_TIMEOUT_S: Final = 20.0
"""A worker without work ends after this time; so do the workers of an import that was killed."""
CRASH_PROBLEM: Final = "reading it crashes the decoder"

Item = TypeVar("Item")


class AnalysisTask(Protocol):
    """A file whose features have to be computed."""

    @property
    def file(self) -> Path:
        """Where the file is."""

    @property
    def content_id(self) -> str:
        """The id of what the file holds."""

    @property
    def present_keys(self) -> frozenset[str]:
        """Keys of the features that the library has already."""

    @property
    def known_sounds(self) -> frozenset[str]:
        """Hashes of sounds whose features the library has already."""


class Executor(Protocol):
    """Something that analyses files, several at a time."""

    @property
    def worker_count(self) -> int:
        """How many files are analysed at a time."""

    def pays_off_for(self, files: int) -> bool:
        """Return whether the workers are faster than this process.

        Parameters
        ----------
        files : int
            How many files wait.

        Returns
        -------
        bool
            True if so.
        """

    def analyse(
        self, tasks: Sequence[AnalysisTask], requirements: Sequence[Requirement], stop: threading.Event
    ) -> Iterator[Analysis]:
        """Analyse files.

        Parameters
        ----------
        tasks : sequence of AnalysisTask
            The files.
        requirements : sequence of Requirement
            The features that the installed bundles need.
        stop : threading.Event
            Once set, no further file is begun.

        Yields
        ------
        Analysis
            Of each file, in the order in which they end. A file that crashes its worker has a problem.
        """


class LocalExecutor:
    """Analyses files in processes of this machine.

    Parameters
    ----------
    worker_count : int, optional
        How many processes; one for each core by default.
    """

    def __init__(self, worker_count: int | None = None) -> None:
        self.worker_count = worker_count or os.cpu_count() or 1

    def pays_off_for(self, files: int) -> bool:
        """Return whether the work takes longer than the start of the processes.

        Parameters
        ----------
        files : int
            How many files wait.

        Returns
        -------
        bool
            False also if a single process would do the work.
        """
        return self.worker_count > 1 and files > MAX_FILES_IN_THIS_PROCESS

    def analyse(
        self, tasks: Sequence[AnalysisTask], requirements: Sequence[Requirement], stop: threading.Event
    ) -> Iterator[Analysis]:
        """Analyse files, several at a time.

        When a worker dies, joblib ends the others, too, and doesn't say whose file it was. The files that
        were under way are then analysed one at a time, and the rest several at a time again.

        Parameters
        ----------
        tasks : sequence of AnalysisTask
            The files.
        requirements : sequence of Requirement
            The features that the installed bundles need.
        stop : threading.Event
            Once set, no further file is begun, and a file whose worker ends is given up.

        Yields
        ------
        Analysis
            Of each file, in the order in which they end.
        """
        unfinished = {task.file: task for task in tasks}
        while unfinished and not stop.is_set():
            begun: list[AnalysisTask] = []
            waiting = _noting(unless_stopped(list(unfinished.values()), stop), begun)
            try:
                # One more than there are workers, so that none waits until the library has a result.
                for result in self._parallel(waiting, requirements, under_way=self.worker_count + 1):
                    del unfinished[result.file]
                    yield result
            except BrokenProcessPool:
                suspects = [task for task in begun if task.file in unfinished]
                for task in unless_stopped(suspects, stop):
                    result = self._analyse_alone(task, requirements)
                    if not (stop.is_set() and result.problem == CRASH_PROBLEM):
                        del unfinished[task.file]
                        yield result

    def _analyse_alone(self, task: AnalysisTask, requirements: Sequence[Requirement]) -> Analysis:
        try:
            (result,) = self._parallel([task], requirements, under_way=1)
        except BrokenProcessPool:
            return Analysis(task.file, {}, problem=CRASH_PROBLEM)
        return result

    def _parallel(
        self, tasks: Iterable[AnalysisTask], requirements: Sequence[Requirement], *, under_way: int
    ) -> Iterator[Analysis]:
        with parallel_config(backend="loky", inner_max_num_threads=1, idle_worker_timeout=IDLE_TIMEOUT_S):
            parallel = Parallel(
                # For one worker joblib would start no process. `under_way` then keeps a second one idle.
                n_jobs=max(2, self.worker_count),
                return_as="generator_unordered",
                pre_dispatch=1 if self.worker_count == 1 else under_way,
                batch_size=1,
            )
        results: Iterator[Analysis] = parallel(
            delayed(analyse_at_low_priority)(task.file, requirements, task.present_keys, task.known_sounds)
            for task in tasks
        )
        return results


def analyse_at_low_priority(
    file: Path,
    requirements: Sequence[Requirement],
    present_keys: frozenset[str],
    known_sounds: frozenset[str],
) -> Analysis:
    """Analyse a file in this worker process, at low priority from now on.

    Parameters
    ----------
    file : Path
        A music file.
    requirements : sequence of Requirement
        The features that the installed bundles need.
    present_keys : frozenset of str
        Keys of the features that the library has already.
    known_sounds : frozenset of str
        Hashes of sounds whose features the library has already.

    Returns
    -------
    Analysis
        What the file gave.
    """
    end_with_parent()
    lower_priority()
    return analyse(file, requirements, present_keys, known_sounds)


def unless_stopped(items: Iterable[Item], stop: threading.Event) -> Iterator[Item]:
    """Yield items until an event is set.

    Parameters
    ----------
    items : iterable
        Any items.
    stop : threading.Event
        Once set, no further item is yielded.

    Yields
    ------
    object
        The items.
    """
    return (item for item in items if not stop.is_set())


def _noting(items: Iterable[Item], noted: list[Item]) -> Iterator[Item]:
    """Yield items, and put each into a list as it is taken."""
    for item in items:
        noted.append(item)
        yield item
