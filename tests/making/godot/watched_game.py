"""A real small game with the addon, which prints its signals and takes orders."""

import json
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from making.daemon import Daemon, wait_until
from making.godot.project import GodotProject, GodotRun

SCRIPT: Final = Path(__file__).with_suffix(".gd")
_COLOUR: Final = re.compile(r"\x1b\[[0-9;]*m")


class WatchedGame:
    """A running game.

    Attributes
    ----------
    process : subprocess.Popen
        The game's process.
    """

    def __init__(self, process: "subprocess.Popen[str]", orders: Path) -> None:
        self.process = process
        self._orders = orders
        self._lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def order(self, *orders: str) -> None:
        """Send orders; see ``watched_game.gd``."""
        with self._orders.open("a") as file:
            file.write("".join(f"{order}\n" for order in orders))

    def said(self, kind: str) -> list[dict[str, Any]]:
        """Return all messages of one kind so far, such as ``matches``."""
        told = [json.loads(line) for line in list(self._lines) if line.startswith("{")]
        return [values for values in told if kind in values]

    def states(self) -> list[str]:
        """Return all states of its connection so far."""
        return [values["state"] for values in self.said("state")]

    def wait_for(self, kind: str, count: int = 1, seconds: float = 240.0) -> list[dict[str, Any]]:
        """Wait for `count` messages of a kind and return all of that kind."""
        try:
            wait_until(lambda: len(self.said(kind)) >= count, seconds)
        except AssertionError:
            raise AssertionError(f"not {count} {kind} after {seconds:g} s:\n{self.output[-4000:]}") from None
        return self.said(kind)

    def next(self, kind: str, seconds: float = 240.0) -> dict[str, Any]:
        """Wait for the next message of a kind and return it."""
        return self.wait_for(kind, len(self.said(kind)) + 1, seconds)[-1]

    def tell(self) -> dict[str, Any]:
        """Ask for the game's state and return it."""
        count = len(self.said("told"))
        self.order("tell")
        told: dict[str, Any] = self.wait_for("told", count + 1)[-1]["told"]
        return told

    def wait_until_told(self, holds: Callable[[dict[str, Any]], bool], seconds: float = 240.0) -> None:
        """Wait until the game's state meets a condition."""
        try:
            wait_until(lambda: holds(self.tell()), seconds)
        except AssertionError:
            raise AssertionError(f"after {seconds:g} s: {self.tell()}\n{self.output[-3000:]}") from None

    def wait_for_state(self, state: str, seconds: float = 240.0) -> None:
        """Wait until its connection is in a state."""
        try:
            wait_until(lambda: self.states()[-1:] == [state], seconds)
        except AssertionError:
            raise AssertionError(f"not {state} after {seconds:g} s:\n{self.output[-4000:]}") from None

    def quit(self) -> GodotRun:
        """Quit the game and return the result."""
        self.order("quit")
        code = self.process.wait(300)
        self._reader.join(60)
        return GodotRun(code, self.output)

    @property
    def output(self) -> str:
        """The output so far, without colours."""
        return _COLOUR.sub("", "".join(self._lines))

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.append(line)


def watched_project(project: GodotProject) -> GodotProject:
    """Turn an imported fresh project into the game's; return it."""
    shutil.copy(SCRIPT, project.path)
    (project.path / "main.tscn").write_text(
        f'[gd_scene format=3]\n\n[ext_resource type="Script" path="res://{SCRIPT.name}" id="1"]\n\n'
        '[node name="Main" type="Node2D"]\nscript = ExtResource("1")\n'
    )
    return project


@contextmanager
def watched_game(
    project: GodotProject,
    home: Path,
    *options: str,
    display: str = "",
    settings: Mapping[str, Any] | None = None,
) -> Iterator[WatchedGame]:
    """Run the game while the block lasts.

    Parameters
    ----------
    project : GodotProject
        From `watched_project`.
    home : Path
        The game's ``SCENESCORE_HOME``, where it looks for a daemon.
    options : str
        Further arguments of Godot.
    display : str, optional
        The X display; without one the game is headless.
    settings : mapping, optional
        The addon's settings, such as ``runtime/capture``.
    """
    orders, override = project.path / "orders.txt", project.path / "override.cfg"
    orders.write_text("")
    rows = [f"{name}={json.dumps(value)}" for name, value in (settings or {}).items()]
    override.write_text("\n".join(["[scenescore]", *rows]))
    with project.running(*options, display=display, environment={"SCENESCORE_HOME": str(home)}) as process:
        game = WatchedGame(process, orders)
        game.wait_for("state")
        yield game


def point_to(home: Path, daemon: Daemon) -> Path:
    """Write a home's ready file, as the daemon itself would for its own home."""
    file = home / "run" / "daemon.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(daemon.ready))
    return file
