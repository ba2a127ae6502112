"""``scenescore library update``, and what ``add`` and ``remove`` say of files that come and go."""

import json
import shutil
from pathlib import Path
from typing import Any

import mutagen
import numpy as np
import pytest

from making.bundle import write_bundle
from making.command import run_command
from making.sound import chords, write_sound
from scenescore.library.store.library import Library


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a home with one bundle. No project is near the working folder."""
    monkeypatch.chdir(tmp_path)
    write_bundle(tmp_path / "home" / "models" / "tiny")
    return tmp_path / "home"


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "music"
    folder.mkdir()
    for seed, name in enumerate(("one.ogg", "two.ogg", "three.flac")):
        write_sound(folder / name, chords(5, seed=seed), rate=22_050)
    return folder


def library(home: Path, *arguments: str | Path, code: int = 0) -> dict[str, Any]:
    ran = run_command(home, "library", *map(str, arguments), "--json")
    assert ran.exit_code == code, ran.output
    answer: dict[str, Any] = json.loads(ran.stdout)
    return answer


def names(home: Path) -> dict[str, str]:
    listed = library(home, "list")["tracks"]
    return {Path(one["file"]).name: one["track"] for one in listed}


def test_moved_retagged_and_changed_tracks_keep_their_cues_and_are_counted(home: Path, music: Path) -> None:
    library(home, "add", music)
    before = names(home)
    with Library(home / "library") as opened:
        frames = np.zeros((2, 80, 80, 3), np.uint8)
        opened.cues.add("boss", before["one.ogg"].removeprefix("tracks/"), "tiny", frames)
    (music / "deep").mkdir()
    (music / "one.ogg").rename(music / "deep" / "first.ogg")
    tagged = mutagen.File(music / "three.flac")
    tagged["title"] = "The third"
    tagged.save()
    write_sound(music / "two.ogg", chords(6, seed=9), rate=22_050)
    told = library(home, "add", music)
    assert (told["added"], told["known"], told["moved"], told["retagged"], told["changed"]) == (0, 3, 1, 1, 1)
    assert {one["kind"]: one["track"] for one in told["changes"]} == {
        "moved": before["one.ogg"],
        "retagged": before["three.flac"],
        "changed": before["two.ogg"],
    }
    assert names(home)["first.ogg"] == before["one.ogg"]
    with Library(home / "library") as opened:
        (cue,) = opened.cues.page()
        assert f"tracks/{cue.track_id}" == before["one.ogg"]
    ran = run_command(home, "library", "add", str(music))
    assert "0 added, 3 known, 0 broken; 3 in the library." in ran.stdout


def test_an_update_adds_drops_and_says_how_much(home: Path, music: Path) -> None:
    library(home, "add", music)
    gone = names(home)["one.ogg"]
    (music / "one.ogg").unlink()
    write_sound(music / "four.ogg", chords(5, seed=7), rate=22_050)
    told = library(home, "update")
    assert (told["added"], told["known"], told["tracks"]) == (1, 2, 3)
    assert [one["track"] for one in told["dropped"]] == [gone]
    assert set(names(home)) == {"two.ogg", "three.flac", "four.ogg"}


def test_an_update_keeps_the_tracks_of_a_folder_that_is_not_there_and_says_so(
    home: Path, music: Path
) -> None:
    library(home, "add", music)
    shutil.move(music, music.parent / "unmounted")
    ran = run_command(home, "library", "update")
    assert ran.exit_code == 0
    assert f"{music}: the folder isn't there; its tracks stay" in ran.stderr
    music.mkdir()
    told = library(home, "update")
    assert (told["dropped"], told["tracks"]) == ([], 3)
    assert [one["file"] for one in told["unreachable"]] == [str(music)]


def test_an_update_computes_what_a_new_bundle_needs(home: Path, music: Path, tmp_path: Path) -> None:
    library(home, "add", music)
    write_bundle(home / "models" / "other", features=("mfcc",))
    told = library(home, "update")
    assert (told["filled"], told["lacking"]) == (3, 0)
    assert library(home, "update")["filled"] == 0
    elsewhere = write_bundle(tmp_path / "elsewhere", features=("chroma_cens",))
    assert library(home, "update", "--bundle", elsewhere)["filled"] == 3


def test_an_update_of_a_project_leaves_the_others_alone(
    home: Path, music: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library(home, "add", music)
    game = tmp_path / "game"
    game.mkdir()
    write_sound(game / "own.ogg", chords(5, seed=8), rate=22_050)
    monkeypatch.chdir(game)
    ran = run_command(home, "init", "--music", ".")
    assert ran.exit_code == 0, ran.output
    for folder, seed in ((music, 20), (game, 21)):
        write_sound(folder / "new.ogg", chords(5, seed=seed), rate=22_050)
    assert library(home, "update")["added"] == 1
    told = library(home, "update", "--all-projects")
    assert (told["added"], told["known"]) == (1, 5)


def test_what_was_removed_stays_away_until_its_file_is_named(home: Path, music: Path) -> None:
    library(home, "add", music)
    library(home, "remove", names(home)["one.ogg"])
    assert library(home, "update")["added"] == 0
    told = library(home, "add", music)
    assert told["added"] == 0
    assert {"reason": "removed", "count": 1} in told["passed_over"]
    assert library(home, "add", music / "one.ogg")["added"] == 1
    assert library(home, "add", music)["known"] == 3


def test_what_is_passed_over_is_counted_by_reason_and_said_in_one_line(home: Path, music: Path) -> None:
    (music / "a.mid").write_bytes(b"MThd")
    (music / "b.MID").write_bytes(b"MThd")
    (music / "c.xm").write_bytes(b"Extended Module")
    (music / ".hidden").mkdir()
    write_sound(music / ".hidden" / "secret.ogg", chords(5, seed=30), rate=22_050)
    write_sound(music / "silence.wav", chords(5, seed=31) * 0, rate=22_050)
    (music / "nowhere.ogg").symlink_to(music / "there-is-none.ogg")
    (music / "round").symlink_to(music)
    (music / "tracks.csv").write_text("file,title\none.ogg,First\nmissing.ogg,Missing\n")
    told = library(home, "add", music)
    assert told["added"] == 3
    assert {(one["reason"], one.get("suffix", "")): one["count"] for one in told["passed_over"]} == {
        ("unknown_kind", ".mid"): 2,
        ("unknown_kind", ".xm"): 1,
        ("link", ""): 2,
        ("hidden", ""): 1,
        ("silent", ""): 1,
        ("table_row", ""): 1,
    }
    (line,) = [
        line
        for line in run_command(home, "library", "add", str(music)).stderr.splitlines()
        if line.startswith("Passed over: ")
    ]
    assert "3 of kinds that can't be read (2 .mid, 1 .xm)" in line
    assert "1 row of tracks.csv that names no file" in line


def test_links_to_files_and_folders_are_followed(home: Path, music: Path, tmp_path: Path) -> None:
    linked = tmp_path / "linked"
    linked.mkdir()
    (linked / "music").symlink_to(music)
    write_sound(tmp_path / "alone.ogg", chords(5, seed=40), rate=22_050)
    (linked / "alone.ogg").symlink_to(tmp_path / "alone.ogg")
    assert library(home, "add", linked)["added"] == 4


@pytest.mark.parametrize("name", ["tune.mid", ".hidden.ogg", ""])
def test_a_folder_that_yields_nothing_is_an_error_that_names_it(
    home: Path, music: Path, tmp_path: Path, name: str
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    if name:
        (empty / name).write_bytes(b"MThd")
    told = library(home, "add", empty, music, code=2)
    assert (told["added"], told["without_music"]) == (3, [str(empty)])
    ran = run_command(home, "library", "add", str(empty))
    assert ran.exit_code == 2
    assert f"Error: {empty} holds no music that can be added; Scenescore reads .aac" in ran.stderr


def test_there_is_nothing_to_update_before_music_was_added(home: Path) -> None:
    ran = run_command(home, "library", "update")
    assert ran.exit_code == 4
    assert "scenescore library add DIR" in ran.stderr
