"""Tracks ranked by how well their words fit a text."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from pathlib import PurePath
from typing import Final

from scenescore.words.kinds import KindTable, kind_table
from scenescore.words.mentions import Mention, kinds_in
from scenescore.words.sentence_model import SentenceModel
from scenescore.words.terms import overlap_terms
from scenescore.words.track_words import KindEvidence, TrackWords, kinds_of_track, telling_folders

_KIND_SHARE: Final = 0.85
"""The fit of a track whose words name exactly the kinds of the text, and share no word with it."""
_WORD_SHARE: Final = 0.9
"""The fit of a track whose title is the text, and names no kind."""
_NEAR_ENOUGH: Final = 0.05
"""Tracks with less fit than this aren't shown: nothing in their words speaks for them."""


@dataclass(frozen=True)
class TextReason:
    """Why a track's words fit a text.

    Attributes
    ----------
    kind : str
        ``kind``, ``words`` or ``meaning``.
    weight : float
        How much it counts, 0 to 1; below 0 where it speaks against the track.
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
    id : str
        The track's id.
    fit : float
        How well its words fit the text, 0 to 1.
    reasons : tuple of TextReason
        Why, the weightiest first.
    """

    id: str
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
        self._tracks = list(tracks)
        self._kinds = [
            kinds_of_track(track, names, self._table) for track, names in zip(tracks, folders, strict=True)
        ]
        self._terms = [
            overlap_terms(" ".join((track.title, PurePath(track.file).stem, *track.tags, *names)))
            for track, names in zip(tracks, folders, strict=True)
        ]
        self._title_terms = [overlap_terms(track.title) for track in tracks]
        self._counts = Counter(term for terms in self._terms for term in terms)
        self._lengths = [_length(_weights(kinds), self._table) for kinds in self._kinds]
        self._meanings = model.embed([track.title for track in tracks]) if model is not None else None

    def kinds_in(self, text: str) -> dict[str, Mention]:
        """Return the kinds that a text names, or means by the sentence model where it names none.

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
        if self._model is None or any(mention.weight > 0 for mention in named.values()):
            return named
        meant = self._model.nearest_kinds(text, self._table.about)
        return named | {
            kind: Mention(kind, "", weight) for kind, weight in meant.items() if kind not in named
        }

    def rank(self, text: str, top_k: int) -> list[TextMatch]:
        """Rank the tracks for a text.

        Parameters
        ----------
        text : str
            A sentence, a scene's name, a title: in English, Japanese, or any language where titles use it.
        top_k : int
            The largest number of tracks, 1 or more.

        Returns
        -------
        list of TextMatch
            Best first. Tracks whose words have nothing to do with the text are left out.
        """
        fits = self.fits(text)
        order = nsmallest(top_k, range(len(fits)), key=lambda place: (-fits[place][0], place))
        return [
            TextMatch(self._tracks[place].id, *fits[place])
            for place in order
            if fits[place][0] >= _NEAR_ENOUGH
        ]

    def fits(self, text: str) -> list[tuple[float, tuple[TextReason, ...]]]:
        """Return the fit and the reasons of every track, in the order of the library.

        Parameters
        ----------
        text : str
            Any text.
        """
        wanted = self.kinds_in(text)
        terms = overlap_terms(text)
        meanings = self._nearness(text)
        return [
            self._judge(place, wanted, terms, 0.0 if meanings is None else meanings[place])
            for place in range(len(self._tracks))
        ]

    def _judge(
        self, place: int, wanted: Mapping[str, Mention], terms: Mapping[str, str], meaning: float
    ) -> tuple[float, tuple[TextReason, ...]]:
        by_kind, kind_reasons = self._kind_fit(place, wanted)
        by_word, shared = self._word_fit(place, terms)
        reasons = list(kind_reasons)
        if by_word > 0:
            reasons.append(TextReason("words", round(by_word, 3), f"shares the word {_listed(shared)}"))
        if meaning > by_word:
            reasons.append(TextReason("meaning", round(meaning, 3), "title is close in meaning"))
        fit = 1 - (1 - _KIND_SHARE * max(by_kind, 0.0)) * (1 - _WORD_SHARE * max(by_word, meaning))
        if by_kind < 0:
            fit *= 1 + by_kind
        return fit, tuple(sorted(reasons, key=lambda reason: -abs(reason.weight)))

    def _kind_fit(self, place: int, wanted: Mapping[str, Mention]) -> tuple[float, list[TextReason]]:
        """Return how alike the kinds of a text and of a track are, -1 to 1."""
        own = self._kinds[place]
        if not own or not wanted:
            return 0.0, []
        reasons: list[TextReason] = []
        products: list[float] = []
        for mention in wanted.values():
            kind, nearness = max(
                ((kind, self._table.nearness(mention.kind, kind) * own[kind].weight) for kind in own),
                key=lambda pair: pair[1],
            )
            if nearness > 0 and (mention.weight > 0 or kind == mention.kind):
                reasons.append(_kind_reason(mention, own[kind], mention.weight * nearness))
        sought = {kind: mention.weight for kind, mention in wanted.items() if mention.weight > 0}
        denied = {kind: -mention.weight for kind, mention in wanted.items() if mention.weight < 0}
        products = [
            weight * self._table.nearness(kind, other) * evidence.weight
            for kind, weight in sought.items()
            for other, evidence in own.items()
        ]
        length = _length(sought, self._table) * self._lengths[place]
        surest = max(evidence.weight for evidence in own.values())
        alike = min(1.0, sum(products) / length) * surest if length else 0.0
        against = max(
            (weight * own[kind].weight for kind, weight in denied.items() if kind in own), default=0.0
        )
        return alike - against, reasons

    def _word_fit(self, place: int, terms: Mapping[str, str]) -> tuple[float, list[str]]:
        """Return how much of a text's and of a title's words are shared, 0 to 1; rare words count most."""
        shared = [term for term in terms if term in self._terms[place]]
        if not shared:
            return 0.0, []
        common = sum(map(self._rarity, shared))
        own = max(common, sum(map(self._rarity, self._title_terms[place])))
        return common / math.sqrt(sum(map(self._rarity, terms)) * own), [terms[term] for term in shared]

    def _rarity(self, term: str) -> float:
        return math.log(1 + (len(self._tracks) + 1) / (self._counts[term] + 1))

    def _nearness(self, text: str) -> Sequence[float] | None:
        if self._model is None or self._meanings is None:
            return None
        return self._model.nearness(text, self._meanings)


def _weights(kinds: Mapping[str, KindEvidence]) -> dict[str, float]:
    return {kind: evidence.weight for kind, evidence in kinds.items()}


def _length(weights: Mapping[str, float], table: KindTable) -> float:
    """Return the length of kinds as a vector in which near kinds aren't at right angles."""
    squared = sum(
        one * other * table.nearness(kind, another)
        for kind, one in weights.items()
        for another, other in weights.items()
    )
    return math.sqrt(max(squared, 0.0))


def _kind_reason(mention: Mention, evidence: KindEvidence, weight: float) -> TextReason:
    says = f"{evidence.source} says {evidence.word}"
    if mention.weight < 0:
        says = f"{says}, which the text denies"
    elif evidence.kind != mention.kind:
        says = f"{says}; {evidence.kind} is near {mention.kind}"
    elif evidence.word.casefold() != mention.word.casefold():
        says = f"{says}: {mention.kind}"
    return TextReason("kind", round(weight, 3), says)


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else list(words))
