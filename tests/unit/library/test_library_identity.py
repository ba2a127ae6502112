"""A track is known by its content and by its path: it keeps its id, and with it its cues."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import mutagen
import numpy as np
import pytest

from making.sound import chords, write_sound
from scenescore.library.ingest.ingest import IngestReport, Requirement, ingest
from scenescore.library.store.library import Library, Track

CHROMA = Requirement(("chroma_stft",), 24)
KEY = "chroma_stft@24v1"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "music"
    made.mkdir()
    return made


def song(path: Path, seed: int) -> Path:
    return write_sound(path, chords(4, seed=seed), rate=22_050)


def retag(path: Path, title: str) -> None:
    tagged = mutagen.File(path)
    tagged["title"] = title
    tagged.save()


def add(library: Library, folder: Path) -> IngestReport:
    return ingest(library, [folder], [CHROMA], jobs=1)


def changes(report: IngestReport) -> list[tuple[str, str]]:
    return [(one.kind, Path(one.file).name) for one in report.changes]


def features_of(library: Library, track: Track) -> np.ndarray:
    ids, values = library.matrix([KEY])
    found: np.ndarray = values[ids.index(track.id)]
    return found


@pytest.mark.parametrize("suffix", [".ogg", ".flac"])
def test_a_retagged_file_keeps_its_track_and_its_features(
    library: Library, folder: Path, suffix: str
) -> None:
    file = song(folder / f"a{suffix}", 1)
    add(library, folder)
    (before,) = library.tracks()
    # Features that nothing but a new computation would replace.
    marked = np.full((1, 24, 12), 7, np.float32)
    state = library.files.find(file)
    assert state is not None
    library.put(before, {KEY: marked}, size=state.size, mtime_ns=state.mtime_ns)
    retag(file, "Iron Crown")
    report = add(library, folder)
    (after,) = library.tracks()
    assert (after.id, after.title, after.sound) == (before.id, "Iron Crown", before.sound)
    assert after.content != before.content
    assert changes(report) == [("retagged", f"a{suffix}")]
    assert (report.added, report.known) == (0, 1)
    assert np.array_equal(features_of(library, after), marked[0])


def test_another_sound_under_the_same_path_keeps_the_track_with_new_features(
    library: Library, folder: Path
) -> None:
    song(folder / "a.wav", 1)
    add(library, folder)
    (before,) = library.tracks()
    old = features_of(library, before)
    song(folder / "a.wav", 2)
    report = add(library, folder)
    (after,) = library.tracks()
    assert after.id == before.id
    assert after.sound != before.sound
    assert not np.array_equal(features_of(library, after), old)
    assert changes(report) == [("changed", "a.wav")]
    # The sound that it had before is another track now, with an id of its own.
    song(folder / "b.wav", 1)
    assert add(library, folder).added == 1
    assert np.array_equal(
        features_of(library, next(track for track in library.tracks() if track.id != after.id)), old
    )


def test_a_moved_file_keeps_its_track_also_if_it_was_retagged(library: Library, folder: Path) -> None:
    plain, tagged = song(folder / "plain.ogg", 1), song(folder / "tagged.ogg", 2)
    add(library, folder)
    before = {track.title: track.id for track in library.tracks()}
    (folder / "deep").mkdir()
    plain.rename(folder / "deep" / "plain.ogg")
    tagged.rename(folder / "deep" / "other.ogg")
    retag(folder / "deep" / "other.ogg", "Iron Crown")
    report = add(library, folder)
    assert {track.title: track.id for track in library.tracks()} == {
        "plain": before["plain"],
        "Iron Crown": before["tagged"],
    }
    assert sorted(changes(report)) == [("moved", "other.ogg"), ("moved", "plain.ogg")]
    assert {one.before for one in report.changes} == {str(plain), str(tagged)}
    assert {one.path.parent.name for one in library.files.all()} == {"deep"}
    assert changes(add(library, folder)) == []


def test_two_files_that_were_swapped_swap_their_paths(library: Library, folder: Path) -> None:
    first, second = song(folder / "a.wav", 1), song(folder / "b.wav", 2)
    add(library, folder)
    before = {Path(track.file).name: track.id for track in library.tracks()}
    first.rename(folder / "c.wav")
    second.rename(first)
    (folder / "c.wav").rename(second)
    report = add(library, folder)
    assert {Path(track.file).name: track.id for track in library.tracks()} == {
        "a.wav": before["b.wav"],
        "b.wav": before["a.wav"],
    }
    assert sorted(changes(report)) == [("moved", "a.wav"), ("moved", "b.wav")]


def test_a_file_moved_over_another_one_is_the_moved_track(library: Library, folder: Path) -> None:
    kept, lost = song(folder / "kept.wav", 1), song(folder / "lost.wav", 2)
    add(library, folder)
    before = {Path(track.file).name: track.id for track in library.tracks()}
    kept.rename(lost)
    add(library, folder)
    assert [(track.id, Path(track.file).name) for track in library.tracks()] == [
        (before["kept.wav"], "lost.wav")
    ]


def test_copies_keep_the_sound_when_their_original_gets_another_one(library: Library, folder: Path) -> None:
    original = song(folder / "a.wav", 1)
    shutil.copy(original, folder / "b.wav")
    add(library, folder)
    (before,) = library.tracks()
    old = features_of(library, before)
    song(original, 2)
    report = add(library, folder)
    assert report.added == 1
    by_name = {Path(track.file).name: track for track in library.tracks()}
    assert by_name["a.wav"].id == before.id
    assert by_name["b.wav"].id != before.id
    assert np.array_equal(features_of(library, by_name["b.wav"]), old)
    assert add(library, folder).known == 2


def test_a_library_without_sound_hashes_gets_them_and_nothing_is_computed(
    library: Library, folder: Path
) -> None:
    file = song(folder / "a.ogg", 1)
    add(library, folder)
    (track,) = library.tracks()
    state = library.files.find(file)
    assert state is not None
    library.delete(track.id)
    # As version 0.1.0 left it.
    older = replace(track, content="", sound="")
    marked = np.full((1, 24, 12), 7, np.float32)
    library.put(older, {KEY: marked}, size=state.size, mtime_ns=state.mtime_ns)
    assert add(library, folder).known == 1
    assert library.tracks() == [track]
    assert np.array_equal(features_of(library, track), marked[0])
