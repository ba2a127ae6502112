"""Files that appear whole or not at all, whenever a process is killed."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def atomic_write(path: Path) -> Iterator[Path]:
    """Give a place to write a file at, and move it to its own place when the block has ended well."""
    scratch = path.with_name(f"{path.stem}-{uuid.uuid4().hex}.tmp")
    try:
        yield scratch
        os.replace(scratch, path)
    finally:
        scratch.unlink(missing_ok=True)
