"""Reading a library that can't be written, while another process writes to it."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

from scenescore.errors import StorageError, UnavailableError

Holds = Callable[[], bool]
"""Tells whether a connection still shows what the file holds."""


class MovedOnError(UnavailableError):
    """Somebody began to write while a file was read that nobody had been writing to."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} was changed while it was read; try again")


def is_unwritable(path: Path) -> bool:
    """Return whether a library's file is there, but it or its folder can't be written."""
    return path.is_file() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def open_reading(path: Path, timeout_s: float) -> tuple[sqlite3.Connection, Holds]:
    """Open an SQLite file in WAL mode without writing to it.

    Beside the file lie two others as long as somebody has it open for writing, and whoever reads shares them.
    Where they aren't there and can't be made (a folder mounted read-only), nobody writes, and the file is
    read by itself until they appear.

    Parameters
    ----------
    path : Path
        The file.
    timeout_s : float
        How long to wait for a lock, seconds.

    Returns
    -------
    connection : sqlite3.Connection
        For reading.
    holds : callable
        Tells whether it is still good; if not, a new one must be opened.

    Raises
    ------
    StorageError
        The last writer was killed, and what it left behind can't be read from here.
    sqlite3.Error
        It is no SQLite file.
    """
    opened_at = state(path)
    connection = connect(path, "mode=ro", timeout_s)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if "unable to open" not in str(error) and "readonly" not in str(error):
            raise
    else:
        return connection, lambda: state(path)[0] == opened_at[0]
    opened_at = state(path)
    if opened_at[-1]:
        raise StorageError(
            f"{path} can't be read: its last writer was cut off; run `scenescore library list` once where "
            "the library can be written"
        )
    connection = connect(path, "immutable=1", timeout_s)
    return connection, lambda: state(path) == opened_at


def connect(path: Path, how: str, timeout_s: float) -> sqlite3.Connection:
    """Open a file with options of SQLite's URIs."""
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?{how}",
        uri=True,
        timeout=timeout_s,
        isolation_level=None,
        check_same_thread=False,
    )


def state(path: Path) -> tuple[object, ...]:
    """Return what changes when somebody writes: the file, its size and time, and what isn't in it yet."""
    try:
        status = path.stat()
    except OSError:
        return ()
    try:
        pending = path.with_name(f"{path.name}-wal").stat().st_size
    except OSError:
        pending = 0
    return status.st_ino, status.st_size, status.st_mtime_ns, pending
