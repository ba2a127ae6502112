"""A library that is only read, with and without a writer."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from making.machine.unwritable import Unwritable, unwritable
from scenescore.errors import NotFoundError, PreconditionError, StorageError
from scenescore.library.store.library import Library, Track


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which readers cache their arrays."""
    monkeypatch.setenv("SCENESCORE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a library with the track ``a`` that no process has open."""
    with Library(tmp_path / "library") as library:
        put(library, "a", 1)
    return tmp_path / "library"


@pytest.fixture
def seen(folder: Path, tmp_path: Path) -> Iterator[Unwritable]:
    """Return the library as a process sees it that can't write to it."""
    with unwritable(folder, tmp_path / "seen") as place:
        yield place


def put(library: Library, track_id: str, value: float) -> None:
    track = Track(track_id, track_id, "", "", "", "", f"/music/{track_id}.ogg", 30.0, 4.5, False, 1.0)
    library.put(track, {"x": np.full((24, 12), value, np.float32)}, size=1, mtime_ns=1)


def test_a_reader_sees_new_tracks_and_writes_nothing_into_the_library(folder: Path, home: Path) -> None:
    with Library(folder) as writer, Library(folder, read_only=True) as reader:
        assert reader.matrix(["x"])[0] == ["a"]
        put(writer, "b", 2)
        ids, features = reader.matrix(["x"])
        assert ids == ["a", "b"]
        assert features[:, 0, 0].tolist() == [1, 2]
        assert not (folder / "arrays").exists()
        with Library(folder, read_only=True) as another:
            again = another.matrix(["x"])[1]
    # Both map the same file, which is not in the library's folder.
    assert isinstance(features, np.memmap)
    assert isinstance(again, np.memmap)
    assert features.filename == again.filename
    assert Path(str(features.filename)).is_relative_to(home)


def test_a_reader_maps_the_arrays_of_the_writer(folder: Path) -> None:
    with Library(folder) as writer:
        made = writer.matrix(["x"])[1]
    with Library(folder, read_only=True) as reader:
        mapped = reader.matrix(["x"])[1]
    assert isinstance(made, np.memmap)
    assert isinstance(mapped, np.memmap)
    assert mapped.filename == made.filename


def test_a_reader_can_change_nothing(folder: Path) -> None:
    with Library(folder, read_only=True) as reader:
        assert reader.read_only
        with pytest.raises(PreconditionError, match=f"{folder} is only read here"):
            put(reader, "b", 2)
        with pytest.raises(PreconditionError):
            reader.delete("a")
        with pytest.raises(PreconditionError):
            reader.cues.add("fight", "a", "tiny", np.zeros((24, 80, 80, 3), np.uint8))
        assert [track.id for track in reader.tracks()] == ["a"]


def test_a_missing_library_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="there is no library to read"):
        Library(tmp_path / "nowhere", read_only=True)
    assert not (tmp_path / "nowhere").exists()


def test_an_unwritable_folder_is_read_before_during_and_after_writing(seen: Unwritable, folder: Path) -> None:
    with Library(seen.path) as reader:
        assert reader.read_only
        assert reader.matrix(["x"])[0] == ["a"]
        with seen.open_to_writers():
            writer = Library(folder)
        put(writer, "b", 2)
        assert reader.matrix(["x"])[0] == ["a", "b"]
        put(writer, "c", 3)
        assert reader.count() == 3
        writer.close()
        assert reader.matrix(["x"])[0] == ["a", "b", "c"]
        with seen.open_to_writers(), Library(folder) as next_writer:
            next_writer.delete("a")
        assert reader.matrix(["x"])[0] == ["b", "c"]
        with pytest.raises(StorageError, match="can't be written"):
            reader.delete("b")


KILLED_WRITER = """
import os, sys
from pathlib import Path
import numpy as np
from scenescore.library.store.library import Library, Track
track = Track("b", "b", "", "", "", "", "/music/b.ogg", 30.0, 4.5, False, 1.0)
library = Library(Path(sys.argv[1]))
library.put(track, {"x": np.full((24, 12), 2, np.float32)}, size=1, mtime_ns=1)
os._exit(1)
"""


def test_finished_tracks_of_a_killed_writer_are_read(folder: Path, tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED_WRITER, str(folder)], check=False)
    assert done.returncode == 1
    with unwritable(folder, tmp_path / "seen") as seen, Library(seen.path) as reader:
        assert reader.matrix(["x"])[0] == ["a", "b"]


def test_a_log_that_a_killed_writer_left_is_named(folder: Path, tmp_path: Path) -> None:
    with Library(folder) as writer:
        put(writer, "b", 2)
        pending = (folder / "library.sqlite3-wal").read_bytes()
    (folder / "library.sqlite3-wal").write_bytes(pending)
    with (
        unwritable(folder, tmp_path / "seen") as seen,
        pytest.raises(StorageError, match="its last writer was killed"),
    ):
        Library(seen.path)


def test_a_reader_sees_a_library_that_replaces_the_old_one(folder: Path, tmp_path: Path) -> None:
    with Library(tmp_path / "elsewhere") as other:
        put(other, "z", 9)
    with Library(folder, read_only=True) as reader:
        assert [track.id for track in reader.tracks()] == ["a"]
        shutil.copy(tmp_path / "elsewhere" / "library.sqlite3", folder / "copy")
        (folder / "copy").replace(folder / "library.sqlite3")
        assert [track.id for track in reader.tracks()] == ["z"]
        assert reader.matrix(["x"])[0] == ["z"]
