"""The addon's project in a real Godot."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from making.display import xvfb_display
from making.editor import Desk, with_driver
from making.godot_project import ADDON_PROJECT, GodotProject, GodotRun


@pytest.fixture(scope="session")
def godot_project(tmp_path_factory: pytest.TempPathFactory) -> GodotProject:
    """Return a copy of the addon's project, imported; for tests that leave its files as they are."""
    project = GodotProject.copied(ADDON_PROJECT, tmp_path_factory.mktemp("godot"))
    project.imported()
    return project


@pytest.fixture
def own_godot_project(tmp_path: Path) -> GodotProject:
    """Return a copy of the addon's project that a test may change; not imported."""
    return GodotProject.copied(ADDON_PROJECT, tmp_path)


@pytest.fixture
def run_godot(godot_project: GodotProject) -> Callable[..., GodotRun]:
    """Return what runs Godot on the shared project: see ``GodotProject.run``."""
    return godot_project.run


@pytest.fixture
def run_gdscript_tests(godot_project: GodotProject) -> Callable[..., GodotRun]:
    """Return what runs the tests in GDScript that a filter names: see ``GodotProject.run_tests``."""
    return godot_project.run_tests


@pytest.fixture(scope="session")
def screen() -> Iterator[str]:
    """Return the name of an X display of 1280×720 that the tests share, for what must be drawn."""
    with xvfb_display(1280, 720) as display:
        yield display


@pytest.fixture(scope="session")
def driven_project(tmp_path_factory: pytest.TempPathFactory) -> GodotProject:
    """Return a fresh project with the addon and a driver for the editor, imported; to be copied."""
    project = with_driver(GodotProject.fresh(tmp_path_factory.mktemp("driven")))
    project.imported()
    return project


@pytest.fixture
def desk(driven_project: GodotProject, tiny_home: Path, tmp_path: Path) -> Iterator[Desk]:
    """Return an editor's project with a home of six tracks, both of the test's own."""
    home = Path(shutil.copytree(tiny_home, tmp_path / "scenescore"))
    desk = Desk(driven_project, home).beside(tmp_path / "desk")
    yield desk
    for left in desk.daemons():
        left.kill()
