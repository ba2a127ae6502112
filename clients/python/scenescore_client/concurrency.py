"""What asyncio and threads do differently, side by side.

The async client uses the names that start with ``Async`` or ``async_``. The blocking client is generated from
it and uses the same names without that prefix. Only this part of the client is written twice: blocking gRPC
takes a stream's messages in a thread of its own, gRPC on asyncio takes them in a task.
"""

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Coroutine, Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, suppress
from typing import Any, Final, TypeVar

T = TypeVar("T")

THREAD_NAME: Final = "scenescore frames"

AsyncCondition = asyncio.Condition
Condition = threading.Condition

async_sleep = asyncio.sleep
sleep = time.sleep


class AsyncBackground:
    """Runs a coroutine function as a task of the running event loop."""

    def __init__(self) -> None:
        self._task: asyncio.Task[None] | None = None

    def start(self, function: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Start the function.

        Parameters
        ----------
        function : coroutine function
            Takes no arguments and handles its own errors.
        """
        self._task = asyncio.create_task(function())

    async def stop(self) -> None:
        """Cancel the function and wait until it has ended."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task


class Background:
    """Runs a function in a daemon thread."""

    def start(self, function: Callable[[], None]) -> None:
        """Start the function.

        Parameters
        ----------
        function : callable
            Takes no arguments and handles its own errors.
        """
        threading.Thread(target=function, name=THREAD_NAME, daemon=True).start()

    def stop(self) -> None:
        """Return at once. A thread can't be cancelled: the function must notice that it should end."""


async def async_iterate(items: AsyncIterable[T] | Iterable[T]) -> AsyncGenerator[T, None]:
    """Yield items without blocking the event loop, and close the generator that they come from.

    An ordinary iterable is read and closed in one thread, because a screen capture must end in the thread
    that started it.

    Parameters
    ----------
    items : async iterable or iterable
        The items; an ordinary iterable holds no None.

    Yields
    ------
    object
        Each item, in order.
    """
    if isinstance(items, AsyncGenerator):
        async with aclosing(items):
            async for item in items:
                yield item
    elif isinstance(items, AsyncIterable):
        async for item in items:
            yield item
    else:
        iterator, loop = iter(items), asyncio.get_running_loop()
        thread = ThreadPoolExecutor(1, THREAD_NAME)
        try:
            while (drawn := await loop.run_in_executor(thread, next, iterator, None)) is not None:
                yield drawn
        finally:
            if isinstance(iterator, Generator):
                thread.submit(iterator.close)
            thread.shutdown(wait=False)


def iterate(items: Iterable[T]) -> Generator[T, None, None]:
    """Yield items, and close the generator that they come from.

    Parameters
    ----------
    items : iterable
        The items.

    Yields
    ------
    object
        Each item, in order.
    """
    yield from items
