"""Scenes keep their music: one that is known again gets its track, a new one none of the others'."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from making.bundle import write_bundle
from scenescore.frames.appearance import APPEARANCE_VALUES, COLOUR_VALUES, COLOUR_WEIGHT, EDGE_VALUES
from scenescore.library.store.library import Library, Track
from scenescore.model.bundle.bundle import load_bundle
from scenescore.model.memory import Prediction
from scenescore.retrieval.cue_index import CueIndex
from scenescore.retrieval.engine import Engine
from scenescore.retrieval.ranking.evidence import Situation
from scenescore.session.answer import Answer
from scenescore.session.scene_memory import (
    MAX_KNOWN_SCENE_DISTANCE,
    MAX_PRESENT_SCENE_DISTANCE,
    MAX_SCENES,
    SCENE_SWITCH_MARGIN,
    SceneMemory,
)
from scenescore.session.session import Session
from scenescore.session.settings import SessionSettings

STEPS = 24
TRACKS = 12
HUES = (0, 30, 60, 90, 120, 150)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Return an engine whose bundle remembers nothing: all that it predicts is a guess."""
    bundle = load_bundle(write_bundle(tmp_path / "tiny"))
    with Library(tmp_path / "library") as library:
        for number in range(TRACKS):
            random = np.random.default_rng(number)
            track = Track(
                id=f"{number:016x}", title=str(number), artist="", license="", url="", kind="",
                file=f"/music/{number}.ogg", duration_s=60.0, segment_start_s=3.0, segment_looped=False,
                create_time_s=0.0,
            )  # fmt: skip
            features = {
                key: random.random((STEPS, 12)).astype(np.float32) for key in bundle.feature_keys().values()
            }
            library.put(track, features, size=1, mtime_ns=1)
        engine = Engine(library, str(tmp_path / "tiny"))
        yield engine
        engine.close()


def picture(hue: int) -> np.ndarray:
    return np.full((80, 80, 3), (hue, 230, 220), np.uint8)


def session_of(engine: Engine, *, remember_scenes: bool = True, top_k: int = 3) -> Session:
    settings = SessionSettings(top_k=top_k, remember_scenes=remember_scenes)
    return Session(engine, engine.model(), settings)


def play(session: Session, hue: int, *, from_s: float, seconds: float = 8.0) -> Answer:
    """Show one scene, and return the last answer."""
    times_s = from_s + np.arange(0, seconds, 0.2)
    return [session.answer() for time_s in times_s if session.add(float(time_s), picture(hue))][-1]


def tour(session: Session, hues: tuple[int, ...]) -> list[str]:
    """Go through scenes; return the steady track of each."""
    return [play(session, hue, from_s=8.0 * place).steady_track for place, hue in enumerate(hues)]


def appearance_at(distance: float) -> np.ndarray:
    """Return a window's appearance so far from `appearance_at(0)`."""
    look = np.zeros(APPEARANCE_VALUES, np.float32)
    cosine = 1 - distance
    look[:2] = cosine, np.sqrt(1 - cosine**2)
    look[EDGE_VALUES:] = np.sqrt(COLOUR_WEIGHT / COLOUR_VALUES)
    return np.stack([look] * STEPS)


def elsewhere() -> np.ndarray:
    """Return an appearance that is far from all of `appearance_at`."""
    appearances = np.zeros((STEPS, APPEARANCE_VALUES), np.float32)
    appearances[:, 2] = 1
    return appearances


def test_scenes_that_look_different_get_different_tracks_and_keep_them(engine: Engine) -> None:
    forgetful = tour(session_of(engine, remember_scenes=False), HUES)
    assert len(set(forgetful)) < len(HUES), "the bundle itself must give some of them the same"
    there_and_back = tour(session_of(engine), (*HUES, *reversed(HUES)))
    first, again = there_and_back[: len(HUES)], there_and_back[len(HUES) :]
    assert len(set(first)) == len(HUES)
    assert again == first[::-1]
    assert first[0] == forgetful[0]


def test_distances_stay_what_they_are_and_only_scores_are_moved(engine: Engine) -> None:
    varying, plain = (
        session_of(engine, remember_scenes=remember, top_k=TRACKS) for remember in (True, False)
    )
    for session in (varying, plain):
        play(session, HUES[0], from_s=0)
    varied, ranked = (play(session, HUES[1], from_s=8) for session in (varying, plain))
    distances = {one.track.id: one.distance for one in ranked.matches}
    assert {one.track.id: one.distance for one in varied.matches} == pytest.approx(distances)
    scores = [one.score for one in varied.matches]
    assert scores == sorted(scores)
    assert scores != [one.score for one in ranked.matches]


