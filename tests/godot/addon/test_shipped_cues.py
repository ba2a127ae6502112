"""An exported game plays its cues by scene name, without a daemon, a network or the editor."""

import subprocess
import time
from pathlib import Path

import psutil

from making.godot.project import GodotProject, GodotRun
from making.sound import chords, write_sound

GAME = """extends Node2D
func _ready() -> void:
	for scene: String in ["walk", "boss", "boss", "nobody's", "walk"]:
		Scenescore.begin_scene(scene)
		await get_tree().create_timer(0.7).timeout
		var state: String = Scenescore.ConnectionState.find_key(Scenescore.connection_state)
		var music: ScenescoreMusicPlayer = Scenescore.music_player
		print("in %s: %s %s %s %s" % [scene, music.current_id, music.is_playing(), state, Scenescore.problem])
	# Godot complains of sounds that are still heard when it ends.
	Scenescore.music_player.stop(0.0)
	await get_tree().create_timer(0.5).timeout
	get_tree().quit()
"""
KEEP_CUES = """extends SceneTree
func _initialize() -> void:
	var cues := ScenescoreCues.new()
	for row: Array in [["walk", "tracks/1", "res://music/field.ogg"], ["boss", "tracks/2", "res://music/boss.wav"]]:
		var cue := ScenescoreCue.new()
		cue.scene = row[0]
		cue.track = row[1]
		cue.audio = row[2]
		cues.set_cue(cue)
	quit(cues.save_to())
"""
PRESET = """[preset.0]
name="Linux"
platform="Linux"
runnable=true
export_filter="all_resources"
include_filter=""
exclude_filter=""
[preset.0.options]
binary_format/architecture="x86_64"
"""


def test_cues_are_played_by_scene_without_a_daemon_and_network(
    imported_fresh_project: GodotProject, tmp_path: Path
) -> None:
    pack = exported(game_with_cues(imported_fresh_project.duplicate(tmp_path / "game")))
    elsewhere = GodotProject(tmp_path / "elsewhere", tmp_path / "player's home")
    elsewhere.path.mkdir()
    connections: list[object] = []
    with elsewhere.running("--main-pack", str(pack)) as process:
        watched = psutil.Process(process.pid)
        while process.poll() is None:
            connections += sockets_of(watched)
            time.sleep(0.1)
        output, _ = process.communicate()
    told = [
        line for line in GodotRun(process.returncode, output).check().output.splitlines() if "in " in line
    ]
    assert told == [
        "in walk: tracks/1 true CUES ",
        "in boss: tracks/2 true CUES ",
        "in boss: tracks/2 true CUES ",
        # A scene without a cue changes nothing.
        "in nobody's: tracks/2 true CUES ",
        "in walk: tracks/1 true CUES ",
    ]
    assert not connections


def game_with_cues(project: GodotProject) -> GodotProject:
    """Give a fresh project two cues and their pieces, and turn music on; return it."""
    (project.path / "music").mkdir()
    for seed, name in enumerate(("field.ogg", "boss.wav")):
        write_sound(project.path / "music" / name, chords(14, seed=seed), rate=22_050)
    (project.path / "main.gd").write_text(GAME)
    (project.path / "keep_cues.gd").write_text(KEEP_CUES)
    scene = (project.path / "main.tscn").read_text()
    script = '[ext_resource type="Script" path="res://main.gd" id="1"]\n\n[node name="Main" type="Node2D"]\n'
    script += 'script = ExtResource("1")\n'
    (project.path / "main.tscn").write_text(scene.replace('[node name="Main" type="Node2D"]\n', script))
    settings = project.path / "project.godot"
    settings.write_text(settings.read_text() + "\n[scenescore]\n\nruntime/play_music=true\n")
    (project.path / "export_presets.cfg").write_text(PRESET)
    project.imported()
    project.run("-s", "res://keep_cues.gd").check()
    return project


def exported(project: GodotProject) -> Path:
    """Export a project's pack."""
    pack = project.path.parent / "game.zip"
    project.run("--export-pack", "Linux", str(pack)).check()
    return pack


def sockets_of(process: psutil.Process) -> list[object]:
    """Return what a process has open to the network."""
    try:
        return list(process.net_connections())
    except (psutil.Error, subprocess.SubprocessError):
        return []
