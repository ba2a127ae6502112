"""One piece of music in the library."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Track:
    """What the library knows about one piece of music.

    Attributes
    ----------
    id : str
        The first 16 hexadecimal digits of the SHA-256 that its file had when it was added. It never changes.
    title, artist, license, url : str
        From the file's tags or a ``tracks.csv`` beside it. Only the title is never empty.
    kind : str
        What the piece is for, such as ``battle``, if a ``tracks.csv`` says so; else empty.
    file : str
        The path of its file. Copies of the file may be elsewhere.
    duration_s : float
        Length in seconds.
    segment_start_s : float
        Where its representative segment starts, seconds.
    segment_looped : bool
        Whether the piece is shorter than 12 s and was looped to fill the segment.
    create_time_s : float
        When it was added to the library, seconds since 1970.
    content : str
        The first 16 hexadecimal digits of the SHA-256 of its file as it is now; empty for the id.
    sound : str
        A hash of the sound alone, without tags; empty if it isn't known yet.
    mood : str
        How it sounds, such as ``tense``, or its genre, if tags or a ``tracks.csv`` say so; else empty.
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
    content: str = ""
    sound: str = ""
    mood: str = ""

    @property
    def name(self) -> str:
        """The resource name, ``tracks/{id}``."""
        return f"tracks/{self.id}"
