"""The library as a bundle searches it: laid out once, mapped, shared between processes."""

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from making.bundle import write_bundle
from scenescore.library.store.arrays import MIN_AGE_TO_REMOVE_S, cached_arrays
from scenescore.library.store.library import Library, Track
from scenescore.library.track_index import load_track_index
from scenescore.matching.search import TrackIndex
from scenescore.model.bundle.bundle import Bundle, load_bundle


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    return load_bundle(write_bundle(tmp_path / "tiny", features=("chroma_stft", "mfcc")))


def put(library: Library, bundle: Bundle, track_id: str, seed: int) -> dict[str, np.ndarray]:
    """Add a track whose features follow from a seed."""
    random = np.random.default_rng(seed)
    widths = {"chroma_stft": 12, "mfcc": 20}
    features = {
        key: random.random((24, widths[name])).astype(np.float32)
        for name, key in bundle.feature_keys().items()
    }
    track = Track(track_id, track_id, "", "", "", "", f"/music/{track_id}.ogg", 30.0, 4.5, False, 1.0)
    library.put(track, features, size=1, mtime_ns=1)
    return features


def files(folder: Path) -> set[str]:
    return {file.name for file in (folder / "arrays").iterdir()}


def test_a_library_is_laid_out_once_and_mapped_from_then_on(tmp_path: Path, bundle: Bundle) -> None:
    with Library(tmp_path / "library") as library:
        for number in range(40):
            put(library, bundle, f"{number:02}", number)
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


def test_the_index_follows_the_library_and_leaves_no_older_arrays(tmp_path: Path, bundle: Bundle) -> None:
    with Library(tmp_path / "library") as library:
        assert load_track_index(library, bundle).ids == []
        assert load_track_index(library, bundle).search(np.zeros((24, 32), np.float32), 3) == []
        put(library, bundle, "a", 1)
        assert load_track_index(library, bundle).ids == ["a"]
        put(library, bundle, "b", 2)
        older = load_track_index(library, bundle)
        kept = len(files(tmp_path / "library"))
        library.delete("a")
        assert load_track_index(library, bundle).ids == ["b"]
        assert len(files(tmp_path / "library")) == kept
        # Who has mapped the older ones goes on with them.
        assert older.ids == ["a", "b"]
        assert np.isfinite(older.segments.features).all()


def test_bundles_that_scale_alike_share_arrays_and_others_do_not(tmp_path: Path, bundle: Bundle) -> None:
    alike = load_bundle(write_bundle(tmp_path / "alike", features=("chroma_stft", "mfcc"), seed=5))
    other = load_bundle(write_bundle(tmp_path / "other", features=("mfcc", "chroma_stft")))
    with Library(tmp_path / "library") as library:
        put(library, bundle, "a", 1)
        load_track_index(library, bundle)
        kept = files(tmp_path / "library")
        load_track_index(library, alike)
        assert files(tmp_path / "library") == kept
        turned = load_track_index(library, other)
        assert files(tmp_path / "library") > kept
        straight = load_track_index(library, bundle)
        assert (turned.segments.features[0, :, :20] == straight.segments.features[0, :, 12:]).all()


def test_a_track_with_values_that_are_no_numbers_is_left_out_and_named(
    tmp_path: Path, bundle: Bundle, caplog: pytest.LogCaptureFixture
) -> None:
    with Library(tmp_path / "library") as library:
        put(library, bundle, "good", 1)
        features = put(library, bundle, "bad", 2)
        key = bundle.feature_keys()["mfcc"]
        features[key][3, 4] = np.nan
        library.put(library.track("bad"), features, size=1, mtime_ns=1)
        index = load_track_index(library, bundle)
    assert index.ids == ["good"]
    assert "tracks/bad" in caplog.text
    assert len(index.search(np.zeros((24, 32), np.float32), 5)) == 1


def test_what_another_process_is_just_writing_is_left_alone_and_what_it_left_behind_is_not(
    tmp_path: Path,
) -> None:
    one = {"features": np.zeros((1, 2, 3), np.float32)}
    cached_arrays(tmp_path, ["x"], 1, lambda: (1, ["a"], one))
    stem = next(tmp_path.glob("*.json")).stem
    newer, cut_off = tmp_path / f"{stem}-9-features.npy", tmp_path / f"{stem}-2-features-abc.tmp"
    for file in (newer, cut_off):
        file.write_bytes(b"another process")
    cached_arrays(tmp_path, ["x"], 2, lambda: (2, ["a"], one))
    assert newer.exists()
    assert cut_off.exists()
    assert not (tmp_path / f"{stem}-1-features.npy").exists()
    for file in (newer, cut_off):
        os.utime(file, (time.time() - 2 * MIN_AGE_TO_REMOVE_S,) * 2)
    cached_arrays(tmp_path, ["x"], 3, lambda: (3, ["a"], one))
    assert not newer.exists()
    assert not cut_off.exists()


READER = """
import sys, time
from pathlib import Path
from test_library_track_index import Library, load_bundle, np, load_track_index, seeded
bundle, library = load_bundle(Path(sys.argv[1])), Library(Path(sys.argv[2]))
seen = set()
ends = time.monotonic() + 60
while len(seen) < int(sys.argv[3]) and time.monotonic() < ends:
    index = load_track_index(library, bundle)
    assert set(index.ids) >= seen, "a track was lost"
    seen = set(index.ids)
    for place, track in enumerate(index.ids):
        assert np.array_equal(index.segments.features[place], seeded(bundle, int(track))), "a torn read"
        assert index.search(index.segments.features[place], 1) == [(track, 0.0)], "not its own nearest"
print(len(seen))
"""


def seeded(bundle: Bundle, seed: int) -> np.ndarray:
    """Return the features that `put` gives a track, scaled."""
    random = np.random.default_rng(seed)
    parts = [random.random((24, width)).astype(np.float32) for width in (12, 20)]
    scaled: np.ndarray = bundle.scale(np.concatenate(parts, axis=1))
    return scaled


def test_processes_map_one_library_while_another_adds_to_it(tmp_path: Path, bundle: Bundle) -> None:
    folder, tracks = tmp_path / "library", 25
    with Library(folder) as writer:
        command = [sys.executable, "-c", READER, str(bundle.path), str(folder), str(tracks)]
        paths = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parents[2])])
        readers = [
            subprocess.Popen(
                command, env=os.environ | {"PYTHONPATH": paths}, stdout=subprocess.PIPE, text=True
            )
            for _ in range(3)
        ]
        for number in range(tracks):
            put(writer, bundle, f"{number:03}", number)
            time.sleep(0.1)
        told = [reader.communicate(timeout=120)[0].strip() for reader in readers]
    assert [reader.returncode for reader in readers] == [0, 0, 0]
    assert told == [str(tracks)] * 3
