"""Licences go by their usual names, and a copyright line is none."""

from pathlib import Path
from typing import Any

import mutagen
import pytest
from mutagen import apev2, id3, mp4

from making.sound import tone, write_container, write_sound
from scenescore.library.ingest.licence import licence_in_copyright, licence_name
from scenescore.library.ingest.tags import read_tags


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"),
        ("http://creativecommons.org/licenses/by-sa/3.0", "CC-BY-SA-3.0"),
        ("https://creativecommons.org/licenses/by-nc-nd/2.5/legalcode.de", "CC-BY-NC-ND-2.5"),
        ("https://creativecommons.org/licenses/by/3.0/de/", "CC-BY-3.0-DE"),
        ("https://creativecommons.org/licenses/by/4.0/deed.ja", "CC-BY-4.0"),
        ("//CreativeCommons.org/licenses/BY-NC-SA/4.0/", "CC-BY-NC-SA-4.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("https://creativecommons.org/publicdomain/mark/1.0/", "public domain"),
        ("https://www.gnu.org/licenses/gpl-3.0.html", "GPL-3.0"),
        ("https://www.gnu.org/licenses/old-licenses/gpl-2.0.txt", "GPL-2.0"),
        ("https://www.gnu.org/licenses/lgpl-2.1.html", "LGPL-2.1"),
        ("https://static.opengameart.org/OGA-BY-3.0.txt", "OGA-BY-3.0"),
        ("https://opensource.org/license/mit", "MIT"),
        ("https://spdx.org/licenses/0BSD.html", "0BSD"),
        ("Licensed under https://creativecommons.org/licenses/by/4.0/.", "CC-BY-4.0"),
        ("CC BY-SA 4.0", "CC BY-SA 4.0"),
        ("https://example.org/terms", "https://example.org/terms"),
        ("My own terms", "My own terms"),
    ],
)
def test_a_licences_address_is_replaced_by_its_usual_name(address: str, name: str) -> None:
    assert licence_name(address) == name


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("2020 Somebody", ""),
        ("© 2026 By Ann, all rights reserved", ""),
        (
            "2026 Ann. Licensed to the public under http://creativecommons.org/licenses/by/2.0/ verify at x",
            "CC-BY-2.0",
        ),
        ("CC-BY-4.0", "CC-BY-4.0"),
        ("Ann 2026, CC0", "CC0"),
        ("Public Domain", "Public Domain"),
    ],
)
def test_a_copyright_line_counts_only_for_the_licence_that_it_names(line: str, name: str) -> None:
    assert licence_in_copyright(line) == name


def tagged_mp3(path: Path, *frames: Any) -> Path:
    write_sound(path, tone(440, 1))
    file = mutagen.File(path)
    file.add_tags()
    for frame in frames:
        file.tags.add(frame)
    file.save()
    return path


BY = "https://creativecommons.org/licenses/by/4.0/"


def test_the_address_of_the_licence_counts_more_than_the_copyright(tmp_path: Path) -> None:
    made: Any = id3
    for frames, expected in (
        ((made.TCOP(text="2020 Somebody"), made.WCOP(url=BY)), "CC-BY-4.0"),
        ((made.TCOP(text="2020 Somebody"),), ""),
        ((made.TCOP(text="2020 Somebody"), made.TXXX(desc="license", text=BY)), "CC-BY-4.0"),
        ((made.TXXX(desc="License", text="My own terms"), made.WCOP(url=BY)), "My own terms"),
        ((made.WCOP(url="https://example.org/terms"),), "https://example.org/terms"),
    ):
        picture = made.APIC(mime="image/png", type=3, desc="cover", data=b"\x89PNG")
        path = tagged_mp3(tmp_path / "a.mp3", made.TIT2(text="Rain"), picture, *frames)
        assert (read_tags(path).title, read_tags(path).license, read_tags(path).url) == ("Rain", expected, "")


@pytest.mark.parametrize("suffix", ["ogg", "flac", "opus"])
def test_vorbis_comments_name_the_licence_and_all_artists(tmp_path: Path, suffix: str) -> None:
    path = write_sound(tmp_path / f"a.{suffix}", tone(440, 1, rate=48_000), rate=48_000)
    tags = mutagen.File(path)
    tags["artist"] = ["First Artist", "Second Artist", "First Artist"]
    tags["copyright"], tags["license"] = "2020 Somebody", BY
    tags.save()
    assert (read_tags(path).artist, read_tags(path).license) == ("First Artist, Second Artist", "CC-BY-4.0")


def test_all_artists_of_other_formats_are_named(tmp_path: Path) -> None:
    made: Any = id3
    path = tagged_mp3(tmp_path / "a.mp3", made.TPE1(encoding=3, text=["Ann", "Bob"]))
    assert read_tags(path).artist == "Ann, Bob"
    song = mutagen.File(write_container(tmp_path / "a.m4a", tone(440, 1, rate=48_000)))
    song["\xa9ART"] = ["Ann", "Bob"]
    song["cprt"] = "2020 Somebody"
    free: Any = mp4
    song["----:com.apple.iTunes:LICENSE"] = free.MP4FreeForm(BY.encode())
    song.save()
    described = read_tags(tmp_path / "a.m4a")
    assert (described.artist, described.license) == ("Ann, Bob", "CC-BY-4.0")


def test_an_mp3_file_with_ape_tags_alone_is_described_by_them(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.mp3", tone(440, 1))
    made: Any = apev2
    tags = made.APEv2()
    tags["Title"], tags["Artist"], tags["License"] = "Rain", ["Ann", "Bob"], BY
    tags["Cover Art (Front)"] = made.APEValue(b"cover.jpg\0\xff\xd8", made.BINARY)
    tags.save(path)
    described = read_tags(path)
    assert (described.title, described.artist, described.license) == ("Rain", "Ann, Bob", "CC-BY-4.0")
