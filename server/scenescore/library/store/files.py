"""The files of the library's tracks. A track may have several: a project sees it if one is in its folders."""

from pathlib import Path

from scenescore.library.store.database import Database


class FileTable:
    """The files in a library's database; reached as `Library.files`.

    Parameters
    ----------
    database : Database
        The library's.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, path: Path, track_id: str) -> None:
        """Note that a file holds a track. Nothing is written where that is known.

        Parameters
        ----------
        path : Path
            An absolute path.
        track_id : str
            The track's id.

        Raises
        ------
        StorageError
            The disk is full or can't be written.
        PreconditionError
            The library was opened for reading only.
        """
        with self._database.errors():
            known = self._database.connection.execute(
                "SELECT track_id FROM files WHERE path = ?", (str(path),)
            ).fetchone()
        if known == (track_id,):
            return
        with self._database.transaction(survives_power_cut=False) as connection:
            connection.execute(
                "INSERT OR REPLACE INTO files (path, track_id) VALUES (?, ?)", (str(path), track_id)
            )
