"""What librosa compiles is compiled by one process at a time."""

import os
import subprocess
import sys
from pathlib import Path

from filelock import FileLock

from scenescore.audio.numba_cache import lock_file

FEATURES = """
import numpy as np
from scenescore.audio.features import WINDOW_SAMPLES, extract
chords = np.sin(np.outer([220.0, 277.2, 329.6], np.arange(WINDOW_SAMPLES)) * 2 * np.pi / 22050).sum(axis=0)
print(extract(chords.astype(np.float32), ["chroma_cqt", "mfcc"], 24)["chroma_cqt"].sum())
"""


def computing(cache: Path) -> "subprocess.Popen[str]":
    """Start a process that computes features, with compiled functions of its own."""
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(cache)}
    return subprocess.Popen(
        [sys.executable, "-c", FEATURES],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_several_processes_that_compile_at_once_leave_files_that_fit_together(tmp_path: Path) -> None:
    first = [computing(tmp_path) for _ in range(3)]
    told = [process.communicate(timeout=280) for process in first]
    assert [process.returncode for process in first] == [0, 0, 0], told
    # What they have kept is what everybody loads from now on.
    later = computing(tmp_path)
    output, errors = later.communicate(timeout=280)
    assert later.returncode == 0, errors
    assert {told_by[0] for told_by in told} == {output}


def test_it_waits_while_another_process_compiles() -> None:
    held = "from scenescore.audio.numba_cache import compile_librosa; compile_librosa(); print('done')"
    with FileLock(lock_file()):
        waiting = subprocess.Popen([sys.executable, "-c", held], stdout=subprocess.PIPE, text=True)
        try:
            output, _ = waiting.communicate(timeout=8)
        except subprocess.TimeoutExpired:
            output = ""
    assert output == ""
    assert waiting.communicate(timeout=120)[0] == "done\n"
