"""Compiles librosa's numba functions, in one process at a time.

numba compiles some of librosa's functions when their modules are imported, and caches the machine code in
files. Two processes that compile at the same time can leave cache files that don't fit together. Every later
process that loads them then crashes (https://github.com/numba/numba/issues/10128). An import runs in several
processes, also right after the installation.
"""

import hashlib
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from pathlib import Path

import librosa
import platformdirs


@cache
def compile_librosa() -> None:
    """Compile librosa's numba functions, or load them from the cache.

    Call this before any function of librosa. Only the first call in a process does something. It waits while
    another process of this user compiles for the same installation.
    """
    with _compile_lock():
        _import_compiled_functions()


def lock_file() -> Path:
    """Return the file that a process locks while it compiles.

    Returns
    -------
    Path
        A file in the user's cache folder, one for each installation of librosa.
    """
    folder = platformdirs.user_cache_path("scenescore", ensure_exists=True)
    installation = hashlib.sha256(str(Path(librosa.__file__).parent).encode()).hexdigest()[:16]
    return folder / f"librosa-{installation}.lock"


def _import_compiled_functions() -> tuple[object, ...]:
    """Touch a function of each module that compiles on import: librosa imports modules when they are used."""
    return librosa.util.localmax, librosa.zero_crossings, librosa.estimate_tuning


def _compile_lock() -> AbstractContextManager[object]:
    """Return the lock, held; a context without effect where the lock file can't be written."""
    # A daemon that imports no music starts sooner without this module.
    from filelock import FileLock  # noqa: PLC0415

    try:
        return FileLock(lock_file()).acquire()
    except OSError:
        return nullcontext()
