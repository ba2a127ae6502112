"""The daemon's settings, checked before anything is opened."""

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
"""Largest message. A raw 1080p RGBA frame has 8.3 MB."""
MAX_CLIP_BYTES: Final = 1024 * 1024 * 1024
DEFAULT_RESCAN_INTERVAL_S: Final = 60.0
MAX_RESCAN_INTERVAL_S: Final = 86_400.0
_MAX_SOCKET_PATH_BYTES: Final = 107


@dataclass(frozen=True)
class Endpoint:
    """One address to listen on.

    Attributes
    ----------
    host : str
        Name or IP address without brackets; empty for a Unix socket.
    port : int
        The TCP port, 0 for any free port; 0 for a Unix socket.
    socket_path : Path or None
        The path of the Unix socket; None for TCP.
    """

    host: str
    port: int
    socket_path: Path | None = None

    def __str__(self) -> str:
        """Return the address in the form that clients use."""
        if self.socket_path is not None:
            return f"unix:{self.socket_path}"
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the address."""
        if self.socket_path is not None or self.host.lower() == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def parse_endpoint(text: str) -> Endpoint:
    """Read an address.

    Parameters
    ----------
    text : str
        ``HOST:PORT``, ``[IPV6]:PORT`` or ``unix:PATH``.

    Returns
    -------
    Endpoint

    Raises
    ------
    InvalidInputError
        The text is not an address, the port is above 65535, or the path is empty or too long.
    """
    if text.startswith("unix:"):
        return _parse_socket(text)
    host, separator, port_text = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not separator or not host or not port_text.isdecimal() or int(port_text) > 65535:
        raise InvalidInputError(
            f"can't listen on {text!r}: give HOST:PORT such as {DEFAULT_LISTEN} (port 0 takes any free "
            "port), or unix:PATH"
        )
    return Endpoint(host, int(port_text))


def _parse_socket(text: str) -> Endpoint:
    if sys.platform == "win32":
        raise InvalidInputError(
            f"can't listen on {text!r}: Unix sockets are not supported on Windows; use {DEFAULT_LISTEN}"
        )
    rest = text.removeprefix("unix:")
    rest = rest.removeprefix("//") if rest.startswith("///") else rest
    path = Path(rest).expanduser().absolute()
    if not rest or len(os.fsencode(path)) > _MAX_SOCKET_PATH_BYTES:
        raise InvalidInputError(
            f"can't listen on {text!r}: the path of a Unix socket must have 1 to {_MAX_SOCKET_PATH_BYTES} "
            f"bytes, this one has {len(os.fsencode(path)) if rest else 0}; use a shorter path"
        )
    return Endpoint("", 0, path)


@dataclass(frozen=True)
class ServeSettings:
    """The options of ``scenescore serve``.

    Attributes
    ----------
    library : Path
        The library's folder; created if it doesn't exist.
    token_file : Path
        The token's file; created if it doesn't exist.
    ready_file : Path
        The file that the daemon writes once it accepts calls.
    listen : tuple of Endpoint
        The addresses to listen on.
    bundle : str
        The name or folder of the bundle for sessions that don't name one. If it is empty, the daemon takes
        ``starter``, or the first bundle there is.
    read_only_library : bool
        Never write to the library. A library in a read-only folder is opened that way in any case.
    watch_folder : Path or None
        The library is kept up to date with the music in this folder.
    rescan_interval_s : float
        Seconds until a folder that is kept up to date is searched again although nothing was heard of it; 0
        for never.
    allowed_roots : tuple of Path
        RPCs may open the files below these folders, and no others.
    owner_pid : int or None
        The daemon ends when this process has ended.
    ends_with_stdin : bool
        The daemon ends when its standard input has ended.
    idle_exit_s : float or None
        The daemon ends when it has been idle for this many seconds; None for never.
    tls_certificate, tls_key : Path or None
        PEM files; both or neither.
    max_sessions : int
        Sessions that may be open at the same time. An uploaded clip counts as one.
    max_message_bytes : int
        Largest message in bytes.
    max_clip_bytes : int
        Largest uploaded clip in bytes.
    hub_correction : str
        ``auto``, ``inverted_softmax``, ``csls`` or ``none``.
    stop_grace_s : float
        How long open calls may take to end at the shutdown, in seconds.
    """

    library: Path
    token_file: Path
    ready_file: Path
    listen: tuple[Endpoint, ...] = (Endpoint("127.0.0.1", DEFAULT_PORT),)
    bundle: str = ""
    read_only_library: bool = False
    watch_folder: Path | None = None
    rescan_interval_s: float = DEFAULT_RESCAN_INTERVAL_S
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
        """Refuse settings that are unsafe or contradict each other.

        Raises
        ------
        PermissionDeniedError
            Other machines can reach an address, and there is no TLS certificate.
        InvalidInputError
            The certificate or its key is missing, there is no address, or a number is out of range.
        """
        if (self.tls_certificate is None) != (self.tls_key is None):
            raise InvalidInputError("--tls-cert and --tls-key must be given together")
        if self.read_only_library and self.watch_folder is not None:
            raise InvalidInputError(
                "--watch-folder adds music to the library, but --read-only-library forbids it: give only one"
            )
        if not 0 <= self.rescan_interval_s <= MAX_RESCAN_INTERVAL_S:
            raise InvalidInputError(
                f"--rescan-interval-s must be 0 to {MAX_RESCAN_INTERVAL_S:g}, not {self.rescan_interval_s:g}"
            )
        if not self.listen:
            raise InvalidInputError(
                f"there is no address to listen on; give one, such as --listen {DEFAULT_LISTEN}"
            )
        if not 1 <= self.max_sessions <= 1000:
            raise InvalidInputError(f"--max-sessions must be 1 to 1000, not {self.max_sessions}")
        if self.idle_exit_s is not None and not (math.isfinite(self.idle_exit_s) and self.idle_exit_s > 0):
            raise InvalidInputError(f"--idle-exit must be more than 0 seconds, not {self.idle_exit_s:g}")
        if self.tls_certificate is not None:
            return
        for endpoint in self.listen:
            if not endpoint.is_local:
                raise PermissionDeniedError(
                    f"can't listen on {endpoint} without TLS: other machines could read the token; "
                    f"use {DEFAULT_LISTEN}, or give --tls-cert and --tls-key"
                )
