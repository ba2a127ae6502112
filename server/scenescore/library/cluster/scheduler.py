"""The connection to a Dask scheduler, and what can be wrong with it. Needs the extra `cluster`."""

import asyncio
import logging
import socket
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any, Final
from urllib.parse import urlsplit

from scenescore.errors import InvalidInputError, UnavailableError
from scenescore.install import extra_advice

CONNECT_TIMEOUT_S: Final = 10.0
"""How long to wait for the scheduler's answer and for its first worker."""
PATIENCE_S: Final = 120.0
"""How long to wait for new workers once all are gone."""
POLL_INTERVAL_S: Final = 1.0
SCHEMES: Final = ("tcp", "tls", "ws", "wss", "ucx")
FEATURE_PACKAGES: Final = (
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
    """Return Dask's package `distributed`. It is loaded only for a user who names a scheduler."""
    import distributed  # noqa: PLC0415

    return distributed


class Cluster:
    """A connection to a Dask cluster; made by `connected`.

    A thread counts the workers.

    Parameters
    ----------
    client : distributed.Client
        Connected to the scheduler.
    scheduler : str
        The scheduler's address.
    patience_s : float
        How long to wait for new workers once all are gone, seconds.

    Attributes
    ----------
    client : distributed.Client
        The client.
    threads : int
        The threads of all workers together; 1 while there is no worker.
    """

    def __init__(self, client: Any, scheduler: str, patience_s: float) -> None:
        self.client = client
        self.threads = 1
        self._scheduler = scheduler
        self._patience_s = patience_s
        self._last_worker_s = time.monotonic()
        self._closing = threading.Event()
        self._count_threads()
        threading.Thread(target=self._watch_workers, name="dask-workers", daemon=True).start()

    def check(self) -> None:
        """Check that waiting for results still makes sense.

        Raises
        ------
        UnavailableError
            The scheduler is lost, or there has been no worker for too long.
        """
        if self.client.status != "running":
            raise _lost(self._scheduler, "is gone")
        if time.monotonic() - self._last_worker_s > self._patience_s:
            raise _lost(self._scheduler, f"has had no worker for {self._patience_s:.0f} s")

    def close(self) -> None:
        """Stop counting workers, and close the client."""
        self._closing.set()
        _close(self.client)

    def _count_threads(self) -> None:
        threads = sum(self.client.ncores().values())
        self.threads = threads or 1
        if threads:
            self._last_worker_s = time.monotonic()

    def _watch_workers(self) -> None:
        while not self._closing.wait(POLL_INTERVAL_S):
            with suppress(Exception):  # `check` tells whether the scheduler is lost.
                self._count_threads()


@contextmanager
def connected(scheduler: str, patience_s: float) -> Iterator[Cluster]:
    """Connect to a scheduler while the block lasts, and explain what goes wrong with it.

    Parameters
    ----------
    scheduler : str
        The scheduler's address.
    patience_s : float
        How long to wait for new workers once all are gone, seconds.

    Yields
    ------
    Cluster
        The connection.

    Raises
    ------
    InvalidInputError
        The address is not one of a scheduler.
    UnavailableError
        The extra isn't installed; or the scheduler doesn't answer, is lost, or has no workers; or a worker
        has other versions of what computes features.
    """
    check_address(scheduler)
    # Dask would log a traceback for what the errors below say in a sentence.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        asyncio.run(check_is_scheduler(scheduler))
        client = dask().Client(scheduler, timeout=CONNECT_TIMEOUT_S, set_as_default=False, name="scenescore")
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise _no_answer(scheduler, error) from error
    cluster: Cluster | None = None
    try:
        check_workers(client, scheduler)
        cluster = Cluster(client, scheduler, patience_s)
        yield cluster
    except (CancelledError, TimeoutError, dask().comm.CommClosedError) as error:
        if client.status == "running":
            raise  # It has nothing to do with the cluster.
        raise _lost(scheduler, "is gone") from error
    finally:
        if cluster is not None:
            cluster.close()
        else:
            _close(client)


def _lost(scheduler: str, what: str) -> UnavailableError:
    """Return the error that a cluster was lost during the work."""
    return UnavailableError(
        f"the Dask scheduler at {scheduler} {what}; what was finished is kept: run it again"
    )


def _close(client: Any) -> None:
    """Close a client, also one whose scheduler is lost."""
    with suppress(Exception):
        client.close(timeout=POLL_INTERVAL_S)


def check_address(scheduler: str) -> None:
    """Check that an address can be one of a scheduler, that Dask is installed, and that somebody listens.

    Parameters
    ----------
    scheduler : str
        The address.

    Raises
    ------
    InvalidInputError
        The address can't be one of a scheduler.
    UnavailableError
        Dask isn't installed, or nobody listens at the address.
    """
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
        raise UnavailableError(
            f"computing on a cluster needs Dask, which is not installed: {extra_advice('cluster')}"
        )
    try:
        socket.create_connection((host, port), CONNECT_TIMEOUT_S).close()
    except OSError as error:
        raise _no_answer(scheduler, error) from error


async def check_is_scheduler(scheduler: str) -> None:
    """Check that what listens at an address is a Dask scheduler.

    Dask's client itself would wait for anything that listens, and would log errors when it is closed.

    Parameters
    ----------
    scheduler : str
        The address.

    Raises
    ------
    OSError, TypeError, KeyError
        What listens doesn't speak Dask's protocol.
    ValueError
        It is another part of Dask, such as a worker.
    TimeoutError
        It doesn't answer.
    """
    arguments = dask().Security().get_connection_args("client")
    async with (
        asyncio.timeout(CONNECT_TIMEOUT_S),
        dask().rpc(scheduler, connection_args=arguments) as remote,
    ):
        identity = await remote.identity()
    if identity["type"] != "Scheduler":
        raise ValueError(f"that is a Dask {identity['type'].lower()}")


def _no_answer(scheduler: str, error: Exception) -> UnavailableError:
    """Return the error that a scheduler doesn't answer, with the reason."""
    reason = getattr(error, "strerror", None) or str(error) or f"waited {CONNECT_TIMEOUT_S:.0f} s"
    return UnavailableError(
        f"no Dask scheduler answers at {scheduler} ({reason}); start one with `dask scheduler`"
    )


def check_workers(client: Any, scheduler: str) -> None:
    """Check that a cluster has workers, and that all would compute the same features as this machine.

    Parameters
    ----------
    client : distributed.Client
        Connected to the scheduler.
    scheduler : str
        The scheduler's address, for the errors.

    Raises
    ------
    UnavailableError
        There is no worker, or one has other versions of what computes features.
    """
    try:
        client.wait_for_workers(1, timeout=CONNECT_TIMEOUT_S)
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


def versions() -> dict[str, str]:
    """Return the versions of Python and of what computes features; empty for a package that isn't there."""
    found = {"Python": f"{sys.version_info.major}.{sys.version_info.minor}"}
    for name in FEATURE_PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return found
