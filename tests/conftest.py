"""Settings for all tests, and the home, music and daemon that they share."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

# Tests start daemons while clients are open: gRPC's fork handlers would now and then end one before it has
# begun (grpc/grpc#43055).
os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "0")

import pytest
from hypothesis import settings

from making.bundle import write_bundle
from making.daemon import Daemon, running_daemon
from making.sound import chords, write_sound
from scenescore.library.ingest.ingest import ingest
from scenescore.library.ingest.requirements import requirements_of
from scenescore.library.store.library import Library
from scenescore.model.bundle.bundle import load_bundle

# How long an example takes says something of what else the machine does, and nothing of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# A test run under nohup, or in the background, hands down that signals are ignored; a handler it does not. So
# daemons heed them, without Python code between fork and exec: there it may wait for other threads for ever.
for _number in (signal.SIGINT, signal.SIGHUP):
    if signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, lambda *_: None)


TRACKS = ("battle.wav", "boss.flac", "town.ogg", "field.wav", "dungeon.ogg", "short.wav")


@pytest.fixture(scope="session")
def music(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of six small pieces, one of them shorter than a window."""
    folder = tmp_path_factory.mktemp("music")
    for seed, name in enumerate(TRACKS):
        write_sound(folder / name, chords(5 if name.startswith("short") else 14, seed=seed), rate=22_050)
    return folder


@pytest.fixture(scope="session")
def tiny_home(tmp_path_factory: pytest.TempPathFactory, music: Path) -> Path:
    """Return a ``SCENESCORE_HOME`` with the bundle ``tiny`` and the music in its library; for reading."""
    home = tmp_path_factory.mktemp("home")
    bundle = load_bundle(write_bundle(home / "models" / "tiny"))
    with Library(home / "library") as library:
        report = ingest(library, [music], requirements_of([bundle]), jobs=1)
    assert report.added == len(TRACKS)
    assert not report.broken
    return home


@pytest.fixture(scope="session")
def daemon(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Daemon]:
    """A daemon that the tests share; they only read from its library."""
    with running_daemon(tiny_home, tmp_path_factory.mktemp("daemon"), "--bundle", "tiny") as running:
        yield running
