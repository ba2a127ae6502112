"""Resource names, such as ``tracks/5d41402abc4b2a76``."""

import re
from collections.abc import Iterable
from typing import Final

from scenescore.errors import InvalidInputError

_ID: Final = {
    "models": re.compile(r"[a-z0-9_-]{1,64}"),
    "tracks": re.compile(r"[0-9a-f]{1,64}"),
    "cues": re.compile(r"[0-9a-f]{1,64}"),
    "sessions": re.compile(r"[0-9a-f]{1,64}"),
    "projects": re.compile(r"[a-z0-9_-]{1,64}"),
}
_SHOWN_CHARACTERS: Final = 200


def parse_id(name: str, collection: str, *, field: str, optional: bool = False) -> str:
    """Return the id in a resource name.

    Parameters
    ----------
    name : str
        The resource name.
    collection : {"models", "tracks", "cues", "sessions", "projects"}
        The collection that the name must belong to.
    field : str
        The field of the request, for the error.
    optional : bool
        Whether the name may be empty.

    Returns
    -------
    str
        The id; empty for an empty name.

    Raises
    ------
    InvalidInputError
        The name doesn't have the form ``collection/ID``.
    """
    if not name and optional:
        return ""
    found, _, id_ = name.partition("/")
    if found != collection or not _ID[collection].fullmatch(id_):
        raise InvalidInputError(
            f"{field} must have the form '{collection}/ID', not {name[:_SHOWN_CHARACTERS]!r}", field=field
        )
    return id_


def model_names(bundles: Iterable[str]) -> list[str]:
    """Return the resource names of bundles.

    Parameters
    ----------
    bundles : iterable of str
        The bundles' ids.

    Returns
    -------
    list of str
    """
    return [f"models/{bundle}" for bundle in bundles]
