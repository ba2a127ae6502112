"""Homes and the project of the small game that the tests watch."""

import shutil
from pathlib import Path

import pytest

from making.daemon import Daemon
from making.godot.project import GodotProject
from making.godot.watched_game import point_to, watched_project


@pytest.fixture(scope="module")
def project(imported_fresh_project: GodotProject, tmp_path_factory: pytest.TempPathFactory) -> GodotProject:
    return watched_project(imported_fresh_project.duplicate(tmp_path_factory.mktemp("watched")))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a home of Scenescore that no daemon runs for."""
    home = tmp_path / "scenescore"
    home.mkdir()
    return home


@pytest.fixture
def shared_home(home: Path, daemon: Daemon) -> Path:
    """Return a home whose ready file leads to the daemon that the tests share."""
    point_to(home, daemon)
    return home


@pytest.fixture
def own_home(tiny_home: Path, tmp_path: Path) -> Path:
    """Return a home with a bundle and a library, for a daemon of the test's own."""
    return Path(shutil.copytree(tiny_home, tmp_path / "own"))
