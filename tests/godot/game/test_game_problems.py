"""A running game reports why it gets no answers."""

import json
import socket
import time
from pathlib import Path

from making.daemon import Daemon
from making.godot.project import GodotProject
from making.godot.watched_game import point_to, watched_game


def test_a_game_without_a_daemon_captures_nothing_and_keeps_scene_names(
    project: GodotProject, home: Path, screen: str
) -> None:
    with watched_game(project, home, display=screen) as game:
        game.order("scene boss fight")
        assert game.tell()["scene"] == "boss fight"
        game.order("end_scene")
        assert game.tell()["scene"] == ""
        time.sleep(3.0)
        told = game.tell()
        assert told["captures"] == 0
        assert told["state"] == "CONNECTING"
        assert told["problem"].startswith("No daemon runs.")
        assert game.states() == ["CONNECTING"]
        game.quit().check()


def test_a_stale_ready_file_is_ignored(
    project: GodotProject, home: Path, daemon: Daemon, screen: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        nobody = f"127.0.0.1:{server.getsockname()[1]}"
    file = point_to(home, daemon)
    file.write_text(json.dumps({**daemon.ready, "addresses": [nobody], "address": nobody}))
    with watched_game(project, home, display=screen) as game:
        time.sleep(3.0)
        told = game.tell()
        assert told["captures"] == 0
        assert told["problem"].startswith("No daemon runs.")
        assert game.states() == ["CONNECTING"]
        # The real one comes.
        point_to(home, daemon)
        game.wait_for("matches", 1)
        game.quit().check()


def test_a_refused_session_is_reported_and_retried(
    project: GodotProject, shared_home: Path, screen: str
) -> None:
    with watched_game(project, shared_home, display=screen, settings={"model": "models/nobody"}) as game:
        game.wait_until_told(lambda told: "no bundle 'nobody'" in told["problem"])
        time.sleep(4.0)
        assert "no bundle 'nobody'" in game.tell()["problem"]
        assert 2 <= game.states().count("LISTENING") <= 6
        assert not game.said("matches")
        game.quit().check()


def test_a_wrong_token_is_reported(project: GodotProject, home: Path, daemon: Daemon, screen: str) -> None:
    (home / "token").write_text("wrong" * 10)
    file = point_to(home, daemon)
    file.write_text(json.dumps({**daemon.ready, "token_file": str(home / "token")}))
    with watched_game(project, home, display=screen) as game:
        game.wait_until_told(lambda told: "token" in told["problem"])
        assert not game.said("matches")
        game.quit().check()


def test_a_game_without_a_screen_reports_it(project: GodotProject, shared_home: Path) -> None:
    with watched_game(project, shared_home) as game:
        game.wait_until_told(lambda told: "--headless" in told["problem"])
        game.quit().check()
    with watched_game(project, shared_home, settings={"runtime/capture": "screen"}) as game:
        game.wait_until_told(lambda told: "no window" in told["problem"])
        game.quit().check()


def test_watching_can_be_turned_off(project: GodotProject, shared_home: Path, screen: str) -> None:
    with watched_game(project, shared_home, display=screen, settings={"runtime/enabled": False}) as game:
        time.sleep(2.0)
        told = game.tell()
        assert (told["state"], told["captures"], told["has_channel"]) == ("OFF", 0, False)
        game.quit().check()
