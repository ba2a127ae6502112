"""The features of all tracks in one matrix: a row for each segment, feature beside feature in its columns."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.library.store.database import Database
from scenescore.library.store.projects import seen_tracks
from scenescore.matching.track_segments import TrackSegments

SELECT_GENERATION: Final = "SELECT value FROM meta WHERE name = 'generation'"


def read_segments(
    database: Database,
    keys: Sequence[str],
    fallback_keys: Sequence[str] = (),
    project: str | None = None,
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
    project : str or None
        The project whose tracks are read; None for all.

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
        seen = seen_tracks(database, project)
        complete = complete_tracks(connection, keys, seen)
        found = {track_id: (keys, *shape) for track_id, shape in complete.items()}
        for track_id, shape in complete_tracks(connection, fallback_keys, seen).items():
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
            copy_features(connection, used, own_rows, features, seen)
    return generation, ids, TrackSegments(features, starts)


def complete_tracks(
    connection: sqlite3.Connection, keys: Sequence[str], seen: str = ""
) -> dict[str, tuple[int, int, int]]:
    """Find the tracks that have all of some features, with the same number of segments in each.

    Parameters
    ----------
    connection : sqlite3.Connection
        To the library.
    keys : sequence of str
        Feature keys.
    seen : str
        SQL that selects the tracks to look at, from `seen_tracks`; empty for all.

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
        f"WHERE key IN ({marks}) {_within(seen)} GROUP BY track_id "
        f"HAVING count(*) = ? AND min({segments}) = max({segments})",
        (*wanted, len(wanted)),
    )
    return {track_id: (dimensions, steps, count) for track_id, dimensions, steps, count in rows}


def copy_features(
    connection: sqlite3.Connection,
    keys: Sequence[str],
    rows_of: Mapping[str, tuple[int, int]],
    features: npt.NDArray[np.float32],
    seen: str = "",
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
    seen : str
        SQL that selects the tracks to look at, from `seen_tracks`; empty for all.

    Raises
    ------
    ValueError
        Stored features are not of the size that the database says.
    """
    column = 0
    for key in dict.fromkeys(keys) if rows_of else ():
        width = 0
        for track_id, steps, width, data in connection.execute(
            f"SELECT track_id, steps, dimensions, data FROM features WHERE key = ? {_within(seen)}", (key,)
        ):
            if track_id in rows_of:
                values = np.frombuffer(data, np.float32).reshape(-1, steps, width)
                features[slice(*rows_of[track_id]), :, column : column + width] = values
        column += width


def _within(seen: str) -> str:
    return f"AND track_id IN ({seen})" if seen else ""
