"""Projects in the library: which tracks and cues each one sees, and how a library of 0.1.0 is taken over."""

import sqlite3
from pathlib import Path

import numpy as np
import pytest

from making.bundle import write_bundle
from making.tracks import random_features
from scenescore.errors import InvalidInputError, NotFoundError
from scenescore.library.store.cues.cue_store import SyncedCue
from scenescore.library.store.library import Library, Track
from scenescore.library.track_index import load_track_index
from scenescore.model.bundle.bundle import Bundle, load_bundle

SCHEMA_OF_0_1_0 = """
CREATE TABLE tracks (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL, artist TEXT NOT NULL, license TEXT NOT NULL, url TEXT NOT NULL, kind TEXT NOT NULL,
    file TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
    duration_s REAL NOT NULL, segment_start_s REAL NOT NULL, segment_looped INTEGER NOT NULL,
    create_time_s REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE features (
    track_id TEXT NOT NULL REFERENCES tracks (id) ON DELETE CASCADE,
    key TEXT NOT NULL, steps INTEGER NOT NULL, dimensions INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (track_id, key)
) WITHOUT ROWID;
CREATE TABLE cues (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    scene TEXT NOT NULL, track_id TEXT NOT NULL, model TEXT NOT NULL, create_time_s REAL NOT NULL,
    frames BLOB NOT NULL
);
CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES ('generation', 7), ('cue_generation', 3);
PRAGMA user_version = 2;
"""


def window(seed: int = 0) -> np.ndarray:
    """Return random frames [shape=(6, 80, 80, 3), uint8] in HSV."""
    frames = np.random.default_rng(seed).integers(0, 180, (6, 80, 80, 3), np.uint8)
    return frames


def put(library: Library, track_id: str, file: Path, bundle: Bundle | None = None) -> None:
    track = Track(track_id, f"Piece {track_id}", "", "", "", "", str(file), 30.0, 4.5, False, 1.0)
    features = random_features(bundle, int(track_id, 16)) if bundle is not None else {}
    library.put(track, features, size=1, mtime_ns=1)


