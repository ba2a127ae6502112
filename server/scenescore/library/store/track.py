"""One piece of music in the library."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Track:
    """What the library knows of one piece.

    Attributes
    ----------
    id : str
        The first 16 hexadecimal digits of the file's SHA-256.
    title, artist, license, url : str
        From the file's tags or a ``tracks.csv`` beside it; empty where unknown, but for the title.
    kind : str
        What it is for, such as ``battle``, where a ``tracks.csv`` says so; else empty.
    file : str
        The file it was added from.
    duration_s : float
        Length in seconds.
    segment_start_s : float
        Where its representative segment starts.
    segment_looped : bool
        Whether the piece is shorter than 12 s and was looped to fill the segment.
    create_time_s : float
        When it came into the library, seconds since 1970.
    """

    id: str
    title: str
    artist: str
    license: str
    url: str
    kind: str
    file: str
    duration_s: float
    segment_start_s: float
    segment_looped: bool
    create_time_s: float

    @property
    def name(self) -> str:
        """The resource name, ``tracks/{id}``."""
        return f"tracks/{self.id}"
