"""The library's store: tracks, features and cached arrays, also with several readers and writers."""

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from scenescore.errors import BrokenFileError, NotFoundError, StorageError
from scenescore.library.store.arrays import cached_arrays
from scenescore.library.store.library import Library, Track


def track(track_id: str, title: str = "A piece", file: str = "") -> Track:
    return Track(track_id, title, "", "", "", "", file or f"/music/{track_id}.ogg", 30.0, 4.5, False, 1.0)


def features(value: float, dimensions: int = 12) -> np.ndarray:
    return np.full((24, dimensions), value, np.float32)


def test_features_are_stored_unchanged_and_sorted_by_track(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        library.put(track("b"), {"x": features(2), "y": features(3, 20)}, size=1, mtime_ns=1)
        library.put(track("a"), {"x": features(1), "y": features(4, 20)}, size=1, mtime_ns=1)
        library.put(track("c"), {"x": features(9)}, size=1, mtime_ns=1)
        ids, matrix = library.matrix(["y", "x"])
    assert ids == ["a", "b"]
    assert matrix.shape == (2, 24, 32)
    assert matrix[1, :, :20].tolist() == features(3, 20).tolist()
    assert matrix[1, :, 20:].tolist() == features(2).tolist()


def test_tracks_may_have_different_numbers_of_segments(tmp_path: Path) -> None:
    several = np.stack([features(1), features(2), features(3)])
    with Library(tmp_path) as library:
        library.put(track("b"), {"x": several, "y": several + 4}, size=1, mtime_ns=1)
        library.put(track("a"), {"x": features(9), "y": features(8)}, size=1, mtime_ns=1)
        # Features with different numbers of segments don't fit together.
        library.put(track("c"), {"x": several, "y": features(8)}, size=1, mtime_ns=1)
        ids, segments = library.segments(["x", "y"])
        again = library.segments(["x", "y"])[1]
        first = library.matrix(["x", "y"])[1]
    assert ids == ["a", "b"]
    assert segments.starts.tolist() == again.starts.tolist() == [0, 1, 4]
    assert again.of(1)[:, 0, 0].tolist() == [1, 2, 3]
    assert segments.of(1)[:, 5, 12].tolist() == [5, 6, 7]
    assert first[:, 0, 0].tolist() == [9, 1]


def test_a_track_without_further_segments_is_represented_by_its_first(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        library.put(track("a"), {"x": features(1), "y": features(2, 20)}, size=1, mtime_ns=1)
        library.put(track("b"), {"y": features(3, 20)}, size=1, mtime_ns=1)
        assert library.arrays(["x8", "y8"])[0] == []
        ids, arrays = library.arrays(["x8", "y8"], fallback_keys=["x", "y"])
        assert ids == ["a"]
        assert arrays["features"][0, 0].tolist() == [1] * 12 + [2] * 20
        several = np.stack([features(5), features(6)])
        library.put(track("c"), {"x8": several}, size=1, mtime_ns=1)
        ids, arrays = library.arrays(["x8"], fallback_keys=["x"])
        assert (ids, arrays["starts"].tolist()) == (["a", "c"], [0, 1, 3])
        library.put(track("a"), {"x8": several}, size=1, mtime_ns=1)
        ids, arrays = library.arrays(["x8"], fallback_keys=["x"])
        assert (ids, arrays["starts"].tolist()) == (["a", "c"], [0, 2, 4])
        assert arrays["features"][:, 0, 0].tolist() == [5, 6, 5, 6]


def test_arrays_follow_every_change_and_are_memory_mapped(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        library.put(track("a"), {"x": features(1)}, size=1, mtime_ns=1)
        assert isinstance(library.matrix(["x"])[1], np.memmap)
        library.put(track("b"), {"x": features(2)}, size=1, mtime_ns=1)
        assert library.matrix(["x"])[0] == ["a", "b"]
        library.delete("tracks/a")
        assert library.matrix(["x"])[0] == ["b"]
        library.delete("b")
        assert library.matrix(["x"])[0] == []
    assert len(list((tmp_path / "arrays").glob("*-features.npy"))) == 1


def test_damaged_arrays_are_rebuilt(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        library.put(track("a"), {"x": features(1)}, size=1, mtime_ns=1)
        library.matrix(["x"])
        for file in (tmp_path / "arrays").iterdir():
            file.write_bytes(b"nonsense")
        ids, matrix = library.matrix(["x"])
    assert ids == ["a"]
    assert matrix[0].tolist() == features(1).tolist()


def test_other_connections_see_the_generation_change(tmp_path: Path) -> None:
    with Library(tmp_path) as ours, Library(tmp_path) as theirs:
        before = ours.generation
        theirs.put(track("a"), {}, size=1, mtime_ns=1)
        assert ours.generation > before
        assert ours.count() == 1


def test_a_changed_sound_keeps_the_track_and_forgets_features_and_copies(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        library.put(track("a", file="/music/song.ogg"), {"x": features(1)}, size=1, mtime_ns=1)
        library.files.add_copy(Path("/music/copy.ogg"), "a", size=1, mtime_ns=1)
        assert [str(one.path) for one in library.files.of_track("a")] == [
            "/music/copy.ogg",
            "/music/song.ogg",
        ]
        changed = replace(track("a", file="/music/song.ogg"), content="b", sound="s", create_time_s=9)
        library.put(changed, {"y": features(2)}, size=2, mtime_ns=2, sound_changed=True)
        assert library.tracks() == [replace(changed, create_time_s=1.0)]
        assert library.feature_keys("a") == {"y"}
        assert [str(one.path) for one in library.files.of_track("a")] == ["/music/song.ogg"]


def test_a_track_goes_with_the_last_of_its_files(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        library.put(track("a", file="/music/b.ogg"), {}, size=1, mtime_ns=1)
        library.files.add_copy(Path("/music/a.ogg"), "a", size=3, mtime_ns=4)
        library.files.forget([Path("/music/b.ogg")])
        assert library.track("a").file == "/music/a.ogg"
        library.files.forget([Path("/music/a.ogg")])
        assert library.count() == 0


def test_files_that_the_user_removed_are_kept_out_until_they_are_let_in(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        for track_id in "ab":
            library.put(track(track_id), {}, size=1, mtime_ns=1)
        library.delete("a", keep_out=True)
        library.delete("b")
        assert library.files.kept_out() == {Path("/music/a.ogg")}
        library.files.let_in([Path("/music/a.ogg"), Path("/music/b.ogg")])
        assert library.files.kept_out() == frozenset()


def test_tracks_that_lack_a_feature_are_found(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        library.put(track("a"), {"x": features(1), "y": features(1)}, size=1, mtime_ns=1)
        library.put(track("b"), {"x": features(1)}, size=1, mtime_ns=1)
        assert [one.id for one in library.missing(["x", "y"])] == ["b"]
        assert library.missing(["x"]) == []


def test_pages_are_sorted_by_title_regardless_of_case(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        for track_id, title in (("1", "beta"), ("2", "Alpha"), ("3", "Gamma")):
            library.put(track(track_id, title), {}, size=1, mtime_ns=1)
        assert [one.title for one in library.tracks(limit=2)] == ["Alpha", "beta"]
        assert [one.title for one in library.tracks(offset=2, limit=2)] == ["Gamma"]


def test_an_unknown_track_is_named(tmp_path: Path) -> None:
    with Library(tmp_path) as library, pytest.raises(NotFoundError, match="no track 'nope'"):
        library.delete("nope")


def test_a_file_that_is_no_library_is_refused_and_unchanged(tmp_path: Path) -> None:
    file = tmp_path / "library.sqlite3"
    file.write_text("my diary " * 1000)
    with pytest.raises(BrokenFileError, match="no Scenescore library"):
        Library(tmp_path)
    assert file.read_text().startswith("my diary")


def test_a_library_of_a_newer_scenescore_is_refused(tmp_path: Path) -> None:
    Library(tmp_path).close()
    connection = sqlite3.connect(tmp_path / "library.sqlite3")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(BrokenFileError, match="newer Scenescore"):
        Library(tmp_path)


def test_a_folder_that_can_not_be_created_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="can't be made"):
        Library(tmp_path / "file" / "library")


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "library.sqlite3") as connection:
        connection.execute("CREATE TABLE photos (id INTEGER)")
    connection.close()
    with pytest.raises(BrokenFileError, match="another program's"):
        Library(tmp_path)


def test_a_restored_library_does_not_use_newer_arrays(tmp_path: Path) -> None:
    file, copy = tmp_path / "library.sqlite3", tmp_path / "copy"
    with Library(tmp_path) as library:
        library.put(track("a"), {"x": features(1)}, size=1, mtime_ns=1)
    shutil.copy(file, copy)
    with Library(tmp_path) as library:
        library.put(track("b"), {"x": features(2)}, size=1, mtime_ns=1)
        library.matrix(["x"])
    shutil.copy(copy, file)
    with Library(tmp_path) as library:
        library.put(track("c"), {"x": features(3)}, size=1, mtime_ns=1)
        ids, matrix = library.matrix(["x"])
    assert ids == ["a", "c"]
    assert matrix[:, 0, 0].tolist() == [1, 3]


def test_concurrent_readers_see_whole_tracks(tmp_path: Path) -> None:
    Library(tmp_path).close()

    def write(writer: int) -> None:
        with Library(tmp_path) as library:
            for number in range(8):
                one = f"{writer}-{number}"
                arrays = {"x": features(writer), "y": features(number, 3)}
                library.put(track(one), arrays, size=1, mtime_ns=1)

    def read(_: int) -> None:
        with Library(tmp_path) as library:
            for _ in range(8):
                ids, matrix = library.matrix(["x", "y"])
                for one, values in zip(ids, matrix, strict=True):
                    assert (values[0, 0], values[0, 12]) == tuple(map(float, one.split("-")))

    with ThreadPoolExecutor(6) as pool:
        work = [pool.submit(write, n) for n in range(3)] + [pool.submit(read, n) for n in range(3)]
        for one in work:
            one.result()
    with Library(tmp_path) as library:
        assert len(library.matrix(["x", "y"])[0]) == 24


def test_features_come_from_memory_if_no_array_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "arrays").write_text("in the way")
    with Library(tmp_path) as library:
        library.put(track("a"), {"x": features(1)}, size=1, mtime_ns=1)
        ids, matrix = library.matrix(["x"])
    assert ids == ["a"]
    assert matrix[0].tolist() == features(1).tolist()


def test_features_of_a_wrong_size_are_reported_as_damage(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        library.put(track("a"), {"x": features(1)}, size=1, mtime_ns=1)
        with sqlite3.connect(tmp_path / "library.sqlite3") as connection:
            connection.execute("UPDATE features SET data = x'0000'")
        connection.close()
        with pytest.raises(BrokenFileError, match="damaged"):
            library.matrix(["x"])


def test_arrays_are_cached_under_the_generation_that_was_read(tmp_path: Path) -> None:
    two = {"features": np.stack([features(1), features(2)])}
    kept = cached_arrays(tmp_path, ["x"], 1, lambda: (2, ["a", "b"], two))
    assert kept[0] == ["a", "b"]
    # A writer changed the library between the two reads. A reader of the older generation must not get these.
    one = {"features": np.stack([features(1)])}
    older = cached_arrays(tmp_path, ["x"], 1, lambda: (1, ["a"], one))
    assert (older[0], len(older[1]["features"])) == (["a"], 1)
