"""The report's figures, on small cases that were worked out by hand."""

from pathlib import Path

import numpy as np
import pytest

from scenescore.studies.data_folder import LabelledScene
from scenescore.studies.windows import LabelledWindow
from scenescore_eval.report.data.eval_task import OTHERS, OWN, SIMILAR, EvalTask, eval_tasks
from scenescore_eval.report.figures.cue_trials import draw_windows, nearest_cue_decides, run_cue_trial
from scenescore_eval.report.figures.sampling import draw_scenes, many_scenes, six_scenes
from scenescore_eval.report.page.document import Section, Table, to_html, to_markdown
from scenescore_eval.report.prediction.predictions import Predictions

KINDS = ("fight", "talk", "walk")
TRACKS = ("fight.ogg", "talk.ogg", "walk.ogg", "other.ogg")


def windows(each: int) -> list[LabelledWindow]:
    """Return windows of each kind of scene, each in its own clip. Each kind has its own piece."""
    return [
        LabelledWindow(
            LabelledScene("game", Path(f"{kind}{i}.mp4"), 0.0, 12.0, kind, f"{kind}.ogg", kind), 0.0
        )
        for kind in KINDS
        for i in range(each)
    ]


def predictions(
    track_distances: np.ndarray, cue_distances: np.ndarray, window_distances: np.ndarray | None = None
) -> Predictions:
    count = len(track_distances)
    if window_distances is None:
        window_distances = np.ones((count, count))
    return Predictions(
        track_distances=track_distances.astype(np.float32),
        window_distances=window_distances.astype(np.float32),
        cue_distances=cue_distances.astype(np.float32),
        hub_bias=np.zeros(track_distances.shape[1], np.float32),
        network_share=np.ones(count, np.float32),
    )


def distances_by_kind(each: int, same: float, other: float) -> np.ndarray:
    """Return cue distances that are smaller between windows of the same kind of scene."""
    kind = np.repeat(np.arange(len(KINDS)), each)
    return np.where(kind[:, None] == kind[None], same, other)


def test_a_game_is_learnt_from_itself_from_the_most_similar_game_and_from_all_others() -> None:
    assert eval_tasks(["a", "b", "c"], [2, 0, 1])[:3] == [
        EvalTask("a", OWN, ("a",)),
        EvalTask("a", SIMILAR, ("c",)),
        EvalTask("a", OTHERS, ("b", "c")),
    ]


def test_two_games_are_learnt_from_themselves_and_each_other_and_a_single_game_from_itself() -> None:
    assert [course.source for course in eval_tasks(["a", "b"], [1, 0])] == [OWN, SIMILAR, OWN, SIMILAR]
    assert eval_tasks(["a"], []) == [EvalTask("a", OWN, ("a",))]


def test_with_one_cue_a_piece_windows_that_look_like_a_cue_are_right() -> None:
    # Without cues, the predictor finds the same wrong piece for all windows.
    wrong = np.tile([2.0, 2.0, 2.0, 1.0], (9, 1))
    found = run_cue_trial(
        predictions(wrong, distances_by_kind(3, 0.01, 1.0)), windows(3), TRACKS, "one", draws=10, seed=0
    )
    assert np.nanmin(found.right) == 1.0
    assert np.nanmax(found.without) == 0.0


def test_far_cues_have_no_effect_in_sessions_and_decide_for_the_colour_baseline() -> None:
    wrong = np.tile([2.0, 2.0, 2.0, 1.0], (9, 1))
    far = predictions(wrong, distances_by_kind(3, 0.7, 1.0))
    in_sessions = run_cue_trial(far, windows(3), TRACKS, "one", draws=10, seed=0)
    in_baseline = run_cue_trial(
        far, windows(3), TRACKS, "one", draws=10, seed=0, strength=nearest_cue_decides
    )
    assert np.nanmax(in_sessions.right) == 0.0
    assert np.nanmin(in_baseline.right) == 1.0


def test_a_cue_for_a_kind_of_scene_is_tested_on_other_clips_only() -> None:
    wrong = np.tile([2.0, 2.0, 2.0, 1.0], (6, 1))
    one_clip = [
        LabelledWindow(LabelledScene("game", Path("a.mp4"), 0.0, 12.0, kind, f"{kind}.ogg", kind), 0.0)
        for kind in KINDS
        for _ in range(2)
    ]
    found = run_cue_trial(
        predictions(wrong, distances_by_kind(2, 0, 1)), one_clip, TRACKS, "scene", draws=5, seed=0
    )
    assert np.isnan(found.right).all()


