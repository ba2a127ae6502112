"""Notice when the editor or game that started the daemon is gone, so that the daemon can end, too."""

import asyncio
import os
import sys
import threading
from collections.abc import Callable
from typing import Final

import psutil

from scenescore.daemon.process.ready_file import is_running
from scenescore.errors import NotFoundError

POLL_INTERVAL_S: Final = 0.5
"""How often the process is checked, in seconds."""


class ParentWatch:
    """Watch the process that the daemon must not outlive.

    Parameters
    ----------
    pid : int
        The process id.

    Raises
    ------
    NotFoundError
        No process has this id.
    """

    def __init__(self, pid: int) -> None:
        self.pid = pid
        try:
            self._process = psutil.Process(pid)
        except (psutil.NoSuchProcess, ValueError) as error:
            raise NotFoundError(
                f"--owner-pid {pid}: no process has this id; give the id of a running process"
            ) from error

    async def wait_until_gone(self) -> None:
        """Wait until the process has ended."""
        # psutil compares start times: a later process with the same id is not mistaken for this one.
        while self._process.is_running() and is_running(self.pid):
            await asyncio.sleep(POLL_INTERVAL_S)


def watch_stdin(on_end: Callable[[], None]) -> None:
    """Call a function, in a thread of its own, when standard input has ended.

    A parent that holds the other end of the pipe needs no process id. A launcher between the two, such as
    ``uv run``, passes the pipe on. Whatever the parent writes is ignored.

    Parameters
    ----------
    on_end : callable
        Called once, without arguments.
    """
    try:
        # Worker processes inherit standard input and must not wait on this pipe: on Windows they would hang.
        stdin = os.dup(0)
        with open(os.devnull, "rb") as nothing:
            os.dup2(nothing.fileno(), 0)
        if sys.platform != "win32":
            os.set_blocking(stdin, True)
    except OSError:
        # Standard input was closed from the start.
        on_end()
        return

    def read() -> None:
        try:
            while os.read(stdin, 4096):
                pass
        except OSError:
            pass  # The terminal was closed.
        on_end()

    threading.Thread(target=read, name="stdin", daemon=True).start()
