"""Starting the test servers, and asking them with grpcio's own client to know what is right."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc

from making.machine.apt import apt_lock

HERE = Path(__file__).parent
_RAW: dict[str, Any] = {"request_serializer": None, "response_deserializer": None}


class ServerProcess:
    """A server that runs.

    Attributes
    ----------
    process : subprocess.Popen
        Its process.
    target : str
        Where it answers.
    """

    def __init__(self, command: list[str], cwd: Path | None = None) -> None:
        self.process = subprocess.Popen(
            command, cwd=cwd, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line.startswith("ready "):
            self.process.kill()
            raise RuntimeError(f"{command} didn't start: {line}")
        self.target = line.split()[1]

    def tell(self, line: str) -> None:
        """Write a line to its stdin."""
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def kill(self) -> None:
        """End it as `kill -9` does."""
        self.process.kill()
        self.process.communicate(timeout=30)


@contextmanager
def grpcio_server(address: str = "127.0.0.1:0") -> Iterator[ServerProcess]:
    """Run the service on grpcio."""
    yield from _running([sys.executable, str(HERE / "grpcio_server.py"), address])


@contextmanager
def adverse_server() -> Iterator[ServerProcess]:
    """Run the server that does what few servers do."""
    yield from _running([sys.executable, str(HERE / "adverse_server.py")])


@contextmanager
def node_server(scratch: Path) -> Iterator[ServerProcess]:
    """Run the service on @grpc/grpc-js, which npm fetches into `scratch` as the lock file says.

    Parameters
    ----------
    scratch : Path
        A folder of the test's own.
    """
    _ensure_node()
    for name in ("package.json", "package-lock.json", "server.js"):
        shutil.copy(HERE / name, scratch / name)
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=scratch, check=True, timeout=240)
    yield from _running(["node", "server.js"], scratch)


def ask(target: str, path: str, request: bytes, deadline_s: float | None = None) -> tuple[int, str, bytes]:
    """Call with grpcio's client.

    Returns
    -------
    code : int
        The status code.
    details : str
        Its message.
    response : bytes
        What came; empty on failure.
    """
    with grpc.insecure_channel(target) as channel:
        try:
            response: bytes = channel.unary_unary(path, **_RAW)(request, timeout=deadline_s)
        except grpc.RpcError as error:
            failed: Any = error
            return failed.code().value[0], failed.details() or "", b""
        return 0, "", response


def _running(command: list[str], cwd: Path | None = None) -> Iterator[ServerProcess]:
    server = ServerProcess(command, cwd)
    try:
        yield server
    finally:
        server.kill()


def _ensure_node() -> None:
    """Install Node where it is missing: a test of another language's server is never skipped."""
    if shutil.which("node") and shutil.which("npm"):
        return
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        raise RuntimeError("the test of the client against @grpc/grpc-js needs Node with npm on PATH")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with apt_lock():
        for command in (["update"], ["install", "-y", "--no-install-recommends", "nodejs", "npm"]):
            subprocess.run(
                ["apt-get", "-qq", *command], check=True, env=environment, stdout=subprocess.DEVNULL
            )
