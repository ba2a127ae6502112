"""The owner: the editor or game that started the daemon. When it is gone, the daemon ends by itself."""

import asyncio
from typing import Final

import psutil

from scenescore.daemon.ready import is_running
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