def seen(library: Library, project: str | None) -> list[str]:
    shown = library.of_project(project)
    ids = [track.id for track in shown.tracks()]
    assert shown.count() == len(ids)
    assert [track.id for track in shown.tracks_by_id(["aa", "bb", "cc"])] == sorted(ids)
    return sorted(ids)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Two games with a piece each, and a piece that was added without a project."""
    library = Library(tmp_path / "library")
    for track_id, folder in (("aa", "one"), ("bb", "two"), ("cc", "elsewhere")):
        put(library, track_id, tmp_path / folder / "piece.ogg")
    library.projects.open("one", title="One", folder=str(tmp_path), music=[tmp_path / "one"])
    library.projects.open("two", title="Two", music=[tmp_path / "two"])
    return library


def test_a_project_sees_the_tracks_of_its_folders_alone(library: Library, tmp_path: Path) -> None:
    assert seen(library, "one") == ["aa"]
    assert seen(library, "two") == ["bb"]
    assert seen(library, "default") == ["cc"]
    assert seen(library, None) == ["aa", "bb", "cc"]
    with pytest.raises(NotFoundError, match="another project's music folders"):
        library.of_project("one").track("bb")
    # A folder whose name only begins alike is another one.
    put(library, "dd", tmp_path / "one more" / "piece.ogg")
    assert seen(library, "one") == ["aa"]


def test_music_may_be_a_single_file_and_may_belong_to_several_projects(
    library: Library, tmp_path: Path
) -> None:
    library.projects.add_music("two", [tmp_path / "one" / "piece.ogg"])
    assert seen(library, "one") == ["aa"]
    assert seen(library, "two") == ["aa", "bb"]
    library.projects.add_music("default", [tmp_path / "one"])
    assert seen(library, "default") == ["aa", "cc"]
    assert library.projects.find("default").music == (str(tmp_path / "one"),)


def test_opening_a_project_again_writes_only_what_has_changed(library: Library, tmp_path: Path) -> None:
    before = library.generation
    opened = library.projects.open("one", title="One", folder=str(tmp_path), music=[tmp_path / "one"])
    library.projects.open("one")
    library.projects.add_music("one", [tmp_path / "one" / "deeper"])
    assert library.generation == before
    assert library.projects.find("projects/one") == opened
    library.projects.open("one", music=[tmp_path / "elsewhere"])
    assert library.generation != before
    assert seen(library, "one") == ["cc"]
    assert [project.name for project in library.projects.page()] == ["projects/one", "projects/two"]
    assert [project.id for project in library.projects.page(offset=1, limit=5)] == ["two"]


def test_ids_that_no_project_has_are_refused(library: Library) -> None:
    with pytest.raises(NotFoundError, match="no project 'three'"):
        library.projects.find("three")
    for wrong in ("default", "", "Capital", "it's", "a" * 65):
        with pytest.raises(InvalidInputError):
            library.projects.open(wrong)


def test_each_project_searches_its_own_tracks_and_features_are_stored_once(
    library: Library, tmp_path: Path
) -> None:
    bundle = load_bundle(write_bundle(tmp_path / "tiny"))
    for track_id, folder in (("aa", "one"), ("bb", "two"), ("cc", "elsewhere")):
        put(library, track_id, tmp_path / folder / "piece.ogg", bundle)
    indexes = {
        project: load_track_index(library.of_project(project), bundle)
        for project in ("one", "two", "default", None)
    }
    assert {project: list(index.ids) for project, index in indexes.items()} == {
        "one": ["aa"], "two": ["bb"], "default": ["cc"], None: ["aa", "bb", "cc"],
    }  # fmt: skip
    whole = indexes[None]
    for place, project in enumerate(("one", "two", "default")):
        assert np.array_equal(indexes[project].segments.of(0), whole.segments.of(place))
    # What a project sees is part of its cached index.
    library.projects.add_music("one", [tmp_path / "two"])
    assert list(load_track_index(library.of_project("one"), bundle).ids) == ["aa", "bb"]
    assert library.of_project("one").missing(bundle.feature_keys().values()) == []


def test_scenes_of_the_same_name_keep_their_cues_in_each_project(library: Library) -> None:
    one, two = library.of_project("one").cues, library.of_project("two").cues
    first = one.add("scene 1", "aa", "tiny", window(1))
    second = two.add("scene 1", "bb", "tiny", window(2))
    without = library.cues.add("scene 1", "cc", "tiny", window(3))
    assert (first.project, second.project, without.project) == ("one", "two", "default")
    assert (one.page(), two.page(), library.cues.page()) == ([first], [second], [without])
    assert [cue for cue, _ in two.with_frames("tiny")] == [second]
    assert library.of_project(None).cues.page() == [first, second, without]
    replaced = one.add("scene 1", "ab", "tiny", window(4))
    assert (one.page(), two.page()) == ([replaced], [second])


def declared(scene: str, track_id: str, seed: int, digest: str) -> SyncedCue:
    return SyncedCue(scene, track_id, "tiny", digest, lambda: window(seed))


def test_the_projects_file_is_the_truth_and_what_sessions_have_learnt_stays(library: Library) -> None:
    cues, others = library.of_project("one").cues, library.of_project("two").cues
    elsewhere = others.add("boss", "bb", "tiny", window(9))
    changes = cues.sync([declared("boss", "aa", 1, "d1"), declared("town", "aa", 2, "d2")])
    assert (changes.known, changes.added, changes.removed) == (0, 2, 0)
    boss, _ = cues.page()
    learnt = cues.add("boss", "aa", "tiny", window(3))
    assert cues.add_frames(boss.id, window(4))
    generation = library.cues.generation

    def not_needed() -> np.ndarray:
        raise AssertionError("the library has these frames")

    again = [
        SyncedCue(cue.scene, cue.track_id, cue.model, cue.digest, not_needed)
        for cue in cues.page()
        if cue.digest
    ]
    changes = cues.sync(again)
    assert (changes.known, changes.added, changes.removed) == (2, 0, 0)
    assert library.cues.generation == generation
    assert [len(frames) for _, frames in cues.with_frames("tiny")] == [12, 6, 6]
    # The file no longer has the town, and another boss fight was looked at.
    changes = cues.sync([declared("boss", "aa", 5, "d5")])
    assert (changes.known, changes.added, changes.removed) == (0, 1, 2)
    assert [(cue.scene, cue.digest) for cue in cues.page()] == [("boss", ""), ("boss", "d5")]
    assert learnt in cues.page()
    # Another track: what sessions have learnt of the former one goes, too.
    cues.sync([declared("boss", "ab", 5, "d5")])
    assert [(cue.track_id, cue.digest) for cue in cues.page()] == [("ab", "d5")]
    assert others.page() == [elsewhere]
    assert (cues.sync([]).removed, cues.page()) == (1, [])


def test_a_sync_with_an_invalid_cue_changes_nothing(library: Library) -> None:
    cues = library.of_project("one").cues
    cues.sync([declared("boss", "aa", 1, "d1")])
    before = cues.page()
    for wrong in (
        SyncedCue("", "aa", "tiny", "d2", window),
        SyncedCue("town", "aa", "tiny", "d2", lambda: np.zeros((0, 80, 80, 3), np.uint8)),
    ):
        with pytest.raises(InvalidInputError):
            cues.sync([wrong])
    with pytest.raises(InvalidInputError, match="at most 1000"):
        cues.sync([declared("boss", "aa", 1, str(i)) for i in range(1001)])
    with pytest.raises(InvalidInputError, match="belongs to a project"):
        library.of_project(None).cues.sync([])
    assert cues.page() == before


def test_a_library_of_0_1_0_is_taken_over_without_loss(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "library.sqlite3") as old:
        old.executescript(SCHEMA_OF_0_1_0)
        for track_id in ("aa", "bb"):
            old.execute(
                "INSERT INTO tracks VALUES (?, ?, 'Somebody', 'CC0', '', '', ?, 10, 20, 30.0, 4.5, 0, 1.0)",
                (track_id, f"Piece {track_id}", f"/music/{track_id}.ogg"),
            )
            old.execute("INSERT INTO features VALUES (?, 'mfcc/1', 2, 3, ?)", (track_id, bytes(24)))
        with Library(tmp_path / "other") as other:
            other.cues.add("boss", "aa", "starter", window(1))
            (picture,) = (
                sqlite3.connect(other.path / "library.sqlite3").execute("SELECT frames FROM cues").fetchone()
            )
        old.execute(
            "INSERT INTO cues (id, scene, track_id, model, create_time_s, frames) "
            "VALUES ('0123456789abcdef', 'boss', 'aa', 'starter', 5.0, ?)",
            (picture,),
        )
    old.close()
    with Library(tmp_path) as library:
        assert [track.id for track in library.tracks()] == ["aa", "bb"]
        assert library.missing(["mfcc/1"]) == []
        ((cue, frames),) = library.cues.with_frames("starter")
        assert (cue.id, cue.project, cue.track_id) == ("0123456789abcdef", "default", "aa")
        assert np.array_equal(frames, window(1))
        # A game that takes over the folder takes nothing away.
        library.projects.open("one", music=[Path("/music")])
        assert seen(library, "default") == ["aa", "bb"]
        assert seen(library, "one") == ["aa", "bb"]
        assert library.of_project("one").cues.page() == []
