"""Music in, similar music out."""

from pathlib import Path

from scenescore.audio.features import extract, stack
from scenescore.audio.load import load
from scenescore.audio.segment import representative_segment
from scenescore.errors import NotFoundError
from scenescore.library.indexed import track_index
from scenescore.library.store.library import Library, Track
from scenescore.model.bundle.bundle import Bundle


def similar_tracks(library: Library, bundle: Bundle, track_or_file: str, k: int) -> list[tuple[Track, float]]:
    """Find the tracks that have a segment nearest to a piece's representative one.

    Parameters
    ----------
    library : Library
        Where to look.
    bundle : Bundle
        Whose feature set is compared.
    track_or_file : str
        A track of the library, itself left out of the answer, or a music file.
    k : int
        How many.

    Returns
    -------
    list of (Track, float)
        Nearest first, with the Earth Mover's Distance.

    Raises
    ------
    NotFoundError
        Neither a track nor a file, or a track without the bundle's features.
    BrokenFileError
        The file can't be read.
    """
    index = track_index(library, bundle)
    if not index.ids:
        raise NotFoundError(
            f"the library {library.path} has no tracks for {bundle.name} yet; run `scenescore library add`"
        )
    if Path(track_or_file).is_file():
        segment = representative_segment(load(track_or_file))
        names = bundle.feature_set.names
        found = extract(segment.samples, names, bundle.steps, nmf_dictionary=bundle.nmf_dictionary)
        own, query = "", bundle.scale(stack(found, bundle.feature_set))
    else:
        own = library.track(track_or_file).id
        if own not in index.place_of:
            raise NotFoundError(f"tracks/{own} lacks features that {bundle.name} needs; add its file again")
        query = index.segments.of(index.place_of[own])[0]
    nearest = index.search(query, k + 1)
    return [(library.track(track_id), distance) for track_id, distance in nearest if track_id != own][:k]
