"""The addon's project in a real Godot.

Importing a project takes seconds, so each kind of project is imported once in a test run and then copied.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from making.godot.editor import Desk, with_driver
from making.godot.project import ADDON_PROJECT, GodotProject, GodotRun
from making.machine.display import xvfb_display
from making.run_folder import made_once


@pytest.fixture(scope="session")
def imported_addon_project(tmp_path_factory: pytest.TempPathFactory) -> GodotProject:
    """Return the run's imported copy of the addon's project; to be copied."""
    folder = made_once(
        tmp_path_factory,
        "addon_project",
        lambda folder: GodotProject.copied(ADDON_PROJECT, folder).imported(),
    )
    return GodotProject.in_folder(folder)


@pytest.fixture(scope="session")
def imported_fresh_project(tmp_path_factory: pytest.TempPathFactory) -> GodotProject:
    """Return the run's imported project of one small scene with the addon turned on; to be copied."""
    folder = made_once(
        tmp_path_factory, "fresh_project", lambda folder: GodotProject.fresh(folder).imported().check()
    )
    return GodotProject.in_folder(folder)


@pytest.fixture(scope="session")
def imported_plain_project(tmp_path_factory: pytest.TempPathFactory) -> GodotProject:
    """Return the run's imported project of one small scene with the addon turned off; to be copied."""
    folder = made_once(
        tmp_path_factory, "plain_project", lambda folder: GodotProject.fresh(folder, enabled=False).imported()
    )
    return GodotProject.in_folder(folder)


@pytest.fixture(scope="session")
def driven_project(
    tmp_path_factory: pytest.TempPathFactory, imported_fresh_project: GodotProject
) -> GodotProject:
    """Return the run's imported fresh project with a driver for the editor; to be copied."""
    folder = made_once(
        tmp_path_factory,
        "driven_project",
        lambda folder: with_driver(imported_fresh_project.duplicate(folder)).imported(),
    )
    return GodotProject.in_folder(folder)


@pytest.fixture(scope="session")
def godot_project(
    imported_addon_project: GodotProject, tmp_path_factory: pytest.TempPathFactory
) -> GodotProject:
    """Return an imported copy of the addon's project, for tests that don't change its files."""
    return imported_addon_project.duplicate(tmp_path_factory.mktemp("godot"))


@pytest.fixture
def own_godot_project(imported_addon_project: GodotProject, tmp_path: Path) -> GodotProject:
    """Return an imported copy of the addon's project that a test may change."""
    return imported_addon_project.duplicate(tmp_path / "godot")


@pytest.fixture
def run_gdscript_tests(godot_project: GodotProject) -> Callable[..., GodotRun]:
    """Return the function that runs the GDScript tests of a filter: see ``GodotProject.run_tests``."""
    return godot_project.run_tests


@pytest.fixture(scope="session")
def screen() -> Iterator[str]:
    """Return the name of an X display of 1280×720, for tests that must draw."""
    with xvfb_display(1280, 720) as display:
        yield display


@pytest.fixture
def desk(driven_project: GodotProject, tiny_home: Path, tmp_path: Path) -> Iterator[Desk]:
    """Return an editor's project and a home with six tracks, both for one test."""
    with own_desk(driven_project, tiny_home, tmp_path) as desk:
        yield desk


@pytest.fixture(scope="module")
def shared_desk(
    driven_project: GodotProject, tiny_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """Return an editor's project and a home with six tracks, for the tests of a module."""
    with own_desk(driven_project, tiny_home, tmp_path_factory.mktemp("shared_desk")) as desk:
        yield desk


@contextmanager
def own_desk(project: GodotProject, home: Path, folder: Path) -> Iterator[Desk]:
    """Copy a project and a home into a folder, and kill the daemons of that home at the end."""
    copied_home = Path(shutil.copytree(home, folder / "scenescore"))
    desk = Desk(project.duplicate(folder / "desk"), copied_home)
    yield desk
    for left in desk.daemons():
        left.kill()
