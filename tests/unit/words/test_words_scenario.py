"""Scenario files."""

import codecs
from pathlib import Path

import pytest

from scenescore.errors import InvalidInputError, NotFoundError
from scenescore.words.scenario import MAX_SCENE_LENGTH, MAX_SCENES, read_scenario

TEXT = "# Act one\n\na sad talk by the fire\n   ボス戦  \n#end\r\na race\n"
SCENES = ["a sad talk by the fire", "ボス戦", "a race"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_each_line_is_a_scene(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "scenario.txt"
    file.write_bytes(TEXT.encode(encoding))
    assert read_scenario(file) == SCENES


def test_both_byte_orders_are_read(tmp_path: Path) -> None:
    file = tmp_path / "scenario.txt"
    file.write_bytes(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"))
    assert read_scenario(file) == SCENES


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no scene"),
        (b"# only a comment\n\n", "no scene"),
        (b"caf\xe9\n", "save it as UTF-8"),
        (b"a\n" * (MAX_SCENES + 1), f"at most {MAX_SCENES}"),
        (b"a" * (MAX_SCENE_LENGTH + 1), "write one scene a line"),
        (b"a" * 5_000_000, "no scenario file"),
    ],
)
def test_invalid_scenarios_are_refused(tmp_path: Path, data: bytes, says: str) -> None:
    file = tmp_path / "scenario.txt"
    file.write_bytes(data)
    with pytest.raises(InvalidInputError, match=says):
        read_scenario(file)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"missing\.txt"):
        read_scenario(tmp_path / "missing.txt")
    with pytest.raises(InvalidInputError, match="can't be read"):
        read_scenario(tmp_path)
