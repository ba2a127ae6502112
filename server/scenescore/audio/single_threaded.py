"""Numerical libraries on one thread each.

Files are processed in parallel, one on each core. More threads in each of them would only compete.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from threadpoolctl import threadpool_limits

_state = threading.local()


@contextmanager
def single_threaded() -> Iterator[None]:
    """Limit BLAS and OpenMP to one thread inside the ``with`` block.

    Entering the outermost block takes 4 ms, because the loaded libraries have to be found. Nested blocks cost
    nothing. So code that enters often should run inside a block of its caller.
    """
    if getattr(_state, "is_limited", False):
        yield
        return
    with threadpool_limits(1):
        _state.is_limited = True
        try:
            yield
        finally:
            _state.is_limited = False
