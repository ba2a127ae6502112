"""Answers say how many tracks they can't name, because the library lacks features of them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from making.daemon import Daemon, colour_frame, configured, running_daemon
from scenescore.library.store.library import Library
from scenescore.v1 import match_pb2


@pytest.fixture
def daemon(tiny_home: Path, tmp_path: Path) -> Iterator[Daemon]:
    """A daemon that may not write, so that it can't compute what two of the tracks lack."""
    home = shutil.copytree(tiny_home, tmp_path / "home")
    with Library(home / "library") as library:
        for track in library.tracks()[:2]:
            library.put(track, {}, size=0, mtime_ns=0, sound_changed=True)
    with running_daemon(home, tmp_path, "--bundle", "tiny", "--read-only-library") as running:
        yield running


def test_answers_and_assignments_count_the_tracks_that_they_can_not_name(daemon: Daemon) -> None:
    frame = colour_frame(0)
    requests = iter([configured(), frame])
    answer = next(daemon.call(daemon.match.MatchFrames, requests)).answer
    assert answer.tracks_without_features == 2
    scene = [
        match_pb2.AssignScenesRequest(config=match_pb2.AssignConfig()),
        match_pb2.AssignScenesRequest(scene=match_pb2.AssignScene(name="boss")),
        match_pb2.AssignScenesRequest(frame=frame.frame),
    ]
    assert daemon.call(daemon.match.AssignScenes, iter(scene)).tracks_without_features == 2
