"""Processes that compile librosa's numba functions at the same time leave a cache that all can load."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMPUTE_FEATURES = """
import numpy as np
from scenescore.audio.features import WINDOW_SAMPLES, extract
chord = np.sin(np.outer([220.0, 277.2, 329.6], np.arange(WINDOW_SAMPLES)) * 2 * np.pi / 22050).sum(axis=0)
print(extract(chord.astype(np.float32), ["chroma_cqt", "mfcc"], 24)["chroma_cqt"].sum())
"""


def start_computing(cache: Path) -> "subprocess.Popen[str]":
    """Start a process that computes features, with a numba cache of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", COMPUTE_FEATURES],
        env={**os.environ, "NUMBA_CACHE_DIR": str(cache)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.timeout(600)
def test_processes_that_compile_at_once_leave_a_cache_that_others_can_load(tmp_path: Path) -> None:
    compiling = [start_computing(tmp_path) for _ in range(2)]
    results = [process.communicate(timeout=280) for process in compiling]
    assert [process.returncode for process in compiling] == [0, 0], results
    loading = start_computing(tmp_path)
    output, errors = loading.communicate(timeout=280)
    assert loading.returncode == 0, errors
    assert {printed for printed, _ in results} == {output}
