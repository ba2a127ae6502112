"""A Godot project to run, with Godot settings of its own: the user's are left alone."""

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

from making.godot import find_godot

ADDON_PROJECT = Path(__file__).parents[2] / "godot_addon"
"""The project of the addon and its example game."""

_COMPLAINT = re.compile(
    r"^\W*((USER |SCRIPT |SHADER )?(ERROR|WARNING):|Parse Error)|handle_crash|leaked at exit"
)
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
# What Godot says of the machine, not of the project.
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
    """What a run of Godot left behind."""

    code: int
    output: str
    """What it printed and logged, in order, without colours."""

    def complaints(self) -> list[str]:
        """Return the lines with which an error or a warning begins, each with the line after it."""
        lines = self.output.splitlines()
        found = ["\n".join(lines[i : i + 2]) for i, line in enumerate(lines) if _COMPLAINT.search(line)]
        return [words for words in found if not any(noise in words for noise in _NOISE)]

    def check(self) -> "GodotRun":
        """Return this run, which must have ended with 0 and without a complaint."""
        assert self.code == 0, f"Godot ended with code {self.code}:\n{self.output}"
        assert not self.complaints(), self.output
        return self


@dataclass(frozen=True)
class GodotProject:
    """A project in a folder of its own, where tests may do as they like.

    Parameters
    ----------
    path : Path
        Where its ``project.godot`` lies.
    home : Path
        Where Godot keeps what belongs to the user: settings, ``user://``, caches.
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
            Where its folders go.
        plugin : str
            The addon's folder in the project.
        enabled : bool
            Whether its ``project.godot`` turns the plugin on.
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
        """Return the variables to run Godot with, on an X display or none."""
        self.home.mkdir(parents=True, exist_ok=True)
        places = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
        outside = {
            name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")
        }
        screen = {"DISPLAY": display} if display else {}
        # The editor asks for Vulkan, too: there the system's Mesa may be another than Godot's, and the two
        # crash over one cache.
        mesa = {"MESA_SHADER_CACHE_DISABLE": "true"}
        return {**outside, **dict.fromkeys(places, str(self.home)), **screen, **mesa}

    def command(self, *arguments: str, display: str = "") -> list[str]:
        """Return the command line that runs Godot on this project, headless where there is no display."""
        graphics = ["--rendering-driver", "opengl3", "--audio-driver", "Dummy"] if display else ["--headless"]
        return [str(find_godot()), *graphics, "--path", str(self.path), *arguments]

    @contextlib.contextmanager
    def running(
        self, *arguments: str, display: str = "", environment: Mapping[str, str] | None = None
    ) -> Iterator["subprocess.Popen[str]"]:
        """Run Godot with its output in a pipe; it and the processes it has started end with the block."""
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
            process.wait(timeout=30)
            _close(process.stdout)

    def run(
        self,
        *arguments: str,
        display: str = "",
        environment: Mapping[str, str] | None = None,
        timeout_s: float = 240.0,
    ) -> GodotRun:
        """Run Godot to its end and return what it left; one that outlasts its time is killed and fails."""
        with self.running(*arguments, display=display, environment=environment) as process:
            try:
                output, _ = process.communicate(timeout=timeout_s)
            except subprocess.TimeoutExpired as expired:
                said = (expired.output or b"").decode(errors="replace")
                raise AssertionError(f"Godot has not ended in {timeout_s:g} s:\n{said}") from None
        return GodotRun(process.returncode, _COLOUR.sub("", output))

    def imported(self) -> GodotRun:
        """Have Godot read the project, without which a script knows no class of another; ends with 0."""
        ended = self.run("--import")
        assert ended.code == 0, ended.output
        return ended

    def run_tests(self, only: str = "", *, timeout_s: float = 240.0) -> GodotRun:
        """Run the tests in GDScript whose file or ``FILE::METHOD`` has ``only`` in its name."""
        options = ["--only", only] if only else []
        return self.run("-s", "res://tests/runner.gd", "--", *options, timeout_s=timeout_s)


def _close(stream: IO[str] | None) -> None:
    if stream is not None:
        stream.close()
