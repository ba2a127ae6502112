"""Live figures: steady tracks compared with the game's music, on cases that were worked out by hand."""

from pathlib import Path

import pytest

from scenescore.studies.data_folder import LabelledScene
from scenescore.studies.windows import windows_of
from scenescore_eval.report.figures.live_figures import LiveFigures, live_figures
from scenescore_eval.report.prediction.replay import PlaySpan, SteadyTracks, play_spans

KINDS = {"a.ogg": "town", "b.ogg": "battle", "c.ogg": "battle"}
"""The game plays the first two; the third is another battle music."""


def scene(clip: str, start_s: float, end_s: float, track: str) -> LabelledScene:
    kind = KINDS.get(track, "")
    return LabelledScene(
        "game", Path(clip), start_s, end_s, "fight" if kind == "battle" else "walk", track, kind
    )


VILLAGE = scene("1.mp4", 0, 30, "a.ogg")
BATTLE = scene("1.mp4", 30, 60, "b.ogg")
RETURN = scene("2.mp4", 5, 35, "a.ogg")
SCENES = (RETURN, BATTLE, VILLAGE)


def figures_of(*tracks: list[str]) -> LiveFigures:
    """Return the figures of replays of a minute and a half, with an answer a second."""
    replays = [SteadyTracks([float(second) for second in range(90)], own) for own in tracks]
    spans = play_spans(SCENES)
    return live_figures(replays, spans, windows_of(SCENES), len(KINDS), KINDS, draws=5, seed=0)


def test_stretches_are_replayed_by_clip_and_time_without_gaps() -> None:
    assert play_spans(SCENES) == [PlaySpan(VILLAGE, 0, 0), PlaySpan(BATTLE, 30, 30), PlaySpan(RETURN, 5, 60)]
    assert play_spans(SCENES)[-1].end_s == 90
    assert play_spans(SCENES, half="later") == [
        PlaySpan(VILLAGE, 15, 0),
        PlaySpan(BATTLE, 45, 15),
        PlaySpan(RETURN, 20, 30),
    ]


def test_the_games_own_music_is_right_all_the_time() -> None:
    found = figures_of(["a.ogg"] * 30 + ["b.ogg"] * 30 + ["a.ogg"] * 30)
    assert (found.piece.value, found.agreement) == (1.0, 1.0)
    assert found.kind is not None
    assert found.kind.value == 1.0
    # Two changes in a minute and a half.
    assert found.changes == found.own_changes == pytest.approx(2 / 1.5)
    assert (found.pieces, found.own_pieces, found.six, found.own_six) == (2, 2, 2, 2)


def test_wrong_music_that_changes_with_the_scenes_agrees() -> None:
    found = figures_of(["b.ogg"] * 30 + ["c.ogg"] * 30 + ["b.ogg"] * 30)
    assert (found.piece.value, found.agreement) == (0.0, 1.0)
    assert found.kind is not None
    assert found.kind.value == pytest.approx(1 / 3)


def test_one_track_for_all_scenes_has_no_agreement() -> None:
    found = figures_of(["a.ogg"] * 90)
    assert found.piece.value == pytest.approx(2 / 3)
    assert found.changes == found.agreement == 0.0
    assert (found.pieces, found.six) == (1, 1)
    # All windows, four in each stretch, get one of three pieces.
    assert found.many == 1
    assert found.many_objective == pytest.approx((12 - 4) ** 2 + 2 * 4**2)
    assert found.many_best == pytest.approx(0)


def test_the_time_before_the_first_track_counts_as_wrong_but_not_as_a_change() -> None:
    found = figures_of([""] * 3 + ["a.ogg"] * 27 + ["b.ogg"] * 30 + ["a.ogg"] * 30)
    assert found.piece.value == pytest.approx(87 / 90)
    assert found.changes == pytest.approx(2 / 1.5)
    assert found.pieces == 2


def test_several_trainings_are_averaged() -> None:
    right = ["a.ogg"] * 30 + ["b.ogg"] * 30 + ["a.ogg"] * 30
    found = figures_of(right, ["c.ogg"] * 90)
    assert found.piece.value == pytest.approx(0.5)
    assert found.changes == pytest.approx(1 / 1.5)
    assert found.pieces == 1.5


def test_stretches_whose_music_is_unknown_are_replayed_but_not_counted() -> None:
    silent = scene("1.mp4", 60, 75, "")
    scenes = (*SCENES, silent)
    tracks = ["a.ogg"] * 30 + ["b.ogg"] * 30 + ["c.ogg"] * 15 + ["a.ogg"] * 30
    replay = SteadyTracks([float(second) for second in range(105)], tracks)
    windows = [window for window in windows_of(scenes) if window.scene.track]
    found = live_figures([replay], play_spans(scenes), windows, len(KINDS), KINDS, draws=5, seed=0)
    assert found.piece.value == 1.0
    assert found.piece.cases == 90
    assert found.own_changes == pytest.approx(2 / (105 / 60))
    assert found.changes == pytest.approx(3 / (105 / 60))
