"""A daemon ends by itself once the program that started it is gone, or once nobody needs it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import psutil
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from making.daemon import Daemon, colour_frame, configured, running_daemon, serve_command, wait_until
from making.sound import chords, write_sound
from scenescore.daemon.process.ready_file import is_running
from scenescore.library.store.library import Library
from scenescore.v1 import daemon_pb2, library_pb2

ROOT = Path(__file__).resolve().parents[4]
# Starts what its arguments say as an editor does, with a pipe as standard input, and never ends by itself.
EDITOR = """
import os, subprocess, sys, time
if sys.argv[1] == "by id":
    os.environ["SCENESCORE_OWNER_PID"] = str(os.getpid())
stdin = subprocess.PIPE if sys.argv[1] == "by pipe" else subprocess.DEVNULL
subprocess.Popen(sys.argv[2:], stdin=stdin)
time.sleep(600)
"""


def launcher(name: str) -> list[str]:
    """Return what comes before `scenescore`'s arguments."""
    if name == "python":
        return [sys.executable, "-m", "scenescore"]
    uv = os.environ.get("UV") or shutil.which("uv")
    assert uv, "the project is run with uv"
    return [uv, "run", "--project", str(ROOT), "--no-sync", "scenescore"]


class Editor:
    """A process that has started a daemon."""

    def __init__(self, home: Path, scratch: Path, how: str, through: str, *arguments: str) -> None:
        self.ready_file = scratch / "ready.json"
        serve = serve_command(self.ready_file, "--bundle", "tiny", *arguments)[3:]
        end = ["--end-with-stdin"] if how == "by pipe" else []
        self.log = scratch / "daemon.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", EDITOR, how, *launcher(through), *serve, *end],
                env={**os.environ, "SCENESCORE_HOME": str(home)},
                stdout=log,
                stderr=log,
            )
        wait_until(self.ready_file.exists, 90)
        self.daemon = psutil.Process(json.loads(self.ready_file.read_text())["pid"])

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def daemon_is_gone(self) -> bool:
        return not is_running(self.daemon.pid)


@pytest.fixture
def editors() -> Iterator[list[Editor]]:
    started: list[Editor] = []
    yield started
    for editor in started:
        editor.kill()
        if not editor.daemon_is_gone():
            editor.daemon.kill()


@pytest.mark.parametrize("through", ["python", "uv run"])
@pytest.mark.parametrize("how", ["by pipe", "by id"])
def test_the_daemon_ends_with_a_killed_editor(
    tiny_home: Path, tmp_path: Path, editors: list[Editor], how: str, through: str
) -> None:
    editor = Editor(tiny_home, tmp_path, how, through)
    editors.append(editor)
    parents = [parent.pid for parent in editor.daemon.parents()]
    assert parents.index(editor.process.pid) >= (1 if through == "uv run" else 0)
    editor.kill()
    wait_until(editor.daemon_is_gone)
    wait_until(lambda: not editor.ready_file.exists())
    assert "scenescore ended" in editor.log.read_text()


def test_sessions_and_imports_do_not_outlast_a_killed_editor(
    tiny_home: Path, tmp_path: Path, editors: list[Editor]
) -> None:
    home = shutil.copytree(tiny_home, tmp_path / "home")
    music = tmp_path / "more"
    music.mkdir()
    for seed in range(24):
        write_sound(music / f"{seed}.wav", chords(20, seed=100 + seed), rate=22_050)
    editor = Editor(home, tmp_path, "by pipe", "python", "--allow-root", str(music))
    editors.append(editor)
    ready = json.loads(editor.ready_file.read_text())
    daemon = Daemon(subprocess.Popen(["true"]), ready, editor.log, tmp_path)

    def frames() -> Iterator[Any]:
        yield configured()
        yield colour_frame(0)
        time.sleep(60)

    session = daemon.call(daemon.match.MatchFrames, frames())
    next(session)
    imported = daemon.call(daemon.library.ImportTracks, library_pb2.ImportTracksRequest(paths=[str(music)]))
    next(progress for progress in imported if progress.files_done)
    editor.kill()
    wait_until(editor.daemon_is_gone)
    assert not editor.ready_file.exists()
    with Library(home / "library") as library:
        assert 6 < library.count() < 30
    daemon.channel.close()


