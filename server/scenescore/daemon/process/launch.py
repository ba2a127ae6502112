"""Starting a daemon of one's own as a process, and finding the one that runs."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from scenescore import paths
from scenescore.daemon.process.ready_file import Ready, is_running
from scenescore.errors import UnavailableError

READY_TIMEOUT_S: Final = 60.0
_STOP_TIMEOUT_S: Final = 10.0


def running_daemon(ready_file: Path | None = None) -> Ready | None:
    """Return how to reach the daemon that a ready file tells of; None when there is none or it has ended.

    Parameters
    ----------
    ready_file : Path, optional
        By default the one that ``scenescore serve`` writes by itself.
    """
    ready = _read(ready_file or paths.ready_file())
    return ready if ready is not None and is_running(ready.pid) else None


@contextmanager
def own_daemon(arguments: Sequence[str]) -> Iterator[Ready]:
    """Run ``scenescore serve`` on a free port while the block lasts.

    Parameters
    ----------
    arguments : sequence of str
        Further options for ``serve``, such as ``["--library", "music"]``.

    Yields
    ------
    Ready
        How to reach it.

    Raises
    ------
    UnavailableError
        It ended, or wasn't ready in time; with its own words.
    """
    with TemporaryDirectory(prefix="scenescore-") as scratch:
        # Laid out as a home: a process that has this folder as SCENESCORE_HOME finds the daemon by itself.
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


def _wait_until_ready(process: "subprocess.Popen[bytes]", ready_file: Path, log_file: Path) -> Ready:
    deadline_s = time.monotonic() + READY_TIMEOUT_S
    while (ready := _read(ready_file)) is None:
        if process.poll() is not None:
            words = log_file.read_text(errors="replace").strip().removeprefix("Error: ")
            raise UnavailableError(f"the daemon ended with code {process.returncode}: {words}")
        if time.monotonic() > deadline_s:
            raise UnavailableError(f"the daemon was not ready after {READY_TIMEOUT_S:.0f} s; try again")
        time.sleep(0.02)
    return ready


def _read(path: Path) -> Ready | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return Ready(**{field.name: found[field.name] for field in fields(Ready)})
    except (OSError, ValueError, KeyError, TypeError):
        return None
