"""Frames on their way out, on asyncio: they outlive the connection that carries them."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, suppress
from typing import Final, TypeVar

from scenescore_client.messages import Frame

T = TypeVar("T")

WAITING: Final = 2


class FrameFeed:
    """Draws frames from their source; without pacing, the oldest that wait give way to the newest.

    Parameters
    ----------
    frames : async iterable or iterable of Frame
        The source. A plain iterable is drawn from in a thread.
    paced : bool
        Whether the source waits until its frames are taken.
    """

    def __init__(self, frames: AsyncIterable[Frame] | Iterable[Frame], *, paced: bool) -> None:
        self._frames = frames
        self._paced = paced
        self._queue: asyncio.Queue[Frame] = asyncio.Queue(WAITING)
        self._news = asyncio.Event()
        self._error: BaseException | None = None
        self._pump: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "FrameFeed":
        """Begin to draw."""
        self._pump = asyncio.create_task(self._draw())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop drawing."""
        if self._pump is not None:
            self._pump.cancel()
            with suppress(asyncio.CancelledError):
                await self._pump

    @property
    def error(self) -> BaseException | None:
        """What the source has failed with."""
        return self._error

    async def next(self) -> Frame | None:
        """Return the next frame; None when the source has ended or failed."""
        while self._queue.empty():
            if self._pump is None or self._pump.done():
                return None
            self._news.clear()
            await self._news.wait()
        return self._queue.get_nowait()

    async def _draw(self) -> None:
        try:
            async with aclosing(asynchronous(self._frames)) as frames:
                async for frame in frames:
                    if not self._paced and self._queue.full():
                        self._queue.get_nowait()
                    await self._queue.put(frame)
                    self._news.set()
        except Exception as error:
            self._error = error
        finally:
            # Whoever waits must find this task done.
            asyncio.get_running_loop().call_soon(self._news.set)


async def asynchronous(items: AsyncIterable[T] | Iterable[T]) -> AsyncGenerator[T, None]:
    """Yield items; a plain iterable is drawn from and closed in one thread, as a screen must be."""
    if isinstance(items, AsyncIterable):
        async for item in items:
            yield item
        return
    iterator, loop = iter(items), asyncio.get_running_loop()
    thread = ThreadPoolExecutor(1, "scenescore frames")
    try:
        while (drawn := await loop.run_in_executor(thread, next, iterator, None)) is not None:
            yield drawn
    finally:
        if isinstance(iterator, Generator):
            thread.submit(iterator.close)
        thread.shutdown(wait=False)
