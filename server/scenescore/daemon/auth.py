"""Check that callers have the token: random text in a file that only its owner can read."""

from __future__ import annotations

import hmac
import logging
import os
import re
import secrets
import stat
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

import grpc

from scenescore.daemon.errors import rejecting_handler
from scenescore.errors import PermissionDeniedError, StorageError

log = logging.getLogger(__name__)

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32,128}")
_WITHOUT_TOKEN: Final = ("/grpc.health.v1.Health/",)


class UnauthenticatedError(PermissionDeniedError):
    """The token is missing or wrong."""

    status = "UNAUTHENTICATED"
    reason = "UNAUTHENTICATED"


def read_or_make_token(path: Path) -> str:
    """Read the token from its file, or write a new token.

    The same token after a restart lets clients reconnect. A token that other users could have read is
    replaced.

    Parameters
    ----------
    path : Path
        The token's file.

    Returns
    -------
    str
        The token.

    Raises
    ------
    StorageError
        The file can't be written.
    """
    try:
        if token := _trusted_token(path):
            return token
        path.parent.mkdir(parents=True, exist_ok=True)
        token = secrets.token_urlsafe(32)
        fresh = path.with_name(f".{path.name}.{os.getpid()}")
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(token)
        fresh.replace(path)
    except OSError as error:
        raise StorageError(
            f"can't keep the token in {path}: {error}; choose another file with --token-file"
        ) from error
    return token


def _trusted_token(path: Path) -> str:
    try:
        found = path.lstat()
    except FileNotFoundError:
        return ""
    private = os.name == "nt" or (found.st_mode & 0o077 == 0 and found.st_uid == os.getuid())
    if not stat.S_ISREG(found.st_mode) or not private:
        log.warning("other users could read %s; making a new token", path)
        return ""
    token = path.read_bytes()[:200].decode("ascii", errors="replace").strip()
    return token if _TOKEN.fullmatch(token) else ""


class TokenCheck(grpc.aio.ServerInterceptor):
    """Accept calls that carry ``authorization: Bearer TOKEN``, and health checks without a token.

    Parameters
    ----------
    token : str
        The token.
    token_file : Path
        Its file; errors tell callers to look there.
    """

    def __init__(self, token: str, token_file: Path) -> None:
        self._expected = f"Bearer {token}".encode()
        self._token_file = token_file

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[grpc.RpcMethodHandler[Any, Any] | None]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> grpc.RpcMethodHandler[Any, Any] | None:
        """Replace the handler by one that answers UNAUTHENTICATED if the token is missing or wrong."""
        handler = await continuation(handler_call_details)
        if handler is None or handler_call_details.method.startswith(_WITHOUT_TOKEN):
            return handler
        given = dict(handler_call_details.invocation_metadata or ()).get("authorization", "")
        given_bytes = given if isinstance(given, bytes) else given.encode()
        if hmac.compare_digest(given_bytes, self._expected):
            return handler
        problem = "the token is wrong" if given_bytes else "the call carries no token"
        return rejecting_handler(
            handler,
            UnauthenticatedError(
                f"{problem}; send the metadata 'authorization: Bearer TOKEN' with the token in "
                f"{self._token_file}"
            ),
        )