def test_when_all_tracks_have_a_scene_they_are_shared(engine: Engine) -> None:
    memory = SceneMemory()
    query = np.random.default_rng(5).random((STEPS, 12)).astype(np.float32)
    situation = Situation(Prediction(query, 1.0))
    plain = engine.model().rank(situation, TRACKS)
    for place, one in enumerate(plain.matches):
        memory.settle(None, one.track.id, float(place), appearance_at(0)[0])
    varied = plain.judged_by([memory.stage(None)], situation)
    assert [one.track.id for one in varied.matches] == [one.track.id for one in plain.matches]
    memory.settle(None, plain.matches[0].track.id, 99.0, appearance_at(0)[0])
    shared = plain.judged_by([memory.stage(None)], situation)
    assert shared.matches[0].track.id == plain.matches[1].track.id


def test_the_scene_memory_does_not_change_what_the_bundle_remembers(engine: Engine) -> None:
    memory = SceneMemory()
    query = np.random.default_rng(5).random((STEPS, 12)).astype(np.float32)
    known, half_known = Situation(Prediction(query, 0.0)), Situation(Prediction(query, 0.5))
    plain = engine.model().rank(known, 5)
    memory.settle(None, plain.matches[0].track.id, 0.0, appearance_at(0)[0])
    memory.settle(None, plain.matches[4].track.id, 1.0, appearance_at(0.5)[0])
    for found in (None, memory.find(appearance_at(0.5))):
        varied = plain.judged_by([memory.stage(found)], known)
        assert varied.matches == plain.matches
        half = plain.judged_by([memory.stage(found)], half_known)
        assert half.scores.of(plain.matches[0].track.id) > plain.matches[0].score  # type: ignore[operator]


def test_a_scene_stays_itself_for_longer_than_it_is_known_again() -> None:
    memory = SceneMemory()
    assert memory.find(appearance_at(0)) is None
    memory.settle(None, "a", 0.0, appearance_at(0)[0])
    present = memory.find(appearance_at(MAX_PRESENT_SCENE_DISTANCE - 0.01))
    assert present is not None
    assert present.track_id == "a"
    assert memory.find(appearance_at(MAX_PRESENT_SCENE_DISTANCE + 0.01)) is None
    memory.settle(None, "b", 1.0, appearance_at(0.5)[0])
    assert memory.find(appearance_at(MAX_KNOWN_SCENE_DISTANCE + 0.01)) is None, (
        "the present scene is another one now"
    )
    assert memory.find(appearance_at(MAX_KNOWN_SCENE_DISTANCE - 0.01)) is present


def test_another_scene_takes_over_only_where_it_is_clearly_nearer() -> None:
    memory, apart = SceneMemory(), 0.15
    memory.settle(None, "a", 0.0, appearance_at(0)[0])
    memory.settle(None, "b", 1.0, appearance_at(apart)[0])
    taken_over = memory.find(appearance_at(0))
    assert taken_over is not None
    assert taken_over.track_id == "a", "b is still near enough, and a nearer by more than the margin"
    # Halfway between the two angles both are as far away.
    between = 1 - np.cos(np.arccos(1 - apart) / 2)
    stays = memory.find(appearance_at(between - SCENE_SWITCH_MARGIN / 4))
    assert stays is not None
    assert stays.track_id == "b"


def test_the_scene_that_was_seen_longest_ago_is_forgotten_first() -> None:
    memory = SceneMemory()
    memory.settle(None, "first", 0.0, appearance_at(0)[0])
    memory.settle(None, "second", 1.0, appearance_at(0.9)[0])
    for number in range(MAX_SCENES - 2):
        memory.settle(None, f"{number}", 2.0 + number, elsewhere()[0])
    memory.settle(memory.find(appearance_at(0)), "first", 90.0, appearance_at(0)[0])
    assert memory.tracks == MAX_SCENES
    memory.settle(None, "one more", 91.0, elsewhere()[0])
    assert memory.tracks == MAX_SCENES
    first, second = memory.find(appearance_at(0)), memory.find(appearance_at(0.9))
    assert first is not None
    assert first.track_id == "first"
    assert second is None


def test_a_cue_that_is_removed_leaves_nothing_behind() -> None:
    memory, cues = SceneMemory(), CueIndex()
    memory.settle(None, "by a cue", 0.0, appearance_at(0)[0], cues=cues)
    memory.keep_decided_by(cues)
    assert memory.find(appearance_at(0)) is not None
    memory.keep_decided_by(CueIndex())
    assert memory.find(appearance_at(0)) is None
    assert memory.tracks == 0


def test_a_window_that_starts_anew_forgets_its_scenes(engine: Engine) -> None:
    session = session_of(engine)
    first = play(session, HUES[0], from_s=100).steady_track
    assert play(session, HUES[1], from_s=108).steady_track != first
    plain = play(session_of(engine, remember_scenes=False), HUES[1], from_s=0).steady_track
    assert play(session, HUES[1], from_s=0).steady_track == plain
