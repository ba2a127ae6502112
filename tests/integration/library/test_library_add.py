"""``scenescore library add`` in a process of its own, with real files, kills and full disks."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mutagen
import pytest

from making.bundle import write_bundle
from making.sound import chords, write_sound
from scenescore.library.store.library import Library

SECONDS = 12


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "scenescore", "library", *map(str, arguments)]


def add(*arguments: str | Path, code: int = 0) -> dict[str, Any]:
    done = subprocess.run(command("add", *arguments, "--json"), capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One installed bundle, so that the library has features to compute."""
    monkeypatch.setenv("SCENESCORE_HOME", str(tmp_path / "home"))
    write_bundle(tmp_path / "home" / "models" / "tiny")
    return tmp_path / "home"


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "music"
    (folder / "more").mkdir(parents=True)
    write_sound(folder / "one.wav", chords(SECONDS, seed=1), rate=22_050)
    write_sound(folder / "two.flac", chords(SECONDS, seed=2), rate=22_050)
    write_sound(folder / "three.ogg", chords(SECONDS, seed=3), rate=22_050)
    write_sound(folder / "more" / "four.mp3", chords(SECONDS, seed=4), rate=22_050)
    write_sound(folder / "more" / "short.ogg", chords(4, seed=5), rate=22_050)
    for name, title in (("two.flac", "Second"), ("three.ogg", "Third")):
        tagged = mutagen.File(folder / name)
        tagged["title"], tagged["artist"], tagged["license"] = title, "Ann", "CC-BY-4.0"
        tagged.save()
    tagged = mutagen.File(folder / "more" / "four.mp3", easy=True)
    tagged.add_tags()
    tagged["title"], tagged["artist"], tagged["copyright"] = "Fourth", "Ben", "CC0-1.0"
    tagged.save()
    return folder


