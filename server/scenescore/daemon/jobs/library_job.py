"""A long call that changes the library: it runs in the writer's thread and streams its progress."""

import asyncio
import threading
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from scenescore.daemon.errors import ShuttingDownError
from scenescore.daemon.process.lifecycle import Lifecycle
from scenescore.retrieval.engine import Engine

if TYPE_CHECKING:
    from scenescore.library.ingest.ingest import Progress

Report = TypeVar("Report")
Message = TypeVar("Message")


class LibraryJob(ABC, Generic[Report, Message]):
    """One call that changes the library.

    Parameters
    ----------
    engine : Engine
        Holds the library and the writer's thread.
    lifecycle : Lifecycle
        Counts the work and announces the shutdown.
    """

    def __init__(self, engine: Engine, lifecycle: Lifecycle) -> None:
        self._engine = engine
        self._lifecycle = lifecycle
        self._stop = threading.Event()
        self._latest: Progress | None = None

    async def progress(self) -> AsyncIterator[Message]:
        """Do the work and yield its progress.

        If the call is cancelled, the work stops after the files that are being read. What was finished stays
        in the library.

        Yields
        ------
        google.protobuf.message.Message
            The last one tells all that was done.

        Raises
        ------
        ShuttingDownError
            The daemon is shutting down.
        StorageError
            The disk is full or can't be written.
        """
        loop = asyncio.get_running_loop()
        news = asyncio.Event()

        def tell(progress: "Progress") -> None:
            self._latest = progress
            with suppress(RuntimeError):  # The loop is closed: the daemon has ended already.
                loop.call_soon_threadsafe(news.set)

        work = loop.run_in_executor(self._engine.pools.writer, self._run, tell)
        shutdown = asyncio.create_task(self._lifecycle.wait_for_shutdown())
        try:
            while not work.done():
                told = asyncio.create_task(news.wait())
                waiting: set[asyncio.Future[Any]] = {work, shutdown, told}
                await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                told.cancel()
                if shutdown.done():
                    raise ShuttingDownError
                if self._latest is not None and not work.done():
                    news.clear()
                    yield self._message(self._latest)
            report = await work
        finally:
            self._stop.set()
            shutdown.cancel()
            work.cancel()
        yield self._last_message(report)

    def _run(self, tell: Callable[["Progress"], None]) -> Report:
        with self._lifecycle.busy():
            report = self._work(tell)
        self._engine.follow_library(at_once=True)
        return report

    @abstractmethod
    def _work(self, tell: Callable[["Progress"], None]) -> Report:
        """Do the work in this thread. It ends early once `self._stop` is set."""

    @abstractmethod
    def _message(self, progress: "Progress") -> Message:
        """Return the message for the progress so far."""

    @abstractmethod
    def _last_message(self, report: Report) -> Message:
        """Return the message for what was done."""