def test_the_trial_apart_tests_cues_only_on_other_stretches() -> None:
    wrong = np.tile([2.0, 2.0, 2.0, 1.0], (12, 1))
    stretches = [
        LabelledWindow(LabelledScene("game", Path("a"), start, start + 18, kind, f"{kind}.ogg", kind), at)
        for kind in KINDS
        for start in (0.0, 18.0)
        for at in (start, start + 6)
    ]
    seen = predictions(wrong, distances_by_kind(4, 0.01, 1.0))
    asked = [run_cue_trial(seen, stretches, TRACKS, trial, draws=20, seed=0) for trial in ("one", "apart")]
    assert all(np.nanmin(found.right) == 1.0 for found in asked)
    # If a stretch looks like no other, a cue in it helps only this stretch.
    alone = np.where(np.arange(12)[:, None] // 2 == np.arange(12)[None] // 2, 0.01, 1.0)
    near, apart = (
        run_cue_trial(predictions(wrong, alone), stretches, TRACKS, trial, draws=20, seed=0)
        for trial in ("one", "apart")
    )
    assert np.nanmean(near.right) > 0.2
    assert np.nanmax(apart.right) == 0.0


def test_at_least_one_window_of_each_label_is_not_drawn() -> None:
    places = draw_windows(["a", "a", "b"], 3, np.random.default_rng(0))
    assert len(places) == 1
    assert places[0] in (0, 1)


def test_six_scenes_of_a_perfect_predictor_are_all_right() -> None:
    shown = windows(4)
    kind = np.repeat(np.arange(3), 4)
    to_heard = np.where(np.eye(12, dtype=bool), 0.0, np.where(kind[:, None] == kind[None], 1.0, 2.0))
    to_tracks = np.where(np.arange(4)[None] == kind[:, None], 0.0, 1.0)
    found = six_scenes(predictions(to_tracks, np.zeros((12, 12)), to_heard), shown, draws=20, seed=0)
    assert (found.right_class, found.right_scene, found.distinct) == (6, 6, 3)
    # With two scenes of each of three kinds, two of six are right by chance.
    assert found.chance_class == pytest.approx(2)
    # Of the 30 summands, 6 are 1 and 24 are 2. The mean of all 36 cells is 54 / 36.
    assert found.variation == pytest.approx((54 / 30) / (54 / 36))


def test_drawn_scenes_have_different_pieces_of_each_kind_if_there_are_such() -> None:
    scenes = [("fight", "a"), ("fight", "a"), ("fight", "b"), ("walk", "c"), ("walk", "c"), ("walk", "d")]
    shown = [
        LabelledWindow(LabelledScene("game", Path(f"{i}.mp4"), 0, 12, kind, track, ""), 0.0)
        for i, (kind, track) in enumerate(scenes)
    ]
    for seed in range(10):
        places = draw_scenes(shown, 4, np.random.default_rng(seed))
        assert {shown[place].scene.track for place in places} == {"a", "b", "c", "d"}
    assert sorted(draw_scenes(shown, 9, np.random.default_rng(0))) == list(range(6))


def test_one_piece_for_all_scenes_has_the_worst_objective() -> None:
    count, pieces = 80, 120
    hub = np.ones((count, pieces))
    hub[:, 0] = 0.5
    found = many_scenes(predictions(hub, np.zeros((count, count))), draws=30, seed=0)
    assert (found.scenes, found.pieces) == (72, 99)
    # All 72 scenes get one of the 99 pieces: 71.27 squared and 98 times 0.727 squared.
    assert found.distinct == 1
    assert found.objective == pytest.approx((72 - 72 / 99) ** 2 + 98 * (72 / 99) ** 2)
    assert found.best == pytest.approx(19.64, abs=0.01)
    assert found.random == pytest.approx(71.27, abs=0.01)


def test_markdown_and_html_have_the_same_table_and_html_escapes_its_text() -> None:
    sections = [Section("A <b>game</b>", "Text & more.", Table(("game", "right"), (("<script>", "0.50"),)))]
    markdown, page = to_markdown("Report", sections), to_html("Report", sections)
    assert "| game | right |\n| --- | --- |\n| <script> | 0.50 |" in markdown
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "## A <b>game</b>\n\nText & more." in markdown
    assert "<h2>A &lt;b&gt;game&lt;/b&gt;</h2>\n<p>Text &amp; more.</p>" in page
