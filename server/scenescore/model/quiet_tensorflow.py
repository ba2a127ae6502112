"""TensorFlow without its notes on kernels and graphs, which only alarm who trains a bundle."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_ERRORS_ALONE = "2"


@contextmanager
def without_notes() -> Iterator[None]:
    """Drop what native code writes to standard error while TensorFlow is imported in the block.

    Its first notes come before any setting of its own counts. What goes wrong is raised as ever; afterwards
    it writes errors alone.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", _ERRORS_ALONE)
    logging.getLogger("tensorflow").setLevel(logging.ERROR)
    try:
        kept = os.dup(2)
    except OSError:
        # There is no standard error that could alarm anybody.
        yield
        return
    if sys.stderr is not None:
        sys.stderr.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
