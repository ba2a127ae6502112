"""Page sizes and page tokens. Clients return a token unchanged, and it is checked then."""

import base64
import binascii
from typing import Final

from scenescore.errors import InvalidInputError

DEFAULT_PAGE_SIZE: Final = 100
MAX_PAGE_SIZE: Final = 1000
_PREFIX: Final = "after:"


def page_size(asked: int) -> int:
    """Return how many entries a page has.

    Parameters
    ----------
    asked : int
        What the client asked for; 0 stands for 100.

    Returns
    -------
    int
        At most 1000.

    Raises
    ------
    InvalidInputError
        The number is below 0.
    """
    if asked < 0:
        raise InvalidInputError(f"page_size must be 0 or more, not {asked}", field="page_size")
    return min(asked or DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE)


def make_token(offset: int) -> str:
    """Return the token of a page.

    Parameters
    ----------
    offset : int
        Entries on the pages before it.

    Returns
    -------
    str
    """
    return base64.urlsafe_b64encode(f"{_PREFIX}{offset}".encode()).decode()


def read_token(token: str) -> int:
    """Return how many entries come before the page of a token.

    Parameters
    ----------
    token : str
        A token from :func:`make_token`; empty for the first page.

    Returns
    -------
    int

    Raises
    ------
    InvalidInputError
        The token doesn't come from this daemon.
    """
    if not token:
        return 0
    try:
        place = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, UnicodeError):
        place = ""
    digits = place.removeprefix(_PREFIX)
    if digits == place or not digits.isdecimal() or len(digits) > 15:
        raise InvalidInputError(
            "page_token must be the unchanged next_page_token of the page before, or empty",
            field="page_token",
        )
    return int(digits)
