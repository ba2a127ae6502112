"""The ranking pipeline: stages move scores, never distances, and each says why."""

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from making.bundle import write_bundle
from scenescore.frames.appearance import APPEARANCE_VALUES, COLOUR_VALUES, COLOUR_WEIGHT, EDGE_VALUES
from scenescore.library.store.cues.cue_store import Cue
from scenescore.library.store.library import Library, Track
from scenescore.model.bundle.bundle import load_bundle
from scenescore.model.memory import Prediction
from scenescore.retrieval.cue_index import CueIndex
from scenescore.retrieval.cue_reach import CUE_LEAD, leading_score
from scenescore.retrieval.engine import Engine
from scenescore.retrieval.library_view import LibraryView
from scenescore.retrieval.ranking.cue_stage import CueStage, bias_to_lead
from scenescore.retrieval.ranking.evidence import Evidence, PriorStage, ScoreStage, Situation
from scenescore.retrieval.ranking.hub_stage import HubStage
from scenescore.retrieval.ranking.memory_stage import MemoryStage
from scenescore.retrieval.ranking.ranking import Ranking, rank
from scenescore.retrieval.ranking.scene_stage import OTHER_SCENE_PENALTY, SceneStage
from scenescore.retrieval.ranking.scores import Scores

STEPS, WIDTH, TRACKS = 24, 12, 8
IDS = [f"{number:016x}" for number in range(TRACKS)]
APPEARANCE = np.zeros((STEPS, APPEARANCE_VALUES), np.float32)
APPEARANCE[:, 0] = 1
APPEARANCE[:, EDGE_VALUES:] = np.sqrt(COLOUR_WEIGHT / COLOUR_VALUES)


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LibraryView]:
    """Return a view of eight tracks with random features."""
    folder = tmp_path_factory.mktemp("ranking")
    bundle = load_bundle(write_bundle(folder / "tiny"))
    with Library(folder / "library") as library:
        for number, track_id in enumerate(IDS):
            track = Track(
                id=track_id, title=str(number), artist="", license="", url="", kind="",
                file=f"/music/{number}.ogg", duration_s=60.0, segment_start_s=3.0, segment_looped=False,
                create_time_s=0.0,
            )  # fmt: skip
            random = np.random.default_rng(number)
            features = {
                key: random.random((STEPS, WIDTH)).astype(np.float32)
                for key in bundle.feature_keys().values()
            }
            library.put(track, features, size=1, mtime_ns=1)
        yield LibraryView(library, bundle)


def situation(seed: int = 5, *, network_share: float = 1.0) -> Situation:
    features = np.random.default_rng(seed).random((STEPS, WIDTH)).astype(np.float32)
    return Situation(Prediction(features, network_share), APPEARANCE)


def cue_stage(track_id: str) -> CueStage:
    """Return the stage of one cue that looks the same as the window."""
    return CueStage(CueIndex([(Cue("1", "fight", track_id, "tiny", 0.0, None), APPEARANCE)]))


def ids(ranking: Ranking) -> list[str]:
    return [one.track.id for one in ranking.matches]


def test_without_stages_scores_are_distances(view: LibraryView) -> None:
    ranking = rank(view, situation(), TRACKS)
    assert [one.rank for one in ranking.matches] == list(range(1, TRACKS + 1))
    assert all(one.score == one.distance and one.reasons == () for one in ranking.matches)
    assert [one.distance for one in ranking.matches] == sorted(one.distance for one in ranking.matches)


def test_the_search_is_exact_for_distance_and_bias_together(view: LibraryView) -> None:
    plain = {one.track.id: one.distance for one in rank(view, situation(), TRACKS).matches}
    last = max(plain, key=plain.__getitem__)
    bias = np.where(np.array(view.ids) == last, -10.0, 0.1)
    ranking = rank(view, situation(), 1, [HubStage(bias)])
    assert ids(ranking) == [last]
    assert ranking.matches[0].distance == plain[last]
    assert ranking.matches[0].score == pytest.approx(plain[last] - 10)
    assert ranking.scores.of(IDS[0]) == pytest.approx(plain[IDS[0]] + (-10 if IDS[0] == last else 0.1))
    assert [(one.kind, one.weight) for one in ranking.matches[0].reasons] == [("hubs", 1.0)]


