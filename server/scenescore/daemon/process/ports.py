"""Opening the addresses that the daemon answers on."""

import contextlib
import os
import socket
import ssl
import stat
from pathlib import Path

import grpc

from scenescore.daemon.settings import Endpoint, ServeSettings
from scenescore.errors import BrokenFileError, NotFoundError, UnavailableError


def open_ports(server: grpc.aio.Server, settings: ServeSettings) -> list[tuple[str, int]]:
    """Let the server listen on all addresses.

    Returns
    -------
    list of tuple of str and int
        Each address as clients take it, and its TCP port (0 for a Unix socket).

    Raises
    ------
    UnavailableError
        An address is taken or isn't this machine's.
    NotFoundError, BrokenFileError
        The certificate or its key can't be read.
    """
    credentials = _credentials(settings)
    opened: list[tuple[str, int]] = []
    for endpoint in settings.listen:
        if endpoint.socket_path is not None:
            _clear_socket(endpoint.socket_path)
            _bind(server, endpoint, None)
            with contextlib.suppress(OSError):
                endpoint.socket_path.chmod(0o600)
            opened.append((str(endpoint), 0))
        else:
            port = _bind(server, endpoint, credentials)
            opened.append((str(Endpoint(endpoint.host, port)), port))
    return opened


def close_sockets(settings: ServeSettings) -> None:
    """Remove the Unix sockets' files."""
    for endpoint in settings.listen:
        if endpoint.socket_path is not None:
            endpoint.socket_path.unlink(missing_ok=True)


def _bind(server: grpc.aio.Server, endpoint: Endpoint, credentials: grpc.ServerCredentials | None) -> int:
    """Return the port. Only TCP is encrypted: a Unix socket never leaves the machine."""
    try:
        if credentials is not None:
            return server.add_secure_port(str(endpoint), credentials)
        return server.add_insecure_port(str(endpoint))
    except RuntimeError as error:
        raise UnavailableError(
            f"can't listen on {endpoint}: another program, perhaps another daemon, holds the address, "
            "or it isn't this machine's; choose another with --listen (port 0 for any free one)"
        ) from error


def _clear_socket(path: Path) -> None:
    """Remove the socket that a killed daemon has left; leave what is alive or no socket."""
    if not path.parent.is_dir():
        raise NotFoundError(f"can't listen on unix:{path}: there is no folder {path.parent}")
    if not os.path.lexists(path):
        return
    if not stat.S_ISSOCK(path.lstat().st_mode):
        raise UnavailableError(
            f"can't listen on unix:{path}: it is something else than a socket; choose another path"
        )
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(1.0)
        if probe.connect_ex(str(path)) == 0:
            raise UnavailableError(
                f"can't listen on unix:{path}: another daemon answers there; choose another path"
            )
    path.unlink(missing_ok=True)


def _credentials(settings: ServeSettings) -> grpc.ServerCredentials | None:
    certificate, key = settings.tls_certificate, settings.tls_key
    if certificate is None or key is None:
        return None
    for file in (certificate, key):
        if not file.is_file():
            raise NotFoundError(f"{file}: there is no such file; --tls-cert and --tls-key name PEM files")
    try:
        # gRPC itself tells of a pair that doesn't fit only at the first client's handshake.
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except (ssl.SSLError, OSError) as error:
        raise BrokenFileError(
            certificate, f"it can't be used as a certificate with the key {key}: {error}"
        ) from error
    return grpc.ssl_server_credentials([(key.read_bytes(), certificate.read_bytes())])
