"""The addon's tests in GDScript, in a real Godot: ``godot_addon/tests/test_*.gd``."""

from collections.abc import Callable

import pytest

from making.godot.project import ADDON_PROJECT, GodotRun

FILES = sorted(
    path.name for path in (ADDON_PROJECT / "tests").glob("test_*.gd") if path.name != "test_case.gd"
)


def test_there_are_gdscript_tests() -> None:
    assert FILES


@pytest.mark.parametrize("file", FILES)
def test_the_gdscript_tests_of_a_file_pass(file: str, run_gdscript_tests: Callable[..., GodotRun]) -> None:
    ended = run_gdscript_tests(file)
    assert ended.code == 0, ended.output
    assert "ok   " in ended.output
    assert " 0 failed" in ended.output
