"""``scenescore demo``: the main job without any set-up."""

import json
import os
import subprocess
import sys
from pathlib import Path


def demo(home: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scenescore", "demo", "--fast", *options],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SCENESCORE_HOME": str(home), "COLUMNS": "120"},
    )


def test_the_demo_names_the_pieces_that_the_game_plays_and_leaves_no_daemon(tmp_path: Path) -> None:
    done = demo(tmp_path, "--json")
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

    again = demo(tmp_path)
    assert again.returncode == 0, again.stderr
    assert "steady answers" in again.stdout
    assert len(list((tmp_path / "demo" / "music").glob("*.ogg"))) == 24
