"""All the demo's pieces."""

from scenescore.demo.music import fights, moods, places
from scenescore.demo.music.score import Piece

__all__ = ["Piece", "piece", "pieces"]


def pieces() -> list[Piece]:
    """Return the 24 pieces, sorted by their ids."""
    return sorted((*fights.PIECES, *places.PIECES, *moods.PIECES), key=lambda one: one.id)


def piece(id: str) -> Piece:
    """Return the piece with an id such as ``town_market``; `KeyError` when there is none."""
    return {one.id: one for one in pieces()}[id]
