"""Run blocking work in a pool of threads while the event loop goes on."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from typing import TypeVar

T = TypeVar("T")


async def run_blocking(pool: Executor, work: Callable[..., T], *arguments: object) -> T:
    """Call a function in a thread of a pool and wait for its result.

    Parameters
    ----------
    pool : Executor
        The pool.
    work : callable
        The function.
    arguments : object
        Its arguments.

    Returns
    -------
    T
        What the function returns.

    Raises
    ------
    Exception
        Whatever the function raises.
    """
    return await asyncio.get_running_loop().run_in_executor(pool, work, *arguments)
