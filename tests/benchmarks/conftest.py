"""What is measured, in a real Godot. Benchmarks print their figures and assert nothing about time."""

import pytest

from making.godot_project import ADDON_PROJECT, GodotProject


@pytest.fixture(scope="session")
def godot_project(tmp_path_factory: pytest.TempPathFactory) -> GodotProject:
    """Return a copy of the addon's project, imported."""
    project = GodotProject.copied(ADDON_PROJECT, tmp_path_factory.mktemp("godot"))
    project.imported()
    return project
