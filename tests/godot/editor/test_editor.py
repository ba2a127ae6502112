"""The daemon's lifecycle in a real Godot editor: found, started, shared, restarted, never left behind."""

import shutil
import stat
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from making.daemon import running_daemon, wait_until
from making.godot.editor import GONE_S, PROGRAM, Desk
from scenescore.install import install_line, update_line


def test_the_editor_stops_its_daemon_when_the_plugin_is_turned_off_and_when_it_quits(
    desk: Desk,
) -> None:
    with desk.editor() as editor:
        editor.wait_for("ready")
        assert editor.get("daemon_version") == version("scenescore")
        assert editor.get("problem", "notice") == {"problem": "", "notice": ""}
        editor.wait_for_value("tracks_total", 6)
        wait_until(lambda: len(editor.get("tracks")) == 6)
        assert editor.get("tracks")[0]["title"] == "battle"
        wait_until(lambda: "models/tiny" in [model["name"] for model in editor.get("models")])
        assert editor.get("button_text") == "Play"
        assert len(desk.daemons()) == 1
        editor.tell("disable")
        desk.wait_until_no_daemon()
        assert editor.get("stage") is None
        editor.tell("enable")
        editor.wait_for("ready")
        assert len(desk.daemons()) == 1
        run = editor.quit()
        desk.wait_until_no_daemon()
        run.check()


def test_kill_9_of_the_editor_leaves_no_daemon(desk: Desk) -> None:
    with desk.editor() as editor:
        editor.wait_for("ready")
        assert desk.daemons()
        editor.process.kill()
        desk.wait_until_no_daemon()


def test_kill_9_while_the_daemon_starts_leaves_no_daemon(desk: Desk) -> None:
    with desk.editor() as editor:
        wait_until(desk.daemons)
        editor.process.kill()
        desk.wait_until_no_daemon()


def test_kill_9_leaves_no_daemon_behind_a_launcher(desk: Desk, tmp_path: Path) -> None:
    # As some launchers do: it waits for the daemon and passes no signal on.
    launcher = script(tmp_path / "launcher", f'"{PROGRAM}" "$@"; exit $?')
    with desk.editor(launcher) as editor:
        editor.wait_for("ready")
        assert len(desk.daemons()) == 2
        editor.process.kill()
        desk.wait_until_no_daemon()


def test_the_button_cancels_and_starts_and_the_editor_never_waits(desk: Desk) -> None:
    with desk.editor() as editor:
        editor.wait_for("starting")
        assert editor.get("button_text") == "Cancel"
        editor.call("act")
        editor.wait_for("stopped")
        assert editor.get("problem", "button_text") == {"problem": "", "button_text": "Start"}
        desk.wait_until_no_daemon()
        wait_until(lambda: not editor.tell("is scanning"))
        editor.tell("begin frames")
        editor.call("act")
        editor.wait_for("ready")
        editor.wait_for_value("tracks_total", 6)
        editor.call("stop_daemon")
        desk.wait_until_no_daemon()
        print(f"longest frame of the editor from start to stop: {editor.tell('longest frame'):.1f} ms")
        editor.quit().check()


def test_a_killed_daemon_is_restarted_a_few_times(desk: Desk) -> None:
    with desk.editor() as editor:
        for _ in range(3):
            editor.wait_for("ready")
            (daemon,) = desk.daemons()
            daemon.kill()
            wait_until(lambda: editor.stage == "starting")
        editor.wait_for("ready")
        (daemon,) = desk.daemons()
        daemon.kill()
        editor.wait_for("crashed")
        assert editor.get("absence:command") == f"{PROGRAM} doctor"
        assert "4th time within a minute" in editor.get("problem")
        assert editor.get("button_text") == "Start"
        editor.call("act")
        editor.wait_for("ready")
        assert editor.get("problem") == ""
        editor.quit().check()


def test_a_second_editor_shares_the_daemon_and_starts_its_own_when_it_ends(
    desk: Desk, tmp_path: Path
) -> None:
    other = desk.beside(tmp_path / "other")
    with desk.editor() as first:
        first.wait_for("ready")
        (daemon,) = desk.daemons()
        with other.editor() as second:
            second.wait_for("ready")
            assert desk.daemons() == [daemon]
            first.quit().check()
            wait_until(lambda: desk.daemons() not in ([], [daemon]))
            second.wait_for("ready")
            second.wait_for_value("tracks_total", 6)
            second.quit().check()
    desk.wait_until_no_daemon()


