"""A project with only the addon's gRPC and protobuf, which allows no warnings, and the tests' own protos."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from making.godot.project import ADDON_PROJECT, GodotProject
from making.proto import kinds

# All warnings of Godot, except those that don't suit typed or generated code.
_WARNINGS: Final = """
assert_always_false assert_always_true confusable_capture_reassignment confusable_identifier
confusable_local_declaration confusable_local_usage confusable_temporary_modification deprecated_keyword
empty_file enum_variable_without_default get_node_default_without_onready incompatible_ternary
int_as_enum_without_cast int_as_enum_without_match integer_division missing_await missing_tool
narrowing_conversion native_method_override onready_with_export redundant_await redundant_static_unload
shadowed_global_identifier shadowed_variable shadowed_variable_base_class standalone_expression
standalone_ternary static_called_on_instance unassigned_variable unassigned_variable_op_assign
unreachable_code unreachable_pattern unsafe_void_return untyped_declaration unused_local_constant
unused_parameter unused_private_class_variable unused_signal unused_variable
"""


def make_project(folder: Path) -> GodotProject:
    """Return a project with the library in ``res://library`` and the drivers of ``tests/vectors``."""
    path = folder / "project"
    for part in ("rpc", "proto"):
        shutil.copytree(ADDON_PROJECT / "addons" / "scenescore" / part, path / "library" / part)
    # In the addon's own project an editor must ignore them, because their library is missing there.
    shutil.copytree(
        ADDON_PROJECT / "tests" / "vectors", path / "vectors", ignore=shutil.ignore_patterns(".gdignore")
    )
    warnings = "\n".join(f"gdscript/warnings/{name}=2" for name in _WARNINGS.split())
    (path / "project.godot").write_text(f"config_version=5\n[debug]\n{warnings}\n")
    kinds.run_plugin(kinds.PROTOS, "kinds.proto", path / "library" / "proto")
    return GodotProject(path, folder / "home")


def drive(project: GodotProject, driver: str, vectors: Sequence[Any]) -> list[Any]:
    """Run a driver once on all vectors, and return its answers."""
    given, said = project.path / "given.json", project.path / "said.json"
    given.write_text(json.dumps(vectors))
    said.unlink(missing_ok=True)
    project.run("-s", f"res://vectors/{driver}", "--", str(given), str(said)).check()
    results: list[Any] = json.loads(said.read_text())
    assert len(results) == len(vectors)
    return results
