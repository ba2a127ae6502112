"""Take the pictures of docs/godot.md: ``uv run python docs/make_godot_pictures.py``, into images/godot_*.png.

A real editor on a display without a screen goes from nothing to a match with the example game, as a user
would, and is photographed on the way. It needs Godot 4.6 and Xvfb, and takes some minutes.
"""

import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import mss
from PIL import Image

from scenescore.demo.music.library import write_library

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent / "tests"))

from making.godot.editor import PROGRAM, Desk, Editor, with_driver  # noqa: E402
from making.godot.project import ADDON_PROJECT, GodotProject  # noqa: E402
from making.machine.display import xvfb_display  # noqa: E402

WIDTH, HEIGHT = 1600, 900
DOCK_HEIGHT = 230
"""Leaves room for the game at twice its size."""
COLOURS = 256
GAME = "--rendering-driver opengl3 --audio-driver Dummy -- --autopilot --seed=2 --scene-seconds=20"
BUNDLE = "models/example"
SCENES = 4
"""Scenes that get a cue before the dock is photographed while it matches."""
SOON = 6
"""Steps after which a scene is no longer new."""
PATIENCE_S = 180.0


@dataclass(frozen=True)
class PictureProject(GodotProject):
    """A project whose editor fills the screen."""

    def command(self, *arguments: str, display: str = "") -> list[str]:
        """Return the command line, with the window's place."""
        window = ["--resolution", f"{WIDTH}x{HEIGHT}", "--position", "0,0"] if display else []
        return super().command(*window, *arguments, display=display)


class Photographer:
    """Takes pictures of the editor's screen.

    Parameters
    ----------
    editor : Editor
        What is driven.
    display : str
        Its X display.
    """

    def __init__(self, editor: Editor, display: str) -> None:
        self.editor = editor
        self._display = display

    def begin(self) -> None:
        """Show the dock beside the 2D view, once the editor has settled."""
        wait(lambda: not self.editor.tell("is scanning"))
        self.editor.tell("main screen: 2D")
        self.editor.tell("show dock")
        time.sleep(1.0)
        self.editor.tell(f"height: {DOCK_HEIGHT}")

    def press(self, words: str) -> None:
        """Press a button of the dock."""
        wait(lambda: bool(self.editor.tell(f"press: {words}")))

    def take(self, name: str, *, whole: bool = False, pause_s: float = 0.5) -> None:
        """Write a picture of the dock, or of the whole editor."""
        time.sleep(pause_s)
        self._write(name, self._shoot(whole=whole))

    def take_while(self, stage: str) -> None:
        """Write the last picture of the dock in a stage that soon goes by."""
        last = picture = self._shoot()
        while self.editor.stage == stage:
            last, picture = picture, self._shoot()
        self._write(stage, last)

    def _shoot(self, *, whole: bool = False) -> Image.Image:
        with mss.MSS(display=self._display) as screen:
            shot = screen.grab(screen.monitors[0])
        picture = Image.frombytes("RGB", shot.size, shot.rgb)
        if not whole:
            left, top, width, height = self.editor.tell("place: bottom panel")
            picture = picture.crop((left, top, left + width, top + height))
        return picture

    def _write(self, name: str, picture: Image.Image) -> None:
        path = DOCS / "images" / f"godot_{name}.png"
        picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
        print(f"{path.relative_to(DOCS)}: {path.stat().st_size // 1000} KB")


def main() -> None:
    """Take all pictures."""
    with TemporaryDirectory(prefix="godot-") as folder, xvfb_display(WIDTH, HEIGHT) as display:
        desk = make_desk(Path(folder))
        surroundings = {"PATH": "/usr/bin:/bin"}
        with desk.editor("", display=display, environment=surroundings) as editor:
            photographer = Photographer(editor, display)
            try:
                from_nothing_to_ready(photographer, desk)
                from_play_to_cues(photographer)
            finally:
                print_complaints(editor)
        write_settings(desk.project, {"interface/theme/color_preset": "Light"})
        with desk.editor("", display=display, environment=surroundings) as editor:
            photographer = Photographer(editor, display)
            photographer.begin()
            play_until_steady(photographer)
            photographer.take("light", whole=True)


