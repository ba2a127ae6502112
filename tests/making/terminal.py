"""A command on a terminal of its own, for what only terminals show."""

import os
import pty
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from making.daemon import wait_until

PATIENCE_S = 300.0


class Terminal:
    """A command that runs on a pseudo terminal.

    Parameters
    ----------
    command : sequence of str
        The command line.
    environment : mapping of str to str
        All variables of its environment.
    folder : Path
        Where it runs.
    columns : int
        The terminal's width.
    """

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], folder: Path, *, columns: int = 80
    ) -> None:
        self._terminal, end = pty.openpty()
        self._shown = bytearray()
        self._process = subprocess.Popen(
            command,
            env={**environment, "COLUMNS": str(columns), "TERM": "xterm"},
            cwd=folder,
            stdin=end,
            stdout=end,
            stderr=end,
        )
        os.close(end)
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    @property
    def shown(self) -> str:
        """All that the terminal was sent so far, with its control sequences."""
        return self._shown.decode(errors="replace")

    def type(self, text: str) -> None:
        """Type a text on the terminal."""
        os.write(self._terminal, text.encode())

    def wait_for(self, text: str) -> None:
        """Wait until the terminal shows a text."""
        wait_until(lambda: text in self.shown or self._process.poll() is not None)
        assert text in self.shown, self.shown

    def press_ctrl_c(self) -> None:
        """Send what Ctrl-C sends."""
        self._process.send_signal(signal.SIGINT)

    def end(self) -> int:
        """Wait for the command's end, and return its exit code."""
        code = self._process.wait(timeout=PATIENCE_S)
        self._reader.join()
        os.close(self._terminal)
        return code

    def _read(self) -> None:
        while True:
            try:
                data = os.read(self._terminal, 4096)
            except OSError:  # Linux's way to say that all programs of the terminal have ended
                return
            if not data:
                return
            self._shown.extend(data)
