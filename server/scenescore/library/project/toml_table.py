"""A table of a TOML file whose values are checked as they are read; an error names the file and the line."""

import difflib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from scenescore.errors import BrokenFileError


class TomlTable:
    """One table of a file.

    Parameters
    ----------
    path : Path
        The file, for errors.
    text : str
        The whole file, to find lines in.
    data : mapping of str to object
        The table's values.
    headers : sequence of tuple of str and int
        How to reach the table from the top: the name of each header, and its place among headers of this name
        from 0 on.
    """

    def __init__(
        self, path: Path, text: str, data: Mapping[str, Any], headers: Sequence[tuple[str, int]] = ()
    ) -> None:
        self._path = path
        self._text = text
        self._data = data
        self._headers = tuple(headers)

    def allow(self, *keys: str) -> None:
        """Check that the table has no other keys.

        Parameters
        ----------
        keys : str
            The keys that it may have.

        Raises
        ------
        BrokenFileError
            It has another one, perhaps a misspelt one.
        """
        for key in self._data:
            if key not in keys:
                near = difflib.get_close_matches(key, keys, 1)
                hint = f"did you mean {near[0]!r}?" if near else f"it may have {', '.join(keys)}"
                raise self.error(key, f"is unknown here; {hint}")

    def string(self, key: str, *, required: bool = False) -> str:
        """Return a text; empty where it is missing.

        Parameters
        ----------
        key : str
            Its key.
        required : bool
            Whether it must be there.

        Returns
        -------
        str
            The text as it is written.

        Raises
        ------
        BrokenFileError
            It is no text, or a required one is missing or empty.
        """
        value = self._data.get(key, "")
        if not isinstance(value, str):
            raise self.error(key, f"must be text in quotes, not {value!r}")
        if required and not value.strip():
            raise self.error(key, "is missing or empty")
        return value

    def strings(self, key: str) -> list[str]:
        """Return a list of texts; empty where it is missing.

        Parameters
        ----------
        key : str
            Its key.

        Returns
        -------
        list of str
            The texts in their order.

        Raises
        ------
        BrokenFileError
            It is no list of texts.
        """
        values = self._data.get(key, [])
        if not isinstance(values, list) or not all(isinstance(one, str) and one for one in values):
            raise self.error(key, f'must be a list such as ["music"], not {values!r}')
        return values

    def share(self, key: str) -> float | None:
        """Return a number from 0 to 1; None where it is missing.

        Parameters
        ----------
        key : str
            Its key.

        Returns
        -------
        float or None
            The number.

        Raises
        ------
        BrokenFileError
            It is no such number.
        """
        value = self._data.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise self.error(key, f"must be a number from 0 to 1, not {value!r}")
        return float(value)

    def table(self, key: str) -> "TomlTable":
        """Return a table in this one.

        Parameters
        ----------
        key : str
            Its key.

        Returns
        -------
        TomlTable
            The table, whose errors name its line.

        Raises
        ------
        BrokenFileError
            It is missing.
        """
        value = self._data.get(key)
        if not isinstance(value, dict):
            raise self.error(key, f"is missing: the file has a block [{key}]")
        return TomlTable(self._path, self._text, value, [*self._headers, (key, 0)])

    def tables(self, key: str) -> "list[TomlTable]":
        """Return the tables of a list; none where it is missing.

        Parameters
        ----------
        key : str
            Its key.

        Returns
        -------
        list of TomlTable
            The tables in their order.

        Raises
        ------
        BrokenFileError
            It is no list of tables.
        """
        values = self._data.get(key, [])
        header = ".".join([name for name, _ in self._headers] + [key])
        if not isinstance(values, list) or not all(isinstance(one, dict) for one in values):
            raise self.error(key, f"must be written as blocks [[{header}]]")
        return [
            TomlTable(self._path, self._text, one, [*self._headers, (key, place)])
            for place, one in enumerate(values)
        ]

    def error(self, key: str, problem: str) -> BrokenFileError:
        """Return the error for a value.

        Parameters
        ----------
        key : str
            Its key.
        problem : str
            What is wrong with it.

        Returns
        -------
        BrokenFileError
            With the line, where it can be found.
        """
        line = self._line_of(key)
        return BrokenFileError(self._path, f"{f'line {line}: ' if line else ''}{key} {problem}")

    def _line_of(self, key: str) -> int:
        """Return the number of a key's line; that of its table where the key is missing; 0 where unknown."""
        lines = [line.strip() for line in self._text.splitlines()]
        at, header = 0, ""
        for name, place in self._headers:
            header = f"{header}.{name}" if header else name
            opening = re.compile(rf"\[\[?\s*{re.escape(header)}\s*\]\]?")
            for _ in range(place + 1):
                found = next((n for n in range(at, len(lines)) if opening.match(lines[n])), None)
                if found is None:
                    return 0
                at = found + 1
        assigned = re.compile(rf"[\"']?{re.escape(key)}[\"']?\s*=|\[\[?\s*{re.escape(key)}\s*\]")
        for n in range(at, len(lines)):
            if assigned.match(lines[n]):
                return n + 1
            if lines[n].startswith("[") and self._headers:
                break
        return at
