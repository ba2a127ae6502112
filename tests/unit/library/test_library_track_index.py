"""The search index of a library: built once, memory-mapped, and rebuilt when the library changes."""

import os
import time
from pathlib import Path

import numpy as np
import pytest

from making.bundle import write_bundle
from making.tracks import put_random_track
from scenescore.library.store.arrays import MIN_AGE_TO_REMOVE_S, cached_arrays
from scenescore.library.store.library import Library
from scenescore.library.track_index import load_track_index
from scenescore.matching.search import TrackIndex
from scenescore.model.bundle.bundle import Bundle, load_bundle


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    return load_bundle(write_bundle(tmp_path / "tiny", features=("chroma_stft", "mfcc")))


def files(folder: Path) -> set[str]:
    return {file.name for file in (folder / "arrays").iterdir()}


def test_an_index_is_built_once_and_memory_mapped_afterwards(tmp_path: Path, bundle: Bundle) -> None:
    with Library(tmp_path / "library") as library:
        for number in range(40):
            put_random_track(library, bundle, f"{number:02}", number)
        made = load_track_index(library, bundle)
        before = {file: file.stat().st_mtime_ns for file in (tmp_path / "library" / "arrays").iterdir()}
        again = load_track_index(library, bundle)
        assert {file: file.stat().st_mtime_ns for file in before} == before
        keys = bundle.feature_keys()
        raw = library.matrix([keys[name] for name in bundle.feature_set.names])[1]
    assert isinstance(again.segments.features.base, np.memmap)
    query = np.random.default_rng(99).normal(scale=0.1, size=(24, 32)).astype(np.float32)
    fresh = TrackIndex.of(made.ids, bundle.scale(raw))
    assert again.search(query, 40) == made.search(query, 40) == fresh.search(query, 40)
    assert len(fresh.search(query, 40)) == 40


def test_the_index_follows_the_library_and_removes_older_arrays(tmp_path: Path, bundle: Bundle) -> None:
    with Library(tmp_path / "library") as library:
        assert load_track_index(library, bundle).ids == []
        assert load_track_index(library, bundle).search(np.zeros((24, 32), np.float32), 3) == []
        put_random_track(library, bundle, "a", 1)
        assert load_track_index(library, bundle).ids == ["a"]
        put_random_track(library, bundle, "b", 2)
        older = load_track_index(library, bundle)
        kept = len(files(tmp_path / "library"))
        library.delete("a")
        assert load_track_index(library, bundle).ids == ["b"]
        assert len(files(tmp_path / "library")) == kept
        # An index that has mapped the older arrays keeps them.
        assert older.ids == ["a", "b"]
        assert np.isfinite(older.segments.features).all()


def test_only_bundles_that_scale_alike_share_arrays(tmp_path: Path, bundle: Bundle) -> None:
    same_scale = load_bundle(write_bundle(tmp_path / "same_scale", features=("chroma_stft", "mfcc"), seed=5))
    other = load_bundle(write_bundle(tmp_path / "other", features=("mfcc", "chroma_stft")))
    with Library(tmp_path / "library") as library:
        put_random_track(library, bundle, "a", 1)
        load_track_index(library, bundle)
        kept = files(tmp_path / "library")
        load_track_index(library, same_scale)
        assert files(tmp_path / "library") == kept
        swapped = load_track_index(library, other)
        assert files(tmp_path / "library") > kept
        original = load_track_index(library, bundle)
        assert (swapped.segments.features[0, :, :20] == original.segments.features[0, :, 12:]).all()


def test_a_track_with_values_that_are_not_numbers_is_left_out_and_named(
    tmp_path: Path, bundle: Bundle, caplog: pytest.LogCaptureFixture
) -> None:
    with Library(tmp_path / "library") as library:
        put_random_track(library, bundle, "good", 1)
        features = put_random_track(library, bundle, "bad", 2)
        key = bundle.feature_keys()["mfcc"]
        features[key][3, 4] = np.nan
        library.put(library.track("bad"), features, size=1, mtime_ns=1)
        index = load_track_index(library, bundle)
    assert index.ids == ["good"]
    assert "tracks/bad" in caplog.text
    assert len(index.search(np.zeros((24, 32), np.float32), 5)) == 1


def test_files_of_other_processes_are_removed_only_when_they_are_old(
    tmp_path: Path,
) -> None:
    one = {"features": np.zeros((1, 2, 3), np.float32)}
    cached_arrays(tmp_path, ["x"], 1, lambda: (1, ["a"], one))
    stem = next(tmp_path.glob("*.json")).stem
    newer, unfinished = tmp_path / f"{stem}-9-features.npy", tmp_path / f"{stem}-2-features-abc.tmp"
    for file in (newer, unfinished):
        file.write_bytes(b"another process")
    cached_arrays(tmp_path, ["x"], 2, lambda: (2, ["a"], one))
    assert newer.exists()
    assert unfinished.exists()
    assert not (tmp_path / f"{stem}-1-features.npy").exists()
    for file in (newer, unfinished):
        os.utime(file, (time.time() - 2 * MIN_AGE_TO_REMOVE_S,) * 2)
    cached_arrays(tmp_path, ["x"], 3, lambda: (3, ["a"], one))
    assert not newer.exists()
    assert not unfinished.exists()
