"""Open the addresses that the daemon listens on."""

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
    """Let the server listen on all addresses of the settings.

    Parameters
    ----------
    server : grpc.aio.Server
        A server that has not been started.
    settings : ServeSettings
        The addresses, and the TLS certificate if there is one.

    Returns
    -------
    list of tuple of str and int
        Each address in the form that clients use, and its TCP port (0 for a Unix socket).

    Raises
    ------
    UnavailableError
        An address is in use or doesn't belong to this machine.
    NotFoundError
        The certificate, its key or the folder of a Unix socket doesn't exist.
    BrokenFileError
        The certificate and the key can't be used together.
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
    """Remove the files of the Unix sockets.

    Parameters
    ----------
    settings : ServeSettings
        The addresses.
    """
    for endpoint in settings.listen:
        if endpoint.socket_path is not None:
            endpoint.socket_path.unlink(missing_ok=True)


def _bind(server: grpc.aio.Server, endpoint: Endpoint, credentials: grpc.ServerCredentials | None) -> int:
    """Listen on one address and return its port. A Unix socket needs no TLS: it never leaves the machine."""
    try:
        if credentials is not None:
            return server.add_secure_port(str(endpoint), credentials)
        return server.add_insecure_port(str(endpoint))
    except RuntimeError as error:
        raise UnavailableError(
            f"can't listen on {endpoint}: another program, perhaps another daemon, uses the address, or it "
            "isn't an address of this machine; choose another with --listen (port 0 takes any free port)"
        ) from error


def _clear_socket(path: Path) -> None:
    """Remove the socket of a daemon that was killed. Refuse to remove anything else."""
    if not path.parent.is_dir():
        raise NotFoundError(f"can't listen on unix:{path}: the folder {path.parent} doesn't exist")
    if not os.path.lexists(path):
        return
    if not stat.S_ISSOCK(path.lstat().st_mode):
        raise UnavailableError(
            f"can't listen on unix:{path}: this file exists and is not a socket; choose another path"
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
            raise NotFoundError(f"{file}: no such file; --tls-cert and --tls-key must name PEM files")
    try:
        # gRPC would report a mismatched pair only when the first client connects.
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except (ssl.SSLError, OSError) as error:
        raise BrokenFileError(
            certificate, f"can't be used as a certificate with the key {key}: {error}"
        ) from error
    return grpc.ssl_server_credentials([(key.read_bytes(), certificate.read_bytes())])
