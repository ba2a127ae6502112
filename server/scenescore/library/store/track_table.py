"""The tracks in the library's database: read, written and removed."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from scenescore.errors import NotFoundError
from scenescore.library.store.database import Database
from scenescore.library.store.feature_matrix import SELECT_GENERATION
from scenescore.library.store.projects import seen_tracks
from scenescore.library.store.track import Track
from scenescore.library.store.track_rows import COLUMNS, forget_sound, track_from, write_track

Floats = npt.NDArray[np.float32]


class TrackTable:
    """The tracks of a library, and the features that are stored for each; the base of `Library`.

    Parameters
    ----------
    path : Path
        The library's folder.
    database : Database
        The library's database.
    project : str or None
        The project whose tracks are read; None for all.

    Attributes
    ----------
    path : Path
        The library's folder.
    project : str or None
        The project whose tracks are read; None for all.
    """

    def __init__(self, path: Path, database: Database, project: str | None = None) -> None:
        self.path = path
        self.project = project
        self._database = database
        self._seen_ids: tuple[int, frozenset[str]] = (-1, frozenset())

    @property
    def generation(self) -> int:
        """A number that grows with every change of a track, whichever process makes it."""
        return self._database.whole_number(SELECT_GENERATION)

    def count(self) -> int:
        """Return the number of tracks that the project sees."""
        return self._database.whole_number(f"SELECT count(*) FROM tracks WHERE {self._seen()}")

    def track(self, track_id: str) -> Track:
        """Return one track.

        Parameters
        ----------
        track_id : str
            Its id, with or without ``tracks/`` before it.

        Returns
        -------
        Track
            The track.

        Raises
        ------
        NotFoundError
            The library has no such track.
        """
        found = self._select("WHERE id = ?", (track_id.removeprefix("tracks/"),))
        if not found:
            raise NotFoundError(
                f"the library {self.path} has no track {track_id!r}; see `scenescore library list`"
            )
        if not self._of_those_seen(found):
            raise NotFoundError(
                f"the project {self.project!r} has no track {track_id!r} ({found[0].title}): its file is in "
                "another project's music folders"
            )
        return found[0]

    def tracks(self, *, offset: int = 0, limit: int = -1) -> list[Track]:
        """Return the tracks, sorted by title.

        Parameters
        ----------
        offset : int
            How many tracks to pass over.
        limit : int
            How many tracks to return at most; -1 for all.

        Returns
        -------
        list of Track
            Upper and lower case sort alike.
        """
        return self._select(
            f"WHERE {self._seen()} ORDER BY title COLLATE NOCASE, id LIMIT ? OFFSET ?", (limit, offset)
        )

    def tracks_by_id(self, track_ids: Sequence[str]) -> list[Track]:
        """Return those of some tracks that the project sees.

        Parameters
        ----------
        track_ids : sequence of str
            Their ids.

        Returns
        -------
        list of Track
            Sorted by id.
        """
        marks = ",".join("?" * len(track_ids))
        return self._of_those_seen(self._select(f"WHERE id IN ({marks}) ORDER BY id", tuple(track_ids)))

    def track_of_file(self, file: Path) -> Track | None:
        """Return the track that a file holds.

        Parameters
        ----------
        file : Path
            An absolute path.

        Returns
        -------
        Track or None
            None for a file that the library doesn't know.
        """
        found = self._select("WHERE id = (SELECT track_id FROM files WHERE path = ?)", (str(file),))
        return found[0] if found else None

    def tracks_with_content(self, content: str) -> list[Track]:
        """Return the tracks whose file has a certain content.

        Parameters
        ----------
        content : str
            The first 16 hexadecimal digits of its SHA-256.

        Returns
        -------
        list of Track
            Sorted by id.
        """
        return self._select("WHERE content = ? ORDER BY id", (content,))

    def put(
        self,
        track: Track,
        features: Mapping[str, Floats],
        *,
        size: int,
        mtime_ns: int,
        moved_from: str = "",
        sound_changed: bool = False,
    ) -> None:
        """Store a track and features of it in one transaction.

        Parameters
        ----------
        track : Track
            The track. One that the library has already gets the new description and keeps its features.
        features : mapping of str to np.ndarray [shape=([segments,] steps, D_f), float32]
            By feature key; of one segment or several.
        size, mtime_ns : int
            Of the track's file, so that an unchanged file need not be read again.
        moved_from : str
            Path of the file that the track had before, if that file is gone. It is forgotten.
        sound_changed : bool
            Whether features and copies that the library has are those of another sound. They are forgotten.

        Raises
        ------
        StorageError
            The disk is full or can't be written; the library is as it was.
        PreconditionError
            The library was opened for reading only.
        """
        with self._database.transaction(survives_power_cut=False) as connection:
            if sound_changed:
                forget_sound(connection, track.id)
            if moved_from:
                connection.execute(
                    "DELETE FROM files WHERE path = ? AND track_id = ?", (moved_from, track.id)
                )
            write_track(connection, track, features, size=size, mtime_ns=mtime_ns)

    def delete(self, track_id: str, *, keep_out: bool = False) -> None:
        """Remove a track from the library. Its files stay.

        Parameters
        ----------
        track_id : str
            Its id, with or without ``tracks/`` before it.
        keep_out : bool
            Whether the user wants its files to stay out of the library when their folder is looked at again.

        Raises
        ------
        NotFoundError
            The library has no such track.
        StorageError
            The disk can't be written.
        PreconditionError
            The library was opened for reading only.
        """
        track = self.track(track_id)
        with self._database.transaction() as connection:
            if keep_out:
                connection.execute(
                    "INSERT OR IGNORE INTO removed (path) SELECT path FROM files WHERE track_id = ?",
                    (track.id,),
                )
            connection.execute("DELETE FROM tracks WHERE id = ?", (track.id,))

    def feature_keys(self, track_id: str) -> set[str]:
        """Return the keys of the features that are stored for a track.

        Parameters
        ----------
        track_id : str
            Its id.

        Returns
        -------
        set of str
            Empty also for a track that the library doesn't have.
        """
        with self._database.errors():
            rows = self._database.connection.execute(
                "SELECT key FROM features WHERE track_id = ?", (track_id,)
            )
            return {key for (key,) in rows}

    def missing(self, keys: Iterable[str]) -> list[Track]:
        """Return the tracks that lack any of some features.

        Parameters
        ----------
        keys : iterable of str
            Feature keys.

        Returns
        -------
        list of Track
            Sorted by title.
        """
        wanted = list(dict.fromkeys(keys))
        marks = ",".join("?" * len(wanted))
        if not wanted:
            return []
        return self._select(
            f"WHERE {self._seen()} AND id NOT IN "
            f"(SELECT track_id FROM features WHERE key IN ({marks}) GROUP BY track_id HAVING count(*) = ?) "
            "ORDER BY title COLLATE NOCASE, id",
            (*wanted, len(wanted)),
        )

    def _seen(self) -> str:
        """Return an SQL condition that holds for the tracks that the project sees."""
        seen = seen_tracks(self._database, self.project)
        return f"id IN ({seen})" if seen else "true"

    def _of_those_seen(self, tracks: list[Track]) -> list[Track]:
        """Return those of some tracks that the project sees."""
        seen = seen_tracks(self._database, self.project)
        if not seen:
            return tracks
        generation = self.generation
        if self._seen_ids[0] != generation:
            # One query for all: the few that answers need come one by one.
            with self._database.errors():
                rows = self._database.connection.execute(seen)
                self._seen_ids = generation, frozenset(track_id for (track_id,) in rows)
        return [track for track in tracks if track.id in self._seen_ids[1]]

    def _select(self, clause: str, values: tuple[object, ...]) -> list[Track]:
        with self._database.errors():
            rows = self._database.connection.execute(f"SELECT {COLUMNS} FROM tracks {clause}", values)
            return [track_from(row) for row in rows]
