"""The library's SQLite file: opening it, and what its errors mean."""

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scenescore.errors import (
    BrokenFileError,
    NotFoundError,
    PreconditionError,
    ScenescoreError,
    StorageError,
)
from scenescore.library.store.readonly import MovedOnError, is_unwritable, open_reading

FILE = "library.sqlite3"
SCHEMA_VERSION = 3
BUSY_TIMEOUT_S = 30.0
FULL_BELOW_BYTES = 64 * 1024
"""A disk with less room counts as full when SQLite only says that something went wrong."""

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
CREATE INDEX IF NOT EXISTS features_by_key ON features (key, track_id);
CREATE TABLE IF NOT EXISTS cues (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    scene TEXT NOT NULL, track_id TEXT NOT NULL, model TEXT NOT NULL, create_time_s REAL NOT NULL,
    frames BLOB NOT NULL, stillness REAL
);
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT OR IGNORE INTO meta VALUES ('generation', 0), ('cue_generation', 0);
PRAGMA user_version = {SCHEMA_VERSION};
COMMIT;
"""


class Database:
    """One SQLite file, a connection for each thread that uses it.

    Parameters
    ----------
    folder : Path
        The library's folder; made where it isn't there.
    read_only : bool
        Never write, even where that is possible. Where it isn't, an existing library is read in any case.

    Raises
    ------
    StorageError
        The disk is full or can't be written.
    NotFoundError
        There is no library to read.
    BrokenFileError
        The file is no library, or one of a newer Scenescore.

    Attributes
    ----------
    path : Path
        The file.
    read_only : bool
        Whether it is only read.
    """

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self.path = folder / FILE
        self._asked_read_only = read_only
        self.read_only = read_only or is_unwritable(self.path)
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
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
            version = self.connection.execute("PRAGMA user_version").fetchone()[0]
            if version > SCHEMA_VERSION:
                raise BrokenFileError(self.path, "made by a newer Scenescore; update this one")
            if version < SCHEMA_VERSION:
                if self.read_only:
                    raise PreconditionError(
                        f"{self.path} was made by an older Scenescore and can't be brought up to date by who "
                        "only reads it: run `scenescore library list` once where it can be written"
                    )
                self._begin()

    def _begin(self) -> None:
        """Make the tables of a new library, or those that an older one lacks."""
        there = {name for (name,) in self.connection.execute("SELECT name FROM sqlite_master")}
        # Another process may have made them since the version was read.
        if there and "tracks" not in there:
            raise BrokenFileError(self.path, "another program's database; name another folder")
        # Cues were without it once; another process may be about to add it, too.
        self.connection.execute("BEGIN IMMEDIATE")
        columns = {name for _, name, *_ in self.connection.execute("PRAGMA table_info(cues)")}
        if columns and "stillness" not in columns:
            self.connection.execute("ALTER TABLE cues ADD COLUMN stillness REAL")
        self.connection.execute("COMMIT")
        self.connection.executescript(SCHEMA)

    @property
    def connection(self) -> sqlite3.Connection:
        """The calling thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None and (self._local.in_snapshot or self._local.holds()):
            return connection
        if connection is not None:
            self._forget(connection)
        if self.read_only:
            connection, self._local.holds = open_reading(self.path, BUSY_TIMEOUT_S)
        else:
            connection, self._local.holds = open_writing(self.path), lambda: True
        self._local.connection, self._local.in_snapshot = connection, False
        with self._lock:
            self._all.append(connection)
        return connection

    def _forget(self, connection: sqlite3.Connection) -> None:
        with self._lock:
            self._all.remove(connection)
        connection.close()

    def check_writable(self) -> None:
        """Refuse to write to what is only read.

        Raises
        ------
        PreconditionError
            It was opened for reading only.
        StorageError
            It lies where this process can't write.
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
        self, counter: str = "generation", *, outlasts_power_cut: bool = True
    ) -> Iterator[sqlite3.Connection]:
        """Write all of the block or nothing, and count up the generation of what it changes.

        Parameters
        ----------
        counter : {"generation", "cue_generation"}
            The tracks' or the cues'.
        outlasts_power_cut : bool
            Whether to wait until the disk has it, some 0.1 s on a busy one. Else a power cut (not a kill)
            may take the last transactions back, whole ones only: for what is computed again from its file.

        Raises
        ------
        StorageError
            The disk is full or can't be written; nothing of the block was kept.
        PreconditionError
            The library was opened for reading only.
        """
        self.check_writable()
        with self.errors():
            connection = self.connection
            connection.execute(f"PRAGMA synchronous = {'FULL' if outlasts_power_cut else 'NORMAL'}")
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                # By a random step: a library begun anew or put back from a copy never comes upon the
                # number that an older library's arrays carry.
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
        """Read as of one moment, whatever others write meanwhile.

        Raises
        ------
        BrokenFileError
            What is read isn't what was once written.
        MovedOnError
            It wasn't one moment after all.
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
        if not self._local.holds():
            raise MovedOnError(self.path)

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Say SQLite's errors in Scenescore's words."""
        try:
            yield
        except sqlite3.Error as error:
            if self.read_only and not getattr(self._local, "holds", lambda: True)():
                raise MovedOnError(self.path) from error
            raise explained(self.path, error) from error

    def number(self, query: str) -> int:
        """Return the one whole number that a query yields."""
        with self.errors():
            return int(self.connection.execute(query).fetchone()[0])

    def close(self) -> None:
        """Close every thread's connection."""
        with self._lock:
            for connection in self._all:
                connection.close()
            self._all.clear()
        self._local = threading.local()


def open_writing(path: Path) -> sqlite3.Connection:
    """Open an SQLite file for reading and writing."""
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
    # Readers never wait for the writer.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def explained(path: Path, error: sqlite3.Error) -> ScenescoreError:
    """Return what an SQLite error means for the user."""
    words = str(error)
    unwritable = any(sign in words for sign in ("readonly", "unable to open", "disk I/O"))
    if "full" in words or (unwritable and no_room(path.parent)):
        return StorageError(
            f"the disk that holds {path} is full; what was finished is kept: free some space and run it again"
        )
    if unwritable:
        return StorageError(f"{path} can't be written: {words}")
    if "locked" in words:
        return StorageError(
            f"{path} has been in use by another process for {BUSY_TIMEOUT_S:.0f} s; try again later"
        )
    return BrokenFileError(path, f"no Scenescore library, or a damaged one ({words})")


def no_room(folder: Path) -> bool:
    """Return whether a folder's disk has next to no space left."""
    try:
        return shutil.disk_usage(folder).free < FULL_BELOW_BYTES
    except OSError:
        return False
