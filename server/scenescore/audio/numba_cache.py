"""What librosa compiles for itself, compiled by one process at a time.

librosa's functions are compiled when they are first loaded, and kept beside its files. Where two processes
do so at once, what they keep may not fit together: from then on whoever calls it ends with a segmentation
fault (https://github.com/numba/numba/issues/10128). Music is taken in by several processes, on a fresh
installation, too.
"""

import hashlib
import importlib
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from pathlib import Path
from typing import Final

import librosa
import platformdirs

COMPILING: Final = ("librosa.util.utils", "librosa.core.audio", "librosa.core.pitch")
"""Modules whose universal functions are compiled when they are loaded; librosa does so when it needs them."""


@cache
def compile_librosa() -> None:
    """Load what librosa compiles, once in a process; call it before any of librosa's functions.

    It waits while another process of this user does so for the same installation.
    """
    with _alone():
        for module in COMPILING:
            importlib.import_module(module)


def _alone() -> AbstractContextManager[object]:
    """Return what keeps others of this user from compiling; nothing where no file can be written for it."""
    from filelock import FileLock  # noqa: PLC0415 (a daemon that takes in no music starts sooner without)

    try:
        return FileLock(lock_file()).acquire()
    except OSError:
        return nullcontext()


def lock_file() -> Path:
    """Return the file whose lock says that somebody compiles: one for each installation of librosa."""
    folder = platformdirs.user_cache_path("scenescore", ensure_exists=True)
    installed = hashlib.sha256(str(Path(librosa.__file__).parent).encode()).hexdigest()[:16]
    return folder / f"librosa-{installed}.lock"
