"""BLAS and OpenMP are limited to one thread, also in nested blocks and after an import."""

import subprocess
import sys

import numpy as np
from threadpoolctl import threadpool_info

from scenescore.audio.single_threaded import single_threaded


def blas_threads() -> set[int]:
    np.ones((8, 8)) @ np.ones((8, 8))
    return {one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"}


def test_blas_has_one_thread_until_the_outermost_block_ends() -> None:
    before = blas_threads()
    with single_threaded():
        with single_threaded():
            assert blas_threads() == {1}
        assert blas_threads() == {1}
    assert blas_threads() == before
    with single_threaded():
        assert blas_threads() == {1}


def test_a_nested_block_limits_the_libraries_that_were_imported_since() -> None:
    script = """
from threadpoolctl import threadpool_info
from scenescore.audio.single_threaded import single_threaded
with single_threaded():
    import sklearn.cluster
    with single_threaded():
        print({one["num_threads"] for one in threadpool_info()}, len(threadpool_info()))
    with single_threaded():
        print({one["num_threads"] for one in threadpool_info()}, len(threadpool_info()))
"""
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    first, second = ended.stdout.splitlines()
    assert first == second
    assert first.startswith("{1} ")
