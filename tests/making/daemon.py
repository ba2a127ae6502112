"""The real daemon as a process of its own, and plain gRPC stubs to talk to it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc

from scenescore.v1 import (
    cue_pb2_grpc,
    daemon_pb2_grpc,
    library_pb2_grpc,
    match_pb2,
    match_pb2_grpc,
    model_pb2_grpc,
)

START_S = 90.0
WAIT_S = 60.0
MAX_MESSAGE = (("grpc.max_send_message_length", -1), ("grpc.max_receive_message_length", -1))


class Daemon:
    """A daemon that runs, and how to talk to it.

    Attributes
    ----------
    process : subprocess.Popen
        Its process.
    ready : dict
        What its ready file says.
    log : Path
        What it has printed.
    """

    def __init__(self, process: "subprocess.Popen[bytes]", ready: dict[str, Any], log: Path) -> None:
        self.process = process
        self.ready = ready
        self.log = log
        self.address: str = ready["address"]
        self.token = Path(ready["token_file"]).read_text()
        self.auth = (("authorization", f"Bearer {self.token}"),)
        self.channel = grpc.insecure_channel(self.address, MAX_MESSAGE)
        self.match: Any = match_pb2_grpc.MatchServiceStub(self.channel)
        self.library: Any = library_pb2_grpc.LibraryServiceStub(self.channel)
        self.cues: Any = cue_pb2_grpc.CueServiceStub(self.channel)
        self.models: Any = model_pb2_grpc.ModelServiceStub(self.channel)
        self.control: Any = daemon_pb2_grpc.DaemonServiceStub(self.channel)

    def call(self, method: Any, request: Any, *, timeout: float = WAIT_S) -> Any:
        """Call a method with the token."""
        return method(request, metadata=self.auth, timeout=timeout)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(WAIT_S)


def serve_command(ready_file: Path, *arguments: str) -> list[str]:
    """Return the command that starts a daemon on a free port."""
    listen = () if "--listen" in arguments else ("--listen", "127.0.0.1:0")
    return [sys.executable, "-m", "scenescore", "serve", "--ready-file", str(ready_file), *listen, *arguments]


@contextmanager
def running_daemon(
    home: Path, scratch: Path, *arguments: str, environment: Mapping[str, str] | None = None
) -> Iterator[Daemon]:
    """Run a daemon while the block lasts.

    Parameters
    ----------
    home : Path
        Its ``SCENESCORE_HOME``.
    scratch : Path
        Where its ready file and its log go.
    arguments : str
        Further options for ``serve``.
    environment : mapping, optional
        Further variables.
    """
    ready_file, log_file = scratch / "ready.json", scratch / "daemon.log"
    ready_file.unlink(missing_ok=True)
    with log_file.open("ab") as log:
        process = subprocess.Popen(
            serve_command(ready_file, *arguments),
            env={**os.environ, "SCENESCORE_HOME": str(home), **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        wait_until(lambda: ready_file.exists() or process.poll() is not None, START_S)
        if not ready_file.exists():
            raise RuntimeError(f"the daemon ended with code {process.poll()}: {log_file.read_text()}")
        daemon = Daemon(process, json.loads(ready_file.read_text()), log_file)
        try:
            yield daemon
        finally:
            daemon.channel.close()
    finally:
        process.kill()
        process.wait(WAIT_S)


def failed_start(home: Path, scratch: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Start a daemon that must refuse to run; return its exit code and its words."""
    return subprocess.run(
        serve_command(scratch / "ready.json", *arguments),
        env={**os.environ, "SCENESCORE_HOME": str(home)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=START_S,
        check=False,
    )


def wait_until(holds: Callable[[], Any], seconds: float = WAIT_S) -> Any:
    """Return what `holds` returns once it is true; fail when it never is."""
    deadline_s = time.monotonic() + seconds
    while not (found := holds()):
        if time.monotonic() > deadline_s:
            raise AssertionError(f"waited {seconds:.0f} s in vain")
        time.sleep(0.02)
    return found


def configured(**values: Any) -> match_pb2.MatchFramesRequest:
    """Return a stream's first message."""
    return match_pb2.MatchFramesRequest(config=match_pb2.SessionConfig(**values))


def colour_frame(
    time_s: float, colour: tuple[int, int, int] = (200, 30, 30), *, side: int = 80
) -> match_pb2.MatchFramesRequest:
    """Return a message with a frame of one colour."""
    return match_pb2.MatchFramesRequest(
        frame=match_pb2.Frame(
            capture_time_us=round(time_s * 1e6),
            encoding=match_pb2.FRAME_ENCODING_RGB8,
            width=side,
            height=side,
            data=bytes(colour) * (side * side),
        )
    )
