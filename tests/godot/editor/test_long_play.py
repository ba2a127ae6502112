"""The example game plays itself in the editor for a while, and its daemon is killed now and then.

It plays for one minute; ``SCENESCORE_PLAY_S=1800`` makes it half an hour. With ``-s`` it prints its figures.
"""

import json
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from making.daemon import wait_until
from making.godot.editor import Desk, Editor, with_driver
from making.godot.project import GodotProject

PLAY_S = float(os.environ.get("SCENESCORE_PLAY_S", "60"))
KILLS = 2
MAX_GROWTH_MB = 48.0
"""How much a process may grow: the engine's caches fill for a while, but a leak goes on."""


@pytest.fixture
def example_desk(own_godot_project: GodotProject, tiny_home: Path, tmp_path: Path) -> Iterator[Desk]:
    """Return an editor's project with the example game, and a home of six tracks."""
    desk = Desk(with_driver(own_godot_project), Path(shutil.copytree(tiny_home, tmp_path / "scenescore")))
    yield desk
    for left in desk.daemons():
        left.kill()


@pytest.mark.timeout(PLAY_S + 600)
def test_memory_stays_flat_and_matches_come_back(example_desk: Desk, screen: str, tmp_path: Path) -> None:
    desk, log = example_desk, tmp_path / "answers.jsonl"
    play_by_itself(desk, log)
    desk.project.imported()
    with desk.editor(display=screen) as editor:
        editor.wait_for("ready")
        editor.tell("play")
        editor.wait_for("matching")
        start_s = time.time()
        game = game_of(editor)
        time.sleep(PLAY_S / 4)
        before = {"editor": resident_mb(editor.process.pid), "game": resident_mb(game.pid)}
        back_s: list[tuple[float, float]] = []
        for _ in range(KILLS):
            back_s.append(kill_daemon(desk, log))
            time.sleep(max(15.0, PLAY_S / 8))
        (daemon,) = desk.daemons()
        before["daemon"] = resident_mb(daemon.pid)
        time.sleep(max(10.0, start_s + PLAY_S - time.time()))
        after = {"editor": resident_mb(editor.process.pid), "game": resident_mb(game.pid)}
        after["daemon"] = resident_mb(daemon.pid)
        dropped = editor.get("answer")["frames_dropped"]
        editor.tell("stop")
        editor.wait_for("ready")
        editor.quit().check()
        desk.wait_until_no_daemon()
    rows = answers(log)
    longest_ms = sorted(row["longest_frame_ms"] for row in rows)
    told = {
        "seconds played": round(time.time() - start_s),
        "answers": len(rows),
        "frames dropped": dropped,
        "seconds from the kill until ready, until matches": [
            f"{ready:.1f}, {match:.1f}" for ready, match in back_s
        ],
        "longest frame in ms, and the median of each second's": [longest_ms[-1], longest_ms[len(rows) // 2]],
        "memory in MB, before and after": {
            name: [round(before[name]), round(after[name])] for name in before
        },
    }
    print("\n" + json.dumps(told, indent=1))
    assert len(back_s) == KILLS
    for name, megabytes in before.items():
        assert after[name] - megabytes < MAX_GROWTH_MB, name


def play_by_itself(desk: Desk, log: Path) -> None:
    """Have the editor start the game with its autopilot."""
    settings = desk.project.path / "project.godot"
    engine = "--rendering-driver opengl3 --audio-driver Dummy"
    arguments = f"{engine} -- --autopilot --seed=3 --live-music --answer-log={log}"
    settings.write_text(
        settings.read_text().replace("[editor]\n", f'[editor]\n\nrun/main_run_args="{arguments}"\n', 1)
    )


def game_of(editor: Editor) -> psutil.Process:
    """Return the game that an editor plays."""
    children = psutil.Process(editor.process.pid).children()
    games = [child for child in children if "--remote-debug" in child.cmdline()]
    assert len(games) == 1, [child.cmdline() for child in children]
    assert "--autopilot" in games[0].cmdline(), games[0].cmdline()
    return games[0]


def kill_daemon(desk: Desk, log: Path) -> tuple[float, float]:
    """Kill the daemon, wait for the next one, and return the seconds until it is ready, and until matches."""
    (daemon,) = desk.daemons()
    killed_s = time.time()
    daemon.kill()
    ready = desk.home / "run" / "daemon.json"
    wait_until(
        lambda: ready.exists() and json.loads(ready.read_text() or "{}").get("pid") not in (None, daemon.pid)
    )
    ready_s = ready.stat().st_mtime
    wait_until(lambda: answers(log) and answers(log)[-1]["unix_s"] > ready_s)
    first_s: float = next(row["unix_s"] for row in answers(log) if row["unix_s"] > ready_s)
    return ready_s - killed_s, first_s - killed_s


def answers(log: Path) -> list[dict[str, Any]]:
    """Return the answers that the game has noted so far."""
    text = log.read_text() if log.exists() else ""
    return [json.loads(line) for line in text[: text.rfind("\n") + 1].splitlines()]


def resident_mb(pid: int) -> float:
    """Return a process's memory, megabytes."""
    return psutil.Process(pid).memory_info().rss / 1e6
