"""The kinds of scene that a text names, what it denies included."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from scenescore.words.kinds import HINT_WEIGHT, KindTable, kind_table
from scenescore.words.terms import Term, terms_of

_DENIALS: Final = frozenset(
    ("no", "not", "never", "without", "non", "neither", "nor", "nothing", "none", "cannot", "lacking")
)
_MAX_DENIED_WORDS: Final = 4
"""How many words a denial reaches; "without a single long fight" has four."""
_ENDS_REACH: Final = frozenset(["but", "just", "only", "instead", "yet", "though", "however", "except"])
_PASSED: Final = frozenset(["after", "before", "until", "past", "post"])
_MAX_PASSED_WORDS: Final = 3
"""How many words "after" reaches; "after the last battle" has three."""
_PASSED_WEIGHT: Final = 0.4
"""What "after the battle" still says of a battle."""
_JA_DENIAL: Final = re.compile(
    r"(?:の|は|も|が|で|に|を|シーン|する|し)*(?:なし|無し|ない|無い|なく|無く|抜き|以外|ではない|じゃない|せず|しない|わない|ません)"
)
_JA_PASSED: Final = re.compile(r"(?:し|った|いた|た|わっ|終わっ|の)*(?:後|あと|前|直前|まえ)")
_KANJI: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")


@dataclass(frozen=True)
class Mention:
    """A word of a text that names a kind.

    Attributes
    ----------
    kind : str
        The kind.
    word : str
        The word as it stands in the text.
    weight : float
        1 for a word that names the kind, 0.5 for one that suggests it; less for "after the battle"; below 0
        for "no battle".
    """

    kind: str
    word: str
    weight: float


def mentions_in(text: str, table: KindTable | None = None) -> list[Mention]:
    """Return the kinds that a text names.

    The longest phrase wins over the words in it. A denial ("no fight", "without any battles", 戦闘なし) turns
    the words after it, or in Japanese before it, around, to the end of the clause at most.

    Parameters
    ----------
    text : str
        A sentence, a title, or a file's name.
    table : KindTable, optional
        The kinds; those that ship with Scenescore by default.

    Returns
    -------
    list of Mention
        In the order of the text; a word may name several kinds.
    """
    known = table or kind_table()
    terms = terms_of(text)
    found: list[Mention] = []
    place = 0
    while place < len(terms):
        if terms[place].is_east_asian:
            found += _japanese(terms[place].stem, known)
            place += 1
            continue
        kinds, length = _longest_phrase(terms, place, known)
        if kinds:
            word = " ".join(term.word for term in terms[place : place + length])
            factor = _factor(terms, place)
            found += [Mention(kind, word, weight * factor) for kind, weight in kinds.items()]
        place += length
    return found


def kinds_in(text: str, table: KindTable | None = None) -> dict[str, Mention]:
    """Return for each kind that a text names the mention that counts most.

    Parameters
    ----------
    text : str
        A sentence, a title, or a file's name.
    table : KindTable, optional
        The kinds; those that ship with Scenescore by default.

    Returns
    -------
    dict of str to Mention
        A kind that is named and denied counts as named.
    """
    found: dict[str, Mention] = {}
    for mention in mentions_in(text, table):
        best = found.get(mention.kind)
        if best is None or _order(mention) > _order(best):
            found[mention.kind] = mention
    return found


def _order(mention: Mention) -> tuple[bool, float]:
    return (mention.weight > 0, abs(mention.weight))


def _longest_phrase(terms: Sequence[Term], place: int, table: KindTable) -> tuple[Mapping[str, float], int]:
    for length in range(min(table.longest, len(terms) - place), 0, -1):
        kinds = table.phrases.get(tuple(term.stem for term in terms[place : place + length]))
        if kinds:
            return kinds, length
    return {}, 1


def _factor(terms: Sequence[Term], place: int) -> float:
    """Return what the words before a mention make of it."""
    factor = 1.0
    for distance, word in enumerate(_clause_before(terms, place), start=1):
        if distance <= _MAX_DENIED_WORDS and _denies(word) and not _is_not_only(terms, place, distance):
            return -1.0
        if distance <= _MAX_PASSED_WORDS and word in _PASSED:
            factor = _PASSED_WEIGHT
    return factor


def _clause_before(terms: Sequence[Term], place: int) -> Iterator[str]:
    """Yield the words before a place, the nearest first, back to where the clause begins."""
    for term in reversed(terms[:place]):
        word = term.word.casefold().replace("’", "'")
        if term.is_mark or term.is_east_asian or word in _ENDS_REACH:
            return
        yield word


def _denies(word: str) -> bool:
    return word in _DENIALS or word.endswith("n't")


def _is_not_only(terms: Sequence[Term], place: int, distance: int) -> bool:
    following = place - distance + 1
    return following < place and terms[following].stem in {"only", "just"}


def _japanese(run: str, table: KindTable) -> Iterator[Mention]:
    """Yield the mentions in a run of Japanese characters; the longest word at a place wins."""
    for match in _japanese_words(table).finditer(run):
        word, after = match.group(), run[match.end() :]
        factor = 1.0
        if len(word) == 1 and _touches_kanji(run, match.start(), match.end()):
            factor = HINT_WEIGHT  # 道 is a road; 道具 is a tool.
        if _JA_DENIAL.match(after):
            factor *= -1.0
        elif _JA_PASSED.match(after):
            factor *= _PASSED_WEIGHT
        for kind, weight in table.east_asian[word].items():
            yield Mention(kind, word, weight * factor)


def _touches_kanji(run: str, start: int, end: int) -> bool:
    return bool(_KANJI.match(run[start])) and bool(
        (start > 0 and _KANJI.match(run[start - 1])) or _KANJI.match(run[end : end + 1] or " ")
    )


def _japanese_words(table: KindTable) -> re.Pattern[str]:
    return _pattern(tuple(table.east_asian))


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
