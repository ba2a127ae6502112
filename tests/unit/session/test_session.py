import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from making.bundle import write_bundle
from scenescore.errors import InvalidInputError
from scenescore.library.store.library import Library, Track
from scenescore.matching.emd import emd
from scenescore.model.bundle.bundle import Bundle, load_bundle
from scenescore.retrieval.engine import Engine
from scenescore.retrieval.ranking.ranking import Ranking
from scenescore.session.answer import Answer
from scenescore.session.session import Session
from scenescore.session.settings import SessionSettings

STEPS = 24
RED = np.full((80, 80, 3), (0, 230, 220), np.uint8)
BLUE = np.full((80, 80, 3), (115, 230, 220), np.uint8)


def put(library: Library, bundle: Bundle, name: str, seed: int) -> None:
    """Put a track with random features into the library."""
    random = np.random.default_rng(seed)
    track = Track(
        id=name, title=name, artist="", license="", url="", kind="", file=f"/music/{name}.ogg",
        duration_s=60.0, segment_start_s=3.0, segment_looped=False, create_time_s=0.0,
    )  # fmt: skip
    features = {
        key: random.random((bundle.steps, 12)).astype(np.float32) for key in bundle.feature_keys().values()
    }
    library.put(track, features, size=1, mtime_ns=1)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("engine")
    bundle = load_bundle(write_bundle(folder / "tiny"))
    with Library(folder / "library") as library:
        for seed in range(8):
            put(library, bundle, f"{seed:016x}", seed)
        engine = Engine(library, str(folder / "tiny"))
        yield engine
        engine.close()


def new_session(engine: Engine, **values: float) -> Session:
    return Session(engine, engine.model(), SessionSettings(**values))  # type: ignore[arg-type]


def play(session: Session, pictures: dict[float, np.ndarray]) -> list[Answer]:
    """Take frames in, and return the answers that are due."""
    return [session.answer() for time_s, picture in pictures.items() if session.add(time_s, picture)]


def steadily(picture: np.ndarray, *, from_s: float, until_s: float, rate: float) -> dict[float, np.ndarray]:
    return {from_s + i / rate: picture for i in range(round((until_s - from_s) * rate))}


def test_the_first_frame_is_answered_and_then_every_interval(engine: Engine) -> None:
    answers = play(new_session(engine), steadily(RED, from_s=100, until_s=103.5, rate=10))
    assert [answer.time_s for answer in answers] == pytest.approx([100, 101, 102, 103])


@given(
    rate=st.floats(1, 120),
    interval_s=st.floats(0.1, 5),
    start_s=st.floats(0, 1e6),
    seconds=st.floats(0.5, 20),
)
@settings(max_examples=60, deadline=None)
def test_answers_keep_to_the_grid_of_the_first_frame(
    engine: Engine, rate: float, interval_s: float, start_s: float, seconds: float
) -> None:
    session = new_session(engine, answer_interval_s=interval_s)
    frames = max(1, round(seconds * rate))
    due = [i / rate for i in range(frames) if session.add(start_s + i / rate, RED)]
    assert due[0] == 0
    crossings = {int((i / rate + 0.0051) / interval_s) for i in range(frames)}
    assert abs(len(due) - len(crossings)) <= 1
    for earlier, later in itertools.pairwise(due):
        assert later - earlier >= min(1 / rate, interval_s) - 0.006


def test_a_gap_is_followed_by_a_single_answer(engine: Engine) -> None:
    answers = play(new_session(engine), {0.0: RED, 30.4: RED, 30.9: RED, 31.0: RED, 31.5: RED})
    assert [answer.time_s for answer in answers] == [0.0, 30.4, 31.0]


def test_frames_are_embedded_once(engine: Engine) -> None:
    session = new_session(engine)
    for time_s, picture in steadily(RED, from_s=0, until_s=12, rate=2).items():
        session.add(time_s, picture)
    session.answer()
    seen = session._window.since(1.0).items
    kept = [frame.embedding for frame in seen]
    assert all(embedding is not None for embedding in kept)
    session.add(12.0, RED)
    session.answer()
    later = {id(frame): frame.embedding for frame in session._window.whole().items}
    assert all(later[id(frame)] is embedding for frame, embedding in zip(seen, kept, strict=True))


@pytest.mark.parametrize("interval_s", [0.5, 1.0])
def test_preparation_does_not_change_an_answer(engine: Engine, interval_s: float) -> None:
    prepared, plain = (new_session(engine, answer_interval_s=interval_s) for _ in range(2))
    random = np.random.default_rng(0)
    times_prepared = 0
    for number in range(60):
        picture = random.integers(0, 180, (80, 80, 3), np.uint8)
        is_due = prepared.add(number / 10, picture)
        assert plain.add(number / 10, picture) == is_due
        if prepared.can_prepare:
            times_prepared += 1
            prepared.prepare()
            assert not prepared.can_prepare
        if is_due:
            assert prepared.answer() == plain.answer()
    assert times_prepared == pytest.approx(6 / interval_s, abs=2)


