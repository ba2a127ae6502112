"""The music of a data folder with the features of bundles, stored in a library of the studies."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenescore.library.store.track import Track
    from scenescore.matching.track_segments import TrackSegments
    from scenescore.model.bundle.bundle import Bundle
    from scenescore.studies.data_folder import DataFolder


@dataclass(frozen=True)
class Collection:
    """The tracks of a data folder that can be compared."""

    tracks: list[str]
    """File name of each track."""
    described: "dict[str, Track]"
    """Library entry of each track, by file name."""
    segments: "list[TrackSegments]"
    """Scaled segments of the tracks, for each bundle."""
    broken: list[str]
    """Files that were skipped, with the reason."""


def read_collection(data: "DataFolder", bundles: "Sequence[Bundle]", *, quiet: bool) -> Collection:
    """Import a data folder's music into the library of the studies, and return what bundles compare.

    Parameters
    ----------
    data : DataFolder
        Folder with music.
    bundles : sequence of Bundle
        The bundles whose features are needed.
    quiet : bool
        Whether to leave out the progress bar.

    Returns
    -------
    Collection

    Raises
    ------
    InvalidInputError
        The folder has no music, or none that can be read.
    """
    from scenescore import paths
    from scenescore.cli.library.library import with_progress
    from scenescore.errors import InvalidInputError
    from scenescore.library.ingest.analysis import content_id
    from scenescore.library.ingest.ingest import ingest
    from scenescore.library.ingest.requirements import requirements_of
    from scenescore.library.store.library import Library
    from scenescore.library.track_index import load_track_index

    if not data.tracks:
        raise InvalidInputError(
            f"{data.path} has no music: a data folder with music/tracks.csv is needed (see docs/studies.md)"
        )
    files = {track: data.music(track).resolve() for track in data.tracks}
    with Library(paths.home() / "studies" / "library") as library:
        report = with_progress(
            "Adding music",
            lambda progress: ingest(library, files.values(), requirements_of(bundles), progress=progress),
            quiet=quiet,
        )
        indexes = [load_track_index(library, bundle) for bundle in bundles]
        broken_files = {one.file for one in report.broken}
        id_of = {track: content_id(file) for track, file in files.items() if str(file) not in broken_files}
        tracks = [
            track for track, track_id in id_of.items() if all(track_id in index.place_of for index in indexes)
        ]
        if not tracks:
            raise InvalidInputError(f"none of the music in {data.path / 'music'} can be read")
        return Collection(
            tracks,
            {track: library.track(id_of[track]) for track in tracks},
            [index.segments.take([index.place_of[id_of[track]] for track in tracks]) for index in indexes],
            [f"{one.file}: {one.reason}" for one in report.broken],
        )
