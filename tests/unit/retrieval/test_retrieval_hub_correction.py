"""A track that is near to every scene doesn't win them all: scores are corrected, distances are not."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from making.bundle import write_bundle
from scenescore.errors import InvalidInputError
from scenescore.library.store.library import Library, Track
from scenescore.matching.emd import emd
from scenescore.model.bundle.bundle import Bundle, load_bundle
from scenescore.model.memory import Prediction
from scenescore.retrieval.engine import Engine
from scenescore.retrieval.hub_correction import HubCorrector
from scenescore.retrieval.library_view import LibraryView
from scenescore.retrieval.ranking.evidence import Situation
from scenescore.session.clips.assign import Scene, assign_scenes

TRACKS, WIDTH, STEPS = 30, 12, 24
HUB = "hub"
RANDOM = np.random.default_rng(0)
PLACES = RANDOM.normal(size=(TRACKS, WIDTH))


def features(bundle: Bundle, place: np.ndarray) -> np.ndarray:
    """Return raw features that are scaled to one place at all steps."""
    raw: np.ndarray = (place / bundle.weights * bundle.deviation + bundle.mean).astype(np.float32)
    return np.tile(raw, (STEPS, 1))


def put(library: Library, bundle: Bundle, name: str, place: np.ndarray) -> None:
    track = Track(
        id=name, title=name, artist="", license="", url="", kind="", file=f"/music/{name}.ogg",
        duration_s=60.0, segment_start_s=3.0, segment_looped=False, create_time_s=0.0,
    )  # fmt: skip
    (key,) = bundle.feature_keys().values()
    library.put(track, {key: features(bundle, place)}, size=1, mtime_ns=1)


def shrunken(count: int, seed: int) -> np.ndarray:
    """Return predictions that crowd around the middle, as regressions do [shape=(count, steps, D)]."""
    random = np.random.default_rng(seed)
    chosen = PLACES[random.integers(TRACKS, size=count)] * 0.3
    noisy = chosen[:, None] + random.normal(scale=0.1, size=(count, STEPS, WIDTH))
    return noisy.astype(np.float32)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return load_bundle(write_bundle(tmp_path_factory.mktemp("bundle") / "tiny", bank=shrunken(60, 1)))


@pytest.fixture
def library(tmp_path: Path, bundle: Bundle) -> Iterator[Library]:
    """A library in which one piece lies in the middle of all others."""
    with Library(tmp_path / "library") as library:
        for number, place in enumerate(PLACES):
            put(library, bundle, f"track{number:02d}", place)
        put(library, bundle, HUB, np.zeros(WIDTH))
        yield library


@pytest.fixture
def engine(library: Library, bundle: Bundle) -> Iterator[Engine]:
    engine = Engine(library, str(bundle.path))
    yield engine
    engine.close()


def tops(engine: Engine) -> list[str]:
    return [
        engine.model().rank(Situation(Prediction(query, 1.0)), 1).matches[0].track.id
        for query in shrunken(40, 2)
    ]


def test_the_hub_leads_until_it_is_corrected(engine: Engine) -> None:
    assert tops(engine).count(HUB) == 40
    assert engine.views_are_unfinished()
    engine.finish_views()
    assert not engine.views_are_unfinished()
    corrected = tops(engine)
    assert corrected.count(HUB) < 10
    assert len(set(corrected)) > 15


def test_distances_stay_and_the_ranking_is_by_score(engine: Engine) -> None:
    model, query = engine.model(), shrunken(1, 3)[0]
    plain = {one.track.id: one for one in model.rank(Situation(Prediction(query, 1.0)), 100).matches}
    assert all(one.score == one.distance for one in plain.values())
    correction = engine.correct_hubs(model)
    assert correction is not None
    ranking = model.rank(Situation(Prediction(query, 1.0)), 100)
    scores = [one.score for one in ranking.matches]
    assert scores == sorted(scores)
    for one in ranking.matches:
        assert one.distance == pytest.approx(plain[one.track.id].distance)
        place = model.view.ids.index(one.track.id)
        assert one.score == pytest.approx(one.distance + correction.bias[place])
    shortest = model.rank(Situation(Prediction(query, 1.0)), 1)
    assert shortest.scores.of(HUB) == pytest.approx(ranking.scores.of(HUB))
    assert shortest.scores.of("gone") is None


def test_remembered_music_is_not_corrected_for_hubs(engine: Engine) -> None:
    model, query = engine.model(), shrunken(1, 3)[0]
    correction = engine.correct_hubs(model)
    assert correction is not None
    remembered = model.rank(Situation(Prediction(query, 0.0)), 100)
    assert all(one.score == one.distance for one in remembered.matches)
    for one in model.rank(Situation(Prediction(query, 0.5)), 100).matches:
        place = model.view.ids.index(one.track.id)
        assert one.score == pytest.approx(one.distance + correction.bias[place] / 2)


def test_music_that_sounds_alike_is_found_by_distance_alone(engine: Engine) -> None:
    before = engine.model().similar(engine.library.track("track03"), 5)
    engine.finish_views()
    assert engine.model().similar(engine.library.track("track03"), 5) == before


def test_a_changed_library_goes_on_corrected_and_then_knows_its_new_tracks(
    engine: Engine, library: Library, bundle: Bundle
) -> None:
    engine.finish_views()
    view = engine.model().view
    assert view.hub_bias is not None
    old = dict(zip(view.ids, view.hub_bias, strict=True))
    put(library, bundle, "a second hub", np.full(WIDTH, 0.01))
    engine.follow_library(at_once=True)
    view = engine.model().view
    assert view.bias_of(HUB, view.hub_bias) == old[HUB]
    assert view.bias_of("a second hub", view.hub_bias) == 0.0
    engine.finish_views()
    assert view.bias_of("a second hub", view.hub_bias) == pytest.approx(
        view.bias_of(HUB, view.hub_bias), abs=0.02
    )
    # What was kept of the old tracks gives the same as working it all out anew.
    fresh = LibraryView(library, bundle)
    HubCorrector(bundle).apply(fresh)
    assert fresh.hub_bias is not None
    assert view.hub_bias is not None
    np.testing.assert_allclose(fresh.hub_bias, view.hub_bias)


def test_without_a_bank_or_with_none_scores_are_distances(
    library: Library, bundle: Bundle, tmp_path: Path
) -> None:
    without = write_bundle(tmp_path / "without")
    for folder, method in ((without, "auto"), (bundle.path, "none")):
        engine = Engine(library, str(folder), hub_correction=method)
        assert not engine.views_are_unfinished()
        assert engine.correct_hubs(engine.model()) is None
        match = engine.model().rank(Situation(Prediction(shrunken(1, 4)[0], 1.0)), 1).matches[0]
        assert match.score == match.distance
        engine.close()
    with pytest.raises(InvalidInputError, match="not 'magic'"):
        Engine(library, str(bundle.path), hub_correction="magic")


def test_scenes_are_assigned_by_corrected_scores(engine: Engine) -> None:
    engine.finish_views()
    model = engine.model()
    queries = shrunken(6, 5)
    chosen = assign_scenes(
        engine, model, [Scene(str(i), Prediction(query, 1.0)) for i, query in enumerate(queries)]
    )
    assert len({one.track.id for one in chosen}) == 6
    for query, one in zip(queries, chosen, strict=True):
        own = model.view.features_of(one.track.id)
        assert own is not None
        assert one.distance == pytest.approx(emd(query, own))
        assert one.score == pytest.approx(
            one.distance + model.view.bias_of(one.track.id, model.view.hub_bias)
        )


def test_a_correction_under_way_ends_with_the_daemon(bundle: Bundle, library: Library) -> None:
    hubs, view = HubCorrector(bundle), LibraryView(library, bundle)
    hubs.stop()
    assert hubs.apply(view) is None
    assert view.hub_bias is None
