"""Features of the whole library, side by side."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from scenescore.library.database import Database
from scenescore.matching.segments import Segments

GENERATION: Final = "SELECT value FROM meta WHERE name = 'generation'"


def read_segments(database: Database, keys: Sequence[str]) -> tuple[int, list[str], Segments]:
    """Read the features of all tracks that have all of some keys, as of one moment.

    Parameters
    ----------
    database : Database
        The library's.
    keys : sequence of str
        Feature keys on the same number of steps and segments, in the order of their columns.

    Returns
    -------
    generation : int
        The library's, at that moment.
    ids : list of str
        The tracks, sorted.
    segments : Segments
        Their features side by side.
    """
    wanted = list(dict.fromkeys(keys))
    marks = ",".join("?" * len(wanted))
    segments = "length(data) / (4 * steps * dimensions)"
    with database.snapshot() as connection:
        generation = database.number(GENERATION)
        complete = connection.execute(
            f"SELECT track_id, sum(dimensions), max(steps), max({segments}) FROM features "
            f"WHERE key IN ({marks}) GROUP BY track_id "
            f"HAVING count(*) = ? AND min({segments}) = max({segments}) ORDER BY track_id",
            (*wanted, len(wanted)),
        ).fetchall()
        if not complete:
            return generation, [], Segments.single(np.zeros((0, 0, 0), np.float32))
        ids = [track_id for track_id, *_ in complete]
        starts = np.cumsum([0, *(count for *_, count in complete)])
        features = np.empty((starts[-1], complete[0][2], complete[0][1]), np.float32)
        rows_of = dict(zip(ids, zip(starts.tolist(), starts[1:].tolist(), strict=False), strict=True))
        column = 0
        for key in wanted:
            width = 0
            for track_id, steps, width, data in connection.execute(
                "SELECT track_id, steps, dimensions, data FROM features WHERE key = ?", (key,)
            ):
                if track_id in rows_of:
                    values = np.frombuffer(data, np.float32).reshape(-1, steps, width)
                    features[slice(*rows_of[track_id]), :, column : column + width] = values
            column += width
    return generation, ids, Segments(features, starts)
