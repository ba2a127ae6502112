"""Titles, artists and licences from tags, from a table beside the files, and from file names."""

import os
from pathlib import Path
from typing import Any

import mutagen
import pytest
from mutagen import id3

from making.sound import tone, write_container, write_sound
from scenescore.errors import BrokenFileError
from scenescore.library.ingest.description import Description
from scenescore.library.ingest.music_files import find_files
from scenescore.library.ingest.sources import Describer
from scenescore.library.ingest.table import read_table
from scenescore.library.ingest.tags import read_tags


@pytest.mark.parametrize("suffix", ["ogg", "flac", "opus"])
def test_vorbis_comments_are_read(tmp_path: Path, suffix: str) -> None:
    path = write_sound(tmp_path / f"a.{suffix}", tone(440, 1, rate=48_000), rate=48_000)
    tags = mutagen.File(path)
    tags["title"], tags["artist"], tags["license"], tags["website"] = (
        "Rain",
        "Ann",
        "CC0-1.0",
        "https://a.example",
    )
    tags.save()
    assert read_tags(path) == Description("Rain", "Ann", "CC0-1.0", "https://a.example")


def test_id3_frames_are_read(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.mp3", tone(440, 1))
    file = mutagen.File(path)
    file.add_tags()
    frames: Any = id3
    for frame in (
        frames.TIT2(text="Rain"),
        frames.TPE1(text="Ann"),
        frames.TCOP(text="2026 Ann"),
        frames.TXXX(desc="LICENSE", text="CC-BY-4.0"),
        frames.WOAR(url="https://a.example"),
    ):
        file.tags.add(frame)
    file.save()
    assert read_tags(path) == Description("Rain", "Ann", "CC-BY-4.0", "https://a.example")


@pytest.mark.parametrize(
    ("tags", "mood"),
    [
        ({"mood": "tense", "genre": "Ambient"}, "tense"),
        ({"genre": ["Ambient", "Drone"]}, "Ambient, Drone"),
        ({}, ""),
    ],
)
def test_a_mood_is_read_or_else_the_genre(tmp_path: Path, tags: dict[str, Any], mood: str) -> None:
    path = write_sound(tmp_path / "a.ogg", tone(440, 1, rate=48_000), rate=48_000)
    file = mutagen.File(path)
    file.update(tags)
    file.save()
    assert read_tags(path).mood == mood


def test_mp4_atoms_are_read(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.m4a", tone(440, 1, rate=48_000), rate=48_000)
    file = mutagen.File(path)
    file["\xa9nam"], file["\xa9ART"], file["cprt"] = "Rain", "Ann", "CC-BY-4.0"
    file.save()
    assert read_tags(path) == Description("Rain", "Ann", "CC-BY-4.0")


@pytest.mark.parametrize(("suffix", "codec"), [("mkv", "aac"), ("webm", "libopus")])
def test_matroska_tags_are_read(tmp_path: Path, suffix: str, codec: str) -> None:
    said = {"title": "Rain", "ARTIST": "Ann", "LICENSE": "CC0-1.0", "URL": "https://a.example"}
    path = write_container(tmp_path / f"a.{suffix}", tone(440, 1, rate=48_000), codec=codec, tags=said)
    assert read_tags(path) == Description("Rain", "Ann", "CC0-1.0", "https://a.example")


def test_a_matroska_file_without_readable_tags_is_titled_by_its_name(tmp_path: Path) -> None:
    path = write_container(tmp_path / "dark_cave.mkv", tone(440, 1, rate=48_000))
    assert read_tags(path) == Description(title="dark cave")
    (tmp_path / "diary.webm").write_text("dear diary " * 100)
    assert read_tags(tmp_path / "diary.webm") == Description(title="diary")


def test_a_matroska_tag_that_is_not_utf8_is_read_as_text(tmp_path: Path) -> None:
    said = {"title": "Title", "ARTIST": "Ann"}
    path = write_container(tmp_path / "a.mkv", tone(440, 1, rate=48_000), tags=said)
    path.write_bytes(path.read_bytes().replace(b"Title", b"T\xefdal"))
    assert read_tags(path) == Description("T\ufffddal", "Ann")


def test_a_file_with_damaged_tags_is_titled_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "dark_cave.mp3"
    path.write_bytes(b"ID3\x04\x00\x00\x00\x00\x7f\x7fTIT2\xff\xff\xff\xff" + bytes(2000))
    assert read_tags(path) == Description(title="dark cave")


def test_a_file_without_tags_is_titled_by_its_name(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "01-dark_cave.wav", tone(440, 1))
    assert read_tags(path) == Description(title="01 dark cave")


def test_a_table_beside_the_files_overrides_their_tags(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.ogg", tone(440, 1))
    (tmp_path / "tracks.csv").write_text(
        "\ufefffile,title,artist,licence,source,kind\na.ogg,Storm &amp; Rain,,CC-BY-3.0,https://b.example,battle\n"
    )
    described = Describer().describe(path)
    assert described == Description("Storm & Rain", "", "CC-BY-3.0", "https://b.example", "battle")


def test_a_table_with_wrong_columns_is_reported_and_tags_are_used(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.ogg", tone(440, 1))
    (tmp_path / "tracks.csv").write_text("name;title\na.ogg;x\n")
    with pytest.raises(BrokenFileError, match="no column 'file'"):
        read_table(tmp_path)
    describer = Describer()
    assert describer.describe(path).title == "a"
    assert [Path(broken.file).name for broken in describer.broken] == ["tracks.csv"]


def test_other_files_are_skipped_in_folders_and_named_if_given(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    song = write_sound(tmp_path / "deep" / "er" / "ä song.FLAC".replace("FLAC", "flac"), tone(440, 1))
    note = tmp_path / "note.txt"
    note.write_text("hello")
    (tmp_path / ".hidden.ogg").write_bytes(b"")
    below = find_files([tmp_path])
    assert (below.files, below.broken) == ([song.resolve()], [])
    found = find_files([note, tmp_path / "gone.ogg", song, song])
    assert found.files == [song.resolve()]
    assert [(Path(one.file).name, one.reason.split()[0]) for one in found.broken] == [
        ("note.txt", "not"),
        ("gone.ogg", "there"),
    ]


def test_a_file_name_that_is_not_unicode_is_reported_and_a_table_is_not(tmp_path: Path) -> None:
    table = tmp_path / "tracks.csv"
    table.write_text("file\n")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.ogg")).write_bytes(b"x")
    found = find_files([tmp_path, table])
    assert found.files == []
    assert [(one.file, one.reason) for one in found.broken] == [
        (f"{tmp_path}/\ufffd.ogg", "its name is no Unicode text; rename it")
    ]
