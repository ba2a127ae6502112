"""A track as a row of the database: how it is written, and how it is read."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.library.store.known_files import put_file
from scenescore.library.store.track import Track

COLUMNS: Final = (
    "id, title, artist, license, url, kind, file, duration_s, segment_start_s, segment_looped, "
    "create_time_s, content, sound, mood"
)
FIXED_COLUMNS: Final = ("id", "create_time_s")
"""Columns that a track keeps from its first day on."""


def track_from(row: tuple[object, ...]) -> Track:
    """Return the track in a row.

    Parameters
    ----------
    row : tuple
        One value for each of `COLUMNS`.

    Returns
    -------
    Track
        The track.
    """
    values = dict(zip(COLUMNS.split(", "), row, strict=True))
    values["segment_looped"] = bool(values["segment_looped"])
    return Track(**values)  # type: ignore[arg-type]


def write_track(
    connection: sqlite3.Connection,
    track: Track,
    features: Mapping[str, npt.NDArray[np.float32]],
    *,
    size: int,
    mtime_ns: int,
) -> None:
    """Write a track, its file and features of it.

    Parameters
    ----------
    connection : sqlite3.Connection
        In a transaction.
    track : Track
        A new track, or one that the database has.
    features : mapping of str to np.ndarray [shape=([segments,] steps, D_f), float32]
        By feature key.
    size, mtime_ns : int
        Of the track's file.
    """
    names = [*COLUMNS.split(", "), "size", "mtime_ns"]
    values = (
        *(track.id, track.title, track.artist, track.license, track.url, track.kind, track.file),
        *(track.duration_s, track.segment_start_s, int(track.segment_looped), track.create_time_s),
        *(track.content or track.id, track.sound, track.mood, size, mtime_ns),
    )
    updates = ", ".join(f"{name} = excluded.{name}" for name in names if name not in FIXED_COLUMNS)
    connection.execute(
        f"INSERT INTO tracks ({', '.join(names)}) VALUES ({','.join('?' * len(values))}) "
        f"ON CONFLICT (id) DO UPDATE SET {updates}",
        values,
    )
    put_file(connection, Path(track.file), track.id, size, mtime_ns)
    connection.executemany(
        "INSERT OR REPLACE INTO features VALUES (?, ?, ?, ?, ?)",
        [
            (track.id, key, *array.shape[-2:], np.ascontiguousarray(array, np.float32).tobytes())
            for key, array in features.items()
        ],
    )


def forget_sound(connection: sqlite3.Connection, track_id: str) -> None:
    """Forget a track's features, and the copies of the file that it was.

    Parameters
    ----------
    connection : sqlite3.Connection
        In a transaction.
    track_id : str
        The track.
    """
    connection.execute("DELETE FROM features WHERE track_id = ?", (track_id,))
    connection.execute("DELETE FROM files WHERE track_id = ?", (track_id,))
