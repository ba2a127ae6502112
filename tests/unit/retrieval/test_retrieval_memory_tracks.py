"""While a track plays, what is remembered of it is left only for what is clearly nearer."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from making.bundle import write_bundle
from scenescore.frames.appearance import appearance_descriptor
from scenescore.library.store.library import Library, Track
from scenescore.matching.emd import emd
from scenescore.model.appearance_distance import appearance_distance
from scenescore.model.bundle.bundle import Bundle, load_bundle
from scenescore.model.memory import MAX_TRACK_SWITCH_RATIO, Memory
from scenescore.retrieval.engine import Engine
from scenescore.retrieval.library_view import LibraryView
from scenescore.retrieval.memory_tracks import MemoryTracks
from scenescore.session.session import Session
from scenescore.session.settings import SessionSettings

STEPS, WIDTH, TRACKS, WINDOWS = 24, 12, 9, 7
ROWS = 40
"""Of the second scene that differ from the first."""
LASTS_S = 16.0


def picture(rows: int) -> np.ndarray:
    """Return the first scene, turning row by row to the second: at 0 the one, at `ROWS` the other."""
    first, second = (
        np.random.default_rng(seed).integers(0, 180, (16, 16, 3)).astype(np.uint8).repeat(5, 0).repeat(5, 1)
        for seed in (0, 1)
    )
    return np.concatenate([second[:rows], first[rows:]])


def ratio(rows: int) -> float:
    """Return how far a picture is from the second scene, as a share of how far it is from the first."""
    own = appearance_descriptor(picture(rows))[None]
    to_first, to_second = (
        appearance_distance(own, appearance_descriptor(picture(end))[None]) for end in (0, ROWS)
    )
    return to_second / to_first


def raw(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).random((STEPS, WIDTH)).astype(np.float32)


def put(library: Library, bundle: Bundle, seed: int) -> str:
    track = Track(
        id=f"{seed:016x}", title=str(seed), artist="", license="", url="", kind="", file=f"/music/{seed}.ogg",
        duration_s=60.0, segment_start_s=3.0, segment_looped=False, create_time_s=0.0,
    )  # fmt: skip
    (key,) = bundle.feature_keys().values()
    library.put(track, {key: raw(seed)}, size=1, mtime_ns=1)
    return track.id


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    """Return a bundle that has heard the first track in the first scene, and the second in the second."""
    plain = load_bundle(write_bundle(tmp_path / "plain"))
    appearances = np.stack([appearance_descriptor(picture(rows))[None] for rows in (0, ROWS)])
    memory = Memory(appearances, plain.scale(np.stack([raw(0), raw(1)])))
    return load_bundle(write_bundle(tmp_path / "tiny", memory=memory))


@pytest.fixture
def library(tmp_path: Path, bundle: Bundle) -> Iterator[Library]:
    with Library(tmp_path / "library") as library:
        for seed in range(TRACKS):
            put(library, bundle, seed)
        yield library


@pytest.fixture
def engine(library: Library, bundle: Bundle) -> Iterator[Engine]:
    engine = Engine(library, str(bundle.path))
    engine.finish_views()
    yield engine
    engine.close()


def steady_track(session: Session, rows: int, *, from_s: float) -> str:
    """Show a picture until the window holds nothing else, and return what has settled then."""
    times_s = from_s + np.arange(0, LASTS_S, 0.2)
    answers = [session.answer() for time_s in times_s if session.add(float(time_s), picture(rows))]
    return answers[-1].steady_track


@pytest.mark.parametrize(
    ("remember_scenes", "clearly", "then"),
    [(True, False, 0), (True, True, 1), (False, False, 1), (False, True, 1)],
)
def test_the_playing_track_yields_only_to_a_clearly_nearer_one(
    engine: Engine, *, remember_scenes: bool, clearly: bool, then: int
) -> None:
    between = [
        rows for rows in range(ROWS) if (ratio(rows) < MAX_TRACK_SWITCH_RATIO) == clearly and ratio(rows) < 1
    ]
    rows = between[-1]
    session = Session(engine, engine.model(), SessionSettings(remember_scenes=remember_scenes))
    assert steady_track(session, 0, from_s=0) == f"{0:016x}"
    assert steady_track(session, rows, from_s=LASTS_S) == f"{then:016x}"
    assert steady_track(session, ROWS, from_s=2 * LASTS_S) == f"{1:016x}"


def nearest(view: LibraryView, heard: np.ndarray) -> str:
    """Return the nearest track by brute force."""
    distances = {
        track_id: min(emd(heard, segment) for segment in view.segments.of(place))
        for place, track_id in enumerate(view.ids)
    }
    return min(distances, key=lambda track_id: (distances[track_id], track_id))


def test_library_changes_give_the_same_tracks_as_a_new_computation(library: Library, bundle: Bundle) -> None:
    random = np.random.default_rng(3)
    heard = bundle.scale(random.random((WINDOWS, STEPS, WIDTH)).astype(np.float32))
    music = MemoryTracks(Memory(np.ones((WINDOWS, 1, 234), np.float32), heard))
    seed = TRACKS
    for change in ("nothing", "added", "removed", "both", "emptied", "filled"):
        if change in ("removed", "both"):
            library.delete(nearest(LibraryView(library, bundle), heard[0]))
        if change == "emptied":
            for track in library.tracks():
                library.delete(track.id)
        if change in ("added", "both", "filled"):
            for _ in range(12):
                put(library, bundle, seed)
                seed += 1
        view = LibraryView(library, bundle)
        assert music.is_due(view)
        music.apply(view)
        assert not music.is_due(view)
        assert view.memory_tracks is not None
        wanted = [nearest(view, one) for one in heard] if len(view) else [""] * WINDOWS
        assert view.memory_tracks.tolist() == wanted, change


def test_a_bundle_that_remembers_nothing_has_nothing_to_work_out(library: Library, bundle: Bundle) -> None:
    music, view = MemoryTracks(None), LibraryView(library, bundle)
    assert not music.is_due(view)
    music.apply(view)
    assert view.memory_tracks is None


def test_a_changed_library_goes_on_with_what_was_known_until_it_is_worked_out(
    engine: Engine, library: Library, bundle: Bundle
) -> None:
    known = engine.model().view.memory_tracks
    put(library, bundle, TRACKS)
    assert engine.follow_library(at_once=True)
    assert engine.views_are_unfinished()
    assert engine.model().view.memory_tracks is known
    engine.finish_views()
    assert not engine.views_are_unfinished()
