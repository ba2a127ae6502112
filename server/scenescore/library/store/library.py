"""The library: tracks and their features in SQLite, side by side in arrays for the search."""

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt

from scenescore import paths
from scenescore.errors import NotFoundError
from scenescore.library.store.arrays import Arrays, derived, listing, read_kept
from scenescore.library.store.cues import CueStore
from scenescore.library.store.database import Database
from scenescore.library.store.feature_matrix import GENERATION, read_segments
from scenescore.library.store.readonly import MovedOnError
from scenescore.library.store.track import Track
from scenescore.matching.segments import Segments

__all__ = ["Library", "Track"]

Floats = npt.NDArray[np.float32]
Make = Callable[[list[str], Segments], tuple[list[str], Arrays]]

READ_TRIES = 10
"""A library that nobody has been writing to can be written to while it is read, but hardly each time."""

COLUMNS = (
    "id, title, artist, license, url, kind, file, duration_s, segment_start_s, segment_looped, create_time_s"
)


def as_they_are(ids: list[str], segments: Segments) -> tuple[list[str], Arrays]:
    """Keep features as they are."""
    return ids, {"features": segments.features, "starts": segments.starts}


class Library:
    """A folder of the user's music as Scenescore knows it; the music files themselves stay where they are.

    Safe to share between threads, and between processes: one writes at a time, all read meanwhile.

    Parameters
    ----------
    path : Path
        The library's folder; made where it isn't there.
    read_only : bool
        Never write to it. Where that isn't possible anyway, it is read without being asked to.

    Raises
    ------
    StorageError
        The disk is full or can't be written.
    NotFoundError
        There is no library to read.
    BrokenFileError
        The folder holds a damaged library, or one of a newer Scenescore.

    Attributes
    ----------
    path : Path
        Its folder.
    cues : CueStore
        The user's decisions.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = Path(path)
        self._database = Database(self.path, read_only=read_only)
        self.cues = CueStore(self._database)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the library."""
        self._database.close()

    @property
    def read_only(self) -> bool:
        """Whether it can't be changed here."""
        return self._database.read_only

    def check_writable(self) -> None:
        """Refuse to change a library that is only read.

        Raises
        ------
        PreconditionError
            It was opened for reading only.
        StorageError
            It lies where this process can't write.
        """
        self._database.check_writable()

    @property
    def generation(self) -> int:
        """A number that every change raises, whichever process makes it."""
        return self._database.number(GENERATION)

    def count(self) -> int:
        """Return the number of tracks."""
        return self._database.number("SELECT count(*) FROM tracks")

    def track(self, track_id: str) -> Track:
        """Return one track.

        Parameters
        ----------
        track_id : str
            Its id, with or without ``tracks/`` before it.

        Raises
        ------
        NotFoundError
            The library has no such track.
        """
        found = self._tracks("WHERE id = ?", (track_id.removeprefix("tracks/"),))
        if not found:
            raise NotFoundError(
                f"the library {self.path} has no track {track_id!r}; see `scenescore library list`"
            )
        return found[0]

    def tracks(self, *, offset: int = 0, limit: int = -1) -> list[Track]:
        """Return the tracks by title.

        Parameters
        ----------
        offset : int
            How many to pass over.
        limit : int
            At most so many; -1 for all.
        """
        return self._tracks("ORDER BY title COLLATE NOCASE, id LIMIT ? OFFSET ?", (limit, offset))

    def tracks_by_id(self, track_ids: Sequence[str]) -> list[Track]:
        """Return those of some tracks that the library has."""
        marks = ",".join("?" * len(track_ids))
        return self._tracks(f"WHERE id IN ({marks}) ORDER BY id", tuple(track_ids))

    def tracks_below(self, folder: Path) -> list[Track]:
        """Return the tracks that were added from files below a folder."""
        return [track for track in self.tracks() if Path(track.file).is_relative_to(folder)]

    def track_of_file(self, file: Path) -> tuple[Track, int, int] | None:
        """Return the track added from a file, with the size in bytes and mtime in ns that it had then."""
        with self._database.errors():
            row = self._database.connection.execute(
                f"SELECT {COLUMNS}, size, mtime_ns FROM tracks WHERE file = ?", (str(file),)
            ).fetchone()
        return (track_of(row[:-2]), row[-2], row[-1]) if row else None

    def put(
        self, track: Track, features: Mapping[str, Floats], *, size: int, mtime_ns: int, replaces: str = ""
    ) -> None:
        """Keep a track and features of it: all of it or nothing.

        Parameters
        ----------
        track : Track
            What is known of it. One that is there already gets the new description and keeps its features.
        features : mapping of str to np.ndarray [shape=([segments,] steps, D_f), float32]
            By feature key; of one segment or several.
        size, mtime_ns : int
            Of its file, so that an unchanged file need not be read again.
        replaces : str
            Id of a track that the same file held before; it is removed.

        Raises
        ------
        StorageError
            The disk is full or can't be written; the library is as it was.
        """
        values = (
            *(track.id, track.title, track.artist, track.license, track.url, track.kind, track.file),
            *(track.duration_s, track.segment_start_s, int(track.segment_looped), track.create_time_s),
            *(size, mtime_ns),
        )
        with self._database.transaction(outlasts_power_cut=False) as connection:
            if replaces and replaces != track.id:
                connection.execute("DELETE FROM tracks WHERE id = ?", (replaces,))
            connection.execute(
                f"INSERT INTO tracks ({COLUMNS}, size, mtime_ns) VALUES ({','.join('?' * len(values))}) "
                "ON CONFLICT (id) DO UPDATE SET title = excluded.title, artist = excluded.artist, "
                "license = excluded.license, url = excluded.url, kind = excluded.kind, file = excluded.file, "
                "size = excluded.size, mtime_ns = excluded.mtime_ns",
                values,
            )
            connection.executemany(
                "INSERT OR REPLACE INTO features VALUES (?, ?, ?, ?, ?)",
                [
                    (track.id, key, *array.shape[-2:], np.ascontiguousarray(array, np.float32).tobytes())
                    for key, array in features.items()
                ],
            )

    def delete(self, track_id: str) -> None:
        """Take a track out of the library; its file stays.

        Raises
        ------
        NotFoundError
            The library has no such track.
        StorageError
            The disk can't be written.
        """
        track = self.track(track_id)
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM tracks WHERE id = ?", (track.id,))

    def feature_keys(self, track_id: str) -> set[str]:
        """Return the keys of the features that are there for a track."""
        with self._database.errors():
            rows = self._database.connection.execute(
                "SELECT key FROM features WHERE track_id = ?", (track_id,)
            )
            return {key for (key,) in rows}

    def missing(self, keys: Iterable[str]) -> list[Track]:
        """Return the tracks that lack any of some features."""
        wanted = list(dict.fromkeys(keys))
        marks = ",".join("?" * len(wanted))
        if not wanted:
            return []
        return self._tracks(
            f"WHERE id NOT IN (SELECT track_id FROM features WHERE key IN ({marks}) GROUP BY track_id "
            "HAVING count(*) = ?) ORDER BY title COLLATE NOCASE, id",
            (*wanted, len(wanted)),
        )

    def segments(self, keys: Sequence[str]) -> tuple[list[str], Segments]:
        """Return the tracks that have all of some features, and these features side by side.

        Parameters
        ----------
        keys : sequence of str
            Feature keys on the same number of steps and segments, in the order of their columns.

        Returns
        -------
        ids : list of str
            The tracks, sorted.
        segments : Segments
            Raw features, memory-mapped where that is possible.
        """
        ids, arrays = self.arrays(keys)
        return ids, Segments(arrays["features"], arrays["starts"])

    def matrix(self, keys: Sequence[str]) -> tuple[list[str], Floats]:
        """Return `segments`' features of each track's first segment alone [shape=(tracks, steps, D)]."""
        ids, segments = self.segments(keys)
        rows = segments.starts[:-1]
        return ids, segments.features if len(ids) == len(segments.features) else segments.features[rows]

    def arrays(
        self,
        keys: Sequence[str],
        made_as: str = "",
        make: Make = as_they_are,
        *,
        instead: Sequence[str] = (),
    ) -> tuple[list[str], Arrays]:
        """Return what is made of some features of all tracks that have them; kept until the library changes.

        Parameters
        ----------
        keys : sequence of str
            As for `segments`.
        made_as : str
            What is made, in words that no other making has: arrays are kept under them.
        make : callable
            Gets the ids and the segments, whose features it may change, and returns the ids that it takes in
            with the arrays.
        instead : sequence of str
            Keys that are taken for a track without the others, as `read_segments` says.

        Returns
        -------
        ids : list of str
            The tracks, sorted.
        arrays : mapping of str to np.ndarray
            By name, memory-mapped where that is possible; ``features`` and ``starts`` by default.
        """
        names = [*keys, *instead, made_as] if made_as else [*keys, *instead]
        folder = self.path / "arrays"
        for _ in range(READ_TRIES):
            try:
                generation = self.generation
                if self.read_only:
                    # Who writes may have them; else those who only read share a place of their own.
                    if (kept := read_kept(listing(folder, names), generation)) is not None:
                        return kept
                    folder = self._folder_of_readers()
                return derived(folder, names, generation, lambda: self._made(keys, instead, make))
            except MovedOnError as error:
                moved_on = error
        raise moved_on

    def _folder_of_readers(self) -> Path:
        name = hashlib.sha256(os.fsencode(self.path.resolve())).hexdigest()[:16]
        return paths.home() / "arrays" / name

    def _made(self, keys: Sequence[str], instead: Sequence[str], make: Make) -> tuple[int, list[str], Arrays]:
        generation, ids, segments = read_segments(self._database, keys, instead)
        return generation, *make(ids, segments)

    def _tracks(self, where: str, values: tuple[object, ...]) -> list[Track]:
        with self._database.errors():
            rows = self._database.connection.execute(f"SELECT {COLUMNS} FROM tracks {where}", values)
            return [track_of(row) for row in rows]


def track_of(row: tuple[object, ...]) -> Track:
    """Return the track that a row of `COLUMNS` describes."""
    values = dict(zip(COLUMNS.split(", "), row, strict=True))
    values["segment_looped"] = bool(values["segment_looped"])
    return Track(**values)  # type: ignore[arg-type]
