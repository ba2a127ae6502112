"""The worker processes of an import: their priority, their deaths, and their end."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from making.daemon import wait_until
from making.sound import chords, write_sound
from scenescore.library.ingest.ingest import Progress, Requirement, ingest
from scenescore.library.store.library import Library
from scenescore.library.workers import NICENESS, terminate_workers

CHROMA = Requirement(("chroma_stft",), 24)
KEY = "chroma_stft@24v1"
FILES = 5
"""So many that the work on them goes to other processes."""


@pytest.fixture(scope="module")
def music(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("music")
    for seed in range(FILES):
        write_sound(folder / f"{seed}.wav", chords(4, seed=seed), rate=22_050)
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library") as opened:
        yield opened


def workers() -> list[psutil.Process]:
    """Return the live worker processes of this process."""
    found = []
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            # A killed process is a zombie for a while, and has no command line then.
            if child.status() != psutil.STATUS_ZOMBIE and "LokyProcess" in " ".join(child.cmdline()):
                found.append(child)
    return found


@pytest.mark.skipif(os.name == "nt", reason="Windows has classes of priority, no numbers")
def test_workers_run_at_low_priority(library: Library, music: Path) -> None:
    own, found = psutil.Process().nice(), list[int]()

    def look(progress: Progress) -> None:
        found.extend(worker.nice() for worker in workers())

    assert ingest(library, [music], [CHROMA], jobs=2, progress=look).added == FILES
    assert max(found) == max(own, NICENESS)
    assert psutil.Process().nice() == own


def test_no_file_is_lost_when_a_worker_dies(library: Library, music: Path) -> None:
    killed: list[int] = []

    def kill_one(progress: Progress) -> None:
        if not killed and (found := workers()):
            killed.append(found[0].pid)
            found[0].kill()

    report = ingest(library, [music], [CHROMA], jobs=2, progress=kill_one)
    assert killed
    assert (report.added, report.broken) == (FILES, [])
    assert len(library.matrix([KEY])[0]) == FILES


def test_files_whose_workers_die_twice_are_named_and_can_be_added_later(
    library: Library, music: Path
) -> None:
    ended = threading.Event()

    def kill_all() -> None:
        while not ended.wait(0.01):
            for worker in workers():
                with suppress(psutil.NoSuchProcess):
                    worker.kill()

    def start_killing(progress: Progress) -> None:
        if progress.files_done == 1:
            threading.Thread(target=kill_all, daemon=True).start()

    try:
        report = ingest(library, [music], [CHROMA], jobs=1, in_subprocess=True, progress=start_killing)
    finally:
        ended.set()
    assert 1 <= report.added < FILES
    assert len(report.broken) == FILES - report.added
    assert {one.reason for one in report.broken} == {"reading it crashes the decoder"}
    assert ingest(library, [music], [CHROMA], jobs=1).added == FILES - report.added


def test_a_stopped_import_whose_workers_are_ended_keeps_what_is_finished(
    library: Library, music: Path
) -> None:
    stop = threading.Event()

    def end(progress: Progress) -> None:
        if progress.files_done:
            stop.set()
            terminate_workers()

    report = ingest(library, [music], [CHROMA], jobs=2, progress=end, stop=stop)
    assert 1 <= report.added < FILES
    assert report.broken == []
    assert library.count() == report.added


IMPORT = """
import json, os, sys
from pathlib import Path
import psutil
from scenescore.library.ingest.ingest import Requirement, ingest
from scenescore.library.store.library import Library

def die(progress):
    if not progress.files_done:
        return
    children = [child.pid for child in psutil.Process().children(recursive=True)]
    print(json.dumps(children), flush=True)
    os.kill(os.getpid(), 9)

if __name__ == "__main__":
    requirement = Requirement(("chroma_stft",), 24)
    ingest(Library(Path(sys.argv[2])), [Path(sys.argv[1])], [requirement], jobs=2, progress=die)
"""


def test_workers_end_when_their_import_is_killed(music: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", IMPORT, str(music), str(tmp_path / "library")]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    assert done.returncode == -signal.SIGKILL
    children = json.loads(done.stdout)
    assert children
    wait_until(lambda: not any(is_running(pid) for pid in children))
    with Library(tmp_path / "library") as library:
        assert library.count() == 1


def is_running(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
