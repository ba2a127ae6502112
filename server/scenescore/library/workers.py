"""The priority and the end of processes that do long work beside the sessions."""

import functools
import multiprocessing
import os
import sys
import threading
import time
from contextlib import suppress
from typing import Final

import psutil

NICENESS: Final = 10
"""Unix's niceness of processes that do long work: 0 is usual, 19 the lowest priority."""

PARENT_CHECK_INTERVAL_S: Final = 1.0


def lower_priority(pid: int | None = None) -> None:
    """Let a process run at low priority.

    Parameters
    ----------
    pid : int, optional
        The process; by default this one. One that is gone is passed over.
    """
    with suppress(psutil.Error, OSError):
        process = psutil.Process(pid)
        if sys.platform == "win32":
            process.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
        elif process.nice() < NICENESS:
            process.nice(NICENESS)


@functools.cache
def end_with_parent() -> None:
    """End this process soon after the process that started it, even if that one is killed.

    joblib's workers would wait for more work until their idle time is over.
    """
    parent = psutil.Process().parent()
    if parent is not None:
        threading.Thread(target=_exit_after, args=(parent,), name="parent-watch", daemon=True).start()


def _exit_after(parent: psutil.Process) -> None:
    """End this process without ceremony once another one has ended."""
    with suppress(psutil.NoSuchProcess):
        while parent.is_running() and parent.status() != psutil.STATUS_ZOMBIE:
            time.sleep(PARENT_CHECK_INTERVAL_S)
    os._exit(1)


def terminate_workers() -> None:
    """End the worker processes of all imports of this process. The files that they read are given up.

    Set the imports' `stop` before: the imports then end, and what they have finished stays. A process that
    ends without this waits until the workers have read their files, and waits for ever if the interpreter has
    ended joblib's workers.
    """
    for worker in multiprocessing.active_children():
        worker.terminate()
