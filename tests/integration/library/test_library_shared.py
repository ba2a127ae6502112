"""Several daemons that read one library while another process adds to it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import grpc
import pytest

from making.bundle import write_bundle
from making.daemon import Daemon, failed_start, running_daemon, wait_until
from making.machine.unwritable import Unwritable, unwritable
from making.sound import chords, write_sound
from scenescore.v1 import cue_pb2, library_pb2


@pytest.fixture
def home(tmp_path: Path) -> Path:
    write_bundle(tmp_path / "home" / "models" / "tiny")
    return tmp_path / "home"


@pytest.fixture
def library(home: Path, tmp_path: Path) -> Path:
    """Return a library of two tracks."""
    add(home, tmp_path / "library", pieces(tmp_path / "old", 2, seed=1))
    return tmp_path / "library"


def pieces(folder: Path, count: int, *, seed: int) -> Path:
    folder.mkdir()
    for number in range(count):
        write_sound(folder / f"{folder.name}{number}.wav", chords(13, seed=seed + number), rate=22_050)
    return folder


def add_command(library: Path, music: Path) -> list[str]:
    arguments = ["library", "add", str(music), "--library", str(library), "--json"]
    return [sys.executable, "-m", "scenescore", *arguments]


def add(home: Path, library: Path, music: Path) -> dict[str, Any]:
    environment = {**os.environ, "SCENESCORE_HOME": str(home)}
    done = subprocess.run(add_command(library, music), env=environment, capture_output=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.fixture
def seen(library: Path, tmp_path: Path) -> Iterator[Unwritable]:
    """Return how the library looks to who can't write to it."""
    with unwritable(library, tmp_path / "seen") as place:
        yield place


@pytest.fixture
def daemons(home: Path, library: Path, seen: Unwritable, tmp_path: Path) -> Iterator[list[Daemon]]:
    """Two daemons behind the library: one that was told not to write to it, and one that can't."""
    with ExitStack() as stack:
        started = []
        for name, options in (
            ("told", ("--library", str(library), "--read-only-library")),
            ("bound", ("--library", str(seen.path))),
        ):
            scratch = tmp_path / name
            scratch.mkdir()
            started.append(stack.enter_context(running_daemon(home, scratch, "--bundle", "tiny", *options)))
        yield started


def similar(daemon: Daemon) -> dict[str, float]:
    """Return the title and distance of all that the daemon ranks behind the track ``old0``."""
    tracks = daemon.call(daemon.library.ListTracks, library_pb2.ListTracksRequest()).tracks
    (first,) = (track for track in tracks if track.title == "old0")
    request = library_pb2.FindSimilarTracksRequest(name=first.name, top_k=100)
    answer = daemon.call(daemon.library.FindSimilarTracks, request)
    return {match.title: match.distance for match in answer.matches}


def refusal_of(daemon: Daemon, method: Any, request: Any) -> grpc.StatusCode:
    with pytest.raises(grpc.RpcError) as refused:
        daemon.call(method, request)
    error: Any = refused.value
    code: grpc.StatusCode = error.code()
    return code


def test_all_daemons_answer_while_a_writer_adds_tracks(
    daemons: list[Daemon], home: Path, library: Path, seen: Unwritable, tmp_path: Path
) -> None:
    told, bound = daemons
    assert similar(told).keys() == similar(bound).keys() == {"old1"}
    new = pieces(tmp_path / "new", 4, seed=10)
    environment = {**os.environ, "SCENESCORE_HOME": str(home)}
    with seen.open_to_writers():
        writer = subprocess.Popen(add_command(library, new), env=environment, stdout=subprocess.DEVNULL)
        # They go on answering while the writer is at it.
        while writer.poll() is None:
            for daemon in daemons:
                assert "old1" in similar(daemon)
    assert writer.returncode == 0
    wait_until(lambda: [len(similar(daemon)) for daemon in daemons] == [5, 5])
    assert similar(told) == similar(bound)
    assert sorted(similar(told)) == ["new0", "new1", "new2", "new3", "old1"]
    assert not (library / "arrays").exists()


def test_a_read_only_daemon_refuses_to_write_and_says_why(daemons: list[Daemon]) -> None:
    told, bound = daemons
    name = told.call(told.library.ListTracks, library_pb2.ListTracksRequest()).tracks[0].name
    delete = library_pb2.DeleteTrackRequest(name=name)
    assert refusal_of(told, told.library.DeleteTrack, delete) is grpc.StatusCode.FAILED_PRECONDITION
    assert refusal_of(bound, bound.library.DeleteTrack, delete) is grpc.StatusCode.RESOURCE_EXHAUSTED
    forget = cue_pb2.DeleteCueRequest(name="cues/0123456789abcdef")
    assert refusal_of(told, told.cues.DeleteCue, forget) is grpc.StatusCode.FAILED_PRECONDITION
    for daemon in daemons:
        assert similar(daemon).keys() == {"old1"}


def test_a_read_only_daemon_cannot_watch_a_folder(home: Path, library: Path, tmp_path: Path) -> None:
    options = ("--library", str(library), "--read-only-library", "--watch-folder", str(tmp_path))
    refused = failed_start(home, tmp_path, *options)
    assert refused.returncode == 2
    assert "give only one" in refused.stderr


def test_a_read_only_daemon_needs_a_library(home: Path, tmp_path: Path) -> None:
    refused = failed_start(home, tmp_path, "--library", str(tmp_path / "none"), "--read-only-library")
    assert refused.returncode == 4
    assert "there is no library to read" in refused.stderr
