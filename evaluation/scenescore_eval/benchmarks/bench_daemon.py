"""A daemon for one benchmark, with a temporary library. It neither reads nor changes the user's data."""

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
from scenescore_eval.benchmarks.synthetic_library import Floats, bundle_features, synthesize_tracks


@contextmanager
def temporary_library(bundle: Bundle, tracks: int, *, seed: int, segments: int = 0) -> Iterator[Path]:
    """Make a library of synthetic tracks, and delete it after the block.

    Parameters
    ----------
    bundle : Bundle
        The bundle whose features the tracks have.
    tracks : int
        Number of tracks; see `scenescore_eval.benchmarks.synthetic_library`.
    seed : int
        Seed of the random choices.
    segments : int
        Segments of each track; 0 for as many as the bundle compares.

    Yields
    ------
    Path
        The library's folder.
    """
    features = _synthetic_features(bundle, tracks, seed, segments)
    with TemporaryDirectory(prefix="scenescore-bench-") as scratch:
        folder = Path(scratch, "library")
        with Library(folder) as library:
            fill(library, bundle, features)
        yield folder


@contextmanager
def daemon(bundle: Bundle, library: Path, arguments: Sequence[str] = ()) -> Iterator[ReadyFile]:
    """Run ``scenescore serve`` on a free port, and stop it after the block.

    Parameters
    ----------
    bundle : Bundle
        The bundle to predict with.
    library : Path
        The library's folder.
    arguments : sequence of str
        Further arguments of the command.

    Yields
    ------
    ReadyFile
        The daemon's address, process id and token.
    """
    with private_daemon(["--bundle", str(bundle.path), "--library", str(library), *arguments]) as ready:
        yield ready


def connection_to(ready: ReadyFile) -> Connection:
    """Return the settings of a connection to a daemon.

    Parameters
    ----------
    ready : ReadyFile
        From `daemon`.

    Returns
    -------
    Connection
    """
    return Connection(address=ready.address, token_file=Path(ready.token_file))


def client_of(ready: ReadyFile) -> Client:
    """Return a client of a daemon.

    Parameters
    ----------
    ready : ReadyFile
        From `daemon`.

    Returns
    -------
    Client
    """
    return Client(connection_to(ready))


def library_segments(bundle: Bundle, tracks: int, *, seed: int, segments: int = 0) -> TrackSegments:
    """Return the features of the tracks of `temporary_library`, scaled as in the daemon's search.

    Parameters
    ----------
    bundle : Bundle
        The bundle.
    tracks, seed, segments : int
        As for `temporary_library`.

    Returns
    -------
    TrackSegments
    """
    features = _synthetic_features(bundle, tracks, seed, segments)
    together = np.concatenate([features[name] for name in bundle.feature_set.names], axis=3)
    return TrackSegments.joined(list(bundle.scale(together)))


def _synthetic_features(bundle: Bundle, tracks: int, seed: int, segments: int) -> dict[str, Floats]:
    """Return features by name [shape=(tracks, segments, steps, D_f), float32]."""
    segments = segments or bundle.track_segments
    rows = synthesize_tracks(bundle_features(bundle), tracks * segments, seed=seed)
    return {name: values.reshape(tracks, segments, *values.shape[1:]) for name, values in rows.items()}
