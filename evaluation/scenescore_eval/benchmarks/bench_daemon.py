"""A daemon of the benchmark's own: the bundle, a library of so many tracks, and nothing of the user's."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from scenescore.daemon.process.launch import private_daemon
from scenescore.daemon.process.ready_file import ReadyFile
from scenescore.library.store.fixtures import fill
from scenescore.library.store.library import Library
from scenescore.matching.track_segments import TrackSegments
from scenescore.model.bundle.bundle import Bundle
from scenescore_client.client import Client
from scenescore_client.connection import Connection
from scenescore_eval.benchmarks.synthetic_library import Floats, musical, real_features


@contextmanager
def musical_library(bundle: Bundle, tracks: int, *, seed: int, segments: int = 0) -> Iterator[Path]:
    """Give the folder of a library that is there while the block lasts.

    Parameters
    ----------
    bundle : Bundle
        Whose features its tracks have.
    tracks : int
        Of `scenescore_eval.benchmarks.synthetic_library.musical`.
    seed : int
        Of all that is drawn.
    segments : int
        Of each track; 0 for as many as the bundle compares.
    """
    made = _made(bundle, tracks, seed, segments)
    with TemporaryDirectory(prefix="scenescore-bench-") as scratch:
        folder = Path(scratch, "library")
        with Library(folder) as library:
            fill(library, bundle, made)
        yield folder


@contextmanager
def daemon(bundle: Bundle, library: Path, arguments: Sequence[str] = ()) -> Iterator[ReadyFile]:
    """Run ``scenescore serve`` on a free port while the block lasts."""
    with private_daemon(["--bundle", str(bundle.path), "--library", str(library), *arguments]) as ready:
        yield ready


def connection_to(ready: ReadyFile) -> Connection:
    """Return how to reach it."""
    return Connection(address=ready.address, token_file=Path(ready.token_file))


def client_of(ready: ReadyFile) -> Client:
    """Return a client that talks to it."""
    return Client(connection_to(ready))


def musical_segments(bundle: Bundle, tracks: int, *, seed: int, segments: int = 0) -> TrackSegments:
    """Return the features of such a library in the bundle's scaled space, as the daemon's search has them.

    Parameters
    ----------
    bundle : Bundle
        Whose features.
    tracks, seed, segments : int
        As of `musical_library`.
    """
    made = _made(bundle, tracks, seed, segments)
    together = np.concatenate([made[name] for name in bundle.feature_set.names], axis=3)
    return TrackSegments.joined(list(bundle.scale(together)))


def _made(bundle: Bundle, tracks: int, seed: int, segments: int) -> dict[str, Floats]:
    """Make features [shape=(tracks, segments, steps, D_f), float32] by name."""
    segments = segments or bundle.track_segments
    rows = musical(real_features(bundle), tracks * segments, seed=seed)
    return {name: values.reshape(tracks, segments, *values.shape[1:]) for name, values in rows.items()}
