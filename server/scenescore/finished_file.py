"""Files that are whole or not there at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scenescore.errors import StorageError


@contextmanager
def finished_file(path: Path) -> Iterator[Path]:
    """Yield a file to write, which gets its name when the block has ended well, and vanishes otherwise.

    Parameters
    ----------
    path : Path
        The name in the end. A file that has it is replaced.

    Yields
    ------
    Path
        A file beside it with the same suffix.

    Raises
    ------
    StorageError
        The file can't be written.
    """
    scratch = path.with_name(f".{path.stem}.unfinished{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield scratch
        scratch.replace(path)
    except OSError as error:
        raise StorageError(f"{path} can't be written: {error.strerror or error}") from error
    finally:
        scratch.unlink(missing_ok=True)
