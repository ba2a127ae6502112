"""The report's figures, on small cases worked by hand."""

from pathlib import Path

import numpy as np
import pytest

from scenescore.studies.data_folder import LabelledScene
from scenescore.studies.windows import LabelledWindow
from scenescore_eval.report.data.eval_task import OTHERS, OWN, SIMILAR, Course, courses_of
from scenescore_eval.report.figures.cue_trials import always, drawn, try_cues
from scenescore_eval.report.figures.sampling import draw_scenes, many_scenes, six_scenes
from scenescore_eval.report.page.document import Points, Section, Table, to_html, to_markdown
from scenescore_eval.report.prediction.predictions import Judged

KINDS = ("fight", "talk", "walk")
TRACKS = ("fight.ogg", "talk.ogg", "walk.ogg", "other.ogg")


def windows(each: int) -> list[LabelledWindow]:
    """Return windows of each kind of scene, every one in a clip of its own; a kind has a piece."""
    return [
        LabelledWindow(
            LabelledScene("game", Path(f"{kind}{i}.mp4"), 0.0, 12.0, kind, f"{kind}.ogg", kind), 0.0
        )
        for kind in KINDS
        for i in range(each)
    ]


def judged(to_tracks: np.ndarray, looks: np.ndarray, to_heard: np.ndarray | None = None) -> Judged:
    count = len(to_tracks)
    return Judged(
        to_tracks=to_tracks.astype(np.float32),
        to_heard=np.ones((count, count), np.float32) if to_heard is None else to_heard.astype(np.float32),
        looks=looks.astype(np.float32),
        bias=np.zeros(to_tracks.shape[1], np.float32),
        network_share=np.ones(count, np.float32),
    )


def looks_by_kind(each: int, same: float, other: float) -> np.ndarray:
    kind = np.repeat(np.arange(len(KINDS)), each)
    return np.where(kind[:, None] == kind[None], same, other)


def test_a_game_is_learnt_from_itself_from_the_most_similar_and_from_all_others() -> None:
    assert courses_of(["a", "b", "c"], [2, 0, 1])[:3] == [
        Course("a", OWN, ("a",)),
        Course("a", SIMILAR, ("c",)),
        Course("a", OTHERS, ("b", "c")),
    ]


def test_of_two_games_the_other_is_the_most_similar_one_and_a_single_game_has_only_itself() -> None:
    assert [course.source for course in courses_of(["a", "b"], [1, 0])] == [OWN, SIMILAR, OWN, SIMILAR]
    assert courses_of(["a"], []) == [Course("a", OWN, ("a",))]


def test_one_cue_a_piece_makes_right_what_looks_like_it() -> None:
    # By itself the predictor finds the same wrong piece for all.
    wrong = np.tile([2.0, 2.0, 2.0, 1.0], (9, 1))
    told = try_cues(judged(wrong, looks_by_kind(3, 0.01, 1.0)), windows(3), TRACKS, "one", draws=10, seed=0)
    assert np.nanmin(told.right) == 1.0
    assert np.nanmax(told.without) == 0.0


def test_far_cues_say_nothing_by_the_daemons_rule_and_decide_by_the_baselines() -> None:
    wrong = np.tile([2.0, 2.0, 2.0, 1.0], (9, 1))
    far = judged(wrong, looks_by_kind(3, 0.7, 1.0))
    quiet = try_cues(far, windows(3), TRACKS, "one", draws=10, seed=0)
    loud = try_cues(far, windows(3), TRACKS, "one", draws=10, seed=0, strength=always)
    assert np.nanmax(quiet.right) == 0.0
    assert np.nanmin(loud.right) == 1.0


def test_a_cue_for_a_kind_of_scene_is_tested_on_other_clips_only() -> None:
    wrong = np.tile([2.0, 2.0, 2.0, 1.0], (6, 1))
    one_clip = [
        LabelledWindow(LabelledScene("game", Path("a.mp4"), 0.0, 12.0, kind, f"{kind}.ogg", kind), 0.0)
        for kind in KINDS
        for _ in range(2)
    ]
    told = try_cues(judged(wrong, looks_by_kind(2, 0, 1)), one_clip, TRACKS, "scene", draws=5, seed=0)
    assert np.isnan(told.right).all()


