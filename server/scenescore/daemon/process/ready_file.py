"""The ready file: where a running daemon says how to reach it."""

import contextlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

import psutil

from scenescore.errors import StorageError


@dataclass(frozen=True)
class Ready:
    """What a ready file holds.

    Attributes
    ----------
    pid : int
        The daemon's process id.
    port : int
        The first TCP port; 0 with Unix sockets alone.
    address : str
        The first address, ``HOST:PORT`` or ``unix:PATH``.
    addresses : list of str
        All of them.
    token_file : str
        Where the token lies.
    version : str
        The daemon's.
    tls : bool
        Whether TCP clients must use TLS.
    """

    pid: int
    port: int
    address: str
    addresses: list[str]
    token_file: str
    version: str
    tls: bool


def describe(addresses: Sequence[tuple[str, int]], *, token_file: Path, tls: bool) -> Ready:
    """Return what the ready file of this process holds.

    Parameters
    ----------
    addresses : sequence of tuple of str and int
        Each address with its TCP port, 0 for a Unix socket.
    token_file : Path
        Where the token lies.
    tls : bool
        Whether TCP clients must use TLS.
    """
    return Ready(
        pid=os.getpid(),
        port=next((port for _, port in addresses if port), 0),
        address=addresses[0][0],
        addresses=[address for address, _ in addresses],
        token_file=str(token_file.absolute()),
        version=version("scenescore"),
        tls=tls,
    )


def write_ready_file(path: Path, ready: Ready) -> None:
    """Write the file whole: who sees it, sees all of it. One that an ended daemon has left is replaced.

    Raises
    ------
    StorageError
        It can't be written.
    """
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps(asdict(ready)) + "\n", encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        raise StorageError(
            f"the ready file {path} can't be written: {error}; choose another with --ready-file"
        ) from error


def remove_stale_ready_file(path: Path) -> None:
    """Remove what an earlier daemon has left, so that whoever waits for this file waits for this daemon."""
    pid = read_pid(path)
    if pid is None or not is_running(pid):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def remove_ready_file(path: Path) -> None:
    """Remove the file, unless another daemon has written it since."""
    if read_pid(path) == os.getpid():
        with contextlib.suppress(OSError):
            path.unlink()


def read_pid(path: Path) -> int | None:
    """Return the process id that a ready file names; None where there is none."""
    try:
        pid = json.loads(path.read_text(encoding="utf-8"))["pid"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return pid if isinstance(pid, int) else None


def is_running(pid: int) -> bool:
    """Whether a process is there; asked of psutil because ``os.kill(pid, 0)`` would end it on Windows."""
    try:
        return pid > 0 and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
    except psutil.Error:
        return True
