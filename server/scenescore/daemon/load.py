"""How much sessions want of the daemon at once: who is behind leaves out what an answer can do without."""

from collections.abc import Iterator
from contextlib import contextmanager


class Load:
    """Counts what is under way in the threads that sessions share; for the event loop's thread alone.

    Parameters
    ----------
    threads : int
        How many there are.
    """

    def __init__(self, threads: int) -> None:
        self._threads = threads
        self._under_way = 0

    @property
    def is_high(self) -> bool:
        """Whether more is wanted than there are threads: some of it waits."""
        return self._under_way > self._threads

    @contextmanager
    def one_more(self) -> Iterator[None]:
        """Count one piece of work while the block lasts."""
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1
