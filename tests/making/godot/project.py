"""Godot projects for tests, each with its own Godot user folder: the user's settings are not changed."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from making.godot.program import find_godot

ADDON_PROJECT = Path(__file__).parents[3] / "godot_addon"
"""The project of the addon and its example game."""

_COMPLAINT = re.compile(
    r"^\W*((USER |SCRIPT |SHADER )?(ERROR|WARNING):|Parse Error)|handle_crash|leaked at exit"
)
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
# Complaints about the machine, not about the project.
_NOISE = (
    "V-Sync mode",  # Mesa's software driver can't wait for a screen that Xvfb does not have
    "BadWindow",  # no window manager is there to answer
    "drivers/vulkan/",  # the editor asks for Vulkan, whichever renderer it uses; a machine may have none
    "D-Bus",  # no desktop session is there
    "X509",  # no certificates of the system: a minimal machine has none
)


_FRESH_APPLICATION = """[application]
config/name="A small game"
run/main_scene="res://main.tscn"
config/features=PackedStringArray("4.6", "GL Compatibility")

[rendering]
renderer/rendering_method="gl_compatibility\""""
_FRESH_SCENE = """[gd_scene format=3]

[node name="Main" type="Node2D"]

[node name="Ground" type="ColorRect" parent="."]
offset_right = 640.0
offset_bottom = 360.0
color = Color(0.2, 0.5, 0.3, 1)
"""


@dataclass(frozen=True)
class GodotRun:
    """The result of a run of Godot."""

    code: int
    output: str
    """The printed and logged lines, in order, without colours."""

    def complaints(self) -> list[str]:
        """Return the first line of each error and warning, with the line after it."""
        lines = self.output.splitlines()
        found = ["\n".join(lines[i : i + 2]) for i, line in enumerate(lines) if _COMPLAINT.search(line)]
        return [words for words in found if not any(noise in words for noise in _NOISE)]

    def check(self) -> "GodotRun":
        """Return this run; fail unless it ended with code 0 and without a complaint."""
        assert self.code == 0, f"Godot ended with code {self.code}:\n{self.output}"
        assert not self.complaints(), self.output
        return self


@dataclass(frozen=True)
class GodotProject:
    """A project in its own folder, which a test may change.

    Parameters
    ----------
    path : Path
        The folder of its ``project.godot``.
    home : Path
        Godot's folder of the user: settings, ``user://``, caches.
    """

    path: Path
    home: Path

    @classmethod
    def copied(cls, source: Path, target: Path) -> "GodotProject":
        """Copy a project without its import cache and without the example's rendered music."""
        leave_out = shutil.ignore_patterns(".godot", "music", "__pycache__")
        shutil.copytree(source, target / "project", ignore=leave_out)
        return cls(target / "project", target / "home")

    @classmethod
    def fresh(
        cls, folder: Path, *, plugin: str = "addons/scenescore", enabled: bool = True
    ) -> "GodotProject":
        """Make a project of one small scene with the addon copied into it.

        Parameters
        ----------
        folder : Path
            The parent of its folders.
        plugin : str
            The addon's folder in the project.
        enabled : bool
            Whether its ``project.godot`` enables the plugin.
        """
        project = cls(folder / "project", folder / "home")
        shutil.copytree(ADDON_PROJECT / "addons" / "scenescore", project.path / plugin)
        sections = ["config_version=5", _FRESH_APPLICATION]
        if enabled:
            sections.append(f'[editor_plugins]\nenabled=PackedStringArray("res://{plugin}/plugin.cfg")')
        (project.path / "project.godot").write_text("\n\n".join(sections) + "\n")
        (project.path / "main.tscn").write_text(_FRESH_SCENE)
        return project

    @classmethod
    def in_folder(cls, folder: Path) -> "GodotProject":
        """Return the project that `copied`, `fresh` or `duplicate` has made in a folder."""
        return cls(folder / "project", folder / "home")

    def duplicate(self, folder: Path) -> "GodotProject":
        """Copy the project with its import cache, and the user's Godot folder, into another folder."""
        shutil.copytree(self.path, folder / "project")
        if self.home.exists():
            shutil.copytree(self.home, folder / "home")
        return GodotProject.in_folder(folder)

    def environment(self, display: str = "") -> dict[str, str]:
        """Return Godot's environment variables, with an X display or without one."""
        self.home.mkdir(parents=True, exist_ok=True)
        places = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
        outside = {
            name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")
        }
        screen = {"DISPLAY": display} if display else {}
        # The editor also loads Vulkan. If the system's Mesa differs from Godot's, both crash with one cache.
        mesa = {"MESA_SHADER_CACHE_DISABLE": "true"}
        return {**outside, **dict.fromkeys(places, str(self.home)), **screen, **mesa}

    def command(self, *arguments: str, display: str = "") -> list[str]:
        """Return the command line of Godot on this project, headless without a display."""
        graphics = ["--rendering-driver", "opengl3", "--audio-driver", "Dummy"] if display else ["--headless"]
        return [str(find_godot()), *graphics, "--path", str(self.path), *arguments]

    @contextlib.contextmanager
    def running(
        self, *arguments: str, display: str = "", environment: Mapping[str, str] | None = None
    ) -> Iterator["subprocess.Popen[str]"]:
        """Run Godot with its output in a pipe; it and its child processes end with the block."""
        process = subprocess.Popen(
            self.command(*arguments, display=display),
            env={**self.environment(display), **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=120)
            _close(process.stdout)

    def run(
        self,
        *arguments: str,
        display: str = "",
        environment: Mapping[str, str] | None = None,
        timeout_s: float = 240.0,
    ) -> GodotRun:
        """Run Godot to its end and return the result; fail when it exceeds the timeout."""
        with self.running(*arguments, display=display, environment=environment) as process:
            try:
                output, _ = process.communicate(timeout=timeout_s)
            except subprocess.TimeoutExpired as expired:
                said = (expired.output or b"").decode(errors="replace")
                raise AssertionError(f"Godot has not ended in {timeout_s:g} s:\n{said}") from None
        return GodotRun(process.returncode, _COLOUR.sub("", output))

    def imported(self) -> GodotRun:
        """Import the project, so that scripts know each other's classes; fail unless Godot ends with 0."""
        ended = self.run("--import")
        assert ended.code == 0, f"Godot ended with code {ended.code}:\n{ended.output}"
        return ended

    def run_tests(self, only: str = "", *, timeout_s: float = 240.0) -> GodotRun:
        """Run the GDScript tests whose name, ``FILE::METHOD``, contains `only`."""
        options = ["--only", only] if only else []
        return self.run("-s", "res://tests/runner.gd", "--", *options, timeout_s=timeout_s)


def _close(stream: IO[str] | None) -> None:
    if stream is not None:
        stream.close()
