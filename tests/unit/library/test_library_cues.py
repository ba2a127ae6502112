"""Cues in the library's database."""

import sqlite3
from pathlib import Path

import cv2
import numpy as np
import pytest

from scenescore.errors import BrokenFileError, InvalidInputError, NotFoundError, PreconditionError
from scenescore.library.store.cues import cue_store
from scenescore.library.store.library import Library, Track


def window(seed: int = 0, *, steps: int = 24) -> np.ndarray:
    """Return random frames [shape=(steps, 80, 80, 3), uint8] in HSV."""
    frames = np.random.default_rng(seed).integers(0, 256, (steps, 80, 80, 3), np.uint8)
    frames[..., 0] %= 180
    return frames


def test_cues_and_their_frames_are_stored_unchanged_and_in_order(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        made = [library.cues.add(f"scene {i}", f"{i:016x}", "tiny", window(i, steps=i + 1)) for i in range(3)]
        library.cues.add("elsewhere", "ab", "other", window())
    with Library(tmp_path) as library:
        assert library.cues.page()[:3] == made
        assert library.cues.page(offset=1, limit=2) == made[1:]
        found = library.cues.with_frames("tiny")
        assert [cue for cue, _ in found] == made
        for i, (_, frames) in enumerate(found):
            assert np.array_equal(frames, window(i, steps=i + 1))
    assert [cue.name for cue in made] == [f"cues/{cue.id}" for cue in made]
    assert len({cue.id for cue in made}) == 3


def test_a_new_decision_replaces_cues_of_the_scene_with_another_track(
    tmp_path: Path,
) -> None:
    with Library(tmp_path) as library:
        library.cues.add("fight", "aa", "tiny", window(0))
        other_scene = library.cues.add("walk", "aa", "tiny", window(1))
        other_model = library.cues.add("fight", "aa", "other", window(2))
        first = library.cues.add("fight", "bb", "tiny", window(3))
        second = library.cues.add("fight", "bb", "tiny", window(4))
        assert library.cues.page() == [other_scene, other_model, first, second]


def test_each_change_raises_the_cue_generation_alone(tmp_path: Path) -> None:
    with Library(tmp_path) as library, Library(tmp_path) as other:
        tracks, before = other.generation, other.cues.generation
        cue = library.cues.add("fight", "aa", "tiny", window())
        added = other.cues.generation
        assert other.cues.delete(cue.name) == cue
        assert len({before, added, library.cues.generation}) == 3
        assert other.generation == tracks
        assert library.cues.page() == []


def test_frames_are_added_to_a_cue_unless_it_was_removed(tmp_path: Path) -> None:
    with Library(tmp_path) as library, Library(tmp_path) as other:
        cue = library.cues.add("fight", "aa", "tiny", window(0, steps=3))
        before = other.cues.generation
        assert library.cues.add_frames(cue.id, window(1, steps=2))
        assert other.cues.generation != before
        ((kept, frames),) = other.cues.with_frames("tiny")
        assert kept == cue
        assert np.array_equal(frames, np.concatenate([window(0, steps=3), window(1, steps=2)]))
        library.cues.delete(cue.id)
        assert not library.cues.add_frames(cue.id, window(1, steps=2))


def test_a_cue_stays_when_its_track_is_removed(tmp_path: Path) -> None:
    track = Track(
        id="aa", title="a", artist="", license="", url="", kind="", file="/music/a.ogg",
        duration_s=60.0, segment_start_s=3.0, segment_looped=False, create_time_s=0.0,
    )  # fmt: skip
    with Library(tmp_path) as library:
        library.put(track, {}, size=1, mtime_ns=1)
        cue = library.cues.add("fight", "aa", "tiny", window())
        library.delete("aa")
        assert library.cues.page() == [cue]


def test_invalid_names_and_frames_are_refused(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        for scene in ("", "x" * 201):
            with pytest.raises(InvalidInputError, match="1 to 200"):
                library.cues.add(scene, "aa", "tiny", window())
        for frames in (window(steps=1)[:0], window()[:, :79], window().astype(float), window()[0]):
            with pytest.raises(InvalidInputError, match="a window is"):
                library.cues.add("fight", "aa", "tiny", frames)
        hue = window()
        hue[3, 4, 5, 0] = 180
        with pytest.raises(InvalidInputError, match="180 is there"):
            library.cues.add("fight", "aa", "tiny", hue)
        with pytest.raises(NotFoundError, match="no cue '00'"):
            library.cues.delete("00")
        assert library.cues.page() == []


def test_the_number_of_cues_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cue_store, "MAX_CUES", 3)
    with Library(tmp_path) as library:
        for i in range(3):
            library.cues.add(f"scene {i}", "aa", "tiny", window(steps=1))
        with pytest.raises(PreconditionError, match="remove some"):
            library.cues.add("one more", "aa", "tiny", window(steps=1))
        # A cue that replaces another one is allowed.
        library.cues.add("scene 1", "bb", "tiny", window(steps=1))
        assert [cue.scene for cue in library.cues.page()] == ["scene 0", "scene 2", "scene 1"]


def test_a_library_without_cues_is_upgraded(tmp_path: Path) -> None:
    Library(tmp_path).close()
    connection = sqlite3.connect(tmp_path / "library.sqlite3")
    connection.executescript(
        "DROP TABLE cues; DELETE FROM meta WHERE name = 'cue_generation'; PRAGMA user_version = 1"
    )
    connection.close()
    with Library(tmp_path) as library:
        cue = library.cues.add("fight", "aa", "tiny", window())
        assert library.cues.page() == [cue]


def test_cues_without_stillness_are_upgraded(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        older = library.cues.add("fight", "aa", "tiny", window())
    connection = sqlite3.connect(tmp_path / "library.sqlite3")
    connection.executescript("ALTER TABLE cues DROP COLUMN stillness; PRAGMA user_version = 2")
    connection.close()
    with Library(tmp_path) as library:
        newer = library.cues.add("talk", "bb", "tiny", window(), stillness=0.75)
        assert library.cues.page() == [older, newer]
        assert [cue.stillness for cue, _ in library.cues.with_frames("tiny")] == [None, 0.75]


@pytest.mark.parametrize(
    "picture", [b"", b"no picture", cv2.imencode(".png", np.zeros((80, 79, 3), np.uint8))[1].tobytes()]
)
def test_damaged_frames_are_reported(tmp_path: Path, picture: bytes) -> None:
    with Library(tmp_path) as library:
        library.cues.add("fight", "aa", "tiny", window(steps=1))
        with sqlite3.connect(tmp_path / "library.sqlite3") as connection:
            connection.execute("UPDATE cues SET frames = ?", (picture,))
        connection.close()
        with pytest.raises(BrokenFileError, match="window is damaged"):
            library.cues.with_frames("tiny")
