"""Benchmarks in a real Godot. They print figures (run pytest with ``-s``) and never assert a time."""

import pytest

from making.godot.project import ADDON_PROJECT, GodotProject
from making.run_folder import made_once


@pytest.fixture(scope="session")
def godot_project(tmp_path_factory: pytest.TempPathFactory) -> GodotProject:
    """Return a copy of the addon's project, which is imported once in a test run."""
    imported = made_once(
        tmp_path_factory,
        "addon_project",
        lambda folder: GodotProject.copied(ADDON_PROJECT, folder).imported(),
    )
    return GodotProject.in_folder(imported).duplicate(tmp_path_factory.mktemp("benchmarks"))
