"""Run protoc in a fixed version and its own environment: ``uv run python protos/protoc.py ARGUMENTS``."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

TOOLS: Final = "grpcio-tools==1.66.2"
"""The compiler. It generates code for protobuf 5.27 and grpcio 1.66.2 and for all later versions.

A newer compiler generates code that refuses these versions. This one needs protobuf 5 itself, so it can't
share an environment with the newest grpcio.
"""
PYTHON: Final = ">=3.11,<3.14"
"""The versions of Python that `TOOLS` has wheels for."""


def run_protoc(
    *arguments: str, cwd: Path | None = None, check: bool = True
) -> "subprocess.CompletedProcess[str]":
    """Run protoc with its plugins for Python. The protos of ``google.protobuf`` are found without a path.

    Parameters
    ----------
    arguments : str
        Protoc's arguments.
    cwd : Path, optional
        The working folder; None for the present one.
    check : bool
        Whether to raise an error if protoc fails.

    Returns
    -------
    subprocess.CompletedProcess
        The exit code and the messages.

    Raises
    ------
    subprocess.CalledProcessError
        Protoc fails and `check` is set.
    FileNotFoundError
        uv isn't installed.
    """
    # `uv run` tells its programs in UV where it is.
    tool = [os.environ.get("UV", "uv"), "tool", "run", "--quiet", "--python", PYTHON, "--from", TOOLS]
    command = [*tool, "python", "-m", "grpc_tools.protoc", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=check)


if __name__ == "__main__":
    done = run_protoc(*sys.argv[1:], check=False)
    sys.stdout.write(done.stdout)
    sys.stderr.write(done.stderr)
    sys.exit(done.returncode)
