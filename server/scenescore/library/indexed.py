"""The library as a bundle searches it: scaled, laid out for the search once, and mapped from then on."""

import hashlib
import logging

import numpy as np

from scenescore.library.store.arrays import Arrays
from scenescore.library.store.library import Library
from scenescore.matching.layout import LARGEST, LAYOUT_VERSION, Layout
from scenescore.matching.search import TrackIndex
from scenescore.matching.segments import Segments
from scenescore.model.bundle.bundle import Bundle

AT_ONCE = 4096
"""Rows that are scaled at once: what is needed meanwhile stays small."""

log = logging.getLogger(__name__)


def track_index(library: Library, bundle: Bundle) -> TrackIndex:
    """Open the library for searches in a bundle's space.

    What is computed for it is kept beside the library until that changes, so a library of 100,000 tracks is
    open at once, and several processes share the memory that it takes.

    Parameters
    ----------
    library : Library
        The user's music.
    bundle : Bundle
        Whose features are compared.

    Returns
    -------
    TrackIndex
        Over the tracks that have all of the bundle's features, if only of their representative segment while
        the others' are still to be computed; one that holds values that are no numbers is
        left out with a warning.
    """

    def lay_out(ids: list[str], segments: Segments) -> tuple[list[str], Arrays]:
        if not ids:
            segments = Segments.single(np.zeros((0, bundle.steps, bundle.feature_set.dimensions), np.float32))
        features = segments.features
        good = np.ones(len(features), bool)
        for start in range(0, len(features), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            scaled = bundle.scale(features[part])
            # So that no vector is beyond it; false for what is no number, too.
            good[part] = (np.abs(scaled) <= LARGEST / scaled.shape[2]).all(axis=(1, 2))
            features[part] = scaled
        if not good.all():
            tracks = np.minimum.reduceat(good, segments.starts[:-1])
            bad = [track for track, is_good in zip(ids, tracks, strict=True) if not is_good]
            log.warning(
                "%d tracks are not searched, for their features hold values that are no numbers: %s; add "
                "their files again",
                len(bad),
                ", ".join(f"tracks/{track}" for track in bad[:10]),
            )
            ids = [track for track, is_good in zip(ids, tracks, strict=True) if is_good]
            segments = segments.take(np.flatnonzero(tracks).tolist())
        return ids, Layout.of(segments).arrays()

    own, first = bundle.feature_keys(), bundle.feature_keys(segments=1)
    names = bundle.feature_set.names
    ids, arrays = library.arrays(
        [own[name] for name in names],
        made_as(bundle),
        lay_out,
        instead=[] if own == first else [first[name] for name in names],
    )
    return TrackIndex(ids, Layout.mapping(arrays))


def made_as(bundle: Bundle) -> str:
    """Return what tells a bundle's space from others': bundles that scale alike share their arrays."""
    scaling = hashlib.sha256(
        b"".join(one.tobytes() for one in (bundle.mean, bundle.deviation, bundle.weights))
    )
    return f"layout {LAYOUT_VERSION} scaled {scaling.hexdigest()}"
