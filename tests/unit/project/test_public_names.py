"""The code uses only public names of its dependencies."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
FOLDERS = ("server", "clients", "evaluation")
OURS = {"scenescore", "scenescore_client", "scenescore_eval", "generate_sync"}
PYTHONS = sys.stdlib_module_names | {"_typeshed"}
LOADERS = {"spec_from_file_location", "SourceFileLoader", "ExtensionFileLoader", "SourcelessFileLoader"}
PRIVATE_STRING = re.compile(
    r"\b(?:joblib\.externals|(?:numpy|scipy|librosa|joblib|sklearn|grpc|onnx|keras|tensorflow|distributed|dask)(?:\.\w+)*\._[a-z]\w*)"
)


def sources() -> list[Path]:
    found = (file for folder in FOLDERS for file in (ROOT / folder).rglob("*.py"))
    return [file for file in found if "_pb2" not in file.name and "/." not in str(file.relative_to(ROOT))]


def is_private(name: str) -> bool:
    return name.startswith("_") and not (name.startswith("__") and name.endswith("__"))


def imported_names(tree: ast.AST) -> Iterator[tuple[str, bool]]:
    """Yield each module or object that is imported, and whether the import is relative."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, False
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield f"{node.module or ''}.{alias.name}".lstrip("."), node.level > 0


def offences(source: str) -> list[str]:
    """Return what a file uses of a dependency's private parts."""
    tree = ast.parse(source)
    found = []
    for name, relative in imported_names(tree):
        package, *rest = name.split(".")
        if relative or package in OURS or package in PYTHONS:
            continue
        if any(is_private(part) for part in (package, *rest)) or name.startswith("joblib.externals"):
            found.append(f"import of {name}")
    aliases = _aliases(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            chain = _chain(node)
            if chain and chain[0] in aliases and any(is_private(part) for part in chain[1:]):
                found.append(".".join(chain))
            if node.attr in LOADERS:
                found.append(f"{node.attr} loads a module by its file")
        elif isinstance(node, ast.Name) and node.id in LOADERS:
            found.append(f"{node.id} loads a module by its file")
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and PRIVATE_STRING.search(node.value)
        ):
            found.append(f"the text {node.value!r}")
    return found


def _aliases(tree: ast.AST) -> set[str]:
    """Return the names under which modules of dependencies are imported."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] not in OURS | PYTHONS:
                    names.add(alias.asname or alias.name.split(".")[0])
        elif (
            isinstance(node, ast.ImportFrom)
            and not node.level
            and (node.module or "").split(".")[0] not in OURS | PYTHONS
        ):
            names.update(alias.asname or alias.name for alias in node.names)
    return names


def _chain(node: ast.expr) -> list[str]:
    """Return the parts of a dotted name; empty for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return [node.id, *reversed(parts)] if isinstance(node, ast.Name) else []


def test_no_file_names_a_private_part_of_a_dependency() -> None:
    files = sources()
    assert len(files) > 200
    found = {file.relative_to(ROOT).as_posix(): offences(file.read_text("utf-8")) for file in files}
    assert {file: names for file, names in found.items() if names} == {}


@pytest.mark.parametrize(
    "line",
    [
        "import scipy.optimize._lsap",
        "from scipy.optimize import _lsap",
        "from scipy.spatial._distance_pybind import cdist_euclidean",
        "import joblib.externals.loky",
        "from joblib.externals.loky import get_reusable_executor",
        "import numpy as np\nnp._core.multiarray",
        "import joblib\njoblib._dask.DaskDistributedBackend",
        "import importlib\nimportlib.import_module('scipy.optimize._lsap')",
        "from importlib.util import spec_from_file_location\nspec_from_file_location('a', 'b.so')",
        "import importlib.util\nimportlib.util.spec_from_file_location('a', 'b.so')",
    ],
)
def test_private_parts_are_found_however_they_are_named(line: str) -> None:
    assert offences(line)


@pytest.mark.parametrize(
    "line",
    [
        "from scipy.optimize import linear_sum_assignment",
        "from __future__ import annotations",
        "from scenescore_client._sync.client import Client",
        "import librosa\nlibrosa.__version__",
        "import os\nos._exit(1)",
    ],
)
def test_public_names_and_our_own_pass(line: str) -> None:
    assert offences(line) == []
