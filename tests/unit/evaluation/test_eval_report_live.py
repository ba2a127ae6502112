"""A whole play, live: what sessions settled on against what the game plays, on cases worked by hand."""

from pathlib import Path

import pytest

from scenescore.studies.data_folder import LabelledScene
from scenescore.studies.windows import windows_of
from scenescore_eval.report.figures.live_figures import LiveFigures, live_figures
from scenescore_eval.report.prediction.replay import Played, Span, spans_of

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


def judged(*tracks: list[str]) -> LiveFigures:
    """Return the figures of plays of a minute and a half, an answer a second."""
    played = [Played([float(second) for second in range(90)], own) for own in tracks]
    spans = spans_of(SCENES)
    return live_figures(played, spans, windows_of(SCENES), len(KINDS), KINDS, draws=5, seed=0)


def test_stretches_are_played_by_clip_and_time_without_a_gap() -> None:
    assert spans_of(SCENES) == [Span(VILLAGE, 0, 0), Span(BATTLE, 30, 30), Span(RETURN, 5, 60)]
    assert spans_of(SCENES)[-1].end_s == 90
    assert spans_of(SCENES, half="later") == [
        Span(VILLAGE, 15, 0),
        Span(BATTLE, 45, 15),
        Span(RETURN, 20, 30),
    ]


def test_the_games_own_music_is_right_all_the_time() -> None:
    told = judged(["a.ogg"] * 30 + ["b.ogg"] * 30 + ["a.ogg"] * 30)
    assert (told.piece.value, told.agreement) == (1.0, 1.0)
    assert told.kind is not None
    assert told.kind.value == 1.0
    # Two changes in a minute and a half.
    assert told.changes == told.own_changes == pytest.approx(2 / 1.5)
    assert (told.pieces, told.own_pieces, told.six, told.own_six) == (2, 2, 2, 2)


def test_other_music_that_turns_with_the_scenes_agrees_and_is_wrong() -> None:
    told = judged(["b.ogg"] * 30 + ["c.ogg"] * 30 + ["b.ogg"] * 30)
    assert (told.piece.value, told.agreement) == (0.0, 1.0)
    assert told.kind is not None
    assert told.kind.value == pytest.approx(1 / 3)


def test_one_track_for_all_says_nothing_of_the_scenes() -> None:
    told = judged(["a.ogg"] * 90)
    assert told.piece.value == pytest.approx(2 / 3)
    assert told.changes == told.agreement == 0.0
    assert (told.pieces, told.six) == (1, 1)
    # All of the windows, four in each stretch, have one of three pieces.
    assert told.many == 1
    assert told.many_objective == pytest.approx((12 - 4) ** 2 + 2 * 4**2)
    assert told.many_best == pytest.approx(0)


def test_time_before_the_first_track_is_wrong_and_no_change() -> None:
    told = judged([""] * 3 + ["a.ogg"] * 27 + ["b.ogg"] * 30 + ["a.ogg"] * 30)
    assert told.piece.value == pytest.approx(87 / 90)
    assert told.changes == pytest.approx(2 / 1.5)
    assert told.pieces == 2


def test_several_trainings_are_averaged() -> None:
    right = ["a.ogg"] * 30 + ["b.ogg"] * 30 + ["a.ogg"] * 30
    told = judged(right, ["c.ogg"] * 90)
    assert told.piece.value == pytest.approx(0.5)
    assert told.changes == pytest.approx(1 / 1.5)
    assert told.pieces == 1.5


def test_stretches_whose_music_is_unknown_are_played_and_not_judged() -> None:
    silent = scene("1.mp4", 60, 75, "")
    scenes = (*SCENES, silent)
    tracks = ["a.ogg"] * 30 + ["b.ogg"] * 30 + ["c.ogg"] * 15 + ["a.ogg"] * 30
    played = Played([float(second) for second in range(105)], tracks)
    windows = [window for window in windows_of(scenes) if window.scene.track]
    told = live_figures([played], spans_of(scenes), windows, len(KINDS), KINDS, draws=5, seed=0)
    assert told.piece.value == 1.0
    assert told.piece.cases == 90
    assert told.own_changes == pytest.approx(2 / (105 / 60))
    assert told.changes == pytest.approx(3 / (105 / 60))
