"""The usual names of licences, from their addresses."""

import re
from typing import Final

_CREATIVE_COMMONS: Final = re.compile(
    r"creativecommons\.org/licenses/(?P<terms>by(?:-nc)?(?:-nd|-sa)?|(?:nc-)?sampling\+?)"
    r"/(?P<version>\d\.\d)"
    r"(?:/(?P<country>igo|scotland|(?!legalcode|deed)[a-z]{2})\b)?",
    re.IGNORECASE,
)
# Patterns of addresses, and the names of SPDX where it has one.
_OTHERS: Final = (
    (re.compile(r"creativecommons\.org/publicdomain/zero/1\.0", re.IGNORECASE), "CC0-1.0"),
    (
        re.compile(r"creativecommons\.org/(publicdomain/mark|licenses/publicdomain)", re.IGNORECASE),
        "public domain",
    ),
    (re.compile(r"opengameart\.org/.*?OGA-BY-(\d\.\d)", re.IGNORECASE), r"OGA-BY-\1"),
    (re.compile(r"gnu\.org/.*?\bagpl-(\d\.\d)", re.IGNORECASE), r"AGPL-\1"),
    (re.compile(r"gnu\.org/.*?\blgpl-(\d\.\d)", re.IGNORECASE), r"LGPL-\1"),
    (re.compile(r"gnu\.org/.*?\bgpl-(\d\.\d)", re.IGNORECASE), r"GPL-\1"),
    (re.compile(r"gnu\.org/.*?\bfdl-(\d\.\d)", re.IGNORECASE), r"GFDL-\1"),
    (re.compile(r"artlibre\.org", re.IGNORECASE), "LAL-1.3"),
    (re.compile(r"apache\.org/licenses/LICENSE-2\.0", re.IGNORECASE), "Apache-2.0"),
    (re.compile(r"opensource\.org/licenses?/mit\b", re.IGNORECASE), "MIT"),
    (re.compile(r"unlicense\.org", re.IGNORECASE), "Unlicense"),
    (re.compile(r"wtfpl\.net", re.IGNORECASE), "WTFPL"),
    (
        re.compile(r"spdx\.org/licenses/([\w.+-]+?)(?:\.html|\.json|\.txt)?(?=[\s)>\"']|$)", re.IGNORECASE),
        r"\1",
    ),
)
_SHORT_NAME: Final = re.compile(
    r"\b(?:CC0(?:[- ]1\.0)?|CC[- ]BY(?:-NC)?(?:-ND|-SA)?[- ]\d\.\d|OGA-BY[- ]\d\.\d|public domain)\b",
    re.IGNORECASE,
)
"""Names that nobody writes in a copyright line by chance."""


def licence_name(text: str) -> str:
    """Return the licence that a text names.

    Parameters
    ----------
    text : str
        A licence's name or address, or a sentence with an address.

    Returns
    -------
    str
        Such as ``CC-BY-4.0`` for the address of a known licence; the text itself where it has none.
    """
    return licence_at(text) or text


def licence_in_copyright(text: str) -> str:
    """Return the licence that a copyright line names. Most lines say only whose work it is.

    Parameters
    ----------
    text : str
        Such as ``2026 Ann. Licensed under https://creativecommons.org/licenses/by/4.0/``.

    Returns
    -------
    str
        Empty where it names none.
    """
    if name := licence_at(text):
        return name
    found = _SHORT_NAME.search(text)
    return found[0] if found else ""


def licence_at(text: str) -> str:
    """Return the usual name of the licence whose address stands in a text.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        Empty without the address of a known licence.
    """
    if found := _CREATIVE_COMMONS.search(text):
        country = f"-{found['country'].upper()}" if found["country"] else ""
        return f"CC-{found['terms'].upper()}-{found['version']}{country}"
    for pattern, name in _OTHERS:
        if found := pattern.search(text):
            return found.expand(name)
    return ""
