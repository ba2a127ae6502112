"""Tracks ranked by how well their words fit a text."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.words.kind_fit import denial, kind_fit
from scenescore.words.kinds import NAME_WEIGHT, KindTable, kind_table
from scenescore.words.mentions import Mention, kinds_in
from scenescore.words.reasons import TextReason, kind_reasons, word_reason
from scenescore.words.sentence_model import SentenceModel
from scenescore.words.terms import overlap_terms
from scenescore.words.track_words import TrackWords, kinds_of_track, telling_folders

Doubles = npt.NDArray[np.float64]

MIN_FIT: Final = 0.05
"""Tracks with less fit than this aren't shown: nothing in their words speaks for them."""
_MAX_FIT_BY_KIND: Final = 0.85
"""The fit of a track whose words name exactly the kinds of the text, and share no word with it."""
_MAX_FIT_BY_WORDS: Final = 0.9
"""The fit of a track whose title is the text, and names no kind."""


@dataclass(frozen=True)
class TextMatch:
    """A track in the ranking for a text.

    Attributes
    ----------
    place : int
        The track's place in the library, from 0.
    fit : float
        How well its words fit the text, 0 to 1.
    reasons : tuple of TextReason
        Why, the weightiest first.
    """

    place: int
    fit: float
    reasons: tuple[TextReason, ...]


class TextRanker:
    """Ranks a library's tracks for texts. It reads the tracks' words once.

    Parameters
    ----------
    tracks : sequence of TrackWords
        The library.
    model : SentenceModel, optional
        Compares texts whose words aren't in the list; without it, the list decides alone.
    table : KindTable, optional
        The kinds; those that ship with Scenescore by default.
    """

    def __init__(
        self,
        tracks: Sequence[TrackWords],
        model: SentenceModel | None = None,
        table: KindTable | None = None,
    ) -> None:
        self._table = table or kind_table()
        self._model = model
        folders = telling_folders([track.file for track in tracks])
        self._kinds = [
            kinds_of_track(track, names, self._table) for track, names in zip(tracks, folders, strict=True)
        ]
        self._weights = [{kind: one.weight for kind, one in kinds.items()} for kinds in self._kinds]
        self._terms = [
            overlap_terms(" ".join((track.title, PurePath(track.file).stem, *track.tags, *names)))
            for track, names in zip(tracks, folders, strict=True)
        ]
        self._title_terms = [overlap_terms(track.title) for track in tracks]
        self._counts = Counter(term for terms in self._terms for term in terms)
        self._meanings = model.embed([track.title for track in tracks]) if model is not None else None

    def __len__(self) -> int:
        return len(self._kinds)

    def kinds_in(self, text: str) -> dict[str, Mention]:
        """Return the kinds that a text names, or may mean where it only has hints.

        Parameters
        ----------
        text : str
            Any text.

        Returns
        -------
        dict of str to Mention
            By kind.
        """
        named = kinds_in(text, self._table)
        if self._model is None or any(mention.weight >= NAME_WEIGHT for mention in named.values()):
            return named
        for kind, weight in self._model.nearest_kinds(text, self._table).items():
            hint = named.get(kind)
            if hint is None or hint.weight > 0:
                named[kind] = Mention(
                    kind, hint.word if hint else "", weight + (hint.weight if hint else 0.0)
                )
        return named

    def rank(self, text: str, top_k: int) -> list[TextMatch]:
        """Rank the tracks for a text.

        Parameters
        ----------
        text : str
            A sentence, a scene's name, a title: in English, Japanese, or any language that titles use.
        top_k : int
            The largest number of tracks, 1 or more.

        Returns
        -------
        list of TextMatch
            Best first. Tracks whose words have nothing to do with the text are left out.
        """
        fits = self.fits(text)
        order = np.argsort(-fits, kind="stable")[:top_k]
        return [self.match(text, int(place), float(fits[place])) for place in order if fits[place] >= MIN_FIT]

    def fits(self, text: str) -> Doubles:
        """Return the fit of every track.

        Parameters
        ----------
        text : str
            Any text.

        Returns
        -------
        np.ndarray [shape=(tracks,), float64]
            0 to 1.
        """
        wanted = {kind: mention.weight for kind, mention in self.kinds_in(text).items()}
        known: dict[tuple[tuple[str, float], ...], tuple[float, float]] = {}
        by_kind, denied = np.zeros(len(self)), np.zeros(len(self))
        for place, own in enumerate(self._weights):
            # Many tracks have the same kinds: each fit is computed once.
            key = tuple(own.items())
            if key not in known:
                known[key] = (kind_fit(wanted, own, self._table), denial(wanted, own))
            by_kind[place], denied[place] = known[key]
        terms = overlap_terms(text)
        by_word = np.array([self._word_fit(place, terms) for place in range(len(self))])
        by_word = np.maximum(by_word, self._nearness(text))
        fits = 1 - (1 - _MAX_FIT_BY_KIND * by_kind) * (1 - _MAX_FIT_BY_WORDS * by_word)
        return np.asarray(fits * (1 - denied))

    def match(self, text: str, place: int, fit: float) -> TextMatch:
        """Return one track's match with its reasons.

        Parameters
        ----------
        text : str
            Any text.
        place : int
            The track's place in the library.
        fit : float
            Its entry of `fits`.

        Returns
        -------
        TextMatch
        """
        reasons = kind_reasons(self.kinds_in(text), self._kinds[place], self._table)
        terms = overlap_terms(text)
        if by_word := self._word_fit(place, terms):
            shared = [word for term, word in terms.items() if term in self._terms[place]]
            reasons.append(word_reason(shared, by_word))
        meaning = float(self._nearness(text)[place])
        if meaning > by_word:
            reasons.append(TextReason("meaning", round(meaning, 3), "title is close in meaning"))
        return TextMatch(place, fit, tuple(sorted(reasons, key=lambda reason: -abs(reason.weight))))

    def _word_fit(self, place: int, terms: Mapping[str, str]) -> float:
        """Return how much of a text's and of a title's words are shared, 0 to 1; rare words count most."""
        shared = terms.keys() & self._terms[place].keys()
        if not shared:
            return 0.0
        common = sum(map(self._rarity, shared))
        own = max(common, sum(map(self._rarity, self._title_terms[place])))
        return common / math.sqrt(sum(map(self._rarity, terms)) * own)

    def _rarity(self, term: str) -> float:
        return math.log(1 + (len(self) + 1) / (self._counts[term] + 1))

    def _nearness(self, text: str) -> Doubles:
        if self._model is None or self._meanings is None:
            return np.zeros(len(self))
        return self._model.nearness(text, self._meanings)
