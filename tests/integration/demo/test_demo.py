"""``scenescore demo``: the main job without any set-up."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from making.demo_music import demo_home


def demo(home: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scenescore", "demo", *options],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SCENESCORE_HOME": str(home), "COLUMNS": "120", **environment},
    )


def test_the_demo_chooses_the_games_own_music_and_leaves_no_daemon(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path / "home"
    shutil.copytree(demo_home(tmp_path_factory), home)
    done = demo(home, "--fast", "--json")
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
        fits = [match["fit"] for match in row["top"]]
        assert fits == sorted(fits, reverse=True)
        assert fits[0] > 0
    assert answer["tracks"] == 24
    assert answer["frames_dropped"] == 0
    assert answer["steady_hit_rate"] >= 0.9
    assert answer["answer_ms_p95"] > 0
    assert not (home / "run" / "daemon.json").exists(), (
        "the user's own daemon would be mistaken for the demo's"
    )

    again = demo(home, "--fast")
    assert again.returncode == 0, again.stderr
    assert "steady answers" in again.stdout
    assert len(list((home / "demo" / "music").glob("*.ogg"))) == 24


def test_without_godot_the_demo_says_so(tmp_path: Path) -> None:
    done = demo(tmp_path, "--godot", GODOT="/nowhere/godot")
    assert done.returncode == 4
    assert "GODOT names /nowhere/godot" in done.stderr
    assert "Traceback" not in done.stderr
