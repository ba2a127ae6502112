"""Find the tracks whose words fit a scene that is told in words: titles, tags, file names and folders."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scenescore.errors import InvalidInputError
from scenescore.library.store.track import Track
from scenescore.matching.assign import assign
from scenescore.words.ranking import MIN_FIT, TextMatch, TextRanker
from scenescore.words.reasons import TextReason
from scenescore.words.sentence_model import SentenceModel
from scenescore.words.track_words import TrackWords

MAX_TEXT_LENGTH = 1000
"""Characters of a scene in words."""


@dataclass(frozen=True)
class FoundTrack:
    """A track in the ranking for a scene in words.

    Attributes
    ----------
    rank : int
        From 1.
    track : Track
        The piece.
    fit : float
        How well its words fit, 0 to 1.
    reasons : tuple of TextReason
        Why, the weightiest first.
    """

    rank: int
    track: Track
    fit: float
    reasons: tuple[TextReason, ...]


class TextSearch:
    """Searches tracks by words. It reads the words of all tracks once.

    Parameters
    ----------
    tracks : sequence of Track
        The tracks to search, such as those that a project sees.
    model : SentenceModel, optional
        Compares texts whose words the list doesn't have.
    """

    def __init__(self, tracks: Sequence[Track], model: SentenceModel | None = None) -> None:
        self._tracks = list(tracks)
        self._ranker = TextRanker([words_of(track) for track in tracks], model)

    def kinds_in(self, text: str) -> list[str]:
        """Return the kinds of scene that a text names, the surest first.

        Parameters
        ----------
        text : str
            A scene in words.

        Returns
        -------
        list of str
            Kinds of scene; empty where the text names none.
        """
        kinds = self._ranker.kinds_in(text).values()
        return [one.kind for one in sorted(kinds, key=lambda one: -one.weight) if one.weight > 0]

    def find(self, text: str, top_k: int) -> list[FoundTrack]:
        """Rank the tracks for a scene in words.

        Parameters
        ----------
        text : str
            1 to 1000 characters.
        top_k : int
            The largest number of tracks, 1 or more.

        Returns
        -------
        list of FoundTrack
            Best first; empty where no track's words have to do with the text.

        Raises
        ------
        InvalidInputError
            The text is empty or too long.
        """
        check_text(text)
        return [
            self._found(rank, match) for rank, match in enumerate(self._ranker.rank(text, top_k), start=1)
        ]

    def assign(self, scenes: Sequence[str], *, max_uses: int = 1) -> list[FoundTrack | None]:
        """Give each of many scenes a track, so that all of them together fit best.

        Parameters
        ----------
        scenes : sequence of str
            Scenes in words.
        max_uses : int
            How many scenes may get the same track, 1 or more.

        Returns
        -------
        list of FoundTrack or None
            For each scene its track, with the rank that the track has for this scene alone; None where no
            track that is left fits.

        Raises
        ------
        InvalidInputError
            A scene is empty or too long.
        """
        if not scenes:
            return []
        for scene in scenes:
            check_text(scene)
        fits = np.stack([self._ranker.fits(scene) for scene in scenes])
        candidates = np.flatnonzero((fits >= MIN_FIT).any(axis=0))
        costs = 1 - fits[:, candidates]
        costs[fits[:, candidates] < MIN_FIT] = np.inf
        # A scene for which nothing is left gets none of the tracks: a column of its own.
        nothing = np.where(np.eye(len(scenes), dtype=bool), 1.0, np.inf)
        chosen = assign(np.hstack([costs, nothing]), max_uses=max_uses)
        found: list[FoundTrack | None] = []
        for scene, text_fits, column in zip(scenes, fits, chosen, strict=True):
            if column >= len(candidates):
                found.append(None)
                continue
            place = int(candidates[column])
            match = self._ranker.match(scene, place, float(text_fits[place]))
            found.append(self._found(1 + int((text_fits > text_fits[place]).sum()), match))
        return found

    def _found(self, rank: int, match: TextMatch) -> FoundTrack:
        return FoundTrack(rank, self._tracks[match.place], match.fit, match.reasons)


def words_of(track: Track) -> TrackWords:
    """Return all that is written about a track.

    Parameters
    ----------
    track : Track
        Any track.

    Returns
    -------
    TrackWords
    """
    return TrackWords(track.id, track.title, track.file, tuple(filter(None, (track.kind, track.mood))))


def check_text(text: str) -> None:
    """Check that a scene in words can be searched for.

    Parameters
    ----------
    text : str
        The scene.

    Raises
    ------
    InvalidInputError
        It is empty or too long.
    """
    if not text.strip():
        raise InvalidInputError(
            "the words are empty; say what the scene is like, such as 'a sad talk by the fire'", field="query"
        )
    if len(text) > MAX_TEXT_LENGTH:
        raise InvalidInputError(
            f"the words must have at most {MAX_TEXT_LENGTH} characters, not {len(text)}", field="query"
        )
