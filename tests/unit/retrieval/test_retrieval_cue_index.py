"""What sessions learn from cues."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from making.bundle import write_bundle
from making.daemon import wait_until
from scenescore.frames.appearance import APPEARANCE_VALUES, COLOUR_VALUES, COLOUR_WEIGHT, EDGE_VALUES
from scenescore.library.store.cues.cue_store import Cue
from scenescore.library.store.library import Library, Track
from scenescore.model.bundle.bundle import Bundle, load_bundle
from scenescore.retrieval.cue_index import CueIndex
from scenescore.retrieval.cue_reach import (
    MAX_CUE_DISTANCE,
    MAX_DECIDING_DISTANCE,
    SEVERAL_TRACKS_FACTOR,
    cue_reach,
)
from scenescore.retrieval.engine import Engine
from scenescore.retrieval.ranking.ranking import Ranked
from scenescore.session.answer import Answer
from scenescore.session.session import Session
from scenescore.session.settings import SessionSettings

RED = np.full((80, 80, 3), (0, 230, 220), np.uint8)
BLUE = np.full((80, 80, 3), (115, 230, 220), np.uint8)
STEPS = 24


def track(name: str) -> Track:
    return Track(
        id=name, title=name, artist="", license="", url="", kind="", file=f"/music/{name}.ogg",
        duration_s=60.0, segment_start_s=3.0, segment_looped=False, create_time_s=0.0,
    )  # fmt: skip


def cue(name: str, *, stillness: float | None = None) -> Cue:
    return Cue(name, "fight", f"track of {name}", "tiny", 0.0, stillness)


def turned(angle: float, *, steps: int = STEPS) -> np.ndarray:
    """Return descriptors [shape=(steps, 234), float32] of one colour whose edges are turned by an angle."""
    look = np.zeros(APPEARANCE_VALUES, np.float32)
    look[:2] = np.cos(angle), np.sin(angle)
    look[EDGE_VALUES:] = np.sqrt(COLOUR_WEIGHT / COLOUR_VALUES)
    return np.stack([look] * steps)


def at(distance: float) -> np.ndarray:
    """Return appearance descriptors at a distance from `turned(0)`."""
    return turned(float(np.arccos(1 - distance)))


def test_the_same_is_decided_by_a_cue_and_something_else_is_left_alone() -> None:
    index = CueIndex([(cue("a"), turned(0))])
    for distance, strength in (
        (0.0, 1.0),
        (MAX_DECIDING_DISTANCE, 1.0),
        ((MAX_DECIDING_DISTANCE + MAX_CUE_DISTANCE) / 2, 0.5),
        (MAX_CUE_DISTANCE - 0.01 * (MAX_CUE_DISTANCE - MAX_DECIDING_DISTANCE), 0.01),
    ):
        nearest = index.nearest(at(distance))
        assert nearest is not None
        assert nearest.strength == pytest.approx(strength, abs=1e-3)
    assert index.nearest(at(MAX_CUE_DISTANCE + 0.001)) is None
    assert CueIndex().nearest(turned(0)) is None


def test_cues_reach_farther_once_two_tracks_have_them_but_not_into_what_the_bundle_knows() -> None:
    assert cue_reach(1) == MAX_CUE_DISTANCE
    assert cue_reach(2) == cue_reach(50) == pytest.approx(SEVERAL_TRACKS_FACTOR * MAX_CUE_DISTANCE)
    assert MAX_CUE_DISTANCE < cue_reach(2, known=0.5) < cue_reach(2)
    assert cue_reach(50, known=1.0) == MAX_CUE_DISTANCE
    far = at(1.5 * MAX_CUE_DISTANCE)
    one = CueIndex([(cue("a"), turned(0)), (cue("a"), turned(3))])
    assert one.nearest(far) is None
    several = CueIndex([(cue("a"), turned(0)), *((cue(f"b{i}"), turned(3)) for i in range(4))])
    nearest = several.nearest(far)
    assert nearest is not None
    assert nearest.cue.id == "a"
    assert several.nearest(far, known=1.0) is None


def test_of_two_that_look_alike_the_one_that_is_as_still_counts() -> None:
    talk, walk = cue("talk", stillness=0.9), cue("walk", stillness=0.0)
    index = CueIndex([(talk, at(0.02)), (walk, at(0.03))])
    for stillness, wanted in ((0.0, "walk"), (0.9, "talk"), (None, "talk"), (0.4, "talk"), (0.3, "walk")):
        nearest = index.nearest(turned(0), stillness=stillness)
        assert nearest is not None
        assert nearest.cue.id == wanted
    unknown = CueIndex([(cue("talk"), at(0.02)), (walk, at(0.03))])
    nearest = unknown.nearest(turned(0), stillness=0.0)
    assert nearest is not None
    assert nearest.cue.id == "talk", "0.02 apart, and nothing is known of how still it was"


def test_a_moment_of_a_scene_is_as_near_as_all_of_it() -> None:
    varied = np.concatenate([turned(i / 10, steps=1) for i in range(STEPS)])
    index = CueIndex([(cue("a"), varied)])
    for window in (varied, np.repeat(varied[5:6], STEPS, axis=0), varied[::-1]):
        nearest = index.nearest(window)
        assert nearest is not None
        assert nearest.strength == 1.0


def test_the_nearest_cue_counts_and_of_two_as_near_the_later_one() -> None:
    index = CueIndex([(cue("a"), at(0.04)), (cue("b"), at(0.01)), (cue("c"), at(0.03))])
    nearest = index.nearest(turned(0))
    assert nearest is not None
    assert nearest.cue.id == "b"
    index = CueIndex([(cue("a"), at(0.01)), (cue("b"), at(0.01))])
    nearest = index.nearest(turned(0))
    assert nearest is not None
    assert nearest.cue.id == "b"


def put(library: Library, bundle: Bundle, name: str, seed: int) -> None:
    random = np.random.default_rng(seed)
    features = {
        key: random.random((bundle.steps, 12)).astype(np.float32) for key in bundle.feature_keys().values()
    }
    library.put(track(name), features, size=1, mtime_ns=1)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    bundle = load_bundle(write_bundle(tmp_path / "tiny"))
    with Library(tmp_path / "library") as library:
        for seed in range(8):
            put(library, bundle, f"{seed:016x}", seed)
        engine = Engine(library, str(tmp_path / "tiny"))
        yield engine
        engine.close()


def play(session: Session, picture: np.ndarray, *, from_s: float, until_s: float) -> list[Answer]:
    """Take in ten frames a second; return the answers that are due."""
    times_s = np.arange(from_s, until_s, 0.1)
    return [session.answer() for time_s in times_s if session.add(float(time_s), picture)]


def last_of(engine: Engine, picture: np.ndarray) -> Ranked:
    """Return the track that comes last for a picture."""
    session = Session(engine, engine.model(), SessionSettings(top_k=100))
    return play(session, picture, from_s=0, until_s=3)[-1].matches[-1]


def test_a_session_under_way_plays_what_was_decided_and_goes_on_by_itself_elsewhere(engine: Engine) -> None:
    last = last_of(engine, RED)
    session = Session(engine, engine.model(), SessionSettings(top_k=3))
    before = play(session, RED, from_s=0, until_s=8)[-1]
    assert last.track.id not in [one.track.id for one in before.matches]
    blue_alone = play(Session(engine, engine.model(), SessionSettings()), BLUE, from_s=0, until_s=8)[-1]
    engine.library.cues.add("fight", last.track.id, "tiny", np.stack([RED] * STEPS))
    engine.follow_cues()
    after = play(session, RED, from_s=8, until_s=13)
    assert after[0].matches[0].track.id == last.track.id
    assert after[0].matches[0].distance == pytest.approx(last.distance, rel=1e-5)
    assert after[0].matches[0].score < before.matches[0].score
    assert [one.track.id for one in after[0].matches[1:]] == [one.track.id for one in before.matches[:2]]
    assert (after[-1].steady, after[-1].steady_track) == (True, last.track.id)
    assert not any(answer.scene_changed for answer in after)
    elsewhere = play(session, BLUE, from_s=13, until_s=21)
    assert [one.track.id for one in elsewhere[-1].matches] == [one.track.id for one in blue_alone.matches]
    assert elsewhere[-1].steady_track == blue_alone.matches[0].track.id
    (made,) = engine.library.cues.page()
    engine.library.cues.delete(made.id)
    engine.follow_cues()
    again = play(session, RED, from_s=21, until_s=29)[-1]
    assert [one.track.id for one in again.matches] == [one.track.id for one in before.matches]


def test_a_cue_whose_track_is_gone_waits_until_it_is_back(engine: Engine) -> None:
    last = last_of(engine, RED)
    engine.library.cues.add("fight", last.track.id, "tiny", np.stack([RED] * STEPS))
    engine.follow_cues()
    assert last_of_top(engine) == last.track.id
    engine.library.delete(last.track.id)
    engine.follow_library(at_once=True)
    assert last_of_top(engine) != last.track.id
    put(engine.library, engine.model().bundle, last.track.id, 0)
    engine.follow_library(at_once=True)
    assert last_of_top(engine) == last.track.id


def last_of_top(engine: Engine) -> str:
    session = Session(engine, engine.model(), SessionSettings())
    return play(session, RED, from_s=0, until_s=3)[-1].matches[0].track.id


def test_cues_are_for_the_bundle_they_were_made_with_and_are_there_from_the_start(
    engine: Engine, tmp_path: Path
) -> None:
    last = last_of(engine, RED)
    engine.library.cues.add("fight", last.track.id, "other", np.stack([RED] * STEPS))
    engine.follow_cues()
    assert len(engine.model().cues) == 0
    engine.library.cues.add("fight", last.track.id, "tiny", np.stack([RED] * STEPS))
    later = Engine(engine.library, str(tmp_path / "tiny"))
    assert last_of_top(later) == last.track.id
    later.close()


def textured(seed: int) -> np.ndarray:
    """Return a picture with edges, HSV."""
    grey = np.random.default_rng(seed).integers(0, 256, (8, 8)).repeat(10, axis=0).repeat(10, axis=1)
    return np.stack([np.full_like(grey, 30), np.full_like(grey, 90), grey], axis=2).astype(np.uint8)


def test_a_cue_of_a_session_grows_to_all_that_is_seen_of_its_scene(engine: Engine) -> None:
    session = Session(engine, engine.model(), SessionSettings())
    play(session, textured(1), from_s=0, until_s=20)
    play(session, textured(2), from_s=20, until_s=24)
    made = engine.library.cues.add("fight", f"{3:016x}", "tiny", session.scene_pictures())
    session.grow_cue(made.id)
    # Alike in its colours, so it goes on as one scene.
    play(session, textured(3), from_s=24, until_s=30)
    before = seen_by(engine)
    play(session, BLUE, from_s=30, until_s=34)
    assert same(textured(1), before)
    assert same(textured(2), before)
    assert not same(textured(3), before)
    wait_until(lambda: same(textured(3), seen_by(engine)))
    assert not same(BLUE, seen_by(engine))


def test_a_cue_grows_when_its_session_ends_and_one_that_was_taken_back_does_not(engine: Engine) -> None:
    session = Session(engine, engine.model(), SessionSettings())
    play(session, textured(1), from_s=0, until_s=5)
    kept, gone = (
        engine.library.cues.add(scene, f"{3:016x}", "tiny", session.scene_pictures()) for scene in ("a", "b")
    )
    session.grow_cue(kept.id)
    session.grow_cue(gone.id)
    engine.library.cues.delete(gone.id)
    play(session, textured(2), from_s=5, until_s=9)
    session.close()
    wait_until(lambda: same(textured(2), seen_by(engine)))
    ((cue_now, _),) = engine.library.cues.with_frames("tiny")
    assert cue_now == kept


def test_a_talk_and_a_fight_in_the_same_place_are_told_apart_by_how_still_they_are(engine: Engine) -> None:
    def seen(*, moves: bool, seconds: float = 8.0) -> tuple[Session, Answer]:
        """Show a place for a while, in which the picture shakes or doesn't."""
        session = Session(engine, engine.model(), SessionSettings())
        place = textured(1)
        answers = []
        for number in range(round(seconds * 4)):
            # One way and the other in turn, each half a second.
            picture = np.roll(place, 2 * (number // 2 % 2), axis=1) if moves else place
            if session.add(number / 4, picture):
                answers.append(session.answer())
        return session, answers[-1]

    for scene, moves, track_id in (("talk", False, f"{3:016x}"), ("fight", True, f"{4:016x}")):
        session, _ = seen(moves=moves)
        engine.library.cues.add(
            scene, track_id, "tiny", session.scene_pictures(), stillness=session.scene_stillness()
        )
    engine.follow_cues()
    # What doesn't move was seen in the fight, too: by the pictures alone both cues are as near.
    assert seen(moves=False)[1].steady_track == f"{3:016x}"
    assert seen(moves=True)[1].steady_track == f"{4:016x}"


def seen_by(engine: Engine) -> list[np.ndarray]:
    return [picture for _, pictures in engine.library.cues.with_frames("tiny") for picture in pictures]


def same(picture: np.ndarray, pictures: list[np.ndarray]) -> bool:
    return any(np.array_equal(picture, one) for one in pictures)
