"""Tracks whose words fit a scene in words."""

from dataclasses import dataclass

from scenescore.errors import InvalidInputError
from scenescore.v1 import library_pb2
from scenescore_client.records import Track


@dataclass(frozen=True)
class TextReason:
    """Why a track's words fit a text.

    Attributes
    ----------
    kind : str
        ``kind``, ``words`` or ``meaning``.
    weight : float
        How much it counts, -1 to 1; below 0 where it speaks against the track.
    words : str
        The reason for people.
    """

    kind: str
    weight: float
    words: str


@dataclass(frozen=True)
class TextMatch:
    """A track in the ranking for a text.

    Attributes
    ----------
    rank : int
        Place in the ranking, from 1.
    track : Track
        The track.
    fit : float
        How well its words fit the text, 0 to 1; higher is better.
    reasons : tuple of TextReason
        Why, the weightiest first.
    """

    rank: int
    track: Track
    fit: float
    reasons: tuple[TextReason, ...]

    @classmethod
    def from_proto(cls, message: library_pb2.TextMatch) -> "TextMatch":
        """Return the dataclass for a message of the contract.

        Parameters
        ----------
        message : library_pb2.TextMatch
            What the daemon sent.

        Returns
        -------
        TextMatch
            The same in Python's own types.
        """
        reasons = tuple(TextReason(one.kind, one.weight, one.words) for one in message.reasons)
        return cls(message.rank, Track.from_proto(message.track), message.fit, reasons)


@dataclass(frozen=True)
class TextMatches:
    """The answer to a search by words.

    Attributes
    ----------
    matches : tuple of TextMatch
        The best first; empty where no track's words have to do with the text.
    kinds : tuple of str
        The kinds of scene that the text names, such as ``sad``.
    """

    matches: tuple[TextMatch, ...]
    kinds: tuple[str, ...]

    @classmethod
    def from_proto(cls, message: library_pb2.FindTracksByTextResponse) -> "TextMatches":
        """Return the dataclass for a message of the contract.

        Parameters
        ----------
        message : library_pb2.FindTracksByTextResponse
            What the daemon sent.

        Returns
        -------
        TextMatches
            The same in Python's own types.
        """
        return cls(tuple(map(TextMatch.from_proto, message.matches)), tuple(message.kinds))


def text_request(query: str, top_k: int, project: str) -> library_pb2.FindTracksByTextRequest:
    """Make the request of a ``FindTracksByText`` call.

    Parameters
    ----------
    query : str
        The scene in words.
    top_k : int
        1 to 100; 0 for the daemon's default.
    project : str
        ``projects/{id}``; empty for the default.

    Returns
    -------
    library_pb2.FindTracksByTextRequest

    Raises
    ------
    InvalidInputError
        `top_k` is out of range.
    """
    if not 0 <= top_k <= 100:
        raise InvalidInputError(f"top_k must be 0 to 100, not {top_k}", field="top_k")
    return library_pb2.FindTracksByTextRequest(query=query, top_k=top_k, project=project)
