"""The generated clients with a real daemon, in ``tests/daemon/test_contract.gd``."""

from making.daemon import Daemon
from making.godot.project import GodotProject


def test_each_kind_of_call(godot_project: GodotProject, daemon: Daemon) -> None:
    ended = godot_project.run(
        *("-s", "res://tests/runner.gd", "--", "--dir", "res://tests/daemon", "--only", "test_contract"),
        environment={"SCENESCORE_TEST_ADDRESS": daemon.address, "SCENESCORE_TEST_TOKEN": daemon.token},
    )
    assert ended.code == 0, ended.output
    assert " 0 failed" in ended.output
