"""``scenescore library add`` as a user runs it: a process of its own, real files, kills and full disks."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from making.bundle import write_bundle
from making.sound import chords, write_sound
from scenescore.library.requirements import requirements_of
from scenescore.library.store import Library
from scenescore.library.watch import LibraryWatcher
from scenescore.model.bundle import load_bundle

SECONDS = 12


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "scenescore", "library", *map(str, arguments)]


def add(*arguments: str | Path, code: int = 0) -> dict[str, Any]:
    done = subprocess.run(command("add", *arguments, "--json"), capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
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
    return folder


def test_a_folder_of_all_kinds_goes_in_broken_files_are_named_and_a_second_run_does_nothing(
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
        short = next(track for track in opened.tracks() if track.title == "short")
        assert short.segment_looped
        written = {track.id: track.create_time_s for track in opened.tracks()}
    second = add(music, "--library", library)
    assert (second["added"], second["known"], len(second["broken"])) == (0, 5, 3)
    with Library(library) as opened:
        assert {track.id: track.create_time_s for track in opened.tracks()} == written


def test_the_same_music_under_another_name_is_one_track(music: Path, tmp_path: Path) -> None:
    (music / "copy of one.wav").write_bytes((music / "one.wav").read_bytes())
    answer = add(music, "--library", tmp_path / "library")
    assert (answer["tracks"], answer["added"]) == (5, 5)


def test_killed_half_way_and_run_again_nothing_finished_is_lost_or_done_twice(tmp_path: Path) -> None:
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
        answer = add(folder, "--library", library)
        assert (answer["added"], answer["known"], answer["broken"]) == (12 - len(kept), len(kept), [])
        after = {track.id: track.create_time_s for track in opened.tracks()}
        assert {track_id: after[track_id] for track_id in kept} == kept
        ids, features = opened.matrix(["chroma_stft@24v1"])
        assert len(ids) == len(features) == 12


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system that is too small for the library."""
    mount = tmp_path / "disk"
    mount.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=160k", "tmpfs", str(mount)], check=True)
    yield mount
    subprocess.run(["umount", "--lazy", str(mount)], check=True)


def test_a_full_disk_is_named_and_what_was_finished_is_kept(small_disk: Path, tmp_path: Path) -> None:
    folder = tmp_path / "music"
    folder.mkdir()
    for number in range(16):
        write_sound(folder / f"{number:02}.wav", chords(SECONDS, seed=number), rate=22_050)
    done = subprocess.run(
        command("add", folder, "--library", small_disk / "library"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 7, done.stderr
    assert "full" in done.stderr
    assert "Traceback" not in done.stderr
    with Library(small_disk / "library") as opened:
        kept = opened.count()
        assert all(opened.feature_keys(track.id) for track in opened.tracks())
    assert 0 < kept < 16


def test_nothing_readable_is_an_error_and_a_missing_path_is_named(tmp_path: Path) -> None:
    answer = add(tmp_path / "gone", "--library", tmp_path / "library", code=2)
    assert "gone" in answer["error"]["message"]


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
    similar = json.loads(run("similar", first["track"], "--bundle", "tiny", "--json"))["matches"]
    assert len(similar) == 4
    assert first["track"] not in {match["track"] for match in similar}
    run("remove", first["track"])
    assert len(json.loads(run("list", "--json"))["tracks"]) == 4
    assert (music / "one.wav").exists()


def test_a_watched_folder_takes_in_updates_and_drops_files(music: Path, tmp_path: Path, home: Path) -> None:
    bundle = load_bundle(home / "models" / "tiny")

    def wait_for(wanted: set[str]) -> None:
        deadline = time.monotonic() + 60
        while {Path(track.file).name for track in library.tracks()} != wanted:
            assert time.monotonic() < deadline, [track.file for track in library.tracks()]
            time.sleep(0.05)

    with Library(tmp_path / "library") as library:
        watcher = LibraryWatcher(library, music, lambda: requirements_of([bundle]))
        watcher.start()
        try:
            there = {"one.wav", "two.flac", "three.ogg", "four.mp3", "short.ogg"}
            wait_for(there)
            write_sound(music / "new.wav", chords(SECONDS, seed=9), rate=22_050)
            wait_for(there | {"new.wav"})
            (music / "one.wav").unlink()
            wait_for((there | {"new.wav"}) - {"one.wav"})
            before = library.track_of_file(music / "new.wav")
            write_sound(music / "new.wav", chords(SECONDS, seed=10), rate=22_050)
            deadline = time.monotonic() + 60
            while (
                (after := library.track_of_file(music / "new.wav")) is None
                or before is None
                or after[0].id == before[0].id
            ):
                assert time.monotonic() < deadline
                time.sleep(0.05)
            (music / "new.wav").rename(music / "more" / "renamed.wav")
            wait_for((there | {"renamed.wav"}) - {"one.wav"})
            assert library.track(after[0].id).create_time_s == after[0].create_time_s
        finally:
            watcher.stop()