def test_all_formats_are_added_broken_files_are_named_and_a_second_run_changes_nothing(
    music: Path, tmp_path: Path
) -> None:
    (music / "diary.ogg").write_text("dear diary " * 500)
    whole = (music / "three.ogg").read_bytes()
    (music / "more" / "cut.ogg").write_bytes(whole[: len(whole) // 2])
    (music / "empty.wav").write_bytes(b"")
    library = tmp_path / "library"

    first = add(music, "--library", library)
    assert (first["added"], first["known"]) == (5, 0)
    assert sorted(Path(one["file"]).name for one in first["broken"]) == ["cut.ogg", "diary.ogg", "empty.wav"]
    assert all(one["reason"] for one in first["broken"])

    with Library(library) as opened:
        tracks = {track.title: track for track in opened.tracks()}
        assert {title: (track.artist, track.license) for title, track in tracks.items()} == {
            "one": ("", ""),
            "Second": ("Ann", "CC-BY-4.0"),
            "Third": ("Ann", "CC-BY-4.0"),
            "Fourth": ("Ben", "CC0-1.0"),
            "short": ("", ""),
        }
        assert [title for title, track in tracks.items() if track.segment_looped] == ["short"]
        generation = opened.generation
        second = add(music, "--library", library)
        assert (second["added"], second["known"], len(second["broken"])) == (0, 5, 3)
        assert opened.generation == generation


def test_a_copy_of_a_file_is_no_second_track(music: Path, tmp_path: Path) -> None:
    (music / "copy of one.wav").write_bytes((music / "one.wav").read_bytes())
    answer = add(music, "--library", tmp_path / "library")
    assert (answer["tracks"], answer["added"]) == (5, 5)


def test_after_a_kill_finished_tracks_are_kept_and_not_computed_again(tmp_path: Path) -> None:
    folder, library = tmp_path / "music", tmp_path / "library"
    folder.mkdir()
    for number in range(12):
        write_sound(folder / f"{number:02}.wav", chords(SECONDS, seed=number), rate=22_050)
    process = subprocess.Popen(command("add", folder, "--library", library, "--json"), start_new_session=True)
    with Library(library) as opened:
        while opened.count() < 2:
            assert process.poll() is None, "it ended before it could be killed"
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        kept = {track.id: track.create_time_s for track in opened.tracks()}
        assert 2 <= len(kept) < 12
        with sqlite3.connect(library / "library.sqlite3") as connection:
            connection.executescript(
                "CREATE TABLE written (track_id TEXT); CREATE TRIGGER writing AFTER INSERT ON features "
                "BEGIN INSERT INTO written VALUES (new.track_id); END"
            )
        answer = add(folder, "--library", library)
        assert (answer["added"], answer["known"], answer["broken"]) == (12 - len(kept), len(kept), [])
        after = {track.id: track.create_time_s for track in opened.tracks()}
        assert {track_id: after[track_id] for track_id in kept} == kept
        written = [track_id for (track_id,) in connection.execute("SELECT track_id FROM written")]
        assert set(written) == after.keys() - kept.keys()
        connection.close()
        ids, features = opened.matrix(["chroma_stft@24v1"])
        assert len(ids) == len(features) == 12


ROOM_BYTES = 224 * 1024


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system that is too small for the library; an empty folder where none may be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    tmpfs = ["mount", "-t", "tmpfs", "-o", f"size={ROOM_BYTES}", "tmpfs", str(place)]
    mounted = subprocess.run(tmpfs, capture_output=True, check=False).returncode == 0
    yield place
    if mounted:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_a_full_disk_is_named_and_finished_tracks_are_kept(small_disk: Path, tmp_path: Path) -> None:
    folder, library = tmp_path / "music", small_disk / "library"
    folder.mkdir()
    for number in range(16):
        write_sound(folder / f"{number:02}.wav", chords(SECONDS, seed=number), rate=22_050)

    mounted = small_disk.is_mount()
    # Without the right to mount, the kernel's own limit on a file's size ends the writing.
    limited = [] if mounted else ["prlimit", f"--fsize={ROOM_BYTES // 2}"]
    done = subprocess.run(
        [*limited, *command("add", folder, "--library", library)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 7, done.stderr
    assert str(library) in done.stderr
    assert ("is full" if mounted else "can't be written") in done.stderr
    assert "Traceback" not in done.stderr
    with Library(library) as opened:
        kept = {track.id for track in opened.tracks()}
        assert all(opened.feature_keys(track_id) for track_id in kept)
    assert 0 < len(kept) < 16
    if mounted:
        subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
    answer = add(folder, "--library", library)
    assert (answer["added"], answer["known"]) == (16 - len(kept), len(kept))


def test_an_import_without_readable_files_fails_and_names_each_path(tmp_path: Path) -> None:
    diary = tmp_path / "diary.mp4"
    diary.write_text("dear diary " * 100)
    answer = add(diary, tmp_path / "gone", "--library", tmp_path / "library", code=2)
    assert (answer["added"], answer["known"], answer["tracks"]) == (0, 0, 0)
    reasons = {Path(one["file"]).name: one["reason"] for one in answer["broken"]}
    assert reasons.keys() == {"diary.mp4", "gone"}
    assert reasons["gone"] == "there is no such file or folder"


def test_a_file_that_is_no_library_is_named(music: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    library.mkdir()
    (library / "library.sqlite3").write_text("dear diary " * 500)
    answer = add(music, "--library", library, code=3)
    assert str(library / "library.sqlite3") in answer["error"]["message"]


def test_tracks_are_listed_shown_credited_and_removed(music: Path, tmp_path: Path) -> None:
    (music / "tracks.csv").write_text(
        "file,title,artist,licence,source\none.wav,First,Ann,CC0-1.0,https://a.example\n"
    )
    library = tmp_path / "library"
    add(music, "--library", library)

    def run(*arguments: str | Path) -> str:
        return subprocess.run(
            command(*arguments, "--library", library), capture_output=True, text=True, check=True
        ).stdout

    tracks = json.loads(run("list", "--json"))["tracks"]
    first = next(track for track in tracks if track["title"] == "First")
    assert json.loads(run("show", first["track"], "--json"))["license"] == "CC0-1.0"
    assert "- **First**, by Ann, CC0-1.0, https://a.example" in run("credits")
    assert {"title": "Third", "artist": "Ann", "license": "CC-BY-4.0", "url": ""} in json.loads(
        run("credits", "--json")
    )["credits"]
    similar = json.loads(run("similar", first["track"], "--bundle", "tiny", "--json"))["matches"]
    assert len(similar) == 4
    assert first["track"] not in {match["track"] for match in similar}
    file = json.loads(run("similar", first["file"], "--bundle", "tiny", "--json"))["matches"]
    assert file[0]["track"] == first["track"]
    assert file[0]["distance"] == pytest.approx(0, abs=1e-6)
    assert [match["distance"] for match in file[1:]] == pytest.approx(
        [match["distance"] for match in similar], abs=1e-6
    )
    removed = json.loads(run("remove", first["track"], "--json"))["removed"]
    assert [track["title"] for track in removed] == ["First"]
    assert len(json.loads(run("list", "--json"))["tracks"]) == 4
    assert (music / "one.wav").exists()
