"""The files that the library knows: which track each one holds, and which the user keeps out."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from scenescore.library.store.database import Database


@dataclass(frozen=True)
class KnownFile:
    """What the library knows of a file.

    Attributes
    ----------
    path : Path
        An absolute path.
    track_id : str
        The track that it holds.
    size, mtime_ns : int
        The size in bytes and the time of change in nanoseconds that it had when it was last read; -1 if
        unknown.
    """

    path: Path
    track_id: str
    size: int
    mtime_ns: int

    def is_unchanged(self) -> bool:
        """Return whether the file is there, with the size and the time of change that it had.

        Returns
        -------
        bool
            False also for a file that can't be looked at.
        """
        try:
            status = self.path.stat()
        except OSError:
            return False
        return (self.size, self.mtime_ns) == (status.st_size, status.st_mtime_ns)


class KnownFiles:
    """The files in a library's database, of all projects; reached as `Library.files`.

    Parameters
    ----------
    database : Database
        The library's.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, path: Path) -> KnownFile | None:
        """Return what the library knows of a file.

        Parameters
        ----------
        path : Path
            An absolute path.

        Returns
        -------
        KnownFile or None
            None for a file that it doesn't know.
        """
        found = self._select("WHERE path = ?", (str(path),))
        return found[0] if found else None

    def of_track(self, track_id: str) -> list[KnownFile]:
        """Return the files that hold a track.

        Parameters
        ----------
        track_id : str
            Its id.

        Returns
        -------
        list of KnownFile
            Sorted by path; the track's own file and its copies.
        """
        return self._select("WHERE track_id = ? ORDER BY path", (track_id,))

    def all(self) -> list[KnownFile]:
        """Return all files.

        Returns
        -------
        list of KnownFile
            Sorted by path.
        """
        return self._select("ORDER BY path")

    def add_copy(self, path: Path, track_id: str, *, size: int, mtime_ns: int) -> None:
        """Keep that a file holds a track, whose own file is another one.

        Parameters
        ----------
        path : Path
            An absolute path.
        track_id : str
            The track.
        size, mtime_ns : int
            Of the file.

        Raises
        ------
        StorageError
            The disk is full or can't be written.
        PreconditionError
            The library was opened for reading only.
        """
        with self._database.transaction(survives_power_cut=False) as connection:
            put_file(connection, path, track_id, size, mtime_ns)

    def forget(self, paths: Iterable[Path]) -> None:
        """Forget files that are gone. A track keeps its other files, and goes with its last one.

        Parameters
        ----------
        paths : iterable of Path
            Absolute paths.

        Raises
        ------
        StorageError
            The disk is full or can't be written.
        PreconditionError
            The library was opened for reading only.
        """
        with self._database.transaction() as connection:
            connection.executemany("DELETE FROM files WHERE path = ?", [(str(path),) for path in paths])
            connection.execute("DELETE FROM tracks WHERE id NOT IN (SELECT track_id FROM files)")
            connection.execute(
                "UPDATE tracks SET (file, size, mtime_ns) = "
                "(SELECT path, f.size, f.mtime_ns FROM files f WHERE f.track_id = tracks.id "
                "ORDER BY path LIMIT 1) "
                "WHERE file NOT IN (SELECT path FROM files)"
            )

    def kept_out(self) -> frozenset[Path]:
        """Return the files that the user has removed from the library.

        Returns
        -------
        frozenset of Path
            Absolute paths.
        """
        with self._database.errors():
            rows = self._database.connection.execute("SELECT path FROM removed")
            return frozenset(Path(path) for (path,) in rows)

    def let_in(self, paths: Iterable[Path]) -> None:
        """Let files into the library again that the user had removed.

        Parameters
        ----------
        paths : iterable of Path
            Absolute paths.

        Raises
        ------
        StorageError
            The disk is full or can't be written.
        PreconditionError
            The library was opened for reading only.
        """
        known = [(str(path),) for path in self.kept_out().intersection(paths)]
        if known:
            with self._database.transaction() as connection:
                connection.executemany("DELETE FROM removed WHERE path = ?", known)

    def _select(self, clause: str, values: tuple[object, ...] = ()) -> list[KnownFile]:
        with self._database.errors():
            rows = self._database.connection.execute(
                f"SELECT path, track_id, size, mtime_ns FROM files {clause}", values
            )
            return [KnownFile(Path(path), *rest) for path, *rest in rows]


def put_file(connection: sqlite3.Connection, path: Path, track_id: str, size: int, mtime_ns: int) -> None:
    """Keep that a file holds a track, in a transaction under way.

    Parameters
    ----------
    connection : sqlite3.Connection
        In a transaction.
    path : Path
        An absolute path.
    track_id : str
        The track.
    size, mtime_ns : int
        Of the file.
    """
    connection.execute(
        "INSERT OR REPLACE INTO files (path, track_id, size, mtime_ns) VALUES (?, ?, ?, ?)",
        (str(path), track_id, size, mtime_ns),
    )
