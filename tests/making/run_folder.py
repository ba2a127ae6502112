"""Folders that a test run makes once, also when several processes share the run."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder of the test run, which the first process that needs it makes.

    Parameters
    ----------
    factory : pytest.TempPathFactory
        The fixture ``tmp_path_factory``.
    name : str
        The folder's name, unique within the run.
    make : callable
        Fills the folder, which is empty. It runs at most once in a run, unless it fails.

    Returns
    -------
    Path
        The folder. Other processes of the run read it, too: copy it before you change anything in it.
    """
    base = factory.getbasetemp()
    # Each worker of pytest-xdist has a folder of its own in the run's folder.
    run = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = run / name
    with FileLock(run / f"{name}.lock"):
        if not folder.exists():
            partial = run / f"{name}.partial"
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir()
            make(partial)
            partial.rename(folder)
    return folder
