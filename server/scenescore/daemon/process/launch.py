"""Find the running daemon, or start a private one."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from scenescore import paths
from scenescore.daemon.process.ready_file import ReadyFile, is_running, read_ready_file
from scenescore.errors import UnavailableError

READY_TIMEOUT_S: Final = 60.0
"""How long a private daemon may take to start, in seconds."""
_STOP_TIMEOUT_S: Final = 10.0
_POLL_INTERVAL_S: Final = 0.02


def find_running_daemon(ready_file: Path | None = None) -> ReadyFile | None:
    """Find the daemon that a ready file describes.

    Parameters
    ----------
    ready_file : Path, optional
        The ready file; by default the one that ``scenescore serve`` writes without options.

    Returns
    -------
    ReadyFile or None
        None if there is no ready file or its daemon has ended.
    """
    ready = read_ready_file(ready_file or paths.ready_file())
    return ready if ready is not None and is_running(ready.pid) else None


@contextmanager
def private_daemon(arguments: Sequence[str]) -> Iterator[ReadyFile]:
    """Run ``scenescore serve`` on a free port while the block lasts.

    Parameters
    ----------
    arguments : sequence of str
        Further options for ``serve``, such as ``["--library", "music"]``.

    Yields
    ------
    ReadyFile
        How to reach the daemon.

    Raises
    ------
    UnavailableError
        The daemon ended, or was not ready in time. The message includes the daemon's own error.
    """
    with TemporaryDirectory(prefix="scenescore-") as scratch:
        # The layout is that of a home: a process whose SCENESCORE_HOME is this folder finds the daemon.
        run = Path(scratch, "run")
        run.mkdir(mode=0o700)
        ready_file, log_file = run / "daemon.json", run / "daemon.log"
        command = [
            *(sys.executable, "-m", "scenescore", "serve", "--listen", "127.0.0.1:0"),
            *("--ready-file", str(ready_file), "--token-file", str(run / "token")),
            *("--owner-pid", str(os.getpid())),
            *arguments,
        ]
        with log_file.open("wb") as log:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            yield _wait_until_ready(process, ready_file, log_file)
        finally:
            process.terminate()
            try:
                process.wait(timeout=_STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_ready(process: "subprocess.Popen[bytes]", ready_file: Path, log_file: Path) -> ReadyFile:
    deadline_s = time.monotonic() + READY_TIMEOUT_S
    while (ready := read_ready_file(ready_file)) is None:
        if process.poll() is not None:
            words = log_file.read_text(errors="replace").strip().removeprefix("Error: ")
            raise UnavailableError(f"the daemon ended with code {process.returncode}: {words}")
        if time.monotonic() > deadline_s:
            raise UnavailableError(f"the daemon was not ready after {READY_TIMEOUT_S:.0f} s; try again")
        time.sleep(_POLL_INTERVAL_S)
    return ready
