"""The report's goals: met or missed, or left out if the games can't test them."""

from dataclasses import replace

import pytest

from scenescore.studies.intervals import Interval
from scenescore_eval.report.data.eval_task import OTHERS, OWN, SIMILAR, EvalTask
from scenescore_eval.report.figures.figures import Figures
from scenescore_eval.report.figures.goals import goals
from scenescore_eval.report.figures.live_figures import LiveFigures
from scenescore_eval.report.figures.sampling import ManyScenes, SixScenes
from scenescore_eval.report.prediction.baselines import COLOURS
from scenescore_eval.report.prediction.replay import REMEMBERS


def interval(value: float, *, off: float = 0.05) -> Interval:
    return Interval(value, value - off, value + off, 9)


def figures(source: str, predictor: str = "default", *, game: str = "quest", piece: float = 0.97) -> Figures:
    """Return figures that meet every goal."""
    return Figures(
        task=EvalTask(game, source, ("other",)),
        predictor=predictor,
        seeds=1,
        windows=80,
        stretches=9,
        piece=interval(piece),
        piece_corrected=interval(piece),
        kind=interval(0.8),
        kind_corrected=interval(0.8),
        scene=interval(0.8),
        chance_piece=0.01,
        chance_kind=0.1,
        chance_scene=0.3,
        cued={"one": interval(0.8), "three": interval(0.95), "scene": interval(0.93)},
        cued_without={},
        six=SixScenes(5.0, 2.0, 4.0, 0.1, 6.0, 6.0, 6.0),
        many=ManyScenes(72, 99, 30.0, 25.0, 19.64, 71.3, 60.0, 69.0),
        loss=0.8,
        live={REMEMBERS: live(six=6.0)},
    )


def live(*, six: float) -> LiveFigures:
    """Return live figures with so many different tracks in six scenes; the game plays six pieces there."""
    return LiveFigures(
        minutes=30.0,
        changes=1.5,
        own_changes=1.2,
        piece=interval(0.8),
        kind=interval(0.9),
        agreement=0.6,
        pieces=12.0,
        own_pieces=12.0,
        six=six,
        own_six=6.0,
        many=30.0,
        many_objective=60.0,
        many_best=35.2,
        many_random=71.5,
    )


def test_figures_that_reach_every_goal_meet_all_goals() -> None:
    found = goals(
        [figures(OWN), figures(SIMILAR), figures(OTHERS), figures(OWN, COLOURS, piece=0.94)], "default"
    )
    assert len(found) == 12
    assert [one.text for one in found if not one.met] == []


@pytest.mark.parametrize(
    ("changed", "missed"),
    [
        ({"piece": interval(0.9)}, ["right piece at least 0.95", "above the colours'"]),
        ({"kind": interval(0.13)}, ["4 times", "right kind above chance", "2 times"]),
        ({"cued": {"one": interval(0.74)}}, ["one cue a piece"]),
        ({"six": SixScenes(3.0, 2.0, 4.0, 0.1, 6.0, 5.0, 6.0)}, ["nearest by class", "six scenes get"]),
        ({"live": {REMEMBERS: live(six=5.0)}}, ["live, as the addon plays"]),
        ({"many": ManyScenes(72, 99, 30.0, 26.0, 19.6, 71.3, 60.0, 66.0)}, ["72 scenes"]),
    ],
)
def test_a_figure_below_its_goal_is_missed(changed: dict[str, object], missed: list[str]) -> None:
    ours = [replace(figures(source), **changed) for source in (OWN, SIMILAR, OTHERS)]  # type: ignore[arg-type]
    found = goals([*ours, figures(OWN, COLOURS, piece=0.94)], "default")
    below = [one.text for one in found if not one.met]
    assert len(below) == len(missed)
    for words, text in zip(missed, below, strict=True):
        assert words in text


def test_a_preset_that_is_always_right_need_not_beat_the_colours() -> None:
    found = goals([figures(OWN, piece=1.0), figures(OWN, COLOURS, piece=1.0)], "default")
    assert [one.met for one in found if "colours" in one.text] == [True]


def test_goals_that_the_games_cannot_test_are_left_out() -> None:
    unknown = replace(figures(OWN), kind=None, many=replace(figures(OWN).many, scenes=20), live={})
    found = goals([unknown, figures(OWN, COLOURS)], "default")
    assert [one.text.split(":")[0] for one in found] == [
        "the same game",
        "the same game",
        "six scenes get as many different pieces as the game itself plays in them",
    ]
