"""The search index of a library for one bundle: built once, cached on disk, and memory-mapped."""

import hashlib
import logging
from typing import Final

import numpy as np

from scenescore.library.store.arrays import Arrays
from scenescore.library.store.library import Library
from scenescore.matching.index_arrays import INDEX_ARRAYS_VERSION, MAX_VECTOR_LENGTH, IndexArrays
from scenescore.matching.search import TrackIndex
from scenescore.matching.track_segments import TrackSegments
from scenescore.model.bundle.bundle import Bundle

SCALED_ROWS: Final = 4096
"""Rows that are scaled at a time, so that scaling needs little memory."""
MAX_LOGGED_TRACKS: Final = 10

log = logging.getLogger(__name__)


def load_track_index(library: Library, bundle: Bundle) -> TrackIndex:
    """Load the index that searches a library by a bundle's features.

    The index's arrays are cached on disk until the library changes. A library of 100,000 tracks therefore
    opens at once, and several processes share the memory.

    Parameters
    ----------
    library : Library
        The user's music.
    bundle : Bundle
        Whose features are compared.

    Returns
    -------
    TrackIndex
        Of the tracks that have all of the bundle's features. A track whose further segments are still to be
        computed is in it with its representative segment. A track with features that are not finite numbers
        is left out with a warning.

    Raises
    ------
    BrokenFileError
        The library's database is damaged.
    UnavailableError
        Other processes changed the library during each attempt to read it.
    """

    def build(ids: list[str], segments: TrackSegments) -> tuple[list[str], Arrays]:
        if not ids:
            segments = TrackSegments.single(
                np.zeros((0, bundle.steps, bundle.feature_set.dimensions), np.float32)
            )
        features = segments.features
        is_valid = np.ones(len(features), bool)
        for start in range(0, len(features), SCALED_ROWS):
            part = slice(start, start + SCALED_ROWS)
            scaled = bundle.scale(features[part])
            # Then no vector is longer than the limit. NaN compares as false.
            is_valid[part] = (np.abs(scaled) <= MAX_VECTOR_LENGTH / scaled.shape[2]).all(axis=(1, 2))
            features[part] = scaled
        if not is_valid.all():
            kept = np.minimum.reduceat(is_valid, segments.starts[:-1])
            left_out = [track for track, is_kept in zip(ids, kept, strict=True) if not is_kept]
            log.warning(
                "%d tracks are not searched because their features are not finite numbers: %s; add their "
                "files again",
                len(left_out),
                ", ".join(f"tracks/{track}" for track in left_out[:MAX_LOGGED_TRACKS]),
            )
            ids = [track for track, is_kept in zip(ids, kept, strict=True) if is_kept]
            segments = segments.take(np.flatnonzero(kept).tolist())
        return ids, IndexArrays.build(segments).arrays()

    keys, single_keys = bundle.feature_keys(), bundle.feature_keys(segments=1)
    names = bundle.feature_set.names
    ids, arrays = library.arrays(
        [keys[name] for name in names],
        transform_name(bundle),
        build,
        fallback_keys=[] if keys == single_keys else [single_keys[name] for name in names],
    )
    return TrackIndex(ids, IndexArrays.from_arrays(arrays))


def transform_name(bundle: Bundle) -> str:
    """Return the name under which a bundle's index is cached. Bundles that scale alike share an index.

    Parameters
    ----------
    bundle : Bundle
        Whose features are compared.

    Returns
    -------
    str
        Changes with the bundle's scaling and with the layout of the index.
    """
    scaling = hashlib.sha256(
        b"".join(one.tobytes() for one in (bundle.mean, bundle.deviation, bundle.weights))
    )
    return f"layout {INDEX_ARRAYS_VERSION} scaled {scaling.hexdigest()}"
