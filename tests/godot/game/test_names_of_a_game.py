"""The addon works in games whose classes have the names of the addon's own types."""

import re
from pathlib import Path

import pytest

from making.godot.project import ADDON_PROJECT, GodotProject

ADDON = ADDON_PROJECT / "addons" / "scenescore"
# For a type, GDScript looks among the game's classes before it looks into the script: what a game may call
# its own class, such as `State` or `Track`, must not name a constant, enum or class that serves as a type.
COMMON = {"Call", "Channel", "Cue", "Daemon", "Frame", "Library", "Match", "Session", "Settings", "State"}
COMMON |= {"Connection", "Dock", "Problem", "Scene", "Stage", "Status", "Stream", "Timeline", "Track"}
_NAME = re.compile(r"^\s*(?:const|enum|class) ([A-Z]\w*[a-z]\w*)\b", re.MULTILINE)
# No game has these by chance.
_OWN = ("Scenescore", "GoogleProtobuf", "GoogleRpc", "Grpc", "Hpack", "Http2")
_LOADER = """
extends SceneTree


func _init() -> void:
	for path: String in OS.get_cmdline_user_args():
		if load(path) == null:
			print("broken: ", path)
	quit()
"""


@pytest.fixture
def game(tmp_path: Path) -> GodotProject:
    """Return a game with a class of each name that the addon's scripts use within themselves."""
    project = GodotProject.copied(ADDON_PROJECT, tmp_path)
    (project.path / "project.godot").write_text("config_version=5\n")
    for folder in ("example", "tests"):
        (project.path / folder / ".gdignore").touch()
    names = {
        name
        for script in ADDON.glob("**/*.gd")
        for name in _NAME.findall(script.read_text("utf-8"))
        if not name.startswith(_camel(script.stem))
    }
    names |= COMMON
    (project.path / "game").mkdir()
    for number, name in enumerate(sorted(names)):
        if not name.startswith(_OWN):
            script = f"class_name {name}\nextends RefCounted\n"
            (project.path / "game" / f"class_{number}.gd").write_text(script)
    (project.path / "load.gd").write_text(_LOADER)
    project.run("--import")
    return project


def test_the_addon_works_beside_classes_of_the_same_names(game: GodotProject) -> None:
    scripts = [path.relative_to(ADDON).as_posix() for path in ADDON.glob("**/*.gd")]
    assert len(scripts) > 60
    paths = [f"res://addons/scenescore/{script}" for script in scripts]
    ended = game.run("-s", "res://load.gd", "--", *paths).check()
    assert "broken" not in ended.output, ended.output


def _camel(stem: str) -> str:
    """Return how the names begin that a script makes up for its own types: no game has these by chance."""
    return "".join(word.capitalize() for word in stem.split("_"))
