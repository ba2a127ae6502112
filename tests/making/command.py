"""Scenescore's commands, in this process or in one of their own."""

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from scenescore.cli.main import main

TIMEOUT_S = 120.0


def run_command(home: Path, *arguments: str, **variables: str) -> Result:
    """Run a command in this process, which saves the start of another one.

    Parameters
    ----------
    home : Path
        The ``SCENESCORE_HOME``.
    arguments : str
        The command and its arguments.
    variables : str
        Further environment variables.

    Returns
    -------
    click.testing.Result
    """
    environment = {"SCENESCORE_HOME": str(home), "COLUMNS": "200", **variables}
    return CliRunner(env=environment).invoke(main, arguments)


def run_process(home: Path, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run a command in a process of its own. The parameters are those of :func:`run_command`."""
    return subprocess.run(
        [sys.executable, "-m", "scenescore", *arguments],
        env={**os.environ, "SCENESCORE_HOME": str(home), "COLUMNS": "200", **variables},
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
