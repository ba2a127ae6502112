"""A real Godot 4.6 to run the example game in."""

import os
import shutil
import subprocess
from pathlib import Path

INSTALLER = Path(__file__).parents[2] / ".ci" / "install-godot"


def find_godot() -> Path:
    """Return a Godot 4.6, which is installed where there is none: a test of the game is never skipped.

    Returns
    -------
    Path
        The one in ``GODOT``, else ``godot`` on PATH, else the tests' own in ``~/.cache/scenescore-test``.

    Raises
    ------
    RuntimeError
        There is none and it can't be installed, or ``GODOT`` names something else.
    """
    if named := os.environ.get("GODOT"):
        if (found := shutil.which(named)) is None:
            raise RuntimeError(f"GODOT is {named}, which can't be run; name Godot 4.6 or leave it out")
        return Path(found).absolute()
    if found := shutil.which("godot"):
        return Path(found).absolute()
    own = Path.home() / ".cache" / "scenescore-test" / "godot"
    godot = own / "usr" / "bin" / "godot"
    if not godot.exists():
        ended = subprocess.run([INSTALLER, own], capture_output=True, text=True, check=False)
        if ended.returncode != 0:
            raise RuntimeError(f"Godot can't be installed by {INSTALLER}: {ended.stderr.strip()}")
    return godot
