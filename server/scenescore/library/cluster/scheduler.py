"""A Dask cluster: long work runs on a scheduler's workers, wherever they are. Needs the extra `cluster`."""

import asyncio
import logging
import socket
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from joblib import Parallel, delayed, parallel_config

from scenescore.errors import InvalidInputError, UnavailableError
from scenescore.library.ingest.analysis import Analysis, Requirement, analyse, content_id
from scenescore.library.ingest.executor import Task, WorkerLostError

ANSWER_S = 10.0
"""A scheduler that hasn't answered after so long, or that has no worker by then, can't be used."""
PATIENCE_S = 120.0
"""Once all workers are gone, new ones are waited for so long."""
CHECK_S = 1.0
SCHEMES = ("tcp", "tls", "ws", "wss", "ucx")
SAME_EVERYWHERE = (
    "scenescore",
    "av",
    "librosa",
    "numba",
    "numpy",
    "scikit-learn",
    "scipy",
    "soundfile",
    "soxr",
)
"""Packages whose version may change a feature."""


def dask() -> Any:
    """Return Dask's package `distributed`, loaded for those alone who name a scheduler."""
    import distributed  # noqa: PLC0415

    return distributed


class ClusterWorkers:
    """The workers of a Dask cluster, as many as there are at the time; made by `cluster_at`.

    Parameters
    ----------
    client : distributed.Client
        Connected to the scheduler.
    """

    def __init__(self, client: Any) -> None:
        self._client = client

    @property
    def count(self) -> int:
        """The threads of all workers together; 1 while there is none."""
        return sum(self._client.ncores().values()) or 1

    def pays_off_for(self, files: int) -> bool:
        """Return that whoever named a scheduler wants the work done there."""
        return True

    def analyse(
        self, tasks: Iterator[Task], requirements: Sequence[Requirement], *, alone: bool = False
    ) -> Iterator[Analysis]:
        """Yield the results in the order they are done, as `computing.Workers.analyse` says.

        A file whose worker dies goes to another one; after four it counts as what kills them.
        """
        with joblib_on(self._client):
            parallel = Parallel(
                return_as="generator_unordered", pre_dispatch=1 if alone else "2 * n_jobs", batch_size=1
            )
        try:
            # One argument that can't be referred to weakly: joblib would keep larger ones on one worker, and
            # they would be lost with it.
            yield from parallel(
                delayed(analyse_there)((task.file, task.content, tuple(requirements), task.present))
                for task in tasks
            )
        except dask().KilledWorker as error:
            raise WorkerLostError from error


@contextmanager
def cluster_at(scheduler: str, *, patience_s: float = PATIENCE_S) -> Iterator[ClusterWorkers]:
    """Use a Dask cluster while the block lasts.

    Parameters
    ----------
    scheduler : str
        The scheduler's address, such as ``tcp://10.0.0.5:8786``; ``tls://`` with the certificates that Dask's
        own configuration names.
    patience_s : float
        Once all workers are gone, new ones are waited for so long, seconds.

    Yields
    ------
    ClusterWorkers
        For `ingest`.

    Raises
    ------
    InvalidInputError
        The address is none.
    UnavailableError
        The extra isn't installed, the scheduler doesn't answer or is gone, it has no workers, or workers with
        other versions of what computes features.
    """
    with connected(scheduler, patience_s) as client:
        yield ClusterWorkers(client)


@contextmanager
def parallel_on(scheduler: str, *, patience_s: float = PATIENCE_S) -> Iterator[None]:
    """Let all that runs through joblib in this thread run on a Dask cluster while the block lasts.

    What is called with arguments of more than a thousand bytes must take them inside one tuple: joblib would
    put them on one worker by themselves, and they would be lost with it.

    Parameters and errors are those of `cluster_at`.
    """
    with connected(scheduler, patience_s) as client, joblib_on(client):
        yield


def joblib_on(client: Any) -> Any:
    """Return the context in which joblib's work goes to a client's workers."""
    from scenescore.library.cluster.dask_backend import DaskBackend  # noqa: PLC0415 (it loads Dask)

    return parallel_config(backend=DaskBackend(client=client, wait_for_workers_timeout=PATIENCE_S))