def test_quitting_does_not_stop_a_daemon_of_somebody_else(desk: Desk, tmp_path: Path) -> None:
    with running_daemon(desk.home, tmp_path) as daemon:
        shutil.copy(tmp_path / "ready.json", desk.home / "run" / "daemon.json")
        with desk.editor() as editor:
            editor.wait_for("ready")
            assert [process.pid for process in desk.daemons()] == [daemon.process.pid]
            editor.quit().check()
        assert daemon.process.poll() is None


@pytest.mark.parametrize("other", ["0.0.9", f"{version('scenescore')}.99"])
def test_a_daemon_of_another_version_is_not_used_and_the_editor_says_why(
    other: str, desk: Desk, tmp_path: Path
) -> None:
    with running_daemon(desk.home, tmp_path, environment=of_version(other, tmp_path)) as old:
        shutil.copy(tmp_path / "ready.json", desk.home / "run" / "daemon.json")
        with desk.editor() as editor:
            editor.wait_for("ready")
            assert editor.get("daemon_version") == version("scenescore")
            assert f"Scenescore {other} already runs (process {old.process.pid})" in editor.get("problem")
            assert len(desk.daemons()) == 2
            editor.quit().check()
            wait_until(lambda: len(desk.daemons()) == 1, GONE_S)
        assert old.process.poll() is None


def test_unusable_programs_are_named_with_the_reason(desk: Desk, tmp_path: Path) -> None:
    metadata = of_version("0.0.9", tmp_path)["PYTHONPATH"]
    old = script(tmp_path / "old scenescore", f'PYTHONPATH="{metadata}" exec "{PROGRAM}" "$@"')
    # It refuses the option like a program that doesn't know it.
    change = 'for word; do shift; set -- "$@" "${word/--end-with-stdin/--end-with-nothing}"; done'
    older = script(tmp_path / "older", f'{change}; exec "{PROGRAM}" "$@"')
    missing = tmp_path / "no such folder" / "scenescore"
    broken = script(tmp_path / "broken", f'exec "{sys.executable}" -c "import no_such_module_of_python"')
    with desk.editor(old) as editor:
        editor.wait_for("wrong version")
        assert editor.get("absence:found_version") == "0.0.9"
        assert (
            editor.get("problem")
            == f'"{old}" is Scenescore 0.0.9, and this addon is {version("scenescore")}.'
        )
        assert editor.get("absence:command") == update_line()
        assert editor.get("button_text") == "Choose the program…"
        desk.wait_until_no_daemon()

        editor.call("choose_command", str(older))
        editor.wait_for("wrong version")
        assert editor.get("absence:found_version") == ""
        assert "is too old for this addon" in editor.get("problem")

        editor.call("choose_command", str(missing))
        editor.wait_for("not installed")
        assert str(missing) in editor.get("problem")
        assert editor.get("absence:command") == install_line()
        assert editor.get("button_text") == "Choose the program…"

        editor.call("choose_command", str(broken))
        editor.wait_for("crashed")
        problem = editor.get("problem")
        assert "ended with code 1 before it was ready" in problem
        assert "Traceback (most recent call last)" in problem
        assert problem.endswith("ModuleNotFoundError: No module named 'no_such_module_of_python'")
        assert editor.get("absence:command") == f"{broken} doctor"
        assert editor.get("button_text") == "Start"

        editor.call("choose_command", str(PROGRAM))
        editor.wait_for("ready")
        assert editor.get("problem") == ""
        editor.quit().check()


def of_version(number: str, folder: Path) -> dict[str, str]:
    """Return the variables that make the real daemon believe it is another version."""
    metadata = folder / "old" / f"scenescore-{number}.dist-info" / "METADATA"
    metadata.parent.mkdir(parents=True, exist_ok=True)
    metadata.write_text(f"Metadata-Version: 2.1\nName: scenescore\nVersion: {number}\n")
    return {"PYTHONPATH": str(folder / "old")}


def script(path: Path, body: str) -> Path:
    """Write a program in Bash."""
    path.write_text(f"#!/bin/bash\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path
