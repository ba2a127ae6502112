"""The reasons of a ranking, as a table shows them."""

from collections.abc import Sequence
from typing import Protocol


class Reason(Protocol):
    """A reason in a ranking."""

    @property
    def words(self) -> str:
        """The reason for people."""
        ...


def told_apart(reasons: Sequence[Sequence[Reason]]) -> tuple[str, list[str]]:
    """Tell what holds for all tracks of a ranking from what holds for some.

    Parameters
    ----------
    reasons : sequence of sequence of Reason
        Those of each track.

    Returns
    -------
    shared : str
        What holds for all: shown once. Empty for nothing, and for a single track.
    own : list of str
        What is left for each track.
    """
    words = [[reason.words for reason in of_track] for of_track in reasons]
    shared = [one for one in words[0] if all(one in other for other in words)] if len(words) > 1 else []
    return " ".join(shared), [" ".join(one for one in of_track if one not in shared) for of_track in words]
