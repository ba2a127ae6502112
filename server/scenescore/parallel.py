"""One function over many inputs: in processes of this machine, or on a cluster that a caller has chosen."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol, TypeVar

from joblib import Parallel, delayed

Input = TypeVar("Input")
Output = TypeVar("Output")


class ParallelMap(Protocol):
    """Something that calls a function with many inputs, several at a time."""

    def __call__(self, function: Callable[[Input], Output], inputs: Iterable[Input], /) -> Iterator[Output]:
        """Yield the outputs in the order of the inputs."""


_chosen: ContextVar[ParallelMap | None] = ContextVar("parallel map", default=None)


@contextmanager
def using_parallel_map(chosen: ParallelMap) -> Iterator[None]:
    """Let `parallel_map` use something else than processes of this machine while the block lasts.

    Parameters
    ----------
    chosen : ParallelMap
        What to use, such as the workers of a Dask cluster. It holds for the calling thread.
    """
    token = _chosen.set(chosen)
    try:
        yield
    finally:
        _chosen.reset(token)


def parallel_map(
    function: Callable[[Input], Output], inputs: Iterable[Input], *, jobs: int
) -> Iterator[Output]:
    """Call a function with many inputs, several at a time.

    Parameters
    ----------
    function : callable
        A function of a module, so that other processes can import it.
    inputs : iterable
        Read as there is room for them, not all at once.
    jobs : int
        Processes of this machine; 1 for none but this one, -1 for all cores. Not used inside of
        `using_parallel_map`.

    Returns
    -------
    iterator
        The outputs, in the order of the inputs.
    """
    if (chosen := _chosen.get()) is not None:
        return chosen(function, inputs)
    outputs: Iterator[Output] = Parallel(n_jobs=jobs, return_as="generator")(
        delayed(function)(one) for one in inputs
    )
    return outputs
