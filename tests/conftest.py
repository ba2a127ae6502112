"""Settings for all tests, and the home, music and daemon that they share."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

# Tests start daemons while clients are open, and gRPC's fork handlers can end such a daemon before it has
# begun (grpc/grpc#43055).
os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "0")

import pytest
from hypothesis import settings

from making.bundle import write_bundle
from making.daemon import Daemon, running_daemon
from making.run_folder import made_once
from making.sound import chords, write_sound
from scenescore.library.ingest.ingest import ingest
from scenescore.library.ingest.requirements import requirements_of
from scenescore.library.store.library import Library
from scenescore.model.bundle.bundle import load_bundle

# The time that an example takes depends on what else the machine does.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# A test run under nohup or in the background ignores some signals, and its children inherit that. They don't
# inherit handlers, so an empty handler here lets daemons receive these signals.
for _number in (signal.SIGINT, signal.SIGHUP):
    if signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, lambda *_: None)


TRACKS = ("battle.wav", "boss.flac", "town.ogg", "field.wav", "dungeon.ogg", "short.wav")

TESTS = Path(__file__).parent
MARK_OF_FOLDER = {
    "unit": "fast",
    "clients": "slow",
    "integration": "slow",
    "godot": "godot",
    "benchmarks": "godot",
}
"""The mark of the tests in each folder; a test that trains is `ml` instead of `fast`."""


def mark_of(path: Path) -> str:
    """Return the mark that a test file's folder gives to its tests."""
    return MARK_OF_FOLDER[path.relative_to(TESTS).parts[0]]


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Skip whole folders for ``-m fast`` and ``-m godot``: importing them takes longer than the tests."""
    wanted = config.option.markexpr
    if wanted in MARK_OF_FOLDER.values() and TESTS in collection_path.parents:
        folder = collection_path.relative_to(TESTS).parts[0]
        return MARK_OF_FOLDER.get(folder, wanted) != wanted or None
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by its folder, unless it is marked already."""
    for item in items:
        if not any(item.get_closest_marker(mark) for mark in ("fast", "ml", "godot", "slow")):
            item.add_marker(mark_of(item.path))


@pytest.fixture(scope="session")
def music(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of six small pieces, one of them shorter than a window; for reading."""

    def write(folder: Path) -> None:
        for seed, name in enumerate(TRACKS):
            seconds = 5 if name.startswith("short") else 14
            write_sound(folder / name, chords(seconds, seed=seed), rate=22_050)

    return made_once(tmp_path_factory, "music", write)


@pytest.fixture(scope="session")
def tiny_home(tmp_path_factory: pytest.TempPathFactory, music: Path) -> Path:
    """Return a ``SCENESCORE_HOME`` with the bundle ``tiny`` and the music in its library; for reading."""

    def fill(home: Path) -> None:
        bundle = load_bundle(write_bundle(home / "models" / "tiny"))
        with Library(home / "library") as library:
            report = ingest(library, [music], requirements_of([bundle]), jobs=1)
        assert report.added == len(TRACKS)
        assert not report.broken

    return made_once(tmp_path_factory, "tiny_home", fill)


@pytest.fixture(scope="session")
def daemon(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Daemon]:
    """A daemon that the tests share; they only read from its library."""
    with running_daemon(tiny_home, tmp_path_factory.mktemp("daemon"), "--bundle", "tiny") as running:
        yield running
