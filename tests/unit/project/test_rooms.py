"""Files and folders stay small, and each room explains itself."""

import ast
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
FOLDERS = ("server", "clients/python", "evaluation", "tests")
MAX_LINES = 300
MAX_FILES_IN_A_FOLDER = 15


def sources() -> list[Path]:
    """Return all Python files that people write, without generated code and hidden folders."""
    found = (file.relative_to(ROOT) for folder in FOLDERS for file in (ROOT / folder).rglob("*.py"))
    return [
        file
        for file in found
        if "_pb2" not in file.name
        and not any(part.startswith(".") or part == "node_modules" for part in file.parts)
    ]


def rooms() -> list[Path]:
    return [file for file in (ROOT / "server").rglob("__init__.py") if "__pycache__" not in file.parts]


def test_the_rules_cover_the_code_and_the_tests() -> None:
    found = sources()
    for folder in FOLDERS:
        assert sum(file.is_relative_to(folder) for file in found) > 20, f"{folder} has hardly any files"


def test_no_file_is_longer_than_300_lines() -> None:
    lines = {file.as_posix(): len((ROOT / file).read_text("utf-8").splitlines()) for file in sources()}
    assert {file: count for file, count in lines.items() if count > MAX_LINES} == {}


def test_no_folder_has_more_than_15_python_files() -> None:
    folders = Counter(file.parent.as_posix() for file in sources())
    assert {folder: count for folder, count in folders.items() if count > MAX_FILES_IN_A_FOLDER} == {}


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.parent.name)
def test_each_room_says_more_than_its_name(room: Path) -> None:
    docstring = ast.get_docstring(ast.parse(room.read_text("utf-8"))) or ""
    _, _, rest = docstring.partition("\n")
    assert rest.strip(), "the docstring must say what the room is for, what comes in and what goes out"
