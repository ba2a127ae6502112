"""Write files that are complete or absent, even if the process is killed."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def atomic_write(path: Path) -> Iterator[Path]:
    """Write a file under a temporary name and rename it if the block ends without an error.

    Parameters
    ----------
    path : Path
        The file's final path.

    Yields
    ------
    Path
        The path to write to, in the same folder.

    Raises
    ------
    OSError
        The file can't be renamed.
    """
    scratch = path.with_name(f"{path.stem}-{uuid.uuid4().hex}.tmp")
    try:
        yield scratch
        os.replace(scratch, path)
    finally:
        scratch.unlink(missing_ok=True)
