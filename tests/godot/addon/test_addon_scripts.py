"""Each script of the addon loads without a warning of the engine."""

import re
import shutil
from pathlib import Path

import pytest

from making.godot.project import ADDON_PROJECT, GodotProject

SCRIPTS = sorted(
    path.relative_to(ADDON_PROJECT).as_posix() for path in (ADDON_PROJECT / "addons").rglob("*.gd")
)
GAME = ADDON_PROJECT / "example"
GAME_CLASSES = {"ScenescoreMatch", "ScenescoreCue", "ScenescoreCues", "ScenescoreMusicPlayer"}
"""The global classes, for scripts of games. More would clutter the user's project."""
UNHEEDED = {
    "integer_division",  # meant wherever it is written
    "shadowed_variable_base_class",  # a call is best named `call`, and no one here means Object.call by it
    "unused_signal",  # a part may emit the signals of what it works for
}

WARNINGS_PRINTED = """extends SceneTree
func _initialize() -> void:
	for property: Dictionary in ProjectSettings.get_property_list():
		var name: String = property["name"]
		if name.begins_with("debug/gdscript/warnings/") and property["type"] == TYPE_INT:
			print("warning ", name.get_file(), " ", ProjectSettings.get_setting(name))
	quit()
"""
ALL_LOADED = """extends SceneTree
func _initialize() -> void:
	for path: String in FileAccess.get_file_as_string("res://scripts.txt").split("\\n", false):
		var script := load("res://" + path) as GDScript
		if script != null and (script.can_instantiate() or script.is_abstract()):
			print("loaded ", path)
	quit()
"""


def warned_of(project: GodotProject) -> set[str]:
    """Return the warnings that are on in a project."""
    (project.path / "list.gd").write_text(WARNINGS_PRINTED)
    told = [line.split() for line in project.run("-s", "res://list.gd").output.splitlines()]
    warned = {words[1] for words in told if words[:1] == ["warning"] and words[2] == "1"}
    assert "unused_variable" in warned
    return warned


@pytest.fixture(scope="module")
def strict_project(tmp_path_factory: pytest.TempPathFactory) -> GodotProject:
    """Return a project with the addon alone, in which what Godot warns of is an error, in addons too."""
    folder = tmp_path_factory.mktemp("strict")
    project = GodotProject(folder / "project", folder / "home")
    shutil.copytree(ADDON_PROJECT / "addons", project.path / "addons")
    settings = project.path / "project.godot"
    settings.write_text("config_version=5\n")
    project.imported()
    warned = warned_of(project)
    rows = [f"gdscript/warnings/{name}=2" for name in {*warned, "untyped_declaration"} - UNHEEDED]
    settings.write_text(
        "\n".join(["config_version=5", "[debug]", "gdscript/warnings/directory_rules={}", *rows])
    )
    return project


def load(project: GodotProject, scripts: list[str]) -> tuple[list[str], list[str]]:
    (project.path / "scripts.txt").write_text("\n".join(scripts))
    (project.path / "load.gd").write_text(ALL_LOADED)
    ended = project.run("-s", "res://load.gd")
    loaded = [line.split()[1] for line in ended.output.splitlines() if line.startswith("loaded ")]
    # Scripts that are loaded without a project around them outlive Godot's own end: no fault of theirs.
    # Real projects' logs are looked at in test_fresh_project.py.
    return loaded, [words for words in ended.complaints() if "at exit" not in words]


def test_every_script_loads_without_error_or_warning(strict_project: GodotProject) -> None:
    loaded, complaints = load(strict_project, SCRIPTS)
    assert not complaints, "\n".join(complaints)
    assert loaded == SCRIPTS


def test_the_example_games_scripts_load_without_warnings(
    own_godot_project: GodotProject,
) -> None:
    project = own_godot_project
    rows = "\n".join(f"gdscript/warnings/{name}=2" for name in sorted(warned_of(project)))
    settings = project.path / "project.godot"
    settings.write_text(settings.read_text().replace("[debug]\n", f"[debug]\n\n{rows}\n"))
    game = sorted(path.relative_to(ADDON_PROJECT).as_posix() for path in GAME.rglob("*.gd"))
    loaded, complaints = load(project, SCRIPTS + game)
    assert not complaints, "\n".join(complaints)
    assert loaded == SCRIPTS + game


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("extends Node\nfunc act() -> void:\n\tvar idle: int = 1\n", "idle"),
        ("extends Node\nvar anything = 1\n", "anything"),
    ],
)
def test_a_script_with_a_warning_would_be_found(strict_project: GodotProject, code: str, words: str) -> None:
    odd = strict_project.path / "addons" / "scenescore" / "odd.gd"
    odd.write_text(code)
    try:
        loaded, complaints = load(strict_project, ["addons/scenescore/odd.gd"])
    finally:
        odd.unlink()
    assert not loaded
    assert any(words in complaint for complaint in complaints)


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_has_a_description_and_a_uid_file(script: str) -> None:
    path = ADDON_PROJECT / script
    assert "\n## " in path.read_text(), "no description"
    assert path.with_name(path.name + ".uid").is_file(), "no .uid: a moved file would be lost to its scenes"


def test_only_classes_that_games_use_are_global() -> None:
    named = set()
    for script in (ADDON_PROJECT / "addons").rglob("*.gd"):
        named |= {
            line.split()[1] for line in script.read_text().splitlines() if line.startswith("class_name ")
        }
    assert named == GAME_CLASSES


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_does_not_depend_on_the_addons_folder(script: str) -> None:
    assert "addons/scenescore" not in code_of(ADDON_PROJECT / script)


def test_editor_scripts_name_neither_the_autoload_nor_a_global_class() -> None:
    addon = ADDON_PROJECT / "addons" / "scenescore"
    for path in [*(addon / "editor").rglob("*.gd"), *addon.glob("*.gd")]:
        # When the plugin is turned on for the first time, the editor does not know either yet.
        without_texts = re.sub(r'"(\\.|[^"\\])*"', '""', code_of(path))
        assert not re.findall(r"\bScenescore\w*", without_texts), path.name


def code_of(script: Path) -> str:
    return "\n".join(re.sub(r"(^|\s)#.*", "", line) for line in script.read_text().splitlines())
