"""What an import computes, what it leaves unchanged, and how it treats unusual files."""

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from making.sound import chords, write_sound
from scenescore.library.ingest.ingest import Progress, Requirement, ingest, refresh
from scenescore.library.store.library import Library

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


def song(path: Path, seed: int, seconds: float = 4) -> Path:
    return write_sound(path, chords(seconds, seed=seed), rate=22_050)


def test_importing_known_files_again_changes_nothing(library: Library, folder: Path) -> None:
    for seed in range(2):
        song(folder / f"{seed}.wav", seed)
    assert ingest(library, [folder], [CHROMA], jobs=1).added == 2
    generation = library.generation
    again = ingest(library, [folder], [CHROMA], jobs=1)
    assert (again.added, again.known, again.broken) == (0, 2, [])
    assert library.generation == generation


def test_features_of_several_segments_are_stored_beside_those_of_one(library: Library, folder: Path) -> None:
    song(folder / "long.wav", 1, seconds=40)
    song(folder / "short.wav", 2)
    ingest(library, [folder], [CHROMA, Requirement(("chroma_stft",), 24, segments=8)], jobs=1)
    length_of = {track.id: track.duration_s for track in library.tracks()}
    ids, segments = library.segments(["chroma_stft@24x8v1"])
    short, long = sorted(ids, key=length_of.__getitem__)
    assert len(segments.of(ids.index(short))) == 1
    assert 4 <= len(segments.of(ids.index(long))) <= 6
    assert np.array_equal(library.matrix(["chroma_stft@24x8v1"])[1], library.matrix([KEY])[1])


def test_a_refresh_adds_the_features_of_a_new_bundle(library: Library, folder: Path) -> None:
    song(folder / "a.wav", 1)
    ingest(library, [folder], [CHROMA], jobs=1)
    _, before = library.matrix([KEY])
    report = refresh(library, [CHROMA, Requirement(("mfcc", "chroma_stft"), 60)], jobs=1)
    assert (report.added, report.known) == (0, 1)
    (track,) = library.tracks()
    assert library.feature_keys(track.id) == {KEY, "mfcc@60v1", "chroma_stft@60v1"}
    assert library.matrix(["mfcc@60v1", "chroma_stft@60v1"])[1].shape == (1, 60, 32)
    assert np.array_equal(library.matrix([KEY])[1], before)
    assert refresh(library, [CHROMA], jobs=1).known == 0


def test_a_copy_is_no_second_track_and_replaces_a_lost_original(library: Library, folder: Path) -> None:
    song(folder / "a original.wav", 1)
    (folder / "b copy.wav").write_bytes((folder / "a original.wav").read_bytes())
    report = ingest(library, [folder], [CHROMA], jobs=1)
    assert (report.added, report.known) == (1, 1)
    (track,) = library.tracks()
    assert track.title == "a original"
    assert [one.path.name for one in library.files.of_track(track.id)] == ["a original.wav", "b copy.wav"]
    generation = library.generation
    ingest(library, [folder], [CHROMA], jobs=1)
    assert library.generation == generation

    (folder / "a original.wav").unlink()
    ingest(library, [folder], [CHROMA], jobs=1)
    (kept,) = library.tracks()
    assert (kept.id, kept.create_time_s, kept.title) == (track.id, track.create_time_s, "b copy")


def test_an_edited_table_changes_the_description_alone(library: Library, folder: Path) -> None:
    song(folder / "a.wav", 1)
    ingest(library, [folder], [CHROMA], jobs=1)
    (folder / "tracks.csv").write_text("file,title,kind\na.wav,Iron Crown,boss\n")
    assert ingest(library, [folder], [CHROMA], jobs=1).known == 1
    (track,) = library.tracks()
    assert (track.title, track.kind) == ("Iron Crown", "boss")
    assert library.feature_keys(track.id) == {KEY}


def test_very_short_sound_is_imported_silence_is_not_and_a_damaged_table_is_named(
    library: Library, folder: Path
) -> None:
    write_sound(folder / "silence.wav", np.zeros(22_050 * 14, np.float32), rate=22_050)
    write_sound(folder / "moment.wav", chords(0.2, seed=3), rate=22_050)
    (folder / "tracks.csv").write_bytes(b"\xff\xfe\x00nonsense\n")
    report = ingest(library, [folder], [CHROMA], jobs=1)
    assert report.added == 1
    assert report.passed_over.text() == "1 silent"
    assert [Path(broken.file).name for broken in report.broken] == ["tracks.csv"]
    assert {track.title: track.segment_looped for track in library.tracks()} == {"moment": True}
    assert np.isfinite(library.matrix([KEY])[1]).all()


def test_a_stopped_import_keeps_finished_files_and_continues_later(library: Library, folder: Path) -> None:
    for seed in range(4):
        song(folder / f"{seed}.wav", seed)
    stop = threading.Event()
    told: list[Progress] = []

    def after_two(progress: Progress) -> None:
        told.append(progress)
        if progress.added == 2:
            stop.set()

    assert ingest(library, [folder], [CHROMA], jobs=1, progress=after_two, stop=stop).added == 2
    assert [(one.files_done, one.files_total) for one in told] == [(0, 4), (1, 4), (2, 4)]
    assert all(one.eta_s > 0 for one in told)
    rest = ingest(library, [folder], [CHROMA], jobs=1)
    assert (rest.added, rest.known) == (2, 2)
