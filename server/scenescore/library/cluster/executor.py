"""Imports and other long work on the workers of a Dask cluster. Needs the extra `cluster`."""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from scenescore.library.cluster.futures import WorkersKilledError, as_finished, in_order
from scenescore.library.cluster.scheduler import PATIENCE_S, Cluster, connected, dask
from scenescore.library.ingest.analysis import Analysis, Requirement, analyse, content_id
from scenescore.library.ingest.executor import CRASH_PROBLEM, AnalysisTask, unless_stopped
from scenescore.parallel import using_parallel_map

Input = TypeVar("Input")
Output = TypeVar("Output")
RemoteTask = tuple[Path, str, tuple[Requirement, ...], frozenset[str], frozenset[str]]


class ClusterExecutor:
    """Analyses files on the workers of a Dask cluster, as many as it has at the time.

    Parameters
    ----------
    cluster : Cluster
        A connection from `scheduler.connected`.
    """

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster

    @property
    def worker_count(self) -> int:
        """The threads of all workers together; 1 while there is no worker."""
        return self._cluster.threads

    def pays_off_for(self, files: int) -> bool:
        """Return True: a user who names a scheduler wants the work done there.

        Parameters
        ----------
        files : int
            How many files wait.

        Returns
        -------
        bool
            Always True.
        """
        return True

    def analyse(
        self, tasks: Sequence[AnalysisTask], requirements: Sequence[Requirement], stop: threading.Event
    ) -> Iterator[Analysis]:
        """Analyse files, several at a time.

        A file whose worker dies goes to another worker. A file that Dask gives up is tried once more by
        itself, since Dask also gives up files that only waited at the worker which died.

        Parameters
        ----------
        tasks : sequence of AnalysisTask
            The files. The workers must see them under the same paths.
        requirements : sequence of Requirement
            The features that the installed bundles need.
        stop : threading.Event
            Once set, no further file is begun.

        Yields
        ------
        Analysis
            Of each file, in the order in which they end.
        """
        suspects: list[AnalysisTask] = []
        for position, result in self._as_finished(tasks, requirements, stop):
            try:
                yield result()
            except WorkersKilledError:
                suspects.append(tasks[position])
        for position, result in self._as_finished(suspects, requirements, stop, in_flight=1):
            try:
                yield result()
            except WorkersKilledError:
                yield Analysis(suspects[position].file, {}, problem=CRASH_PROBLEM)

    def _as_finished(
        self,
        tasks: Sequence[AnalysisTask],
        requirements: Sequence[Requirement],
        stop: threading.Event,
        *,
        in_flight: int | None = None,
    ) -> Iterator[tuple[int, Callable[[], Analysis]]]:
        remote_tasks = (
            (task.file, task.content_id, tuple(requirements), task.present_keys, task.known_sounds)
            for task in unless_stopped(tasks, stop)
        )
        return as_finished(self._cluster, analyse_on_worker, remote_tasks, in_flight=in_flight)


def analyse_on_worker(task: RemoteTask) -> Analysis:
    """Analyse a file on a worker, if the worker sees the same file.

    Parameters
    ----------
    task : tuple of Path, str, tuple of Requirement, frozenset of str and frozenset of str
        The file, the id of its content, the features that the bundles need, the keys of those that the
        library has, and the hashes of sounds whose features it has.

    Returns
    -------
    Analysis
        With a problem that names the worker where it sees another file or none.
    """
    file, content, requirements, present_keys, known_sounds = task
    try:
        same = content_id(file) == content
    except OSError as error:
        problem = f"can't be read: {error.strerror or error}"
    else:
        if same:
            return analyse(file, requirements, present_keys, known_sounds)
        problem = "has other content"
    where = f"on the worker {dask().get_worker().address}"
    return Analysis(file, {}, problem=f"{problem} {where}; workers need the music at the same path")


@contextmanager
def cluster_executor(scheduler: str, *, patience_s: float = PATIENCE_S) -> Iterator[ClusterExecutor]:
    """Connect to a Dask cluster while the block lasts.

    Parameters
    ----------
    scheduler : str
        The scheduler's address, such as ``tcp://10.0.0.5:8786``; ``tls://`` with the certificates that Dask's
        own configuration names.
    patience_s : float
        How long to wait for new workers once all are gone, seconds.

    Yields
    ------
    ClusterExecutor
        For `ingest`.

    Raises
    ------
    InvalidInputError
        The address is not one of a scheduler.
    UnavailableError
        The extra isn't installed; or the scheduler doesn't answer, is lost, or has no workers; or a worker
        has other versions of what computes features.
    """
    with connected(scheduler, patience_s) as cluster:
        yield ClusterExecutor(cluster)


@contextmanager
def cluster_parallel_map(scheduler: str, *, patience_s: float = PATIENCE_S) -> Iterator[None]:
    """Let `scenescore.parallel.parallel_map` run on a Dask cluster while the block lasts.

    Parameters
    ----------
    scheduler : str
        The scheduler's address, as for `cluster_executor`.
    patience_s : float
        How long to wait for new workers once all are gone, seconds.

    Raises
    ------
    InvalidInputError
        The address is not one of a scheduler.
    UnavailableError
        As for `cluster_executor`.
    """
    with connected(scheduler, patience_s) as cluster:

        def on_cluster(function: Callable[[Input], Output], inputs: Iterable[Input], /) -> Iterator[Output]:
            return in_order(cluster, function, inputs)

        with using_parallel_map(on_cluster):
            yield
