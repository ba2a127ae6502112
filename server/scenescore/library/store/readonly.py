"""Read a library without writing to its folder, also while another process writes to it."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

from scenescore.errors import StorageError, UnavailableError

IsCurrent = Callable[[], bool]
"""Tells whether a connection still shows what the file holds."""


class ChangedWhileReadError(UnavailableError):
    """Another process began to write to a file that was read as one that nobody writes to."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} was changed while it was read; try again")


def is_unwritable(path: Path) -> bool:
    """Return whether a library's file exists, but it or its folder can't be written.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    bool
        False if there is no such file.
    """
    return path.is_file() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def open_read_only(path: Path, timeout_s: float) -> tuple[sqlite3.Connection, IsCurrent]:
    """Open an SQLite file in WAL mode without writing to it.

    While a process has the file open for writing, two more files lie beside it, and readers share them.
    Where they don't exist and can't be created, as in a folder that is mounted read-only, nobody writes. The
    file is then read by itself until the other two appear.

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
    is_current : callable
        Tells whether the connection still shows what the file holds. If not, open a new one.

    Raises
    ------
    StorageError
        The last writer was killed, and what it left behind can't be read without writing.
    sqlite3.Error
        The file is no SQLite database.
    """
    state_at_opening = _file_state(path)
    connection = _connect(path, "mode=ro", timeout_s)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if "unable to open" not in str(error) and "readonly" not in str(error):
            raise
    else:
        return connection, lambda: _file_state(path)[:1] == state_at_opening[:1]
    state_at_opening = _file_state(path)
    if any(state_at_opening[-1:]):
        raise StorageError(
            f"{path} can't be read: its last writer was killed; run `scenescore library list` once where "
            "the library can be written"
        )
    connection = _connect(path, "immutable=1", timeout_s)
    return connection, lambda: _file_state(path) == state_at_opening


def _connect(path: Path, options: str, timeout_s: float) -> sqlite3.Connection:
    """Open a file with options of SQLite's URIs, such as ``mode=ro``."""
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?{options}",
        uri=True,
        timeout=timeout_s,
        isolation_level=None,
        check_same_thread=False,
    )


def _file_state(path: Path) -> tuple[object, ...]:
    """Return what each write changes: the file's inode, size and mtime, and its write-ahead log's size."""
    try:
        status = path.stat()
    except OSError:
        return ()
    try:
        wal_size = path.with_name(f"{path.name}-wal").stat().st_size
    except OSError:
        wal_size = 0
    return status.st_ino, status.st_size, status.st_mtime_ns, wal_size
