"""Calls of a function on a cluster's workers, with a bounded number under way."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import Any, TypeVar

from scenescore.errors import UnavailableError
from scenescore.library.cluster.scheduler import Cluster, dask

Input = TypeVar("Input")
Output = TypeVar("Output")

TASKS_PER_THREAD = 2
"""Calls under way for each thread of the workers: one runs, one waits at the worker."""


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
    concurrent.futures.CancelledError
        The connection to the scheduler was closed or lost.
    """
    client = cluster.client
    left = enumerate(inputs)
    under_way: dict[str, tuple[int, Any]] = {}
    finished = dask().as_completed(loop=client.loop)

    def submit() -> None:
        room = (in_flight or TASKS_PER_THREAD * cluster.threads) - len(under_way)
        for position, value in islice(left, max(0, room)):
            # Not pure: Dask would take equal calls for one.
            future = client.submit(function, value, pure=False)
            under_way[future.key] = position, future
            finished.add(future)

    try:
        submit()
        for future in finished:
            position, _ = under_way.pop(future.key)
            submit()
            yield position, _result_of(future)
    finally:
        if under_way and client.status == "running":
            with suppress(Exception):  # The caller has a better reason to end than what goes wrong here.
                client.cancel([future for _, future in under_way.values()])


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
    concurrent.futures.CancelledError
        The connection to the scheduler was closed or lost.
    """
    early: dict[int, Output] = {}
    following = 0
    for position, result in as_finished(cluster, function, inputs):
        early[position] = result()
        while following in early:
            yield early.pop(following)
            following += 1


def _result_of(future: Any) -> Callable[[], Any]:
    def result() -> Any:
        try:
            return future.result()
        except dask().KilledWorker as error:
            raise WorkersKilledError(
                "a task killed each of the Dask workers that it was given to; see their logs, and whether "
                "they have enough memory"
            ) from error

    return result
