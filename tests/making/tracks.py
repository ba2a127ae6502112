"""Tracks with random features, so that tests of the library need no music."""

import numpy as np

from scenescore.library.store.library import Library, Track
from scenescore.model.bundle.bundle import Bundle


def random_features(bundle: Bundle, seed: int) -> dict[str, np.ndarray]:
    """Return features of one segment by feature key [shape=(steps, D_f), float32], made from a seed."""
    random = np.random.default_rng(seed)
    dimensions = dict(zip(bundle.feature_set.names, bundle.feature_set.blocks, strict=True))
    return {
        key: random.random((bundle.steps, dimensions[name].stop - dimensions[name].start)).astype(np.float32)
        for name, key in bundle.feature_keys().items()
    }


def put_random_track(library: Library, bundle: Bundle, track_id: str, seed: int) -> dict[str, np.ndarray]:
    """Add a track with features made from a seed, and return them by feature key."""
    features = random_features(bundle, seed)
    track = Track(track_id, track_id, "", "", "", "", f"/music/{track_id}.ogg", 30.0, 4.5, False, 1.0)
    library.put(track, features, size=1, mtime_ns=1)
    return features
