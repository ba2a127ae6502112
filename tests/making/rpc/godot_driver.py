"""The GDScript gRPC client in a real Godot, put through the scenarios of ``tests/rpc/scenarios.gd``."""

import json
import re
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from making.godot.project import GodotProject, GodotRun
from making.rpc.processes import ServerProcess

_SCRIPT = "res://tests/rpc/driver.gd"
_START_S = 240.0
_SCENARIO_S = 200.0


class GodotDriver:
    """One Godot that runs scenarios one after the other; from `godot_driver`."""

    def __init__(
        self, project: GodotProject, process: "subprocess.Popen[str]", connection: socket.socket
    ) -> None:
        self._project = project
        self._process = process
        self._connection = connection
        self._results = connection.makefile("r", encoding="utf-8")
        self._lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __call__(self, server: ServerProcess | str, *words: object) -> dict[str, Any]:
        """Run a scenario and return its result; Godot must have nothing to complain of."""
        order = json.dumps([_target(server), *map(str, words)])
        self._connection.sendall(f"{order}\n".encode())
        line = self._results.readline()
        assert line, f"Godot is gone:\n{self.output}"
        assert not GodotRun(0, self.output).complaints(), self.output
        result: dict[str, Any] = json.loads(line)
        return result

    def end(self) -> None:
        """End it; it must have had nothing to complain of."""
        self._connection.shutdown(socket.SHUT_RDWR)
        code = self._process.wait(_START_S)
        self._reader.join(_START_S)
        GodotRun(code, self.output).check()

    @property
    def output(self) -> str:
        """What it has printed so far."""
        return "".join(self._lines)

    def start(self, server: ServerProcess | str, *words: object) -> "subprocess.Popen[str]":
        """Start a scenario in a Godot of its own and return the process."""
        return subprocess.Popen(
            self._project.command("-s", _SCRIPT, "--", _target(server), *map(str, words)),
            env=self._project.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def await_word(self, process: "subprocess.Popen[str]", word: str) -> str:
        """Wait until a started scenario prints a word on its own line; return what it has printed."""
        assert process.stdout is not None
        printed = ""
        while not printed.endswith(f"\n{word}\n"):
            line = process.stdout.readline()
            assert line, printed
            printed += line
        return printed

    def finish(self, process: "subprocess.Popen[str]") -> dict[str, Any]:
        """Wait for the result of a started scenario; Godot must have nothing to complain of."""
        printed, _ = process.communicate(timeout=_SCENARIO_S)
        run = GodotRun(process.returncode, printed).check()
        found = re.search(r"^result (.*)$", run.output, re.MULTILINE)
        assert found, printed
        result: dict[str, Any] = json.loads(found[1])
        return result

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.append(line)


@contextmanager
def godot_driver(project: GodotProject) -> Iterator[GodotDriver]:
    """Run a Godot that waits for scenarios, while the block lasts.

    Parameters
    ----------
    project : GodotProject
        The addon's project, imported.
    """
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(_START_S)
        port = server.getsockname()[1]
        with project.running("-s", _SCRIPT, "--", f"--port={port}") as process:
            connection, _ = server.accept()
            connection.settimeout(_SCENARIO_S)
            with connection:
                driver = GodotDriver(project, process, connection)
                yield driver
                driver.end()


def _target(server: ServerProcess | str) -> str:
    return server if isinstance(server, str) else server.target
