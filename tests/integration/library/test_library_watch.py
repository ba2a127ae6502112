"""A watched folder on a real file system: files are added, changed, moved and removed."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from making.bundle import write_bundle
from making.daemon import wait_until
from making.sound import chords, write_sound
from scenescore.library.ingest.requirements import requirements_of
from scenescore.library.store.library import Library
from scenescore.library.watch import BURST_PATHS, LibraryWatcher
from scenescore.model.bundle.bundle import load_bundle


def song(path: Path, seed: int) -> Path:
    return write_sound(path, chords(3, seed=seed), rate=22_050)


class Watched:
    """A watched folder and the library that follows it."""

    def __init__(self, tmp_path: Path) -> None:
        self.folder = tmp_path / "music"
        self.folder.mkdir()
        self.library = Library(tmp_path / "library")
        self.changes = 0
        bundle = load_bundle(write_bundle(tmp_path / "tiny"))

        def count(_: object) -> None:
            self.changes += 1

        self.watcher = LibraryWatcher(
            self.library, self.folder, lambda: requirements_of([bundle]), on_change=count
        )

    @property
    def files(self) -> set[str]:
        return {Path(track.file).name for track in self.library.tracks()}


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    made = Watched(tmp_path)
    yield made
    made.watcher.stop()
    made.library.close()


def test_files_are_added_updated_and_removed(watched: Watched) -> None:
    song(watched.folder / "there before.wav", 1)
    watched.watcher.start()
    wait_until(lambda: watched.files == {"there before.wav"})

    song(watched.folder / "new.wav", 2)
    wait_until(lambda: watched.files == {"there before.wav", "new.wav"})
    (first,) = [track for track in watched.library.tracks() if track.title == "new"]
    assert watched.library.feature_keys(first.id) == {"chroma_stft@24v1"}

    song(watched.folder / "new.wav", 3)
    wait_until(lambda: watched.library.track(first.id).sound != first.sound)
    assert watched.files == {"there before.wav", "new.wav"}

    (watched.folder / "there before.wav").unlink()
    wait_until(lambda: watched.files == {"new.wav"})
    assert watched.changes >= 4


def test_a_moved_file_keeps_its_track_and_an_edited_table_renames_it(watched: Watched) -> None:
    song(watched.folder / "old name.wav", 1)
    watched.watcher.start()
    wait_until(lambda: watched.files == {"old name.wav"})
    (before,) = watched.library.tracks()

    (watched.folder / "deep").mkdir()
    (watched.folder / "old name.wav").rename(watched.folder / "deep" / "new name.wav")
    wait_until(lambda: watched.files == {"new name.wav"})
    (after,) = watched.library.tracks()
    assert (after.id, after.create_time_s) == (before.id, before.create_time_s)

    (watched.folder / "deep" / "tracks.csv").write_text("file,title\nnew name.wav,Iron Crown\n")
    wait_until(lambda: [track.title for track in watched.library.tracks()] == ["Iron Crown"])


def test_files_that_disappeared_before_the_start_are_removed_and_a_copy_replaces_its_original(
    watched: Watched,
) -> None:
    gone = song(watched.folder / "gone.wav", 1)
    original = song(watched.folder / "a.wav", 2)
    shutil.copy(original, watched.folder / "b.wav")
    watched.watcher.start()
    wait_until(lambda: watched.files == {"gone.wav", "a.wav"})
    (before,) = [track for track in watched.library.tracks() if track.title == "a"]
    original.unlink()
    wait_until(lambda: watched.files == {"gone.wav", "b.wav"})
    assert watched.library.track(before.id).create_time_s == before.create_time_s

    watched.watcher.stop()
    gone.unlink()
    again = LibraryWatcher(watched.library, watched.folder, list)
    again.start()
    wait_until(lambda: watched.files == {"b.wav"})
    again.stop()


def test_a_file_is_added_only_when_it_is_completely_written(watched: Watched, tmp_path: Path) -> None:
    whole = song(tmp_path / "whole.wav", 1).read_bytes()
    watched.watcher.start()
    with (watched.folder / "slow.wav").open("wb") as file:
        for start in range(0, len(whole), len(whole) // 10 + 1):
            file.write(whole[start : start + len(whole) // 10 + 1])
            file.flush()
            time.sleep(0.2)
    wait_until(lambda: watched.files == {"slow.wav"})
    (track,) = watched.library.tracks()
    assert track.duration_s == pytest.approx(3, abs=0.01)


def test_tracks_stay_when_the_whole_folder_disappears(watched: Watched) -> None:
    song(watched.folder / "a.wav", 1)
    watched.watcher.start()
    wait_until(lambda: watched.files == {"a.wav"})
    watched.folder.rename(watched.folder.with_name("elsewhere"))
    time.sleep(3)
    assert watched.files == {"a.wav"}


def linked_folder(watched: Watched, tmp_path: Path) -> Path:
    """Return a folder that is reached by a link: like a network drive, it sends no events."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (watched.folder / "link").symlink_to(elsewhere, target_is_directory=True)
    return elsewhere


def test_a_folder_that_sends_no_events_is_searched_at_intervals(watched: Watched, tmp_path: Path) -> None:
    elsewhere = linked_folder(watched, tmp_path)
    song(watched.folder / "a.wav", 1)
    polling = LibraryWatcher(watched.library, watched.folder, list, poll_interval_s=1)
    polling.start()
    wait_until(lambda: watched.files == {"a.wav"})
    song(elsewhere / "b.wav", 2)
    wait_until(lambda: watched.files == {"a.wav", "b.wav"})
    polling.stop()


def test_the_folder_is_searched_after_more_events_than_the_system_may_keep(
    watched: Watched, tmp_path: Path
) -> None:
    elsewhere = linked_folder(watched, tmp_path)
    song(watched.folder / "a.wav", 1)
    following = LibraryWatcher(watched.library, watched.folder, list, poll_interval_s=0)
    following.start()
    wait_until(lambda: watched.files == {"a.wav"})
    song(elsewhere / "b.wav", 2)
    for number in range(2 * BURST_PATHS):
        (watched.folder / f"{number}.txt").touch()
    wait_until(lambda: watched.files == {"a.wav", "b.wav"})
    following.stop()


def test_a_search_that_finds_nothing_new_is_no_work(watched: Watched, tmp_path: Path) -> None:
    elsewhere = linked_folder(watched, tmp_path)
    song(watched.folder / "a.wav", 1)
    worked: list[float] = []

    @contextmanager
    def counted() -> Iterator[None]:
        worked.append(time.monotonic())
        yield

    polling = LibraryWatcher(watched.library, watched.folder, list, poll_interval_s=0.1, busy=counted)
    polling.start()
    wait_until(lambda: watched.files == {"a.wav"})
    song(elsewhere / "b.wav", 2)
    wait_until(lambda: watched.files == {"a.wav", "b.wav"})
    (elsewhere / "b.wav").unlink()
    wait_until(lambda: watched.files == {"a.wav"})
    # Some ten searches have found nothing, and one each the new file and the loss of it.
    searches_begin = len(worked)
    time.sleep(1)
    assert len(worked) == searches_begin
    polling.stop()
