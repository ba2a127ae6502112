"""The features of all tracks in one matrix: a row for each segment, feature beside feature in its columns."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.library.store.database import Database
from scenescore.matching.track_segments import TrackSegments

SELECT_GENERATION: Final = "SELECT value FROM meta WHERE name = 'generation'"


def read_segments(
    database: Database, keys: Sequence[str], fallback_keys: Sequence[str] = ()
) -> tuple[int, list[str], TrackSegments]:
    """Read the features of all tracks that have all of some keys, from one snapshot.

    Parameters
    ----------
    database : Database
        The library's.
    keys : sequence of str
        Feature keys with the same number of steps and segments, in the order of their columns.
    fallback_keys : sequence of str
        Keys of the same features, for tracks that lack some of `keys`; of fewer segments, for example.

    Returns
    -------
    generation : int
        The library's generation in the snapshot.
    ids : list of str
        The tracks, sorted.
    segments : TrackSegments
        Their features.

    Raises
    ------
    BrokenFileError
        The database is damaged.
    ChangedWhileReadError
        Another process changed the database meanwhile; read it again.
    """
    with database.snapshot() as connection:
        generation = database.whole_number(SELECT_GENERATION)
        found = {track_id: (keys, *shape) for track_id, shape in complete_tracks(connection, keys).items()}
        for track_id, shape in complete_tracks(connection, fallback_keys).items():
            found.setdefault(track_id, (fallback_keys, *shape))
        if not found:
            return generation, [], TrackSegments.single(np.zeros((0, 0, 0), np.float32))
        ids = sorted(found)
        starts = np.cumsum([0, *(found[track_id][-1] for track_id in ids)])
        _, dimensions, steps, _ = found[ids[0]]
        features = np.empty((starts[-1], steps, dimensions), np.float32)
        rows_of = dict(zip(ids, zip(starts.tolist(), starts[1:].tolist(), strict=False), strict=True))
        for used in (keys, fallback_keys):
            own_rows = {track_id: rows_of[track_id] for track_id in ids if found[track_id][0] is used}
            copy_features(connection, used, own_rows, features)
    return generation, ids, TrackSegments(features, starts)


def complete_tracks(connection: sqlite3.Connection, keys: Sequence[str]) -> dict[str, tuple[int, int, int]]:
    """Find the tracks that have all of some features, with the same number of segments in each.

    Parameters
    ----------
    connection : sqlite3.Connection
        To the library.
    keys : sequence of str
        Feature keys.

    Returns
    -------
    dict of str to tuple of int, int and int
        By track: the dimensions of all features together, the steps, and the segments.
    """
    wanted = list(dict.fromkeys(keys))
    marks = ",".join("?" * len(wanted))
    segments = "length(data) / (4 * steps * dimensions)"
    rows = connection.execute(
        f"SELECT track_id, sum(dimensions), max(steps), max({segments}) FROM features "
        f"WHERE key IN ({marks}) GROUP BY track_id "
        f"HAVING count(*) = ? AND min({segments}) = max({segments})",
        (*wanted, len(wanted)),
    )
    return {track_id: (dimensions, steps, count) for track_id, dimensions, steps, count in rows}


def copy_features(
    connection: sqlite3.Connection,
    keys: Sequence[str],
    rows_of: Mapping[str, tuple[int, int]],
    features: npt.NDArray[np.float32],
) -> None:
    """Copy the features of some tracks from the database into a matrix.

    Parameters
    ----------
    connection : sqlite3.Connection
        To the library.
    keys : sequence of str
        Feature keys in the order of their columns.
    rows_of : mapping of str to tuple of int and int
        The first row of each track, and the row after its last.
    features : np.ndarray [shape=(segments, steps, D), float32]
        The matrix; only the rows of these tracks are written.

    Raises
    ------
    ValueError
        Stored features are not of the size that the database says.
    """
    column = 0
    for key in dict.fromkeys(keys) if rows_of else ():
        width = 0
        for track_id, steps, width, data in connection.execute(
            "SELECT track_id, steps, dimensions, data FROM features WHERE key = ?", (key,)
        ):
            if track_id in rows_of:
                values = np.frombuffer(data, np.float32).reshape(-1, steps, width)
                features[slice(*rows_of[track_id]), :, column : column + width] = values
        column += width
