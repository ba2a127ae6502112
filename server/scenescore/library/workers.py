"""The processes that imports compute in."""

import multiprocessing


def end_workers() -> None:
    """End the processes of all imports that are under way here; the files they are at are given up.

    Set the imports' `stop` before: they then end, and what they have finished stays. Whoever ends without
    this waits for files of any length, and with joblib's workers ended by the interpreter for ever.
    """
    for worker in multiprocessing.active_children():
        worker.terminate()
