"""Numerical libraries on one thread each: files are taken in side by side, and their threads would fight."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from threadpoolctl import threadpool_limits

_held = threading.local()


@contextmanager
def single_threaded() -> Iterator[None]:
    """Keep BLAS and OpenMP to one thread while the block lasts.

    Finding the libraries takes 4 ms, so what calls this often stands in a block of its own: within one,
    another costs nothing.
    """
    if getattr(_held, "by_this_thread", False):
        yield
        return
    with threadpool_limits(1):
        _held.by_this_thread = True
        try:
            yield
        finally:
            _held.by_this_thread = False