@contextmanager
def connected(scheduler: str, patience_s: float) -> Iterator[Any]:
    """Connect to a scheduler, and say what goes wrong with it in Scenescore's words."""
    check_scheduler(scheduler)
    # Dask logs with a traceback what is told below in a sentence.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        asyncio.run(greet(scheduler))
        client = dask().Client(scheduler, timeout=ANSWER_S, set_as_default=False, name="scenescore")
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise unanswered(scheduler, error) from error
    closing, deserted = threading.Event(), threading.Event()
    guard = threading.Thread(
        target=give_up_when_deserted, args=(client, patience_s, closing, deserted), daemon=True
    )
    try:
        check_workers(client, scheduler)
        guard.start()
        yield client
    except (CancelledError, TimeoutError, dask().comm.CommClosedError) as error:
        if client.status == "running":
            raise  # Nothing of the cluster's.
        what = f"has had no worker for {patience_s:.0f} s" if deserted.is_set() else "is gone"
        raise UnavailableError(
            f"the Dask scheduler at {scheduler} {what}; what was finished is kept: run it again"
        ) from error
    finally:
        closing.set()
        with suppress(Exception):
            client.close(timeout=CHECK_S)


def check_scheduler(scheduler: str) -> None:
    """Refuse what is no address, a machine without Dask, and an address where nobody listens."""
    parts = urlsplit(scheduler)
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if parts.scheme not in SCHEMES or host is None or port is None:
        raise InvalidInputError(
            f"{scheduler!r} is no address of a Dask scheduler; give it as tcp://HOST:PORT, such as "
            "tcp://10.0.0.5:8786"
        )
    if not find_spec("distributed"):
        raise UnavailableError('a cluster needs Dask, not installed here: pip install "scenescore[cluster]"')
    try:
        socket.create_connection((host, port), ANSWER_S).close()
    except OSError as error:
        raise unanswered(scheduler, error) from error


async def greet(scheduler: str) -> None:
    """Ask a scheduler who it is: Dask's client itself waits for anything that listens, and closes noisily."""
    arguments = dask().Security().get_connection_args("client")
    async with asyncio.timeout(ANSWER_S), dask().rpc(scheduler, connection_args=arguments) as speaker:
        who = await speaker.identity()
    if who["type"] != "Scheduler":
        raise ValueError(f"that is a Dask {who['type'].lower()}")


def unanswered(scheduler: str, error: Exception) -> UnavailableError:
    """Return that a scheduler doesn't answer."""
    reason = getattr(error, "strerror", None) or str(error) or f"waited {ANSWER_S:.0f} s"
    return UnavailableError(
        f"no Dask scheduler answers at {scheduler} ({reason}); start one with `dask scheduler`"
    )


def check_workers(client: Any, scheduler: str) -> None:
    """Refuse a cluster without workers, or with some that would compute other features."""
    try:
        client.wait_for_workers(1, timeout=ANSWER_S)
    except TimeoutError as error:
        raise UnavailableError(
            f"the Dask scheduler at {scheduler} has no workers; start some with `dask worker {scheduler}`"
        ) from error
    here = versions()
    for worker, there in client.run(versions, on_error="return").items():
        if isinstance(there, Exception):
            raise UnavailableError(
                f"the worker {worker} can't compute features: {type(there).__name__}: {there}; install "
                f"Scenescore {here['scenescore']} there"
            )
        for name, own in here.items():
            if there[name] != own:
                raise UnavailableError(
                    f"the worker {worker} has {name} {there[name] or '(not installed)'}, this machine has "
                    f"{own}: features may differ; install the same on both"
                )


def give_up_when_deserted(
    client: Any, patience_s: float, closing: threading.Event, deserted: threading.Event
) -> None:
    """Close the client, which ends what waits for it, once there has been no worker for some time."""
    seen_s = time.monotonic()
    while not closing.wait(CHECK_S):
        with suppress(Exception):  # The scheduler is gone: whoever waits for results hears of it.
            if client.ncores():
                seen_s = time.monotonic()
            elif time.monotonic() - seen_s > patience_s:
                deserted.set()
                client.close(timeout=CHECK_S)
                return


def versions() -> dict[str, str]:
    """Return the versions of Python and of what computes features; empty for a package that isn't there."""
    found = {"Python": f"{sys.version_info.major}.{sys.version_info.minor}"}
    for name in SAME_EVERYWHERE:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return found


def analyse_there(task: tuple[Path, str, Sequence[Requirement], frozenset[str]]) -> Analysis:
    """Analyse a file on a worker, if it is the same file there."""
    file, content, requirements, present = task
    try:
        same = content_id(file) == content
    except OSError as error:
        problem = f"can't be read: {error.strerror or error}"
    else:
        if same:
            return analyse(file, requirements, present)
        problem = "has other content"
    where = f"on the worker {dask().get_worker().address}"
    return Analysis(file, {}, problem=f"{problem} {where}; workers need the music at the same path")
