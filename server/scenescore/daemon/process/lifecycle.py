"""The daemon's life: how many sessions are open, whether anything goes on, and whether it is about to end."""

import asyncio
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from scenescore.daemon.errors import ShuttingDownError, TooManyError

log = logging.getLogger(__name__)


class Life:
    """Counts open sessions and what else goes on, and says when to end.

    Belongs to the event loop's thread, but for :meth:`busy`, :attr:`idle_s` and :attr:`stop_work`.

    Parameters
    ----------
    max_sessions : int
        At most so many at the same time.

    Attributes
    ----------
    began_s : float
        When the daemon was ready, on the monotonic clock.
    reason : str
        Why it ends; empty before.
    stop_work : threading.Event
        Set once it ends, for work in threads.
    """

    def __init__(self, max_sessions: int) -> None:
        self.max_sessions = max_sessions
        self.sessions = 0
        self.began_s = time.monotonic()
        self.reason = ""
        self.stop_work = threading.Event()
        self._ending = asyncio.Event()
        self._lock = threading.Lock()
        self._going_on = 0
        self._idle_since_s = self.began_s

    @contextmanager
    def session(self) -> Iterator[None]:
        """Hold one of the places for sessions while the block lasts.

        Raises
        ------
        ShuttingDownError
            The daemon ends.
        TooManyError
            All places are taken.
        """
        if self._ending.is_set():
            raise ShuttingDownError
        if self.sessions >= self.max_sessions:
            raise TooManyError(
                f"{self.sessions} sessions are open, as many as this daemon takes; close one, "
                "or start it with a higher --max-sessions"
            )
        self.sessions += 1
        try:
            yield
        finally:
            self.sessions -= 1

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Count a call, or work that no call waits for, while the block lasts; on any thread."""
        with self._lock:
            self._going_on += 1
        try:
            yield
        finally:
            with self._lock:
                self._going_on -= 1
                self._idle_since_s = time.monotonic()

    @property
    def idle_s(self) -> float:
        """How long nothing has gone on, seconds; 0 while anything does."""
        with self._lock:
            return 0.0 if self._going_on else time.monotonic() - self._idle_since_s

    async def idle(self, seconds: float) -> None:
        """Wait until nothing has gone on for so long, counted from now at the earliest."""
        waits_since_s = time.monotonic()
        while (left_s := seconds - min(self.idle_s, time.monotonic() - waits_since_s)) > 0:
            await asyncio.sleep(left_s)

    def end(self, reason: str) -> None:
        """Begin to end; the first reason counts."""
        if not self.reason:
            log.info("ending: %s", reason)
            self.reason = reason
        self.stop_work.set()
        self._ending.set()

    async def ending(self) -> None:
        """Wait until the daemon is to end."""
        await self._ending.wait()
