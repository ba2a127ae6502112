"""Page tokens: opaque to clients, checked when they come back."""

import base64
import binascii
from typing import Final

from scenescore.errors import InvalidInputError

DEFAULT_PAGE_SIZE: Final = 100
MAX_PAGE_SIZE: Final = 1000
_MARK: Final = "after:"


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


def make_token(offset: int) -> str:
    """Return the token for the page that starts after `offset` entries."""
    return base64.urlsafe_b64encode(f"{_MARK}{offset}".encode()).decode()


def read_token(token: str) -> int:
    """Return how many entries lie before the page that a token leads to; 0 for the first page's empty one.

    Raises
    ------
    InvalidInputError
        The token isn't one of ours.
    """
    if not token:
        return 0
    try:
        place = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, UnicodeError):
        place = ""
    digits = place.removeprefix(_MARK)
    if digits == place or not digits.isdecimal() or len(digits) > 15:
        raise InvalidInputError(
            "page_token must be the last answer's next_page_token, unchanged", field="page_token"
        )
    return int(digits)
