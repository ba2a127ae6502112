"""Page tokens: opaque to clients, checked when they come back."""

import base64
import binascii
import json
from typing import Final

from scenescore.errors import InvalidInputError

DEFAULT_PAGE_SIZE: Final = 100
MAX_PAGE_SIZE: Final = 1000


def page_size(asked: int) -> int:
    """Return how many to put on a page: 0 means 100, more than 1000 means 1000.

    Raises
    ------
    InvalidInputError
        The number is below 0.
    """
    if asked < 0:
        raise InvalidInputError(f"page_size must be 0 or more, not {asked}", field="page_size")
    return min(asked or DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE)


def make_token(*place: str) -> str:
    """Return the token for the page that follows `place`, the last entry's sort keys."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode()


def read_token(token: str, keys: int) -> tuple[str, ...] | None:
    """Return the sort keys that a token holds; None for the first page.

    Parameters
    ----------
    token : str
        From a request.
    keys : int
        How many keys this list is sorted by.

    Raises
    ------
    InvalidInputError
        The token isn't one of ours.
    """
    if not token:
        return None
    try:
        place = json.loads(base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, UnicodeError, RecursionError):
        place = None
    if not isinstance(place, list) or len(place) != keys or not all(isinstance(key, str) for key in place):
        raise InvalidInputError(
            "page_token must be the last answer's next_page_token, unchanged", field="page_token"
        )
    return tuple(place)
