"""A new user's account: an empty home, no checkout on PATH, and a registry where a stranger has our names."""

import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from making.machine.apt import TESTS_CACHE

STRANGER: Final = "a_stranger_was_here.py"
"""What the stranger's packages install."""
PIPX: Final = "pipx==1.18.4"
_OURS: Final = ("scenescore", "scenescore-client")
_OWN_VARIABLES: Final = (
    *("SCENESCORE_", "PYTHON", "PYTEST", "VIRTUAL_ENV", "XDG_", "PIPX_"),
    *("UV_TOOL", "UV_PROJECT", "UV_PYTHON", "UV_FROZEN", "UV_LOCKED"),
)
"""Beginnings of the variables that a new user doesn't have. Those of mirrors and certificates stay."""


@dataclass(frozen=True)
class CleanHome:
    """A home folder and what a shell in it sees.

    Parameters
    ----------
    path : Path
        The home folder; its own programs are in ``.local/bin``.
    variables : dict of str
        The whole environment.
    """

    path: Path
    variables: dict[str, str]

    def run(self, line: str, folder: Path | None = None, **more: str) -> "subprocess.CompletedProcess[str]":
        """Run a line as in a terminal that was just opened.

        Parameters
        ----------
        line : str
            For Bash.
        folder : Path, optional
            Where; by default in the home folder.
        more : str
            Further variables.

        Returns
        -------
        subprocess.CompletedProcess
            Ended; with what it printed.
        """
        return subprocess.run(
            ["bash", "-c", line],
            cwd=folder or self.path,
            env=self.variables | more,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def strangers(self) -> list[Path]:
        """Return the stranger's files that lines have installed."""
        return list(self.path.rglob(STRANGER))


def clean_home(folder: Path) -> CleanHome:
    """Make a new user's account.

    Parameters
    ----------
    folder : Path
        Empty; where the account and the stranger's registry are made.

    Returns
    -------
    CleanHome
        It has Bash, Python, uv, pipx, and a virtual environment in ``venv`` with pip.
    """
    home, tools, registry = folder / "home", folder / "tools", folder / "registry"
    for one in (home, tools, registry):
        one.mkdir(parents=True)
    uv = os.environ.get("UV") or shutil.which("uv")
    assert uv is not None
    (tools / "uv").symlink_to(uv)
    (tools / "python3").write_text(f'#!/bin/sh\nexec "{sys.base_prefix}/bin/python3" "$@"\n')
    (tools / "pipx").write_text(f'#!/bin/sh\nexec uv tool run --quiet {PIPX} "$@"\n')
    for script in ("python3", "pipx"):
        (tools / script).chmod(0o755)
    variables = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(_OWN_VARIABLES) and name != "UV"
    }
    # What has been downloaded once serves all tests; what is installed belongs to the home.
    cache = subprocess.run([uv, "cache", "dir"], capture_output=True, text=True, check=True).stdout.strip()
    _write_strangers_packages(registry)
    variables |= {
        "HOME": str(home),
        "SHELL": "/bin/bash",
        # A terminal's shell reads this file.
        "BASH_ENV": str(home / ".bashrc"),
        "PATH": f"{tools}:/usr/bin:/bin",
        "UV_CACHE_DIR": cache,
        "UV_PYTHON": f"{sys.base_prefix}/bin/python3",
        "UV_INDEX": registry.as_uri(),
        "PIP_CACHE_DIR": str(TESTS_CACHE / "pip"),
        "PIP_EXTRA_INDEX_URL": registry.as_uri(),
        "COLUMNS": "120",
    }
    subprocess.run([uv, "venv", "--quiet", "--seed", home / "venv"], env=variables, check=True)
    return CleanHome(home, variables)


def _write_strangers_packages(registry: Path) -> None:
    """Write wheels of our names and version, and of a much newer one, as a registry that tools can read."""
    for name in _OURS:
        folder = registry / name
        folder.mkdir()
        module = name.replace("-", "_")
        for number in (version("scenescore"), "99.0"):
            wheel = folder / f"{module}-{number}-py3-none-any.whl"
            about = f"{module}-{number}.dist-info"
            with zipfile.ZipFile(wheel, "w") as file:
                file.writestr(STRANGER, "")
                file.writestr(
                    f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {number}\n"
                )
                file.writestr(
                    f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
                )
                file.writestr(f"{about}/RECORD", "")
        links = "".join(f'<a href="{wheel.name}">{wheel.name}</a>' for wheel in sorted(folder.iterdir()))
        (folder / "index.html").write_text(f"<!DOCTYPE html><html><body>{links}</body></html>")
