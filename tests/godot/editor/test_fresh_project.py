"""The addon in a new project: copied in and turned on, without a complaint in the log."""

import shutil
from pathlib import Path

import pytest

from making.godot.project import GodotProject, GodotRun

pytestmark = pytest.mark.timeout(900)  # an editor takes its time to open on a busy machine

PLUGIN = "addons/scenescore"
AUTOLOAD = 'Scenescore="*res://{}/runtime/scenescore.gd"'

# Another plugin that does what a click in Project Settings → Plugins does, and tells what came of it.
HAND = """@tool
extends EditorPlugin
func _ready() -> void:
	if OS.get_cmdline_user_args().has("--hand"):
		_act.call_deferred()
func _act() -> void:
	for i: int in 30:
		await get_tree().process_frame
	for step: String in OS.get_cmdline_user_args():
		match step:
			"--turn-on": EditorInterface.set_plugin_enabled("PLUGIN", true)
			"--turn-off": EditorInterface.set_plugin_enabled("PLUGIN", false)
	# The editor writes what has changed a moment later.
	await get_tree().create_timer(3.0).timeout
	for dock: Node in get_tree().root.find_children("*", "EditorDock", true, false):
		print("dock ", dock.get("title"))
	for name: String in ["scenescore/runtime/enabled", "scenescore/cues/path"]:
		print("setting ", name, " ", ProjectSettings.get_setting(name, "unknown"))
	var of_editor: EditorSettings = EditorInterface.get_editor_settings()
	print("setting of the user ", of_editor.has_setting("scenescore/start_daemon"))
	get_tree().quit()
"""


def with_hand(project: GodotProject, plugin: str = PLUGIN) -> GodotProject:
    """Add the plugin that acts as the user's hand; it is on from the start."""
    hand = project.path / "addons" / "hand"
    hand.mkdir()
    (hand / "plugin.cfg").write_text(
        '[plugin]\nname="Hand"\ndescription=""\nauthor=""\nversion="1"\nscript="plugin.gd"\n'
    )
    (hand / "plugin.gd").write_text(HAND.replace("PLUGIN", plugin.removeprefix("addons/")))
    settings = project.path / "project.godot"
    text, on = settings.read_text(), "res://addons/hand/plugin.cfg"
    if "[editor_plugins]" in text:
        text = text.replace('PackedStringArray("res://addons/', f'PackedStringArray("{on}", "res://addons/')
    else:
        text += f'\n[editor_plugins]\nenabled=PackedStringArray("{on}")\n'
    settings.write_text(text)
    return project


def open_editor(project: GodotProject, *arguments: str, display: str = "") -> GodotRun:
    """Open the project in the editor on a machine without the daemon's program, until the hand has acted."""
    no_program = {"SCENESCORE_COMMAND": str(project.home / "no-program")}
    options = ["-e", "--quit-after", "1000", "--", "--hand", *arguments]
    return project.run(*options, display=display, environment=no_program)


def edit(project: GodotProject, *arguments: str, display: str = "") -> GodotRun:
    """Open the project in the editor, which must have nothing to complain of."""
    return open_editor(project, *arguments, display=display).check()


@pytest.mark.parametrize(("plugin", "on_screen"), [(PLUGIN, False), ("addons/tools/scenescore_0_1", True)])
def test_a_plugin_enabled_in_the_project_file_works_at_the_first_opening(
    plugin: str, on_screen: bool, screen: str, tmp_path: Path
) -> None:
    display = screen if on_screen else ""
    project = with_hand(GodotProject.fresh(tmp_path, plugin=plugin), plugin)
    opened = edit(project, display=display)
    assert "setting scenescore/runtime/enabled true" in opened.output
    assert "setting scenescore/cues/path res://scenescore_cues.tres" in opened.output
    assert "setting of the user true" in opened.output
    assert ("dock Scenescore" in opened.output) == on_screen
    assert AUTOLOAD.format(plugin) in (project.path / "project.godot").read_text()
    again = edit(project, display=display)
    assert ("dock Scenescore" in again.output) == on_screen
    played = project.run("--quit-after", "30", display=display).check()
    assert "Scenescore" not in played.output


def test_a_plugin_enabled_in_the_editor_works_at_once(screen: str, tmp_path: Path) -> None:
    project = with_hand(GodotProject.fresh(tmp_path, enabled=False))
    opened = open_editor(project, "--turn-on", display=screen)
    assert opened.code == 0
    # When it first reads scripts for the help and no plugin has loaded them, Godot 4.6.3 keeps some.
    assert not [words for words in opened.complaints() if "at exit" not in words], opened.output
    assert "setting scenescore/runtime/enabled true" in opened.output
    assert "dock Scenescore" in opened.output
    assert AUTOLOAD.format(PLUGIN) in (project.path / "project.godot").read_text()
    project.run("--quit-after", "30", display=screen).check()


def test_a_headless_editor_shows_the_dock_on_request(tmp_path: Path) -> None:
    project = with_hand(GodotProject.fresh(tmp_path))
    assert "dock Scenescore" in edit(project, "--scenescore").output


def test_a_disabled_plugin_removes_everything(screen: str, tmp_path: Path) -> None:
    project = with_hand(GodotProject.fresh(tmp_path))
    opened = edit(project, "--turn-off", display=screen)
    assert "dock Scenescore" not in opened.output
    assert "Scenescore=" not in (project.path / "project.godot").read_text()
    project.run("--quit-after", "30", display=screen).check()
    again = edit(project, "--turn-on", display=screen)
    assert "dock Scenescore" in again.output
    assert AUTOLOAD.format(PLUGIN) in (project.path / "project.godot").read_text()


def test_a_moved_addon_folder_updates_the_autoload(
    imported_fresh_project: GodotProject, tmp_path: Path
) -> None:
    project = imported_fresh_project.duplicate(tmp_path / "moved")
    assert AUTOLOAD.format(PLUGIN) in (project.path / "project.godot").read_text()
    moved = "addons/moved/scenescore"
    (project.path / "addons" / "moved").mkdir()
    shutil.move(project.path / PLUGIN, project.path / moved)
    settings = project.path / "project.godot"
    settings.write_text(settings.read_text().replace(f"{PLUGIN}/plugin.cfg", f"{moved}/plugin.cfg"))
    # Godot complains of the old autoload before any plugin is loaded; from the next start on all is well.
    project.imported()
    assert AUTOLOAD.format(moved) in settings.read_text()
    project.imported().check()
    project.run("--quit-after", "30").check()