@pytest.mark.parametrize("prepares", [True, False])
def test_a_hurried_answer_asks_the_newest_moment_only_where_that_is_known(
    engine: Engine, prepares: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = engine.model()
    rank, ranked = model.rank, []

    def counted(*arguments: Any, **named: Any) -> Ranking:
        ranked.append(arguments)
        return rank(*arguments, **named)

    monkeypatch.setattr(model, "rank", counted)
    session, answers = new_session(engine), 0
    for time_s, picture in steadily(RED, from_s=0, until_s=10, rate=4).items():
        if session.add(time_s, picture):
            assert session.answer(hurried=True).matches
            answers += 1
        elif prepares and session.can_prepare:
            session.prepare()
    assert answers == 10
    # Its own window for each; the moment before each but the first, and the window as it would be then. The
    # last two are for an answer to come.
    assert len(ranked) == (3 * answers if prepares else answers)


def test_the_ranking_is_that_of_every_single_distance(engine: Engine) -> None:
    session = new_session(engine, top_k=8)
    answer = play(session, {0.0: BLUE})[0]
    model = engine.model()
    query = model.predictor.predict(np.repeat(model.predictor.embed(BLUE[None]), STEPS, axis=0))
    view = model.view
    expected = sorted(
        (emd(query, features), track.id)
        for track in engine.library.tracks()
        if (features := view.features_of(track.id)) is not None
    )
    assert [one.track.id for one in answer.matches] == [track_id for _, track_id in expected]
    assert [one.distance for one in answer.matches] == pytest.approx([distance for distance, _ in expected])


def test_a_new_scene_is_told_once_and_unsettles_the_choice(engine: Engine) -> None:
    session = new_session(engine)
    answers = play(
        session,
        steadily(RED, from_s=0, until_s=10, rate=5) | steadily(BLUE, from_s=10, until_s=20, rate=5),
    )
    changed = [answer.time_s for answer in answers if answer.scene_changed]
    assert len(changed) == 1
    assert 10 < changed[0] <= 12
    at = next(answer for answer in answers if answer.scene_changed)
    assert answers[9].steady
    assert not at.steady
    assert at.steady_track == answers[9].steady_track
    assert at.scene_steps < 6
    assert answers[-1].steady
    assert answers[-1].scene_steps == pytest.approx(19, abs=1)


def test_the_prediction_rests_on_the_present_scene_alone(engine: Engine) -> None:
    both = play(
        new_session(engine),
        steadily(RED, from_s=0, until_s=10, rate=5) | steadily(BLUE, from_s=10, until_s=20.2, rate=5),
    )[-1]
    alone = play(new_session(engine), steadily(BLUE, from_s=0, until_s=10.2, rate=5))[-1]
    assert [one.distance for one in both.matches] == pytest.approx([one.distance for one in alone.matches])


def test_a_jump_back_starts_anew_and_is_answered_at_once(engine: Engine) -> None:
    session = new_session(engine)
    play(session, steadily(RED, from_s=50, until_s=63, rate=4))
    assert not session.answer().early
    assert session.add(2.0, RED)
    answer = session.answer()
    assert (answer.steps_filled, answer.early, answer.steady) == (1, True, False)
    assert answer.steady_track


def test_the_window_is_early_until_it_has_been_full_once(engine: Engine) -> None:
    answers = play(new_session(engine), steadily(RED, from_s=0, until_s=13, rate=4) | {40.0: RED})
    assert [answer.early for answer in answers] == [True] * 12 + [False, False]
    assert answers[-1].steps_filled < STEPS


def test_memory_is_bounded_whatever_the_rate(engine: Engine) -> None:
    session = new_session(engine)
    for i in range(120 * 30):
        session.add(i / 120, RED)
    assert len(session._window) <= 14 / 0.1 + 2


def test_a_session_without_frames_cannot_answer(engine: Engine) -> None:
    with pytest.raises(InvalidInputError, match="frame"):
        new_session(engine).answer()


@pytest.mark.parametrize(
    ("field", "value"),
    [("top_k", 0), ("top_k", 101), ("answer_interval_s", 0.05), ("minimum_dwell_s", -1), ("margin", 1.1)],
)
def test_settings_out_of_range_are_refused_by_name(field: str, value: float) -> None:
    with pytest.raises(InvalidInputError) as caught:
        SessionSettings(**{field: value})  # type: ignore[arg-type]
    assert field.startswith(caught.value.field)


def test_sessions_see_a_library_change_once_the_engine_follows_it(engine: Engine) -> None:
    bundle = engine.model().bundle
    session = new_session(engine, top_k=100)
    session.add(0.0, RED)
    assert len(session.answer().matches) == 8
    put(engine.library, bundle, "f" * 16, 99)
    assert len(session.answer().matches) == 8
    assert engine.follow_library(at_once=True)
    assert not engine.follow_library(at_once=True)
    assert len(session.answer().matches) == 9
    engine.library.delete("f" * 16)
    assert len(session.answer().matches) == 9
    engine.follow_library(at_once=True)
    assert len(session.answer().matches) == 8


def test_a_track_that_was_just_deleted_leaves_no_hole_in_the_ranking(engine: Engine) -> None:
    bundle = engine.model().bundle
    put(engine.library, bundle, "e" * 16, 98)
    engine.follow_library(at_once=True)
    engine.library.delete("e" * 16)
    answer = play(new_session(engine, top_k=100), {0.0: RED})[0]
    assert [one.rank for one in answer.matches] == list(range(1, 9))
    engine.follow_library(at_once=True)
