"""A recorded play of a game, shown to sessions as a live one would be, only faster."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import numpy as np

from scenescore.library.store.fixtures import fill
from scenescore.library.store.library import Library
from scenescore.matching.track_segments import TrackSegments
from scenescore.model.bundle.bundle import Bundle
from scenescore.retrieval.engine import Engine
from scenescore.session.session import Session
from scenescore.session.settings import SessionSettings

Name = TypeVar("Name")


def play_through(
    bundle: Bundle,
    tracks: Sequence[str],
    music: TrackSegments,
    frames: Iterable[tuple[float, np.ndarray]],
    settings: Mapping[Name, SessionSettings],
) -> dict[Name, list[tuple[float, str]]]:
    """Show frames to sessions, and record their steady tracks.

    Parameters
    ----------
    bundle : Bundle
        The bundle to predict with.
    tracks : sequence of str
        Titles, each only once.
    music : TrackSegments
        The tracks' features that the bundle compares, not scaled.
    frames : iterable of tuple of float and np.ndarray [shape=(80, 80, 3), uint8]
        Capture times in seconds, and pictures in HSV.
    settings : mapping of SessionSettings
        The settings of each session, under any names.

    Returns
    -------
    dict of list of tuple of float and str
        By the same names: each answer's time in seconds, and the title of the steady track, empty before the
        first.
    """
    blocks = dict(zip(bundle.feature_set.names, bundle.feature_set.blocks, strict=True))
    compared = music.first(bundle.track_segments)
    features = {
        name: [compared.of(place)[..., block] for place in range(len(compared))]
        for name, block in blocks.items()
    }
    with TemporaryDirectory(prefix="scenescore-play-") as folder, Library(Path(folder, "library")) as library:
        fill(library, bundle, features, tracks)
        with closing(Engine(library, str(bundle.path))) as engine:
            engine.finish_views()
            model = engine.model()
            sessions = {name: Session(engine, model, one) for name, one in settings.items()}
            settled: dict[Name, list[tuple[float, str]]] = {name: [] for name in sessions}
            title_of = {track.id: track.title for track in library.tracks()} | {"": ""}
            for time_s, picture in frames:
                for name, session in sessions.items():
                    if session.add(time_s, picture):
                        settled[name].append((time_s, title_of[session.answer().steady_track]))
    return settled
