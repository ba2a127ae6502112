"""Features of the whole library, side by side."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.library.store.database import Database
from scenescore.matching.segments import Segments

GENERATION: Final = "SELECT value FROM meta WHERE name = 'generation'"


def read_segments(
    database: Database, keys: Sequence[str], instead: Sequence[str] = ()
) -> tuple[int, list[str], Segments]:
    """Read the features of all tracks that have all of some keys, as of one moment.

    Parameters
    ----------
    database : Database
        The library's.
    keys : sequence of str
        Feature keys on the same number of steps and segments, in the order of their columns.
    instead : sequence of str
        Keys of the same features that are taken for a track without the others: of fewer segments, say.

    Returns
    -------
    generation : int
        The library's, at that moment.
    ids : list of str
        The tracks, sorted.
    segments : Segments
        Their features side by side.
    """
    with database.snapshot() as connection:
        generation = database.number(GENERATION)
        found = {track_id: (keys, *shape) for track_id, shape in complete(connection, keys).items()}
        for track_id, shape in complete(connection, instead).items():
            found.setdefault(track_id, (instead, *shape))
        if not found:
            return generation, [], Segments.single(np.zeros((0, 0, 0), np.float32))
        ids = sorted(found)
        starts = np.cumsum([0, *(found[track_id][-1] for track_id in ids)])
        _, dimensions, steps, _ = found[ids[0]]
        features = np.empty((starts[-1], steps, dimensions), np.float32)
        rows_of = dict(zip(ids, zip(starts.tolist(), starts[1:].tolist(), strict=False), strict=True))
        for own in (keys, instead):
            fill(connection, own, {one: rows_of[one] for one in ids if found[one][0] is own}, features)
    return generation, ids, Segments(features, starts)


def complete(connection: sqlite3.Connection, keys: Sequence[str]) -> dict[str, tuple[int, int, int]]:
    """Return the tracks that have all keys: their dimensions together, their steps, and their segments."""
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


def fill(
    connection: sqlite3.Connection,
    keys: Sequence[str],
    rows_of: Mapping[str, tuple[int, int]],
    features: npt.NDArray[np.float32],
) -> None:
    """Read the features of some tracks into their rows, key beside key."""
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
