"""Exported games contain the addon's runtime and none of its editor scripts, in each script export mode."""

import re
import zipfile
from pathlib import Path

import pytest

from making.godot.project import ADDON_PROJECT, GodotProject, GodotRun

pytestmark = pytest.mark.timeout(900)  # an editor takes its time to open on a busy machine

TEXT_MODE = 0
"""Godot's script export mode for text; the default mode exports compressed tokens."""
EDITOR_ONLY = re.compile(r"scenescore/(editor/|plugin\.|export_plugin\.|icon\.svg)")
ADDON = "addons/scenescore"
TALE = """extends Node2D
func _ready() -> void:
	Scenescore.begin_scene("boss")
	var cues := ScenescoreCues.new()
	var player := ScenescoreMusicPlayer.new()
	add_child(player)
	print("scene ", Scenescore.scene_name, ", cues ", cues.cues.size(), ", playing '", player.current_id, "'")
"""


def preset(mode: int | None) -> str:
    """Return an export preset that says how scripts are exported, or leaves it to Godot."""
    said = 'include_filter=""\nexclude_filter=""\n'
    said += "" if mode is None else f"script_export_mode={mode}\n"
    head = '[preset.0]\nname="Linux"\nplatform="Linux"\nrunnable=true\nexport_filter="all_resources"\n'
    return f'{head}{said}[preset.0.options]\nbinary_format/architecture="x86_64"\n'


def export(project: GodotProject, name: str) -> Path:
    pack = project.path.parent / name
    project.run("--export-pack", "Linux", str(pack)).check()
    return pack


def names_in(pack: Path) -> set[str]:
    with zipfile.ZipFile(pack) as opened:
        return set(opened.namelist())


def runtime_scripts() -> set[str]:
    """Return the scripts that a game needs: all but the editor's."""
    scripts = {path.relative_to(ADDON_PROJECT).as_posix() for path in (ADDON_PROJECT / ADDON).rglob("*.gd")}
    return {script for script in scripts if not EDITOR_ONLY.search(script)}


def play(pack: Path, home: Path) -> GodotRun:
    """Run a pack where nothing else of its project is at hand."""
    elsewhere = GodotProject(home / "elsewhere", home)
    elsewhere.path.mkdir(parents=True)
    return elsewhere.run("--main-pack", str(pack), "--quit-after", "30")


@pytest.fixture(scope="module")
def small_game(
    imported_fresh_project: GodotProject, tmp_path_factory: pytest.TempPathFactory
) -> GodotProject:
    project = imported_fresh_project.duplicate(tmp_path_factory.mktemp("game"))
    (project.path / "main.gd").write_text(TALE)
    scene = (project.path / "main.tscn").read_text()
    told = '[ext_resource type="Script" path="res://main.gd" id="1"]\n\n[node name="Main" type="Node2D"]\n'
    told += 'script = ExtResource("1")\n'
    (project.path / "main.tscn").write_text(scene.replace('[node name="Main" type="Node2D"]\n', told))
    return project


@pytest.mark.parametrize("mode", [None, TEXT_MODE], ids=["as tokens", "as text"])
def test_a_small_game_contains_only_the_runtime_and_runs(
    mode: int | None, small_game: GodotProject, tmp_path: Path
) -> None:
    (small_game.path / "export_presets.cfg").write_text(preset(mode))
    pack = export(small_game, f"game_{mode}.zip")
    names = names_in(pack)
    assert not [name for name in names if EDITOR_ONLY.search(name)]
    suffix = ".gd" if mode == TEXT_MODE else ".gdc"
    packed = {name.removesuffix(suffix) for name in names if name.startswith(ADDON) and name.endswith(suffix)}
    assert packed == {script.removesuffix(".gd") for script in runtime_scripts()}
    ended = play(pack, tmp_path).check()
    assert "scene boss, cues 0, playing ''" in ended.output


def test_without_the_plugin_editor_scripts_are_exported(small_game: GodotProject, tmp_path: Path) -> None:
    project = small_game.duplicate(tmp_path / "leak")
    settings = project.path / "project.godot"
    settings.write_text(re.sub(r"enabled=PackedStringArray\(.*", "", settings.read_text()))
    (project.path / "export_presets.cfg").write_text(preset(None))
    names = names_in(export(project, "leak.zip"))
    assert [name for name in names if EDITOR_ONLY.search(name)]


def test_the_example_game_contains_no_editor_scripts_and_no_tests_and_runs(
    own_godot_project: GodotProject, tmp_path: Path
) -> None:
    pack = export(own_godot_project, "example.zip")
    names = names_in(pack)
    assert not [name for name in names if EDITOR_ONLY.search(name) or name.startswith("tests/")]
    packed = {name.removesuffix(".gdc") for name in names if name.endswith(".gdc")}
    assert {script.removesuffix(".gd") for script in runtime_scripts()} <= packed
    assert "example/main" in packed
    ended = play(pack, tmp_path / "played")
    assert ended.code == 0
    # The example's music is rendered by a command and is not part of the project.
    assert not [words for words in ended.complaints() if "is missing" not in words], ended.output
