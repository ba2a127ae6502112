"""The first message of a stream, which holds its settings."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Final

from scenescore.errors import InvalidInputError

CONFIG_TIMEOUT_S: Final = 30.0
"""How long a stream may take to send its first message, in seconds."""


async def first_message(requests: AsyncIterator[Any], kind: str) -> Any:
    """Return the first message of a stream.

    Parameters
    ----------
    requests : async iterator
        The stream.
    kind : str
        What the message must carry.

    Returns
    -------
    object
        The message.

    Raises
    ------
    InvalidInputError
        It carries something else, or none came within 30 s.
    """
    try:
        request = await asyncio.wait_for(anext(requests, None), CONFIG_TIMEOUT_S)
    except TimeoutError:
        request = None
    found = request.WhichOneof("message") if request is not None else None
    if found != kind:
        raise InvalidInputError(f"the first message must carry {kind}, not {found or 'nothing'}", field=kind)
    return request
