"""The example game plays itself in the editor for long, and the daemon dies on the way.

Two minutes by default; ``SCENESCORE_PLAY_S=1800`` makes it half an hour. With ``-s`` it prints its figures.
"""

import json
import os
import time
from pathlib import Path
from typing import Any

import psutil

from making.daemon import wait_until
from making.editor import Desk, Editor

PLAY_S = float(os.environ.get("SCENESCORE_PLAY_S", "120"))
KILLS = 3
BACK_S = 3.0
"""How soon matches come back once a daemon answers again."""
STALL_MS = 1000.0
"""A frame that long is a stall; a software renderer on a busy machine has long ones of its own."""
GROWTH_MB = 48.0
"""By how much a process may grow: caches of the engine fill on the way, a leak goes on."""


def test_memory_stays_flat_and_matches_come_back(desk: Desk, screen: str, tmp_path: Path) -> None:
    log = tmp_path / "answers.jsonl"
    play_by_itself(desk, log)
    with desk.editor(display=screen) as editor:
        editor.wait_for("ready")
        editor.tell("play")
        editor.wait_for("matching")
        start_s = time.time()
        game = game_of(editor)
        time.sleep(PLAY_S / 4)
        before = {"editor": resident_mb(editor.process.pid), "game": resident_mb(game.pid)}
        back_s = []
        for _ in range(KILLS):
            back_s.append(kill_daemon(desk, log))
            time.sleep(max(20.0, PLAY_S / 8))
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
    print(
        f"\n{time.time() - start_s:.0f} s, {len(rows)} answers, {dropped} frames dropped; matches back after "
        f"{', '.join(f'{one:.1f}' for one in back_s)} s; longest frame {longest_ms[-1]:.0f} ms "
        f"(median of each second's {longest_ms[len(rows) // 2]:.0f} ms); "
        + "; ".join(f"{name} {before[name]:.0f} to {after[name]:.0f} MB" for name in before)
    )
    assert max(back_s) <= BACK_S
    assert longest_ms[-1] < STALL_MS
    assert dropped == 0
    for name, megabytes in before.items():
        assert after[name] - megabytes < GROWTH_MB, name


def play_by_itself(desk: Desk, log: Path) -> None:
    """Have the editor start the game with its autopilot."""
    settings = desk.project.path / "project.godot"
    arguments = f"-- --autopilot --seed=3 --live-music --answer-log={log}"
    settings.write_text(
        settings.read_text().replace("[editor]\n", f'[editor]\n\nrun/main_run_args="{arguments}"\n', 1)
    )


def game_of(editor: Editor) -> psutil.Process:
    """Return the game that an editor plays."""
    children = psutil.Process(editor.process.pid).children()
    (game,) = (child for child in children if "--autopilot" in child.cmdline())
    return game


def kill_daemon(desk: Desk, log: Path) -> float:
    """Kill the daemon, wait for the next one, and return after how many seconds matches are back."""
    (daemon,) = desk.daemons()
    daemon.kill()
    ready = desk.home / "run" / "daemon.json"
    wait_until(
        lambda: ready.exists() and json.loads(ready.read_text() or "{}").get("pid") not in (None, daemon.pid)
    )
    ready_s = ready.stat().st_mtime
    wait_until(lambda: answers(log) and answers(log)[-1]["unix_s"] > ready_s)
    first_s: float = next(row["unix_s"] for row in answers(log) if row["unix_s"] > ready_s)
    return first_s - ready_s


def answers(log: Path) -> list[dict[str, Any]]:
    """Return the answers that the game has noted so far."""
    text = log.read_text() if log.exists() else ""
    return [json.loads(line) for line in text[: text.rfind("\n") + 1].splitlines()]


def resident_mb(pid: int) -> float:
    """Return a process's memory, megabytes."""
    return psutil.Process(pid).memory_info().rss / 1e6