def near(track_id: str, view: LibraryView, *, network_share: float = 1.0) -> Situation:
    """Return the situation of a scene that asks for nearly what a track sounds like."""
    features = view.features_of(track_id)
    assert features is not None
    return Situation(Prediction(features * np.float32(0.8), network_share), APPEARANCE)


def test_fits_have_the_order_of_the_ranking_whatever_moved_it(view: LibraryView) -> None:
    asked = near(IDS[2], view)
    plain = rank(view, asked, TRACKS)
    first, *_, last = ids(plain)
    judged = plain.judged_by([SceneStage("", {first: 2}), cue_stage(last)], asked)
    for ranking in (plain, judged):
        fits = [one.fit for one in ranking.matches]
        assert fits == sorted(fits, reverse=True)
        assert all(0 <= fit <= 1 for fit in fits)
    assert plain.matches[0].fit == 1 - plain.matches[0].score / view.typical_distance
    assert judged.matches[0].fit > judged.matches[1].fit


@pytest.mark.parametrize("network_share", [0.25, 1.0])
def test_a_hub_bias_that_all_tracks_share_changes_no_fit(view: LibraryView, network_share: float) -> None:
    asked = near(IDS[2], view, network_share=network_share)
    plain = rank(view, asked, TRACKS)
    assert plain.matches[0].fit > 0
    bias = np.full(TRACKS, 0.7)
    shifted = rank(view, asked, TRACKS, [HubStage(bias, float(np.median(bias)))])
    assert [one.fit for one in shifted.matches] == pytest.approx([one.fit for one in plain.matches])


@pytest.mark.parametrize("network_share", [0.0, 0.25, 1.0])
def test_hubs_count_as_far_as_the_network_made_the_prediction(
    view: LibraryView, network_share: float
) -> None:
    stages: list[PriorStage] = [MemoryStage(), HubStage(np.linspace(0.1, 0.8, TRACKS))]
    ranking = rank(view, situation(network_share=network_share), TRACKS, stages)
    for one in ranking.matches:
        bias = 0.1 * (IDS.index(one.track.id) + 1)
        assert one.score == pytest.approx(one.distance + network_share * bias)
        weights = {"memory": 1 - network_share, "hubs": network_share}
        assert {reason.kind: reason.weight for reason in one.reasons} == {
            kind: weight for kind, weight in weights.items() if weight
        }


def test_a_cue_that_looks_the_same_leads_and_says_its_name(view: LibraryView) -> None:
    plain = rank(view, situation(), 3)
    outside = next(track_id for track_id in IDS if track_id not in ids(plain))
    ranking = plain.judged_by([cue_stage(outside)], situation())
    assert ids(ranking) == [outside, *ids(plain)[:2]]
    assert ranking.matches[0].distance == view.distance(situation().prediction.features, outside)
    assert ranking.matches[0].score == pytest.approx(plain.matches[0].score * (1 - CUE_LEAD))
    (reason,) = ranking.matches[0].reasons
    assert (reason.kind, reason.weight) == ("cue", 1.0)
    assert "fight" in reason.words
    assert ranking.matches[1].reasons == ()


