"""The kinds of scene that music is for, and the words that name them: ``kinds.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from scenescore.errors import InvalidInputError
from scenescore.words.terms import terms_of

NAME_WEIGHT: Final = 1.0
"""The weight of a word that names a kind."""
HINT_WEIGHT: Final = 0.5
"""The weight of a word that only suggests it."""
_FIELDS: Final = {"about", "en", "hints", "ja", "ja_hints", "near"}


@dataclass(frozen=True)
class KindTable:
    """The kinds, and which words name them.

    Attributes
    ----------
    about : mapping of str to str
        What each kind is, in a few words.
    examples : mapping of str to tuple of str
        The English words and phrases that name each kind.
    phrases : mapping of tuple of str to mapping of str to float
        For the stems of a phrase, the kinds that it names with their weights, above 0 to 1.
    east_asian : mapping of str to mapping of str to float
        The same for Japanese words.
    longest : int
        Words in the longest phrase.
    """

    about: Mapping[str, str]
    examples: Mapping[str, tuple[str, ...]]
    phrases: Mapping[tuple[str, ...], Mapping[str, float]]
    east_asian: Mapping[str, Mapping[str, float]]
    longest: int
    near: Mapping[frozenset[str], float]

    def nearness(self, kind: str, other: str) -> float:
        """Return how well a track of one kind would do for another, 0 to 1.

        Parameters
        ----------
        kind, other : str
            Two kinds, in either order.

        Returns
        -------
        float
            1 for the same kind.
        """
        return 1.0 if kind == other else self.near.get(frozenset((kind, other)), 0.0)

    @classmethod
    def read(cls, text: str) -> "KindTable":
        """Read a table in TOML.

        Parameters
        ----------
        text : str
            As in ``kinds.toml``.

        Returns
        -------
        KindTable
            The table.

        Raises
        ------
        InvalidInputError
            A table has an unknown field, or a kind is near to one that doesn't exist.
        """
        tables = tomllib.loads(text)
        phrases: dict[tuple[str, ...], dict[str, float]] = {}
        east_asian: dict[str, dict[str, float]] = {}
        near: dict[frozenset[str], float] = {}
        for kind, table in tables.items():
            _check(kind, table, tables)
            for weight, english, japanese in ((NAME_WEIGHT, "en", "ja"), (HINT_WEIGHT, "hints", "ja_hints")):
                for phrase in table.get(english, []):
                    stems = tuple(term.stem for term in terms_of(phrase))
                    _note(phrases.setdefault(stems, {}), kind, weight)
                for word in table.get(japanese, []):
                    _note(east_asian.setdefault(word, {}), kind, weight)
            _note(phrases.setdefault(tuple(term.stem for term in terms_of(kind)), {}), kind, NAME_WEIGHT)
            near |= {frozenset((kind, other)): value for other, value in table.get("near", {}).items()}
        about = {kind: table["about"] for kind, table in tables.items()}
        examples = {kind: (kind, *table.get("en", ())) for kind, table in tables.items()}
        return cls(about, examples, phrases, east_asian, max(map(len, phrases)), near)


@cache
def kind_table() -> KindTable:
    """Return the table that ships with Scenescore; it is read once."""
    return KindTable.read((files("scenescore.words") / "kinds.toml").read_text(encoding="utf-8"))


def _note(kinds: dict[str, float], kind: str, weight: float) -> None:
    kinds[kind] = max(weight, kinds.get(kind, 0.0))


def _check(kind: str, table: Mapping[str, Any], tables: Mapping[str, Any]) -> None:
    if unknown := sorted(set(table) - _FIELDS):
        raise InvalidInputError(
            f"kind {kind}: unknown field {', '.join(unknown)}; use {', '.join(sorted(_FIELDS))}"
        )
    if "about" not in table:
        raise InvalidInputError(
            f"kind {kind}: the field about is missing; say in a few words what the kind is"
        )
    if missing := sorted(set(table.get("near", {})) - set(tables)):
        raise InvalidInputError(f"kind {kind} is near to {', '.join(missing)}, which the table doesn't have")
