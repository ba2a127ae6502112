"""The real daemon in a process of its own, and plain gRPC stubs that talk to it."""

import json
import os
import queue
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
    project_pb2_grpc,
)

START_TIMEOUT_S = 240.0
WAIT_TIMEOUT_S = 240.0
POLL_INTERVAL_S = 0.02
UNLIMITED_MESSAGES = (("grpc.max_send_message_length", -1), ("grpc.max_receive_message_length", -1))


class Daemon:
    """A running daemon.

    Attributes
    ----------
    process : subprocess.Popen
        Its process.
    ready : dict
        The contents of its ready file.
    log : Path
        The file with its output.
    temporary : Path
        The folder for its temporary files.
    """

    def __init__(
        self, process: "subprocess.Popen[bytes]", ready: dict[str, Any], log: Path, temporary: Path
    ) -> None:
        self.process = process
        self.ready = ready
        self.log = log
        self.temporary = temporary
        self.address: str = ready["address"]
        self.token = Path(ready["token_file"]).read_text()
        self.auth = (("authorization", f"Bearer {self.token}"),)
        self.channel = grpc.insecure_channel(self.address, UNLIMITED_MESSAGES)
        self.match: Any = match_pb2_grpc.MatchServiceStub(self.channel)
        self.library: Any = library_pb2_grpc.LibraryServiceStub(self.channel)
        self.cues: Any = cue_pb2_grpc.CueServiceStub(self.channel)
        self.models: Any = model_pb2_grpc.ModelServiceStub(self.channel)
        self.projects: Any = project_pb2_grpc.ProjectServiceStub(self.channel)
        self.control: Any = daemon_pb2_grpc.DaemonServiceStub(self.channel)

    def call(self, method: Any, request: Any, *, timeout: float = WAIT_TIMEOUT_S) -> Any:
        """Call a method of a stub with the token."""
        return method(request, metadata=self.auth, timeout=timeout)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal, wait for the end, and return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(WAIT_TIMEOUT_S)


def serve_command(ready_file: Path, *arguments: str) -> list[str]:
    """Return the command that starts a daemon, on a free port unless `arguments` say otherwise."""
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
        The daemon's ``SCENESCORE_HOME``.
    scratch : Path
        The folder for its ready file and its log.
    arguments : str
        Further options for ``serve``.
    environment : mapping, optional
        Further environment variables.

    Yields
    ------
    Daemon
    """
    ready_file, log_file, temporary = scratch / "ready.json", scratch / "daemon.log", scratch / "tmp"
    ready_file.unlink(missing_ok=True)
    temporary.mkdir(exist_ok=True)
    with log_file.open("ab") as log:
        process = subprocess.Popen(
            serve_command(ready_file, *arguments),
            env={
                **os.environ,
                "SCENESCORE_HOME": str(home),
                "TMPDIR": str(temporary),
                **(environment or {}),
            },
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        wait_until(lambda: ready_file.exists() or process.poll() is not None, START_TIMEOUT_S)
        if not ready_file.exists():
            raise RuntimeError(f"the daemon ended with code {process.poll()}: {log_file.read_text()}")
        daemon = Daemon(process, json.loads(ready_file.read_text()), log_file, temporary)
        try:
            yield daemon
        finally:
            daemon.channel.close()
    finally:
        process.kill()
        process.wait(WAIT_TIMEOUT_S)


def failed_start(home: Path, scratch: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Start a daemon that must refuse to run. Return its exit code and its output."""
    return subprocess.run(
        serve_command(scratch / "ready.json", *arguments),
        env={**os.environ, "SCENESCORE_HOME": str(home)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=START_TIMEOUT_S,
        check=False,
    )


def wait_until(holds: Callable[[], Any], seconds: float = WAIT_TIMEOUT_S) -> Any:
    """Call `holds` until it returns something true, and return that. Fail after some time."""
    deadline_s = time.monotonic() + seconds
    while not (found := holds()):
        if time.monotonic() > deadline_s:
            raise AssertionError(f"nothing happened within {seconds:.0f} s")
        time.sleep(POLL_INTERVAL_S)
    return found


def configured(**values: Any) -> match_pb2.MatchFramesRequest:
    """Return the first message of a stream."""
    return match_pb2.MatchFramesRequest(config=match_pb2.SessionConfig(**values))


def sent_frame(encoding: Any, data: bytes, width: int = 0, height: int = 0) -> match_pb2.MatchFramesRequest:
    """Return a request with one encoded picture."""
    return match_pb2.MatchFramesRequest(
        frame=match_pb2.Frame(encoding=encoding, data=data, width=width, height=height)
    )


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


class FrameStream:
    """A ``MatchFrames`` call that sends frames one by one and stays open between them.

    Parameters
    ----------
    daemon : Daemon
        The daemon to call.
    config : object
        Fields of the session's configuration.
    """

    def __init__(self, daemon: Daemon, **config: Any) -> None:
        self._requests: queue.SimpleQueue[match_pb2.MatchFramesRequest | None] = queue.SimpleQueue()
        self.send(configured(**config))
        self.call = daemon.call(daemon.match.MatchFrames, iter(self._requests.get, None))

    def send(self, *requests: match_pb2.MatchFramesRequest) -> None:
        """Send messages."""
        for request in requests:
            self._requests.put(request)

    def answer(self) -> match_pb2.Answer:
        """Wait for the next answer."""
        answer: match_pb2.Answer = next(self.call).answer
        return answer

    def end(self) -> list[match_pb2.Answer]:
        """Say that no more frames come. Return the answers that are still due."""
        self._requests.put(None)
        return [response.answer for response in self.call]


def open_stream(daemon: Daemon, **config: Any) -> FrameStream:
    """Begin a session with one frame, wait for its answer, and leave it open."""
    stream = FrameStream(daemon, **config)
    stream.send(colour_frame(0))
    stream.answer()
    return stream


def first_answer(daemon: Daemon, **config: Any) -> match_pb2.Answer:
    """Return the answer to one frame, from a session of its own."""
    requests = iter([configured(**config), colour_frame(0)])
    answer: match_pb2.Answer = next(daemon.call(daemon.match.MatchFrames, requests)).answer
    return answer