def test_a_cue_that_looks_different_or_whose_track_is_gone_changes_nothing(view: LibraryView) -> None:
    plain = rank(view, situation(), 3)
    elsewhere = Situation(situation().prediction, np.roll(APPEARANCE, EDGE_VALUES // 2, axis=1))
    assert plain.judged_by([cue_stage(IDS[7])], elsewhere) is plain
    assert plain.judged_by([cue_stage("f" * 16)], situation()) is plain
    assert plain.judged_by([cue_stage(IDS[7])], Situation(situation().prediction)) is plain


def test_a_known_scene_gets_its_track_and_other_scenes_tracks_fall_behind(view: LibraryView) -> None:
    plain = rank(view, situation(), TRACKS)
    first, second, *_, last = ids(plain)
    ranking = plain.judged_by([SceneStage(last, {first: 1, second: 2})], situation())
    assert ranking.matches[0].track.id == last
    before, after = ({one.track.id: one.score for one in r.matches} for r in (plain, ranking))
    assert after[first] == pytest.approx(before[first] * (1 + OTHER_SCENE_PENALTY))
    assert after[second] == pytest.approx(before[second] * (1 + 2 * OTHER_SCENE_PENALTY))
    assert {one.track.id: one.distance for one in ranking.matches} == {
        one.track.id: one.distance for one in plain.matches
    }
    reasons = {one.track.id: [reason.kind for reason in one.reasons] for one in ranking.matches}
    assert {track_id for track_id, kinds in reasons.items() if kinds == ["scene"]} == {first, second, last}


def test_the_stage_that_is_trusted_most_has_the_last_word(view: LibraryView) -> None:
    plain = rank(view, situation(), TRACKS)
    first, *_, cued, own = ids(plain)
    ranking = plain.judged_by([SceneStage(own, {first: 1}), cue_stage(cued)], situation())
    assert ids(ranking)[:2] == [cued, own]


class Nudge:
    """A stage that adds a bias to one track."""

    kind: ClassVar[str] = "nudge"

    def __init__(self, track_id: str, bias: float, weight: float) -> None:
        self._evidence = Evidence(weight, {track_id: bias}, {track_id: "because"})

    def judge(self, situation: Situation, scores: Scores) -> Evidence | None:
        return self._evidence


NUDGES = st.lists(st.tuples(st.sampled_from(IDS), st.floats(-5, 5), st.floats(0, 1)), max_size=6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NUDGES, st.integers(1, TRACKS))
def test_any_stages_move_scores_alone(
    view: LibraryView, nudges: list[tuple[str, float, float]], top_k: int
) -> None:
    plain = rank(view, situation(), top_k)
    stages: list[ScoreStage] = [Nudge(*nudge) for nudge in nudges]
    ranking = plain.judged_by(stages, situation())
    assert len(ranking.matches) == top_k
    assert [one.rank for one in ranking.matches] == list(range(1, top_k + 1))
    assert [one.score for one in ranking.matches] == sorted(one.score for one in ranking.matches)
    for one in ranking.matches:
        added = sum(bias * weight for track_id, bias, weight in nudges if track_id == one.track.id)
        assert one.score == pytest.approx(one.distance + added)
        assert one.score == ranking.scores.of(one.track.id)
        assert one.distance == pytest.approx(view.distance(situation().prediction.features, one.track.id))
        counted = [nudge for nudge in nudges if nudge[0] == one.track.id and nudge[2]]
        assert len(one.reasons) == len(counted)


SCORES = st.lists(st.floats(0.01, 10), min_size=1, max_size=6).map(sorted)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SCORES, st.floats(0, 12), st.floats(0, 1))
def test_a_track_is_moved_ahead_as_far_as_its_cue_is_strong(
    view: LibraryView, distances: list[float], own: float, strength: float
) -> None:
    own = max(own, distances[0])
    query = situation().prediction.features
    matches = list(zip(IDS, distances, strict=False))
    scores = Scores(view, query, [*matches, (IDS[7], own)])
    bias = bias_to_lead(scores, IDS[7])
    assert bias is not None
    moved = scores.moved({IDS[7]: bias}, strength)
    score = moved.of(IDS[7])
    assert score is not None
    assert score == pytest.approx(float(leading_score(own, distances[0], strength)))
    assert score <= own
    assert [moved.of(track_id) for track_id, _ in matches] == distances
    assert scores.of(IDS[7]) == own, "the scores before the stage stay as they are"
    if strength == 1:
        assert score == moved.best()


def test_a_track_that_is_removed_has_no_score(tmp_path: Path) -> None:
    bundle = load_bundle(write_bundle(tmp_path / "tiny"))
    with Library(tmp_path / "library") as library:
        engine = Engine(library, str(bundle.path))
        ranking = engine.model().rank(situation(), 3)
        engine.close()
    assert ranking.matches == []
    assert ranking.scores.of(IDS[0]) is None
    assert ranking.scores.best() is None
