"""Numerical libraries on one thread each.

Files are processed in parallel, one on each core. More threads in each of them would only compete.
"""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from threadpoolctl import threadpool_limits

_state = threading.local()


@contextmanager
def single_threaded() -> Iterator[None]:
    """Limit BLAS and OpenMP to one thread inside the ``with`` block.

    Only libraries that are loaded by then are limited, so import what you need before. Entering the outermost
    block takes 4 ms, because the libraries have to be found. A nested block costs nothing, unless modules
    were imported since. So code that enters often should run inside a block of its caller.
    """
    modules, limited_modules = len(sys.modules), getattr(_state, "modules", 0)
    if modules == limited_modules:
        yield
        return
    with threadpool_limits(1):
        _state.modules = modules
        try:
            yield
        finally:
            _state.modules = limited_modules
