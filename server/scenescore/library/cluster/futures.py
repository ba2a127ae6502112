"""Calls of a function on a cluster's workers, with a bounded number under way."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from itertools import islice
from typing import Any, TypeVar

from scenescore.errors import UnavailableError
from scenescore.library.cluster.scheduler import POLL_INTERVAL_S, Cluster, dask

Input = TypeVar("Input")
Output = TypeVar("Output")

TASKS_PER_THREAD = 2
"""Calls under way for each thread of the workers: one runs, one waits at the worker."""
RESULT_TIMEOUT_S = 5.0
"""How long to wait for a result before looking whether the cluster is still there."""


class WorkersKilledError(UnavailableError):
    """Each worker that was given a task died, as often as the scheduler allows (four times by default)."""


def as_finished(
    cluster: Cluster,
    function: Callable[[Input], Output],
    inputs: Iterable[Input],
    *,
    in_flight: int | None = None,
) -> Iterator[tuple[int, Callable[[], Output]]]:
    """Call a function on the workers and yield each call once it has ended.

    Dask gives a call whose worker has died to another worker.

    Parameters
    ----------
    cluster : Cluster
        Where to.
    function : callable
        A function of a module that the workers can import.
    inputs : iterable
        What to call it with. An input is read once there is room for it.
    in_flight : int, optional
        How many calls are under way at most; by default as many as keep all workers busy.

    Yields
    ------
    position : int
        Which of the inputs it is, from 0.
    result : callable
        Returns what the function returned, or raises what it raised; raises WorkersKilledError for a call
        that Dask has given up.

    Raises
    ------
    UnavailableError
        The scheduler is lost, or there has been no worker for too long.
    concurrent.futures.CancelledError
        The connection to the scheduler was lost just now.
    """
    client = cluster.client
    unread = enumerate(inputs)
    under_way: dict[Any, int] = {}

    def submit() -> None:
        room = (in_flight or TASKS_PER_THREAD * cluster.threads) - len(under_way)
        for position, value in islice(unread, max(0, room)):
            # Not pure: Dask would take equal calls for one.
            under_way[client.submit(function, value, pure=False)] = position

    try:
        submit()
        while under_way:
            for future in wait_for_first(cluster, list(under_way)):
                position = under_way.pop(future)
                submit()
                yield position, partial(result_of, cluster, future)
    finally:
        if under_way and client.status == "running":
            with suppress(Exception):  # The caller has a better reason to end than what goes wrong here.
                client.cancel(list(under_way))


def in_order(
    cluster: Cluster, function: Callable[[Input], Output], inputs: Iterable[Input]
) -> Iterator[Output]:
    """Call a function on the workers and yield the outputs in the order of the inputs.

    Parameters
    ----------
    cluster : Cluster
        Where to.
    function : callable
        A function of a module that the workers can import.
    inputs : iterable
        What to call it with.

    Yields
    ------
    object
        What the function returned.

    Raises
    ------
    WorkersKilledError
        A call took each worker with it that it was given to.
    UnavailableError
        The scheduler is lost, or there has been no worker for too long.
    concurrent.futures.CancelledError
        The connection to the scheduler was lost just now.
    """
    early: dict[int, Output] = {}
    following = 0
    for position, result in as_finished(cluster, function, inputs):
        early[position] = result()
        while following in early:
            yield early.pop(following)
            following += 1


def wait_for_first(cluster: Cluster, futures: list[Any]) -> list[Any]:
    """Wait until some of the futures have ended, and return those.

    Parameters
    ----------
    cluster : Cluster
        Where they run.
    futures : list of distributed.Future
        At least one.

    Returns
    -------
    list of distributed.Future
        In the order in which they were given.

    Raises
    ------
    UnavailableError
        The scheduler is lost, or there has been no worker for too long.
    """
    while True:
        cluster.check()
        with suppress(TimeoutError), cluster.client.as_current():
            done = dask().wait(futures, timeout=POLL_INTERVAL_S, return_when="FIRST_COMPLETED").done
            return [future for future in futures if future in done]


def result_of(cluster: Cluster, future: Any) -> Any:
    """Return the result of a future that has ended, or raise its error.

    Parameters
    ----------
    cluster : Cluster
        Where it ran.
    future : distributed.Future
        The future. If the worker that holds its result has died, it is computed again.

    Returns
    -------
    object
        What the function returned.

    Raises
    ------
    WorkersKilledError
        Dask has given the call up.
    UnavailableError
        The scheduler is lost, or there has been no worker for too long.
    """
    while True:
        cluster.check()
        try:
            return future.result(timeout=RESULT_TIMEOUT_S)
        except dask().KilledWorker as error:
            raise WorkersKilledError(
                "a task killed each of the Dask workers that it was given to; see their logs, and whether "
                "they have enough memory"
            ) from error
        except TimeoutError:
            if future.status == "error":
                raise  # The call's own.
