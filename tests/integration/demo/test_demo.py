"""``scenescore demo``: the main job without any set-up."""

import json
import os
import subprocess
import sys
from pathlib import Path

from making.display import xvfb_display
from making.godot import find_godot


def demo(home: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scenescore", "demo", *options],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SCENESCORE_HOME": str(home), "COLUMNS": "120", **environment},
    )


def test_the_demo_chooses_the_games_own_music_and_leaves_no_daemon(tmp_path: Path) -> None:
    done = demo(tmp_path, "--fast", "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout.splitlines()[-1])

    assert {row["scene"] for row in answer["scenes"]} == {"walk", "talk", "fight"}
    assert len({(row["scene"], row["area"]) for row in answer["scenes"]}) >= 6
    for row in answer["scenes"]:
        assert row["start_s"] < row["end_s"]
        assert row["steady_s"] is not None
        distances = [match["distance"] for match in row["top"]]
        assert len(distances) == 3
        assert distances == sorted(distances)
    assert answer["tracks"] == 24
    assert answer["frames_dropped"] == 0
    assert answer["steady_hit_rate"] >= 0.9
    assert answer["answer_ms_p95"] > 0
    assert not (tmp_path / "run" / "daemon.json").exists(), (
        "the user's own daemon would be mistaken for the demo's"
    )

    again = demo(tmp_path, "--fast")
    assert again.returncode == 0, again.stderr
    assert "steady answers" in again.stdout
    assert len(list((tmp_path / "demo" / "music").glob("*.ogg"))) == 24


def test_the_live_game_gets_its_own_music(tmp_path: Path) -> None:
    user = {name: str(tmp_path / "user") for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    with xvfb_display(1280, 720) as display:
        options = ("--godot", "--seconds", "45", "--json")
        done = demo(tmp_path, *options, GODOT=str(find_godot()), DISPLAY=display, **user)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout.splitlines()[-1])
    assert len(answer["scenes"]) >= 2
    # About one a second, from the first second on.
    assert answer["answers"] >= 35
    assert answer["steady_hit_rate"] >= 0.8
    assert answer["scenes"][0]["top"][0]["track"] == answer["scenes"][0]["true_track"]


def test_without_godot_the_demo_says_so(tmp_path: Path) -> None:
    done = demo(tmp_path, "--godot", GODOT="/nowhere/godot")
    assert done.returncode == 4
    assert "GODOT names /nowhere/godot" in done.stderr
    assert "Traceback" not in done.stderr
