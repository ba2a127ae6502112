"""The threads that sessions share, with a count of the work under way."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class LivePool(ThreadPoolExecutor):
    """Does the work that sessions wait for, and knows whether it is behind.

    Parameters
    ----------
    threads : int
        Number of threads.
    """

    def __init__(self, threads: int) -> None:
        super().__init__(threads, thread_name_prefix="live")
        self._threads_at_once = threads
        self._under_way = 0
        self._counting = threading.Lock()

    @property
    def is_behind(self) -> bool:
        """Whether more work is under way than there are threads, so that some of it waits."""
        return self._under_way > self._threads_at_once

    @property
    def is_idle(self) -> bool:
        """Whether no work is under way, so that work done ahead delays nobody."""
        return self._under_way == 0

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Submit one piece of work, as with every executor."""
        future = super().submit(fn, *args, **kwargs)
        with self._counting:
            self._under_way += 1
        future.add_done_callback(self._end_one)
        return future

    def _end_one(self, future: Future[T]) -> None:
        with self._counting:
            self._under_way -= 1
