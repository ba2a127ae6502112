"""What the daemon is started with, checked before anything is opened."""

import ipaddress
import math
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scenescore.errors import InvalidInputError, PermissionDeniedError

DEFAULT_PORT: Final = 7265
DEFAULT_LISTEN: Final = f"127.0.0.1:{DEFAULT_PORT}"
MAX_MESSAGE_BYTES: Final = 16 * 1024 * 1024
"""A raw 1080p RGBA frame is 8.3 MB."""
MAX_CLIP_BYTES: Final = 1024 * 1024 * 1024
_UNIX_PATH_BYTES: Final = 107


@dataclass(frozen=True)
class Endpoint:
    """One address to listen on.

    Attributes
    ----------
    host : str
        Name or IP address, without brackets; empty for a Unix socket.
    port : int
        0 for any free one; 0 for a Unix socket too.
    socket_path : Path or None
        The Unix socket; None for TCP.
    """

    host: str
    port: int
    socket_path: Path | None = None

    def __str__(self) -> str:
        """Return the address as clients take it."""
        if self.socket_path is not None:
            return f"unix:{self.socket_path}"
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach it."""
        if self.socket_path is not None or self.host.lower() == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def parse_endpoint(text: str) -> Endpoint:
    """Read ``HOST:PORT``, ``[IPV6]:PORT`` or ``unix:PATH``.

    Raises
    ------
    InvalidInputError
        It is none of these, or the port or the path is out of range.
    """
    if text.startswith("unix:"):
        return _parse_socket(text)
    host, separator, port_text = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not separator or not host or not port_text.isdecimal() or int(port_text) > 65535:
        raise InvalidInputError(
            f"can't listen on {text!r}; use HOST:PORT such as {DEFAULT_LISTEN}, port 0 for any free one, "
            "or unix:PATH"
        )
    return Endpoint(host, int(port_text))


def _parse_socket(text: str) -> Endpoint:
    if sys.platform == "win32":
        raise InvalidInputError(
            f"can't listen on {text!r}: Windows has no Unix sockets here; use {DEFAULT_LISTEN}"
        )
    rest = text.removeprefix("unix:")
    rest = rest.removeprefix("//") if rest.startswith("///") else rest
    path = Path(rest).expanduser().absolute()
    if not rest or len(os.fsencode(path)) > _UNIX_PATH_BYTES:
        raise InvalidInputError(
            f"can't listen on {text!r}: a Unix socket's path has 1 to {_UNIX_PATH_BYTES} bytes, this one has "
            f"{len(os.fsencode(path)) if rest else 0}; use a shorter one"
        )
    return Endpoint("", 0, path)


@dataclass(frozen=True)
class ServeSettings:
    """All that ``scenescore serve`` can be told.

    Attributes
    ----------
    library : Path
        The library's folder, made when it isn't there.
    token_file : Path
        Where the token is kept; made when it isn't there.
    ready_file : Path
        Written once the daemon answers.
    listen : tuple of Endpoint
        Where it answers.
    bundle : str
        The bundle for sessions that name none: a name or a folder; empty for ``starter``, else the first.
    read_only_library : bool
        Never write to the library, which others fill. A folder that can't be written is read without it.
    watch_folder : Path or None
        A folder whose music is kept in the library while the daemon runs.
    allowed_roots : tuple of Path
        Folders below which RPCs may open files; empty: none.
    owner_pid : int or None
        The process to end with.
    ends_with_stdin : bool
        End once standard input has ended.
    idle_exit_s : float or None
        End after so long without a session, a call or work, seconds; None: never.
    tls_certificate, tls_key : Path or None
        PEM files; both or none.
    max_sessions : int
        Match streams and clips at the same time.
    max_message_bytes : int
        Bytes in one message.
    max_clip_bytes : int
        Bytes in an uploaded clip.
    hub_correction : str
        ``auto``, ``inverted_softmax``, ``csls`` or ``none``.
    stop_grace_s : float
        How long open calls may take to end when the daemon stops, seconds.
    """

    library: Path
    token_file: Path
    ready_file: Path
    listen: tuple[Endpoint, ...] = (Endpoint("127.0.0.1", DEFAULT_PORT),)
    bundle: str = ""
    read_only_library: bool = False
    watch_folder: Path | None = None
    allowed_roots: tuple[Path, ...] = ()
    owner_pid: int | None = None
    ends_with_stdin: bool = False
    idle_exit_s: float | None = None
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    max_sessions: int = 32
    max_message_bytes: int = MAX_MESSAGE_BYTES
    max_clip_bytes: int = MAX_CLIP_BYTES
    hub_correction: str = "auto"
    stop_grace_s: float = 3.0

    def check(self) -> None:
        """Refuse what would be unsafe or can't work.

        Raises
        ------
        PermissionDeniedError
            An address that other machines can reach, without TLS.
        InvalidInputError
            Half of a TLS pair, no address, or a bound out of range.
        """
        if (self.tls_certificate is None) != (self.tls_key is None):
            raise InvalidInputError("--tls-cert and --tls-key must be given together")
        if self.read_only_library and self.watch_folder is not None:
            raise InvalidInputError(
                "--watch-folder puts music into the library, --read-only-library forbids it: give one of them"
            )
        if not self.listen:
            raise InvalidInputError(f"there is no address to listen on; use --listen {DEFAULT_LISTEN}")
        if not 1 <= self.max_sessions <= 1000:
            raise InvalidInputError(f"--max-sessions must be 1 to 1000, not {self.max_sessions}")
        if self.idle_exit_s is not None and not (math.isfinite(self.idle_exit_s) and self.idle_exit_s > 0):
            raise InvalidInputError(f"--idle-exit must be a time above 0 seconds, not {self.idle_exit_s:g}")
        if self.tls_certificate is not None:
            return
        for endpoint in self.listen:
            if not endpoint.is_local:
                raise PermissionDeniedError(
                    f"refusing to listen on {endpoint} without TLS: other machines could read the token; "
                    f"use {DEFAULT_LISTEN}, or give --tls-cert and --tls-key"
                )