def test_a_cue_is_tested_on_other_stretches_alone_where_that_is_asked() -> None:
    wrong = np.tile([2.0, 2.0, 2.0, 1.0], (12, 1))
    stretches = [
        LabelledWindow(LabelledScene("game", Path("a"), start, start + 18, kind, f"{kind}.ogg", kind), at)
        for kind in KINDS
        for start in (0.0, 18.0)
        for at in (start, start + 6)
    ]
    seen = judged(wrong, looks_by_kind(4, 0.01, 1.0))
    asked = [try_cues(seen, stretches, TRACKS, trial, draws=20, seed=0) for trial in ("one", "apart")]
    assert all(np.nanmin(told.right) == 1.0 for told in asked)
    # Where one's own stretch looks like nothing else, only that is made right.
    alone = np.where(np.arange(12)[:, None] // 2 == np.arange(12)[None] // 2, 0.01, 1.0)
    near, apart = (
        try_cues(judged(wrong, alone), stretches, TRACKS, trial, draws=20, seed=0)
        for trial in ("one", "apart")
    )
    assert np.nanmean(near.right) > 0.2
    assert np.nanmax(apart.right) == 0.0


def test_a_label_never_gives_away_all_of_its_windows() -> None:
    places = drawn(["a", "a", "b"], 3, np.random.default_rng(0))
    assert len(places) == 1
    assert places[0] in (0, 1)


def test_six_scenes_of_a_perfect_predictor_are_all_right() -> None:
    shown = windows(4)
    kind = np.repeat(np.arange(3), 4)
    to_heard = np.where(np.eye(12, dtype=bool), 0.0, np.where(kind[:, None] == kind[None], 1.0, 2.0))
    to_tracks = np.where(np.arange(4)[None] == kind[:, None], 0.0, 1.0)
    told = six_scenes(judged(to_tracks, np.zeros((12, 12)), to_heard), shown, draws=20, seed=0)
    assert (told.right_class, told.right_scene, told.distinct) == (6, 6, 3)
    # Two of each of three kinds: each is right by chance in two of six.
    assert told.chance_class == pytest.approx(2)
    # Of the 30 summands 6 are 1 and 24 are 2; the mean of all 36 fields is 54 / 36.
    assert told.variation == pytest.approx((54 / 30) / (54 / 36))


def test_six_scenes_are_two_of_each_kind_of_different_pieces_where_there_are_such() -> None:
    scenes = [("fight", "a"), ("fight", "a"), ("fight", "b"), ("walk", "c"), ("walk", "c"), ("walk", "d")]
    shown = [
        LabelledWindow(LabelledScene("game", Path(f"{i}.mp4"), 0, 12, kind, track, ""), 0.0)
        for i, (kind, track) in enumerate(scenes)
    ]
    for seed in range(10):
        places = draw_scenes(shown, 4, np.random.default_rng(seed))
        assert {shown[place].scene.track for place in places} == {"a", "b", "c", "d"}
    assert sorted(draw_scenes(shown, 9, np.random.default_rng(0))) == list(range(6))


def test_one_piece_for_all_scenes_is_the_worst_there_is() -> None:
    count, pieces = 80, 120
    hub = np.ones((count, pieces))
    hub[:, 0] = 0.5
    told = many_scenes(judged(hub, np.zeros((count, count))), draws=30, seed=0)
    assert (told.scenes, told.pieces) == (72, 99)
    # Ties aside, all 72 get one of the 99: 71.27 squared and 98 times 0.727 squared.
    assert told.distinct == 1
    assert told.objective == pytest.approx((72 - 72 / 99) ** 2 + 98 * (72 / 99) ** 2)
    assert told.best == pytest.approx(19.64, abs=0.01)
    assert told.random == pytest.approx(71.27, abs=0.01)


def test_the_page_is_the_same_in_both_forms_and_safe_to_open() -> None:
    points = (Points("A <b>purpose</b>", ("Tried & found: 0.50.", "It would take more.")),)
    sections = [
        Section("A <b>game</b>", "Words.", Table(("game", "right"), (("<script>", "0.50"),))),
        Section("Tried", points=points),
    ]
    markdown, page = to_markdown("Report", sections), to_html("Report", sections)
    assert "| game | right |\n| --- | --- |\n| <script> | 0.50 |" in markdown
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "### A <b>purpose</b>\n- Tried & found: 0.50.\n- It would take more." in markdown
    assert "<h3>A &lt;b&gt;purpose&lt;/b&gt;</h3><ul><li>Tried &amp; found: 0.50.</li>" in page
