"""What people know a track by."""

from dataclasses import dataclass, fields, replace
from typing import Final

MAX_TEXT_CHARACTERS: Final = 1000
"""Longest text of a description."""


@dataclass(frozen=True)
class Description:
    """What people know a track by. What is unknown is empty.

    Attributes
    ----------
    title, artist, license, url : str
        As the tags or the table give them. Several artists are separated by commas.
    kind : str
        What the track is for, such as ``battle``.
    mood : str
        How it sounds, such as ``tense``; from tags also its genre.
    """

    title: str = ""
    artist: str = ""
    license: str = ""
    url: str = ""
    kind: str = ""
    mood: str = ""

    def overridden_by(self, other: "Description") -> "Description":
        """Return this description with what another one says in its place.

        Parameters
        ----------
        other : Description
            Its texts replace this one's where they are not empty.

        Returns
        -------
        Description
            The two together.
        """
        given = {one.name: text for one in fields(other) if (text := getattr(other, one.name))}
        return replace(self, **given)
