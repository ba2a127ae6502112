"""A data folder's music, with the features that bundles compare: kept, so that the next study finds it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from scenescore.experiments.data_folder import DataFolder
    from scenescore.library.track import Track
    from scenescore.model.bundle import Bundle


@dataclass(frozen=True)
class Collection:
    """The pieces that can be compared."""

    tracks: list[str]
    """Their file names."""
    described: "dict[str, Track]"
    """By file name: title, artist and where it is from."""
    features: "list[np.ndarray]"
    """By bundle: the representative segments', scaled [shape=(K, steps, D), float32]."""
    broken: list[str]
    """Files that were passed over, with the reason."""


def read_collection(data: "DataFolder", bundles: "Sequence[Bundle]", *, quiet: bool) -> Collection:
    """Take a data folder's music into the studies' own library, and return what the bundles see of it.

    Raises
    ------
    InvalidInputError
        The folder has no music, or none that can be read.
    """
    from scenescore import places
    from scenescore.cli.library import with_progress
    from scenescore.errors import InvalidInputError
    from scenescore.library.analysis import content_id
    from scenescore.library.ingest import ingest
    from scenescore.library.requirements import requirements_of
    from scenescore.library.store import Library

    if not data.tracks:
        raise InvalidInputError(
            f"{data.path} has no music: a data folder with music/tracks.csv is needed (see docs/studies.md)"
        )
    files = {track: data.music(track).resolve() for track in data.tracks}
    with Library(places.home() / "studies" / "library") as library:
        report = with_progress(
            "Taking in music",
            lambda progress: ingest(library, files.values(), requirements_of(bundles), progress=progress),
            quiet=quiet,
        )
        matrices = []
        for bundle in bundles:
            keys = bundle.feature_keys()
            ids, features = library.matrix([keys[name] for name in bundle.feature_set.names])
            matrices.append(({track_id: place for place, track_id in enumerate(ids)}, features))
        broken_files = {one.file for one in report.broken}
        id_of = {track: content_id(file) for track, file in files.items() if str(file) not in broken_files}
        tracks = [
            track
            for track, track_id in id_of.items()
            if all(track_id in place_of for place_of, _ in matrices)
        ]
        if not tracks:
            raise InvalidInputError(f"none of the music in {data.path / 'music'} can be read")
        return Collection(
            tracks,
            {track: library.track(id_of[track]) for track in tracks},
            [
                bundle.scale(features[[place_of[id_of[track]] for track in tracks]])
                for bundle, (place_of, features) in zip(bundles, matrices, strict=True)
            ],
            [f"{one.file}: {one.reason}" for one in report.broken],
        )
