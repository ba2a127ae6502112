"""Tracks as messages."""

from scenescore.daemon.messages.duration import to_timestamp
from scenescore.library.store.library import Track
from scenescore.v1 import library_pb2


def to_track(track: Track) -> library_pb2.Track:
    """Return the message for a track.

    Parameters
    ----------
    track : Track
        The track.

    Returns
    -------
    scenescore.v1.Track
    """
    return library_pb2.Track(
        name=track.name,
        title=track.title,
        artist=track.artist,
        license=track.license,
        url=track.url,
        file=str(track.file),
        duration_s=track.duration_s,
        segment_start_s=track.segment_start_s,
        segment_looped=track.segment_looped,
        create_time=to_timestamp(track.create_time_s),
    )
