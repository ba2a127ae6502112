"""The threads that sessions share, and whether they are behind: an answer then does without what it can."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class LivePool(ThreadPoolExecutor):
    """Does what sessions wait for, and counts what it is asked for, by whomever.

    Parameters
    ----------
    threads : int
        How many work at once.
    """

    def __init__(self, threads: int) -> None:
        super().__init__(threads, thread_name_prefix="live")
        self._threads_at_once = threads
        self._under_way = 0
        self._counting = threading.Lock()

    @property
    def is_behind(self) -> bool:
        """Whether more is wanted than there are threads: some of it waits."""
        return self._under_way > self._threads_at_once

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way: what is done ahead then keeps nobody waiting."""
        return self._under_way == 0

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Take on one piece of work, as every executor does."""
        future = super().submit(fn, *args, **kwargs)
        with self._counting:
            self._under_way += 1
        future.add_done_callback(self._end_one)
        return future

    def _end_one(self, future: Future[T]) -> None:
        with self._counting:
            self._under_way -= 1
