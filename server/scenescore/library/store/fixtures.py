"""Tracks with given features and without files, for benchmarks and for the replay of recorded play."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from scenescore.library.store.library import Library, Track
from scenescore.model.bundle.bundle import Bundle

Floats = npt.NDArray[np.float32]


def fill(
    library: Library,
    bundle: Bundle,
    features: Mapping[str, Floats | Sequence[Floats]],
    titles: Sequence[str] | None = None,
) -> None:
    """Put tracks with given features, and without files, into an empty library.

    Parameters
    ----------
    library : Library
        Where the tracks go.
    bundle : Bundle
        Whose features they are.
    features : mapping of str to sequence of np.ndarray [shape=(segments, steps, D_f), float32]
        By feature name, one array for each track, not standardised.
    titles : sequence of str, optional
        The tracks' titles.

    Raises
    ------
    StorageError
        The disk is full or can't be written.
    """
    keys = bundle.feature_keys()
    for place in range(len(next(iter(features.values())))):
        track = Track(
            id=f"{place:016x}", title=titles[place] if titles else f"Piece {place}",
            artist="", license="", url="", kind="", file=f"piece-{place}", duration_s=0.0,
            segment_start_s=0.0, segment_looped=False, create_time_s=0.0,
        )  # fmt: skip
        library.put(
            track, {keys[name]: values[place] for name, values in features.items()}, size=0, mtime_ns=0
        )
