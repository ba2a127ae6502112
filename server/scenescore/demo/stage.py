"""What the demo plays on: its music as a library, and a daemon of its own on a free port."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from scenescore import places
from scenescore.demo.music.library import write_library
from scenescore.errors import ScenescoreError, UnavailableError
from scenescore.library.ingest import ingest
from scenescore.library.requirements import requirements_of
from scenescore.library.store import Library
from scenescore.model.bundle import find_bundle

BUNDLE = "example"
RECORDING = Path(__file__).with_name("recording.mp4")
SCENES = Path(__file__).with_name("recording.json")
READY_TIMEOUT_S = 60.0


@dataclass(frozen=True)
class Stage:
    """A daemon that runs for the demo alone."""

    address: str
    """``127.0.0.1:PORT``."""
    token_file: Path
    """Its token."""
    tracks: int
    """Pieces in its library."""


def fill_library() -> tuple[Path, int]:
    """Render the demo's music and take it into a library of its own; both are kept for the next time.

    Returns
    -------
    folder : Path
        The library.
    tracks : int
        Pieces in it.
    """
    folder = places.home() / "demo"
    music = write_library(folder / "music")
    with Library(folder / "library") as library:
        report = ingest(library, music, requirements_of([find_bundle(BUNDLE)]))
        if report.broken:
            raise ScenescoreError(
                f"the demo's own music can't be read: {report.broken[0]}; delete {folder} and try again"
            )
        return folder / "library", library.count()


@contextmanager
def daemon(library: Path, tracks: int) -> Iterator[Stage]:
    """Run ``scenescore serve`` on a free port while the block lasts."""
    with TemporaryDirectory(prefix="scenescore-demo-") as scratch:
        ready_file, log_file = Path(scratch, "ready.json"), Path(scratch, "daemon.log")
        command = [
            *(sys.executable, "-m", "scenescore", "serve"),
            *("--listen", "127.0.0.1:0", "--bundle", BUNDLE, "--library", str(library)),
            *("--ready-file", str(ready_file), "--token-file", str(Path(scratch, "token"))),
            *("--owner-pid", str(os.getpid())),
        ]
        with log_file.open("wb") as log:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            ready = wait_until_ready(process, ready_file, log_file)
            yield Stage(ready["address"], Path(ready["token_file"]), tracks)
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_until_ready(process: subprocess.Popen[bytes], ready_file: Path, log_file: Path) -> dict[str, str]:
    """Return what the daemon wrote into its ready file; its own words when it ends before."""
    deadline = time.monotonic() + READY_TIMEOUT_S
    while not ready_file.exists():
        if process.poll() is not None:
            words = log_file.read_text(errors="replace").strip()
            raise UnavailableError(f"the demo's daemon ended with code {process.returncode}:\n{words}")
        if time.monotonic() > deadline:
            raise UnavailableError(
                f"the demo's daemon was not ready after {READY_TIMEOUT_S:.0f} s; try again"
            )
        time.sleep(0.02)
    ready: dict[str, str] = json.loads(ready_file.read_text(encoding="utf-8"))
    return ready
