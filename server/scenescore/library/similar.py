"""Find the tracks that sound most like a track or a music file."""

from pathlib import Path

from scenescore.audio.features import extract, stack
from scenescore.audio.load import load
from scenescore.audio.segment import representative_segment
from scenescore.errors import NotFoundError
from scenescore.library.store.library import Library, Track
from scenescore.library.track_index import load_track_index
from scenescore.model.bundle.bundle import Bundle


def similar_tracks(library: Library, bundle: Bundle, track_or_file: str, k: int) -> list[tuple[Track, float]]:
    """Find the tracks with a segment nearest to the representative segment of a piece.

    Parameters
    ----------
    library : Library
        The user's music.
    bundle : Bundle
        Whose features are compared.
    track_or_file : str
        A track of the library, which is left out of the answer, or the path of a music file.
    k : int
        How many tracks to return at most.

    Returns
    -------
    list of tuple of Track and float
        Nearest first, each with its Earth Mover's Distance.

    Raises
    ------
    NotFoundError
        It is neither a track nor a file, or a track without the bundle's features; or the library has no
        tracks with them.
    BrokenFileError
        The file can't be read.
    """
    index = load_track_index(library, bundle)
    if not index.ids:
        raise NotFoundError(
            f"the library {library.path} has no tracks for {bundle.name} yet; run `scenescore library add`"
        )
    if Path(track_or_file).is_file():
        segment = representative_segment(load(track_or_file))
        names = bundle.feature_set.names
        features = extract(segment.samples, names, bundle.steps, nmf_dictionary=bundle.nmf_dictionary)
        own, query = "", bundle.scale(stack(features, bundle.feature_set))
    else:
        own = library.track(track_or_file).id
        if own not in index.place_of:
            raise NotFoundError(f"tracks/{own} lacks features that {bundle.name} needs; add its file again")
        query = index.segments.of(index.place_of[own])[0]
    nearest = index.search(query, k + 1)
    return [(library.track(track_id), distance) for track_id, distance in nearest if track_id != own][:k]
