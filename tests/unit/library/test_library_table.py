"""A ``tracks.csv`` may come from any spreadsheet."""

import unicodedata
from pathlib import Path
from typing import Literal

import pytest

from making.sound import tone, write_sound
from scenescore.errors import BrokenFileError
from scenescore.library.ingest.description import Description
from scenescore.library.ingest.sources import Describer
from scenescore.library.ingest.table import read_table

STORM = Description("Größe; Maß, Zahl", "Ann", "CC-BY-3.0", "https://b.example", "battle", "tense")
COLUMNS = ("file", "title", "artist", "licence", "source", "kind", "mood")
CELLS = ("Käfer.ogg", "Größe; Maß, Zahl", "Ann", "CC-BY-3.0", "https://b.example", "battle", "tense")


def table(separator: str, *, line_end: str = "\r\n", columns: tuple[str, ...] = COLUMNS) -> str:
    quoted = [f'"{cell}"' if any(sign in cell for sign in ",;") else cell for cell in CELLS]
    return separator.join(columns) + line_end + separator.join(quoted) + line_end


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_separator_and_encoding_of_a_spreadsheet_is_read(
    tmp_path: Path, separator: str, encoding: str
) -> None:
    (tmp_path / "tracks.csv").write_bytes(table(separator).encode(encoding))
    assert read_table(tmp_path) == {"Käfer.ogg": STORM}


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_read(tmp_path: Path, line_end: str) -> None:
    (tmp_path / "tracks.csv").write_bytes(table(";", line_end=line_end).encode())
    assert read_table(tmp_path) == {"Käfer.ogg": STORM}


def test_the_line_that_names_the_separator_is_heeded(tmp_path: Path) -> None:
    (tmp_path / "tracks.csv").write_bytes(("sep=;\r\n" + table(";")).encode("cp1252"))
    assert read_table(tmp_path) == {"Käfer.ogg": STORM}
    (tmp_path / "tracks.csv").write_bytes(("sep=|\r\n" + table("|")).encode())
    assert read_table(tmp_path) == {"Käfer.ogg": STORM}


def test_capitals_and_blanks_in_the_columns_names_do_not_matter(tmp_path: Path) -> None:
    columns = ("File ", " Title", "Artists", "License", "URL", "Kind", "MOOD")
    (tmp_path / "tracks.csv").write_text(table(";", columns=columns), encoding="utf-8")
    assert read_table(tmp_path) == {"Käfer.ogg": STORM}


def test_the_address_of_a_licence_is_replaced_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "tracks.csv").write_text(
        "file,licence\na.ogg,https://creativecommons.org/licenses/by-sa/4.0/\n"
    )
    assert read_table(tmp_path) == {"a.ogg": Description(license="CC-BY-SA-4.0")}


def test_rows_that_are_short_long_or_empty_are_read_as_far_as_they_go(tmp_path: Path) -> None:
    (tmp_path / "tracks.csv").write_text("file;title;kind\na.ogg;Rain\n;;\nb.ogg;Sun;boss;more;cells\n\n")
    assert read_table(tmp_path) == {"a.ogg": Description("Rain"), "b.ogg": Description("Sun", kind="boss")}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_file_is_found_however_its_accents_are_spelt(tmp_path: Path, form: Literal["NFC", "NFD"]) -> None:
    path = write_sound(tmp_path / unicodedata.normalize("NFD", "Käfer.ogg"), tone(440, 1))
    (tmp_path / "tracks.csv").write_text(unicodedata.normalize(form, table(";")), encoding="utf-8")
    assert Describer().describe(path).kind == "battle"


@pytest.mark.parametrize(
    "content", [b"", b"name;title\r\na.ogg;x\r\n", b"\xff\xfe\x00nonsense\n", b"file|title\na|b\n"]
)
def test_an_unreadable_table_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "tracks.csv").write_bytes(content)
    with pytest.raises(BrokenFileError, match=r"tracks\.csv"):
        read_table(tmp_path)