def piped(home: Path, scratch: Path, stdin: int) -> "subprocess.Popen[bytes]":
    """Start a daemon that ends with its standard input."""
    return subprocess.Popen(
        serve_command(scratch / "ready.json", "--bundle", "tiny", "--end-with-stdin"),
        env={**os.environ, "SCENESCORE_HOME": str(home)},
        stdin=stdin,
        stderr=subprocess.PIPE,
    )


def test_the_daemon_ends_when_its_standard_input_ends(tiny_home: Path, tmp_path: Path) -> None:
    process = piped(tiny_home, tmp_path, subprocess.PIPE)
    assert process.stdin is not None
    try:
        process.stdin.write(b"hello\n" * 100_000)
        process.stdin.flush()
        wait_until((tmp_path / "ready.json").exists, 90)
        assert process.poll() is None
        _, words = process.communicate(timeout=300)
    finally:
        process.kill()
    assert process.returncode == 0
    assert b"standard input has ended" in words
    assert not (tmp_path / "ready.json").exists()


def test_an_empty_standard_input_ends_the_daemon_once_it_is_ready(tiny_home: Path, tmp_path: Path) -> None:
    process = piped(tiny_home, tmp_path, subprocess.DEVNULL)
    assert process.wait(300) == 0
    assert not (tmp_path / "ready.json").exists()


def test_an_idle_daemon_ends_in_spite_of_health_checks(tiny_home: Path, tmp_path: Path) -> None:
    with running_daemon(tiny_home, tmp_path, "--bundle", "tiny", "--idle-exit", "1.5") as daemon:
        health: Any = health_pb2_grpc.HealthStub(daemon.channel)
        deadline_s = time.monotonic() + 60
        while daemon.process.poll() is None:
            assert time.monotonic() < deadline_s
            try:
                health.Check(health_pb2.HealthCheckRequest(), timeout=5)
                # Nor do calls that are turned away.
                daemon.control.GetInfo(daemon_pb2.GetInfoRequest(), timeout=5)
            except grpc.RpcError:
                pass
            time.sleep(0.05)
        assert daemon.process.returncode == 0
        assert "--idle-exit" in daemon.log.read_text()
        assert not (tmp_path / "ready.json").exists()


def test_a_silent_session_keeps_the_daemon_running(tiny_home: Path, tmp_path: Path) -> None:
    with running_daemon(tiny_home, tmp_path, "--bundle", "tiny", "--idle-exit", "0.5") as daemon:

        def frames() -> Iterator[Any]:
            yield configured()
            yield colour_frame(0)
            time.sleep(30)

        session = daemon.call(daemon.match.MatchFrames, frames())
        next(session)
        time.sleep(2)
        assert daemon.process.poll() is None
        session.cancel()
        assert daemon.process.wait(300) == 0


def test_an_idle_daemon_finishes_the_import_of_its_watched_folder(tiny_home: Path, tmp_path: Path) -> None:
    home = shutil.copytree(tiny_home, tmp_path / "home")
    music = tmp_path / "more"
    music.mkdir()
    for seed in range(12):
        write_sound(music / f"{seed}.wav", chords(20, seed=100 + seed), rate=22_050)
    options = ("--bundle", "tiny", "--idle-exit", "0.3", "--watch-folder", str(music))
    with running_daemon(home, tmp_path, *options) as daemon:
        assert daemon.process.wait(300) == 0
    with Library(home / "library") as library:
        assert library.count() == 18


def test_an_idle_time_of_zero_is_refused(tiny_home: Path, tmp_path: Path) -> None:
    command = serve_command(tmp_path / "ready.json", "--bundle", "tiny", "--idle-exit", "0")
    failed = subprocess.run(
        command,
        env={**os.environ, "SCENESCORE_HOME": str(tiny_home)},
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert failed.returncode == 2
    assert b"--idle-exit" in failed.stderr


def test_a_signal_ends_a_daemon_that_waits_for_standard_input(tiny_home: Path, tmp_path: Path) -> None:
    process = piped(tiny_home, tmp_path, subprocess.PIPE)
    try:
        wait_until((tmp_path / "ready.json").exists, 90)
        process.send_signal(signal.SIGTERM)
        assert process.wait(300) == 0
    finally:
        process.kill()
        process.communicate()
