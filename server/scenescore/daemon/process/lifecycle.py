"""The daemon's lifecycle: open sessions, work that is going on, and the shutdown."""

import asyncio
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from scenescore.daemon.errors import ShuttingDownError, TooManySessionsError

log = logging.getLogger(__name__)


class Lifecycle:
    """Count open sessions and other work, and announce the shutdown.

    All of it belongs to the event loop's thread, except :meth:`busy`, :attr:`idle_s` and :attr:`stop_work`,
    which any thread may use.

    Parameters
    ----------
    max_sessions : int
        Sessions that may be open at the same time.

    Attributes
    ----------
    started_s : float
        When the daemon started, in seconds on the monotonic clock.
    reason : str
        Why the daemon shuts down; empty before the shutdown.
    stop_work : threading.Event
        Set at the shutdown, for work in threads.
    """

    def __init__(self, max_sessions: int) -> None:
        self.max_sessions = max_sessions
        self.sessions = 0
        self.started_s = time.monotonic()
        self.reason = ""
        self.stop_work = threading.Event()
        self._shutdown = asyncio.Event()
        self._lock = threading.Lock()
        self._busy_count = 0
        self._idle_since_s = self.started_s

    @contextmanager
    def session_slot(self) -> Iterator[None]:
        """Count one open session while the block lasts.

        Yields
        ------
        None

        Raises
        ------
        ShuttingDownError
            The daemon is shutting down.
        TooManySessionsError
            `max_sessions` sessions are open already.
        """
        if self._shutdown.is_set():
            raise ShuttingDownError
        if self.sessions >= self.max_sessions:
            raise TooManySessionsError(
                f"{self.sessions} sessions are open, which is this daemon's limit; close one, or start the "
                "daemon with a higher --max-sessions"
            )
        self.sessions += 1
        try:
            yield
        finally:
            self.sessions -= 1

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Count a call, or work in the background, while the block lasts.

        Yields
        ------
        None
        """
        with self._lock:
            self._busy_count += 1
        try:
            yield
        finally:
            with self._lock:
                self._busy_count -= 1
                self._idle_since_s = time.monotonic()

    @property
    def idle_s(self) -> float:
        """Seconds since the last call or work ended; 0 while one goes on."""
        with self._lock:
            return 0.0 if self._busy_count else time.monotonic() - self._idle_since_s

    async def wait_until_idle(self, seconds: float) -> None:
        """Wait until the daemon has been idle for some time. Idle time before this call does not count.

        Parameters
        ----------
        seconds : float
            How long the daemon must have been idle.
        """
        waiting_since_s = time.monotonic()
        while (left_s := seconds - min(self.idle_s, time.monotonic() - waiting_since_s)) > 0:
            await asyncio.sleep(left_s)

    def shut_down(self, reason: str) -> None:
        """Begin the shutdown.

        Parameters
        ----------
        reason : str
            Why; only the reason of the first call is kept.
        """
        if not self.reason:
            log.info("shutting down: %s", reason)
            self.reason = reason
        self.stop_work.set()
        self._shutdown.set()

    async def wait_for_shutdown(self) -> None:
        """Wait until the shutdown begins."""
        await self._shutdown.wait()
