"""A real Godot editor with the addon, driven by a test."""

import json
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psutil

from making.daemon import wait_until
from making.godot.project import GodotProject, GodotRun

PROGRAM: Final = Path(sys.executable).with_name("scenescore")
"""The program that the addon runs."""
GONE_S: Final = 60.0
"""How long a daemon may take to end on a busy machine; 5 s are promised. Its ``--idle-exit`` is longer."""
_DRIVER: Final = Path(__file__).with_name("editor_driver")
_START_S: Final = 240.0
_ANSWER_S: Final = 60.0
_PATIENCE_S: Final = 180.0
_COLOUR: Final = re.compile(r"\x1b\[[0-9;]*m")
STAGES: Final = ("off", "starting", "ready", "listening", "matching")
ABSENCES: Final = ("stopped", "not installed", "wrong version", "crashed")
"""Why there is no daemon, in the stage ``off``."""


def with_driver(project: GodotProject) -> GodotProject:
    """Add the enabled driver plugin to a project with the addon."""
    shutil.copytree(_DRIVER, project.path / "addons" / "editor_driver")
    settings = project.path / "project.godot"
    text = settings.read_text()
    plugins = "enabled=PackedStringArray("
    assert plugins in text
    text = text.replace(plugins, plugins + '"res://addons/editor_driver/plugin.cfg", ')
    settings.write_text(text)
    return project


class Editor:
    """A running editor.

    Attributes
    ----------
    process : subprocess.Popen
        The editor's process.
    """

    def __init__(self, process: "subprocess.Popen[str]", connection: socket.socket) -> None:
        self.process = process
        self._connection = connection
        self._answers = connection.makefile("r", encoding="utf-8")
        self._output: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def get(self, *properties: str) -> Any:
        """Return one property of the editor's session, or several as a dictionary."""
        values = self._ask({"get": properties})
        return values if len(properties) > 1 else values[properties[0]]

    def call(self, method: str, *arguments: Any) -> Any:
        """Call a method of the editor's session."""
        return self._ask({"call": method, "with": arguments})

    def tell(self, word: str) -> Any:
        """Run one of the driver's commands, such as ``play``."""
        return self._ask({"editor": word})

    @property
    def stage(self) -> str:
        """The user's stage: one of `STAGES`, or of `ABSENCES` where there is no daemon."""
        now = self.get("stage", "absence:reason")
        return STAGES[int(now["stage"])] if now["stage"] else ABSENCES[int(now["absence:reason"])]

    def wait_for(self, stage: str, seconds: float = _PATIENCE_S) -> None:
        """Wait for a stage; a failure shows the state of the dock."""
        try:
            wait_until(lambda: self.stage == stage, seconds)
        except AssertionError:
            shown = self.get("stage", "problem", "starting_line", "notice", "import_problem", "answer")
            raise AssertionError(f"not {stage} after {seconds:g} s: {shown}\n{self.output}") from None

    def wait_for_value(self, name: str, value: Any, seconds: float = _PATIENCE_S) -> None:
        """Wait until a property of the session has a value."""
        try:
            wait_until(lambda: self.get(name) == value, seconds)
        except AssertionError:
            raise AssertionError(f"{name} is {self.get(name)!r}, not {value!r}\n{self.output}") from None

    def quit(self) -> GodotRun:
        """Quit the editor as a user would, after it has scanned its files, and return the result."""
        wait_until(lambda: not self.tell("is scanning"), _PATIENCE_S)
        self.tell("quit")
        return self.ended()

    def ended(self) -> GodotRun:
        """Wait for its end and return the result."""
        code = self.process.wait(_ANSWER_S)
        self._reader.join(_ANSWER_S)
        return GodotRun(code, self.output)

    @property
    def output(self) -> str:
        """The output so far, without colours."""
        return _COLOUR.sub("", "".join(self._output))

    def _ask(self, order: Mapping[str, Any]) -> Any:
        self._connection.sendall(json.dumps(order).encode() + b"\n")
        line = self._answers.readline()
        assert line, f"the editor is gone:\n{self.output}"
        return json.loads(line)["answer"]

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._output.append(line)


@dataclass(frozen=True)
class Desk:
    """A project and a home of Scenescore, for editors.

    Parameters
    ----------
    project : GodotProject
        From `with_driver`, imported.
    home : Path
        The ``SCENESCORE_HOME`` of the daemons that the editor starts.
    """

    project: GodotProject
    home: Path

    @contextmanager
    def editor(
        self,
        command: str | Path = PROGRAM,
        *,
        display: str = "",
        environment: Mapping[str, str] | None = None,
    ) -> Iterator[Editor]:
        """Run the editor; it and its child processes end with the block.

        Parameters
        ----------
        command : str or Path
            The value of ``SCENESCORE_COMMAND``.
        display : str, optional
            The X display; without one the editor is headless.
        environment : mapping, optional
            Further variables.
        """
        names = {"SCENESCORE_HOME": str(self.home), "SCENESCORE_COMMAND": str(command), **(environment or {})}
        with socket.create_server(("127.0.0.1", 0)) as server:
            server.settimeout(_START_S)
            port = server.getsockname()[1]
            arguments = ("--editor", "--", "--scenescore", f"--drive={port}")
            with self.project.running(*arguments, display=display, environment=names) as process:
                connection, _ = server.accept()
                connection.settimeout(_ANSWER_S)
                with connection:
                    try:
                        yield Editor(process, connection)
                    finally:
                        # A killed editor leaves its games running, which keep its output open.
                        for game in self.games():
                            game.kill()

    def beside(self, folder: Path) -> "Desk":
        """Return a desk with a copy of the project in a folder, and the same home."""
        return Desk(self.project.duplicate(folder), self.home)

    def daemons(self) -> list[psutil.Process]:
        """Return the running daemons of the home, with their launchers."""
        found = []
        for process in psutil.process_iter():
            try:
                if "serve" in process.cmdline() and process.environ().get("SCENESCORE_HOME") == str(
                    self.home
                ):
                    found.append(process)
            except psutil.Error:
                continue
        return found

    def games(self) -> list[psutil.Process]:
        """Return the games that the editor runs."""
        found = []
        for process in psutil.process_iter():
            try:
                line = process.cmdline()
                if str(self.project.path) in line and "--remote-debug" in line:
                    found.append(process)
            except psutil.Error:
                continue
        return found

    def wait_until_no_daemon(self) -> None:
        """Wait until no daemon runs, and print how long it took."""
        began_s = time.monotonic()
        wait_until(lambda: not self.daemons(), GONE_S)
        print(f"no daemon is left after {time.monotonic() - began_s:.1f} s")