def make_desk(folder: Path) -> Desk:
    """Make a project of the example game with the driver, and a home without anything."""
    copied = with_driver(GodotProject.copied(ADDON_PROJECT, folder))
    project = PictureProject(copied.path, copied.home)
    shutil.rmtree(project.path / "tests")
    shutil.copytree(DOCS / "godot_pictures", project.path / "addons" / "godot_pictures")
    settings = project.path / "project.godot"
    text = settings.read_text().replace("addons/editor_driver/plugin.cfg", "addons/godot_pictures/plugin.cfg")
    settings.write_text(text.replace("[editor]\n", f'[editor]\n\nrun/main_run_args="{GAME}"\n'))
    write_settings(project, {})
    music = write_library(folder / "music")
    # The game has its own music, too: it is silent here, but would warn.
    shutil.copytree(music[0].parent, project.path / "example" / "music")
    project.imported()
    home = folder / "scenescore"
    home.mkdir()
    return Desk(project, home)


def write_settings(project: GodotProject, values: dict[str, str]) -> None:
    """Write the editor's settings: the game is embedded, and what else is wanted."""
    folder = project.home / "godot"
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [f'{key} = "{value}"' for key, value in values.items()]
    lines = ["run/window_placement/game_embed_mode = 1", *wanted]
    head = '[gd_resource type="EditorSettings" format=3]\n\n[resource]\n'
    path = folder / "editor_settings-4.6.tres"
    kept = [line for line in path.read_text().splitlines() if "scenescore/" in line] if path.exists() else []
    path.write_text(head + "\n".join([*lines, *kept]) + "\n")


def from_nothing_to_ready(photographer: Photographer, desk: Desk) -> None:
    """No program, the program, no music, music."""
    editor = photographer.editor
    photographer.begin()
    editor.wait_for("not installed")
    photographer.take("not_installed", pause_s=2.0)
    program = desk.project.home / ".local" / "bin" / "scenescore"
    program.parent.mkdir(parents=True)
    program.symlink_to(PROGRAM)
    photographer.press("Look Again")
    editor.wait_for("starting")
    photographer.take("starting", pause_s=0.1)
    editor.wait_for("ready")
    photographer.take("no_music", pause_s=2.0)
    editor.call("choose_library_folder", str(desk.home.parent / "music"))
    wait(lambda: bool(editor.get("importing")) and int(editor.get("import_done")) >= 8)
    photographer.take("importing", pause_s=0.0)
    editor.wait_for_value("importing", False)
    editor.wait_for("ready")
    wait(lambda: int(editor.get("tracks_total")) > 0)
    photographer.take("ready")


def from_play_to_cues(photographer: Photographer) -> None:
    """Play, listen, match, and use what fits."""
    editor = photographer.editor
    editor.call("choose_model", BUNDLE)
    photographer.press("Play")
    editor.wait_for("listening")
    photographer.take_while("listening")
    for _ in range(SCENES):
        wait_until_steady(editor)
        scene = editor.get("scene")
        editor.call("act")
        wait_for_another_scene(editor, scene)
    wait_until_steady(editor)
    editor.tell("tab: Music")
    photographer.take("matching", whole=True)
    editor.tell("tab: Bundles")
    photographer.press("Compare")
    wait(lambda: bool(editor.get("suggestions")))
    photographer.take("bundles")
    editor.tell("stop")
    editor.wait_for("ready")
    editor.tell("tab: Cues")
    photographer.press("Copy the pieces into the project")
    photographer.take("cues", pause_s=6.0)


def play_until_steady(photographer: Photographer) -> None:
    """Play, and wait for the first settled match."""
    photographer.editor.wait_for("ready")
    photographer.press("Play")
    wait_until_steady(photographer.editor)


def wait_until_steady(editor: Editor) -> None:
    """Wait for a settled match on a whole window, in a scene that has gone on for some seconds."""

    def is_steady() -> bool:
        answer = editor.get("answer")
        if not answer or answer["early"] or not answer["steady"]:
            return False
        return bool(answer["scene_steps"] >= answer["steps"] // 2)

    wait(is_steady)


def wait_for_another_scene(editor: Editor, left: str) -> None:
    """Wait until the game has gone on, and the answers have noticed."""
    wait(lambda: bool(editor.get("scene") != left))
    wait(lambda: int(editor.get("answer")["scene_steps"]) < SOON)


def wait(condition: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end_s = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > end_s:
            raise TimeoutError("the editor is not where it should be")
        time.sleep(0.1)


def print_complaints(editor: Editor) -> None:
    """Print what the editor has complained of."""
    for line in editor.output.splitlines():
        if "SCRIPT ERROR" in line or line.startswith("WARNING"):
            print(line, file=sys.stderr)


if __name__ == "__main__":
    main()
