"""From Play to a match, in a real editor with a real game on a screen."""

import re
import time

import psutil
import pytest

from making.daemon import wait_until
from making.godot.editor import Desk, Editor

GAME = """extends Node2D

@onready var ground: ColorRect = $Ground


func _ready() -> void:
	Scenescore.begin_scene("meadow")


func _process(delta: float) -> void:
	ground.position.x = fmod(ground.position.x + 40.0 * delta, 200.0)
"""


@pytest.fixture
def game_desk(desk: Desk) -> Desk:
    """Return a desk whose game moves, names its scene and runs on the test's screen."""
    (desk.project.path / "main.gd").write_text(GAME)
    scene = desk.project.path / "main.tscn"
    text = scene.read_text().replace(
        "[gd_scene format=3]",
        '[gd_scene format=3]\n\n[ext_resource type="Script" path="res://main.gd" id="1"]',
    )
    text = text.replace('type="Node2D"]\n', 'type="Node2D"]\nscript = ExtResource("1")\n', 1)
    scene.write_text(text)
    settings = desk.project.path / "project.godot"
    run = 'run/main_run_args="--rendering-driver opengl3 --audio-driver Dummy"'
    settings.write_text(settings.read_text() + f"\n[editor]\n\n{run}\n")
    return desk


def play(editor: Editor) -> None:
    """Press the button until a match is there."""
    editor.wait_for("ready")
    editor.call("choose_model", "models/tiny")
    editor.wait_for_value("tracks_total", 6)
    assert editor.get("button_text") == "Play"
    editor.call("act")
    wait_until(lambda: editor.stage in ("listening", "matching"), 60)
    editor.wait_for("matching")


def test_play_matches_and_the_best_piece_becomes_the_scenes_cue(game_desk: Desk, screen: str) -> None:
    with game_desk.editor(display=screen) as editor:
        play(editor)
        answer = editor.get("answer")
        assert len(answer["matches"]) == 5
        best = answer["matches"][0]
        assert editor.get("button_text") == f"Use “{best['title']}” here"
        assert answer["model"] == "models/tiny"
        editor.wait_for_value("scene", "meadow")
        wait_until(lambda: len(editor.get("frames")) >= 3)
        assert editor.get("timeline")[0]["scene"] == "meadow"
        wait_until(lambda: editor.get("timeline_end_s") > 2)
        assert editor.get("problem", "notice") == {"problem": "", "notice": ""}

        editor.call("suggest_model")
        wait_until(lambda: editor.get("suggestions"))
        assert {"name", "game", "dissimilarity"} == set(editor.get("suggestions")[0])

        best = editor.get("answer")["matches"][0]
        editor.call("act")
        cues = (game_desk.project.path / "scenescore_cues.tres").read_text()
        assert 'scene = "meadow"' in cues
        assert re.search(r"window = PackedByteArray\(.{100,}\)", cues)
        assert re.search(r"window_end_s = [1-9]", cues)
        assert f'title = "{best["title"]}"' in cues
        assert editor.get("notice") == ""

        # What runs learns at once: another piece is used, and the next answers name it first.
        last = editor.get("answer")["matches"][-1]["track"]
        editor.call("use_here", last, "meadow")
        wait_until(lambda: editor.get("answer")["matches"][0]["track"] == last)
        editor.call("remove_cue", "meadow")
        wait_until(lambda: editor.get("answer")["matches"][0]["track"] != last)
        assert editor.get("notice") == ""

        # The game also matches with the daemon that replaces a killed one.
        for daemon in game_desk.daemons():
            daemon.kill()
        killed_s = time.monotonic()
        wait_until(lambda: editor.stage == "starting")
        editor.wait_for("matching")
        print(f"matches are back {time.monotonic() - killed_s:.1f} s after the daemon was killed")

        editor.tell("stop")
        editor.wait_for("ready")
        assert editor.get("button_text") == "Play"
        # What was played stays to be seen.
        assert editor.get("timeline")
        editor.quit().check()
    game_desk.wait_until_no_daemon()


def test_kill_9_of_the_editor_while_a_game_plays_leaves_no_daemon(game_desk: Desk, screen: str) -> None:
    with game_desk.editor(display=screen) as editor:
        play(editor)
        editor.process.kill()
        # The game has inherited the pipe to the daemon's standard input: its end alone would not tell.
        game_desk.wait_until_no_daemon()


def test_turning_the_plugin_off_while_a_game_plays_stops_the_daemon(game_desk: Desk, screen: str) -> None:
    with game_desk.editor(display=screen) as editor:
        play(editor)
        editor.tell("disable")
        game_desk.wait_until_no_daemon()
        editor.tell("stop")
        on_the_way = "Unknown message: scenescore:"
        assert [words for words in editor.quit().complaints() if on_the_way not in words] == []


def test_the_newest_of_two_games_is_used_and_then_the_other(game_desk: Desk, screen: str) -> None:
    two = "[debug_options]\n\nmultiple_instances_enabled=true\nrun_instance_count=2\n"
    (game_desk.project.path / ".godot" / "editor" / "project_metadata.cfg").write_text(two)
    script = game_desk.project.path / "main.gd"
    script.write_text(script.read_text().replace('"meadow"', 'str("game ", OS.get_process_id())'))
    with game_desk.editor(display=screen) as editor:
        play(editor)
        newest = int(wait_until(lambda: editor.get("scene")).split()[1])
        wait_until(lambda: len(game_desk.games()) == 2)
        (other,) = {game.pid for game in game_desk.games()} - {newest}
        psutil.Process(newest).kill()
        editor.wait_for_value("scene", f"game {other}")
        editor.wait_for("matching")
        editor.tell("stop")
        editor.wait_for("ready")


def test_the_editor_also_shows_a_window_that_the_daemon_captures(game_desk: Desk, screen: str) -> None:
    settings = game_desk.project.path / "project.godot"
    settings.write_text(settings.read_text() + '\n[scenescore]\n\nruntime/capture="screen"\n')
    with game_desk.editor(display=screen) as editor:
        play(editor)
        wait_until(lambda: len(editor.get("frames")) >= 2)
        received = editor.get("answer")["frames_received"]
        # The daemon's own, not those that the editor is shown: five a second.
        wait_until(lambda: editor.get("answer")["frames_received"] >= received + 10)
        assert editor.get("problem") == ""
        editor.tell("stop")
        editor.wait_for("ready")
        editor.quit().check()


def test_the_editor_explains_that_watching_is_turned_off(game_desk: Desk, screen: str) -> None:
    settings = game_desk.project.path / "project.godot"
    settings.write_text(settings.read_text() + "\n[scenescore]\n\nruntime/enabled=false\n")
    with game_desk.editor(display=screen) as editor:
        editor.wait_for("ready")
        editor.wait_for_value("button_text", "Play")
        editor.call("act")
        wait_until(lambda: "scenescore/runtime/enabled is off" in editor.get("problem"), 60)
        assert editor.get("button_text") == "Stop"
        editor.call("act")
        editor.wait_for_value("problem", "")
        editor.quit().check()
