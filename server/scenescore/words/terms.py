"""A text as terms that can be compared: stems of its words, and pairs of its Japanese characters."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_EAST_ASIAN: Final = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Iteration marks, Hiragana, Katakana and Chinese characters, for a character class."""
_PIECES: Final = re.compile(
    rf"[{_EAST_ASIAN}]+|[^\W_{_EAST_ASIAN}]+(?:['’][^\W\d_{_EAST_ASIAN}]+)*|[.,;:!?()。、！？]"
)
_EAST_ASIAN_START: Final = re.compile(rf"[{_EAST_ASIAN}]")
_CAMEL_CASE: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=[0-9])")
_FORMS: Final = {
    "die": "died dies dying",
    "drive": "drove driven",
    "fight": "fought",
    "flee": "fled",
    "knife": "knives",
    "meet": "met",
    "ride": "rode ridden",
    "run": "ran",
    "say": "said",
    "slay": "slew slain",
    "sleep": "slept",
    "speak": "spoke spoken speech",
    "tell": "told",
    "weep": "wept",
    "win": "wins winning won",
    "wolf": "wolves",
    # These end in -ing without being inflected.
    "ending": "ending",
    "evening": "evening",
    "opening": "opening",
}
"""Irregular forms of words that name kinds."""
_IRREGULAR: Final = {form: word for word, forms in _FORMS.items() for form in forms.split()}
_MIN_STEM_LETTERS: Final = 3
"""Letters that are left of a word at least when its ending is taken off."""
_STOP_WORDS: Final = frozenset(
    re.findall(
        r"\w+",
        """a an the of to in on at by for with and or but is are was were be been it its this that these those
        as from into his her their our my your he she they we you i there here then so very some any no not
        track music song theme bgm ost loop version mix feat vol part mp3 ogg wav flac opus""",
    )
)
"""Words that carry no meaning, or stand in many titles."""


@dataclass(frozen=True)
class Term:
    """One word of a text.

    Attributes
    ----------
    stem : str
        What it is compared by; a mark of punctuation stands for itself.
    word : str
        As it stands in the text.
    is_east_asian : bool
        Whether it is a run of Japanese or Chinese characters, which has no spaces between its words.
    """

    stem: str
    word: str
    is_east_asian: bool = False

    @property
    def is_mark(self) -> bool:
        """Whether it is a mark of punctuation, which ends a clause."""
        return not self.word[0].isalnum() and not self.is_east_asian


def terms_of(text: str) -> list[Term]:
    """Divide a text into words, runs of Japanese characters, and marks.

    Parameters
    ----------
    text : str
        Any text: a sentence, a title, or a file's name such as ``BossBattle_02``.

    Returns
    -------
    list of Term
        In the order of the text.
    """
    normal = _CAMEL_CASE.sub(" ", unicodedata.normalize("NFKC", text))
    found: list[Term] = []
    for match in _PIECES.finditer(normal):
        piece = match.group()
        if _EAST_ASIAN_START.match(piece):
            found.append(Term(piece, piece, is_east_asian=True))
        else:
            found.append(Term(stem(piece), piece))
    return found


def stem(word: str) -> str:
    """Return an English word without its inflection: fights, fighting and fighter's fights alike.

    Parameters
    ----------
    word : str
        One word.

    Returns
    -------
    str
        In lower case and without accents. Not always a word: two forms only need the same stem.
    """
    decomposed = unicodedata.normalize("NFD", word.casefold())
    plain = "".join(one for one in decomposed if not unicodedata.combining(one)).replace("’", "'")
    plain = plain.removesuffix("'s").removesuffix("s'")
    if plain in _IRREGULAR:
        return _without_final_e(_IRREGULAR[plain])
    for ending, instead in (("iness", "y"), ("ness", ""), ("ily", "y"), ("ly", "")):
        if plain.endswith(ending) and len(plain) - len(ending) >= _MIN_STEM_LETTERS:
            plain = plain.removesuffix(ending) + instead
            break
    return _without_final_e(_without_verb_ending(_without_plural(plain)))


def overlap_terms(text: str) -> dict[str, str]:
    """Return what two texts are compared by where no kind is concerned.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    dict of str to str
        Stems of the words that carry meaning, and pairs of Japanese characters; each with the word as it
        stands in the text.
    """
    found: dict[str, str] = {}
    for term in terms_of(text):
        if term.is_east_asian:
            run = term.stem
            found |= {pair: pair for pair in (run[i : i + 2] for i in range(max(1, len(run) - 1)))}
        elif not term.is_mark and term.word.casefold() not in _STOP_WORDS and not term.word.isdigit():
            found.setdefault(term.stem, term.word)
    return found


def has_east_asian(text: str) -> bool:
    """Return whether a text has Japanese or Chinese characters.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    bool
        True if it has one such character or more.
    """
    return _EAST_ASIAN_START.search(unicodedata.normalize("NFKC", text)) is not None


def _without_plural(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "oes")) and len(word) > 4:
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > _MIN_STEM_LETTERS:
        return word[:-1]
    return word


def _without_verb_ending(word: str) -> str:
    if word.endswith("ied") and len(word) > 4:
        return word[:-3] + "y"
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= _MIN_STEM_LETTERS and re.search("[aeiouy]", rest):
            is_doubled = rest[-1] == rest[-2] and rest[-1] not in "lszaeiou"
            return rest[:-1] if is_doubled else rest
    return word


def _without_final_e(word: str) -> str:
    return word[:-1] if word.endswith("e") and len(word) > _MIN_STEM_LETTERS else word
