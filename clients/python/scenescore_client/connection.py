"""Where the daemon is, and the token that it accepts."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import grpc

from scenescore import paths
from scenescore.errors import NotFoundError, PermissionDeniedError, UnavailableError

MAX_MESSAGE_BYTES: Final = 16 * 1024 * 1024
CHANNEL_OPTIONS: Final[Sequence[tuple[str, int]]] = (
    ("grpc.max_send_message_length", MAX_MESSAGE_BYTES),
    ("grpc.max_receive_message_length", MAX_MESSAGE_BYTES),
    # A proxy of the environment must not stand between a game and a daemon on the same machine.
    ("grpc.enable_http_proxy", 0),
    # If the daemon's machine vanishes, the client notices within 15 s.
    ("grpc.keepalive_time_ms", 10_000),
    ("grpc.keepalive_timeout_ms", 5_000),
    # A new channel must not reuse the dead connection of an earlier channel to the same address.
    ("grpc.use_local_subchannel_pool", 1),
)


class NoDaemonError(UnavailableError):
    """No daemon runs, or it can't be reached."""

    reason = "NO_DAEMON"


@dataclass(frozen=True)
class Endpoint:
    """A daemon at the moment when it was found.

    Attributes
    ----------
    address : str
        ``HOST:PORT`` or ``unix:PATH``.
    token : str
        The token that every call carries.
    tls : bool
        Whether the connection is encrypted.
    certificate : bytes
        PEM of the authority that verifies the daemon's certificate; empty for the system's authorities.
    """

    address: str
    token: str = field(repr=False)
    tls: bool = False
    certificate: bytes = field(default=b"", repr=False)

    @property
    def metadata(self) -> tuple[tuple[str, str], ...]:
        """The metadata of every call: the token."""
        return (("authorization", f"Bearer {self.token}"),)

    def channel(self) -> grpc.Channel:
        """Open a channel for blocking calls.

        Returns
        -------
        grpc.Channel
            Connects at the first call.
        """
        if self.tls:
            return grpc.secure_channel(self.address, self._credentials(), CHANNEL_OPTIONS)
        return grpc.insecure_channel(self.address, CHANNEL_OPTIONS)

    def aio_channel(self) -> grpc.aio.Channel:
        """Open a channel for calls on asyncio.

        Returns
        -------
        grpc.aio.Channel
            Connects at the first call.
        """
        if self.tls:
            return grpc.aio.secure_channel(self.address, self._credentials(), CHANNEL_OPTIONS)
        return grpc.aio.insecure_channel(self.address, CHANNEL_OPTIONS)

    def _credentials(self) -> grpc.ChannelCredentials:
        return grpc.ssl_channel_credentials(self.certificate or None)


@dataclass(frozen=True)
class Connection:
    """How to find a daemon. The ready file fills in what isn't given; it is read again for each connection.

    Attributes
    ----------
    address : str
        ``HOST:PORT`` or ``unix:PATH``; empty for the address in the ready file.
    token : str
        The token itself; empty to read the token file.
    token_file : str or Path, optional
        The token's file; None for the file that the ready file names.
    ready_file : str or Path, optional
        The ready file; None for the default daemon's.
    tls_certificate : str or Path, optional
        PEM of the authority that verifies the daemon's certificate. It turns TLS on for an `address`.
    """

    address: str = ""
    token: str = field(default="", repr=False)
    token_file: str | Path | None = None
    ready_file: str | Path | None = None
    tls_certificate: str | Path | None = None

    def find(self) -> Endpoint:
        """Find the daemon.

        Returns
        -------
        Endpoint
            Where the daemon is now.

        Raises
        ------
        NoDaemonError
            There is no address and no ready file that has one.
        NotFoundError, PermissionDeniedError
            The token or the certificate can't be read.
        """
        ready_file = Path(self.ready_file or paths.ready_file())
        ready = _read_ready_file(ready_file)
        if not self.address and not ready:
            raise NoDaemonError(
                f"no daemon runs: there is no {ready_file}; start one with `scenescore serve`, or give the "
                "address of one"
            )
        address = self.address or ready["address"]
        # The token of the ready file belongs to the daemon of that file and must not be sent anywhere else.
        known = ready if address in ready.get("addresses", ()) else {}
        certificate = _read(Path(self.tls_certificate), "certificate") if self.tls_certificate else b""
        token = self.token or self._read_token(known)
        tls = bool(certificate) or (bool(known.get("tls")) and not address.startswith("unix:"))
        return Endpoint(address, token, tls, certificate)

    def _read_token(self, ready: dict[str, Any]) -> str:
        file = Path(self.token_file or ready.get("token_file") or paths.token_file())
        return _read(file, "token").decode("ascii", errors="replace").strip()


def from_environment() -> Connection:
    """Read a connection from ``SCENESCORE_ADDRESS``, ``SCENESCORE_TOKEN`` and the variables of its files.

    Returns
    -------
    Connection
        Without any of the variables, the default connection.
    """
    files = {
        name: Path(value)
        for name in ("token_file", "ready_file", "tls_certificate")
        if (value := os.environ.get(f"SCENESCORE_{name.upper()}"))
    }
    return Connection(
        address=os.environ.get("SCENESCORE_ADDRESS", ""),
        token=os.environ.get("SCENESCORE_TOKEN", ""),
        **files,
    )


def _read_ready_file(path: Path) -> dict[str, Any]:
    """Return the content of the ready file; an empty dictionary if it can't be used."""
    try:
        ready = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    usable = isinstance(ready, dict) and isinstance(ready.get("address"), str)
    return {"addresses": [ready["address"]], **ready} if usable else {}


def _read(path: Path, what: str) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise NotFoundError(
            f"there is no {what} file {path}; a daemon on this machine writes it, and a daemon on another "
            "machine has one that you can copy"
        ) from error
    except OSError as error:
        raise PermissionDeniedError(f"the {what} file {path} can't be read: {error}") from error
