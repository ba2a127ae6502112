"""A real Godot 4.6 to run the example game in."""

import os
import shutil
import subprocess
from pathlib import Path

from making.machine.apt import TESTS_CACHE, apt_lock

INSTALLER = Path(__file__).parents[3] / ".ci" / "install-godot"


def find_godot() -> Path:
    """Return Godot 4.6, and install it where it is missing: tests of the addon are never skipped.

    Returns
    -------
    Path
        ``GODOT``, else ``godot`` on PATH, else the tests' own in ``~/.cache/scenescore-test``.

    Raises
    ------
    RuntimeError
        Godot is missing and can't be installed, or ``GODOT`` can't be run.
    """
    if named := os.environ.get("GODOT"):
        if (found := shutil.which(named)) is None:
            raise RuntimeError(f"GODOT is {named}, which can't be run: set it to Godot 4.6, or unset it")
        return Path(found).absolute()
    if found := shutil.which("godot"):
        return Path(found).absolute()
    own = TESTS_CACHE / "godot"
    godot = own / "usr" / "bin" / "godot"
    if not godot.exists():
        with apt_lock():
            ended = subprocess.run([INSTALLER, own], capture_output=True, text=True, check=False)
        if ended.returncode != 0:
            raise RuntimeError(f"Godot can't be installed by {INSTALLER}: {ended.stderr.strip()}")
    return godot
