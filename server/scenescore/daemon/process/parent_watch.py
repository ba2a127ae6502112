"""The owner: the editor or game that started the daemon. When it is gone, the daemon ends by itself."""

import asyncio
import os
import sys
import threading
from collections.abc import Callable
from typing import Final

import psutil

from scenescore.daemon.process.ready_file import is_running
from scenescore.errors import NotFoundError

POLL_S: Final = 0.5


class Owner:
    """A process to end with.

    Parameters
    ----------
    pid : int
        Its process id.

    Raises
    ------
    NotFoundError
        There is no such process.
    """

    def __init__(self, pid: int) -> None:
        self.pid = pid
        try:
            self._process = psutil.Process(pid)
        except (psutil.NoSuchProcess, ValueError) as error:
            raise NotFoundError(
                f"--owner-pid {pid}: there is no such process; give the id of one that runs"
            ) from error

    async def gone(self) -> None:
        """Wait until the owner has ended, however it did."""
        # psutil compares start times: another process that is given the same id is not the owner.
        while self._process.is_running() and is_running(self.pid):
            await asyncio.sleep(POLL_S)


def tell_end_of_stdin(tell: Callable[[], None]) -> None:
    """Call `tell`, on a thread of its own, once standard input has ended.

    An owner that holds the other end of the pipe needs no process id for this, and a launcher in between,
    such as ``uv run``, only hands the pipe on. What the owner writes is read and passed over.
    """
    try:
        # Moved away: a worker that inherits standard input must not wait on it; on Windows it would hang.
        stdin = os.dup(0)
        with open(os.devnull, "rb") as nothing:
            os.dup2(nothing.fileno(), 0)
        if sys.platform != "win32":
            os.set_blocking(stdin, True)
    except OSError:
        # It was closed from the start.
        tell()
        return

    def read() -> None:
        try:
            while os.read(stdin, 4096):
                pass
        except OSError:
            pass  # A terminal that was hung up.
        tell()

    threading.Thread(target=read, name="stdin", daemon=True).start()
