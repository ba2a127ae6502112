"""The library's SQLite file: connections, transactions, and what SQLite's errors mean."""

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from scenescore.errors import (
    BrokenFileError,
    NotFoundError,
    PreconditionError,
    ScenescoreError,
    StorageError,
)
from scenescore.library.store.readonly import ChangedWhileReadError, is_unwritable, open_read_only
from scenescore.library.store.schema import SCHEMA_VERSION, create_or_upgrade, schema_version

FILE_NAME: Final = "library.sqlite3"
BUSY_TIMEOUT_S: Final = 30.0
FULL_DISK_BYTES: Final = 64 * 1024
"""A disk with less free space counts as full when SQLite only says that something went wrong."""


class Database:
    """One SQLite file, with a connection for each thread that uses it.

    Parameters
    ----------
    folder : Path
        The library's folder. It is created if it doesn't exist.
    read_only : bool
        Never write, even if that is possible. A library that can't be written is read in any case.

    Raises
    ------
    StorageError
        The disk is full or can't be written.
    NotFoundError
        There is no library to read.
    PreconditionError
        An older Scenescore made the library, and it can't be upgraded because it is only read.
    BrokenFileError
        The file is no library, or a newer Scenescore made it.

    Attributes
    ----------
    path : Path
        The file.
    read_only : bool
        Whether it is only read.
    """

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self.path = folder / FILE_NAME
        self._asked_read_only = read_only
        self.read_only = read_only or is_unwritable(self.path)
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        if self.read_only:
            if not self.path.is_file():
                raise NotFoundError(f"there is no library to read in {folder}: there is no {self.path}")
        else:
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StorageError(
                    f"the library folder {folder} can't be made: {error.strerror or error}"
                ) from error
        with self.errors():
            version = schema_version(self.connection)
            if version > SCHEMA_VERSION:
                raise BrokenFileError(self.path, "made by a newer Scenescore; update this one")
            if version < SCHEMA_VERSION:
                if self.read_only:
                    raise PreconditionError(
                        f"an older Scenescore made {self.path}, and a process that only reads it can't "
                        "upgrade it: run `scenescore library list` once where the library can be written"
                    )
                create_or_upgrade(self.connection, self.path)

    @property
    def connection(self) -> sqlite3.Connection:
        """The calling thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None and (self._local.in_snapshot or self._local.is_current()):
            return connection
        if connection is not None:
            self._discard(connection)
        if self.read_only:
            connection, self._local.is_current = open_read_only(self.path, BUSY_TIMEOUT_S)
        else:
            connection, self._local.is_current = _open_read_write(self.path), lambda: True
        self._local.connection, self._local.in_snapshot = connection, False
        with self._lock:
            self._connections.append(connection)
        return connection

    def _discard(self, connection: sqlite3.Connection) -> None:
        with self._lock:
            self._connections.remove(connection)
        connection.close()

    def check_writable(self) -> None:
        """Check that the library may and can be written.

        Raises
        ------
        PreconditionError
            It was opened for reading only.
        StorageError
            This process can't write to its folder.
        """
        if self._asked_read_only:
            raise PreconditionError(
                f"the library {self.path.parent} is only read here; change it by a process that may write to "
                "it, such as `scenescore library add`"
            )
        if self.read_only:
            raise StorageError(f"{self.path} can't be written: this process may only read it")

    @contextmanager
    def transaction(
        self, counter: str = "generation", *, survives_power_cut: bool = True
    ) -> Iterator[sqlite3.Connection]:
        """Write all of the block or nothing, and count up a generation.

        Parameters
        ----------
        counter : {"generation", "cue_generation"}
            Whether the block changes tracks or cues.
        survives_power_cut : bool
            Whether to wait until the disk has the data; on a busy disk that takes some 0.1 s. Without it a
            power cut, but not a kill, may undo the last transactions. That is enough for features, which can
            be computed again.

        Yields
        ------
        sqlite3.Connection
            For the writing.

        Raises
        ------
        StorageError
            The disk is full or can't be written. Nothing of the block was kept.
        PreconditionError
            The library was opened for reading only.
        """
        self.check_writable()
        with self.errors():
            connection = self.connection
            connection.execute(f"PRAGMA synchronous = {'FULL' if survives_power_cut else 'NORMAL'}")
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                # The step is random. A library that was made anew or restored from a copy then never reaches
                # a number that arrays of the older library carry.
                connection.execute(
                    "UPDATE meta SET value = value + 1 + (random() & 0x3fffffff) WHERE name = ?", (counter,)
                )
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """Read the state of one moment, whatever other processes write meanwhile.

        Yields
        ------
        sqlite3.Connection
            For the reading.

        Raises
        ------
        BrokenFileError
            What is read is not what was once written.
        ChangedWhileReadError
            Another process wrote to a file that nobody had open for writing; what was read may be a mixture.
        """
        with self.errors():
            connection = self.connection
            connection.execute("BEGIN")
            self._local.in_snapshot = True
            try:
                yield connection
            except ValueError as error:
                raise BrokenFileError(
                    self.path, f"damaged: {error}; add the music to a new library"
                ) from error
            finally:
                self._local.in_snapshot = False
                connection.execute("COMMIT")
        if not self._local.is_current():
            raise ChangedWhileReadError(self.path)

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Raise Scenescore's errors in place of SQLite's."""
        try:
            yield
        except sqlite3.Error as error:
            if self.read_only and not getattr(self._local, "is_current", lambda: True)():
                raise ChangedWhileReadError(self.path) from error
            raise explained(self.path, error) from error

    def whole_number(self, query: str) -> int:
        """Return the one whole number that a query yields.

        Parameters
        ----------
        query : str
            SQL that yields one row of one column.

        Returns
        -------
        int
            The number.

        Raises
        ------
        ScenescoreError
            The database can't be read.
        """
        with self.errors():
            return int(self.connection.execute(query).fetchone()[0])

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._lock:
            for connection in self._connections:
                connection.close()
            self._connections.clear()
        self._local = threading.local()


def _open_read_write(path: Path) -> sqlite3.Connection:
    """Open an SQLite file for reading and writing."""
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
    # In this mode readers never wait for the writer.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def explained(path: Path, error: sqlite3.Error) -> ScenescoreError:
    """Return the error for users that an SQLite error means.

    Parameters
    ----------
    path : Path
        The database's file.
    error : sqlite3.Error
        What SQLite said.

    Returns
    -------
    ScenescoreError
        StorageError for a disk that is full or can't be written, or a file in use; else BrokenFileError.
    """
    message = str(error)
    is_unwritable = any(sign in message for sign in ("readonly", "unable to open", "disk I/O"))
    if "full" in message or (is_unwritable and _is_disk_full(path.parent)):
        return StorageError(
            f"the disk that holds {path} is full; what was finished is kept: free some space and run it again"
        )
    if is_unwritable:
        return StorageError(f"{path} can't be written: {message}")
    if "locked" in message:
        return StorageError(
            f"{path} has been in use by another process for {BUSY_TIMEOUT_S:.0f} s; try again later"
        )
    return BrokenFileError(path, f"no Scenescore library, or a damaged one ({message})")


def _is_disk_full(folder: Path) -> bool:
    """Return whether the disk of a folder has next to no space left."""
    try:
        return shutil.disk_usage(folder).free < FULL_DISK_BYTES
    except OSError:
        return False
