"""The library's SQLite file: opening it, and what its errors mean."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scenescore.errors import BrokenFileError, ScenescoreError, StorageError

FILE = "library.sqlite3"
SCHEMA_VERSION = 1
BUSY_TIMEOUT_S = 30.0

SCHEMA = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS tracks (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL, artist TEXT NOT NULL, license TEXT NOT NULL, url TEXT NOT NULL, kind TEXT NOT NULL,
    file TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
    duration_s REAL NOT NULL, segment_start_s REAL NOT NULL, segment_looped INTEGER NOT NULL,
    create_time_s REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS tracks_by_file ON tracks (file);
CREATE INDEX IF NOT EXISTS tracks_by_title ON tracks (title COLLATE NOCASE, id);
CREATE TABLE IF NOT EXISTS features (
    track_id TEXT NOT NULL REFERENCES tracks (id) ON DELETE CASCADE,
    key TEXT NOT NULL, steps INTEGER NOT NULL, dimensions INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (track_id, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT OR IGNORE INTO meta VALUES ('generation', 0);
PRAGMA user_version = {SCHEMA_VERSION};
COMMIT;
"""


class Database:
    """One SQLite file, a connection for each thread that uses it.

    Parameters
    ----------
    folder : Path
        The library's folder; made where it isn't there.

    Raises
    ------
    StorageError
        The disk is full or can't be written.
    BrokenFileError
        The file is no library, or one of a newer Scenescore.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(
                f"the library folder {folder} can't be made: {error.strerror or error}"
            ) from error
        with self.errors():
            version = self.connection.execute("PRAGMA user_version").fetchone()[0]
            if version > SCHEMA_VERSION:
                raise BrokenFileError(self.path, "made by a newer Scenescore; update this one")
            if version < SCHEMA_VERSION:
                self.connection.executescript(SCHEMA)

    @property
    def connection(self) -> sqlite3.Connection:
        """The calling thread's connection."""
        if (connection := getattr(self._local, "connection", None)) is None:
            connection = sqlite3.connect(
                self.path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
            )
            # Readers never wait for the writer; what is committed survives a kill of the process.
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            self._local.connection = connection
            with self._lock:
                self._all.append(connection)
        return connection

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Write all of the block or nothing, and count the library's generation up.

        Raises
        ------
        StorageError
            The disk is full or can't be written; nothing of the block was kept.
        """
        with self.errors():
            connection = self.connection
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("UPDATE meta SET value = value + 1 WHERE name = 'generation'")
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Say SQLite's errors in Scenescore's words."""
        try:
            yield
        except sqlite3.Error as error:
            raise explained(self.path, error) from error

    def close(self) -> None:
        """Close every thread's connection."""
        with self._lock:
            for connection in self._all:
                connection.close()
            self._all.clear()
        self._local = threading.local()


def explained(path: Path, error: sqlite3.Error) -> ScenescoreError:
    """Return what an SQLite error means for the user."""
    words = str(error)
    if "full" in words:
        return StorageError(
            f"the disk that holds {path} is full; what was finished is kept: free some space and run it again"
        )
    if "readonly" in words or "unable to open" in words or "disk I/O" in words:
        return StorageError(f"{path} can't be written: {words}")
    if "locked" in words:
        return StorageError(
            f"{path} has been in use by another process for {BUSY_TIMEOUT_S:.0f} s; try again later"
        )
    return BrokenFileError(path, f"no Scenescore library, or a damaged one ({words})")
