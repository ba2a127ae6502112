"""The ready file, in which a running daemon says how to reach it."""

import contextlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from importlib.metadata import version
from pathlib import Path
from typing import Self

import psutil

from scenescore.errors import StorageError


@dataclass(frozen=True)
class ReadyFile:
    """The contents of a ready file.

    Attributes
    ----------
    pid : int
        The daemon's process id.
    port : int
        The first TCP port; 0 if the daemon only listens on Unix sockets.
    address : str
        The first address, ``HOST:PORT`` or ``unix:PATH``.
    addresses : list of str
        All addresses.
    token_file : str
        The file that holds the token.
    version : str
        The daemon's version.
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

    @classmethod
    def of_this_process(cls, addresses: Sequence[tuple[str, int]], *, token_file: Path, tls: bool) -> Self:
        """Return the contents for a daemon that runs in this process.

        Parameters
        ----------
        addresses : sequence of tuple of str and int
            Each address with its TCP port, or 0 for a Unix socket.
        token_file : Path
            The file that holds the token.
        tls : bool
            Whether TCP clients must use TLS.

        Returns
        -------
        ReadyFile
        """
        return cls(
            pid=os.getpid(),
            port=next((port for _, port in addresses if port), 0),
            address=addresses[0][0],
            addresses=[address for address, _ in addresses],
            token_file=str(token_file.absolute()),
            version=version("scenescore"),
            tls=tls,
        )


def read_ready_file(path: Path) -> ReadyFile | None:
    """Read a ready file.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    ReadyFile or None
        None if there is no file, or if it is not a ready file.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return ReadyFile(**{field.name: found[field.name] for field in fields(ReadyFile)})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_ready_file(path: Path, ready: ReadyFile) -> None:
    """Write a ready file in one step, so that nobody reads half of it.

    Parameters
    ----------
    path : Path
        The file. One that an earlier daemon left is replaced.
    ready : ReadyFile
        The contents.

    Raises
    ------
    StorageError
        The file can't be written.
    """
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps(asdict(ready)) + "\n", encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        raise StorageError(
            f"can't write the ready file {path}: {error}; choose another file with --ready-file"
        ) from error


def remove_stale_ready_file(path: Path) -> None:
    """Remove the file of a daemon that has ended, so that nobody takes it for this daemon's.

    Parameters
    ----------
    path : Path
        The file. It stays if its daemon is still running.
    """
    pid = read_pid(path)
    if pid is None or not is_running(pid):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def remove_ready_file(path: Path) -> None:
    """Remove this process's file.

    Parameters
    ----------
    path : Path
        The file. It stays if another daemon has replaced it.
    """
    if read_pid(path) == os.getpid():
        with contextlib.suppress(OSError):
            path.unlink()


def read_pid(path: Path) -> int | None:
    """Read the process id from a ready file.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    int or None
        None if there is no file, or no process id in it.
    """
    try:
        pid = json.loads(path.read_text(encoding="utf-8"))["pid"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return pid if isinstance(pid, int) else None


def is_running(pid: int) -> bool:
    """Tell whether a process is running.

    psutil answers this because ``os.kill(pid, 0)`` would end the process on Windows.

    Parameters
    ----------
    pid : int
        The process id.

    Returns
    -------
    bool
        False for a zombie.
    """
    try:
        return pid > 0 and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
    except psutil.Error:
        return True
