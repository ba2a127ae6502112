"""The processes that long work is done in: beside the sessions, never before them."""

import multiprocessing
import sys
from contextlib import suppress
from typing import Final

import psutil

NICENESS: Final = 10
"""How far such a process stands back where others want the processor; 0 is usual, 19 the most."""


def stand_back(pid: int | None = None) -> None:
    """Let a process, this one by default, get what others leave of the processor."""
    with suppress(psutil.Error, OSError):
        process = psutil.Process(pid)
        if sys.platform == "win32":
            process.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
        elif process.nice() < NICENESS:
            process.nice(NICENESS)


def end_workers() -> None:
    """End the processes of all imports that are under way here; the files they are at are given up.

    Set the imports' `stop` before: they then end, and what they have finished stays. Whoever ends without
    this waits for files of any length, and with joblib's workers ended by the interpreter for ever.
    """
    for worker in multiprocessing.active_children():
        worker.terminate()
