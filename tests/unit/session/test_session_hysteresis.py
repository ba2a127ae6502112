"""Which track a scene stays with."""

from dataclasses import dataclass

import pytest

from scenescore.session.hysteresis import Hysteresis


@dataclass(frozen=True)
class ScoreTable:
    """Scores that are written down."""

    by_track: dict[str, float]

    def of(self, track_id: str) -> float | None:
        return self.by_track.get(track_id)


def scores(**by_track: float) -> ScoreTable:
    return ScoreTable(by_track)


def lead(hysteresis: Hysteresis, track: str, *, from_s: float, until_s: float, **others: float) -> str:
    """Let `track` lead with score 1.0 in an answer every second; return the settled choice."""
    time_s = from_s
    while time_s <= until_s:
        choice = hysteresis.update(time_s, track, 1.0, scores(**others))
        time_s += 1.0
    return choice.steady_track


@pytest.fixture
def hysteresis() -> Hysteresis:
    return Hysteresis(minimum_dwell_s=2.0, margin=0.05)


def test_no_track_is_steady_before_it_has_led_for_the_dwell(hysteresis: Hysteresis) -> None:
    first = hysteresis.update(0.0, "a", 1.0, scores())
    second = hysteresis.update(1.0, "a", 1.0, scores())
    third = hysteresis.update(2.0, "a", 1.0, scores())
    assert [(v.steady, v.steady_track) for v in (first, second, third)] == [
        (False, ""),
        (False, ""),
        (True, "a"),
    ]


def test_the_dwell_counts_from_the_last_change_of_the_lead(hysteresis: Hysteresis) -> None:
    hysteresis.update(0.0, "a", 1.0, scores())
    hysteresis.update(1.0, "b", 1.0, scores())
    assert hysteresis.update(2.0, "a", 1.0, scores()).steady_track == ""
    assert hysteresis.update(4.0, "a", 1.0, scores()).steady_track == "a"


def test_without_a_dwell_the_first_leader_is_steady_at_once() -> None:
    choice = Hysteresis(minimum_dwell_s=0.0, margin=0.05).update(0.0, "a", 1.0, scores())
    assert choice.steady
    assert choice.steady_track == "a"


def test_a_track_that_only_gains_on_the_steady_one_never_takes_over(hysteresis: Hysteresis) -> None:
    lead(hysteresis, "a", from_s=0.0, until_s=2.0)
    assert lead(hysteresis, "b", from_s=3.0, until_s=30.0, a=1.04) == "a"


def test_a_track_that_beats_the_steady_one_by_the_margin_for_the_dwell_takes_over(
    hysteresis: Hysteresis,
) -> None:
    lead(hysteresis, "a", from_s=0.0, until_s=2.0)
    assert lead(hysteresis, "b", from_s=3.0, until_s=4.0, a=1.2) == "a"
    choice = hysteresis.update(5.0, "b", 1.0, scores(a=1.2))
    assert choice.steady
    assert choice.steady_track == "b"


def test_a_clear_lead_that_is_lost_in_between_counts_from_anew(hysteresis: Hysteresis) -> None:
    lead(hysteresis, "a", from_s=0.0, until_s=2.0)
    hysteresis.update(3.0, "b", 1.0, scores(a=1.2))
    hysteresis.update(4.0, "b", 1.0, scores(a=1.01))
    assert lead(hysteresis, "b", from_s=5.0, until_s=6.0, a=1.2) == "a"
    assert lead(hysteresis, "b", from_s=7.0, until_s=7.0, a=1.2) == "b"


def test_the_answer_is_not_steady_while_another_track_leads(hysteresis: Hysteresis) -> None:
    lead(hysteresis, "a", from_s=0.0, until_s=2.0)
    assert not hysteresis.update(3.0, "b", 1.0, scores(a=1.01)).steady
    assert hysteresis.update(4.0, "a", 1.0, scores()).steady


def test_the_steady_track_of_the_last_scene_stays_for_the_dwell(
    hysteresis: Hysteresis,
) -> None:
    lead(hysteresis, "a", from_s=0.0, until_s=2.0)
    hysteresis.new_scene()
    unsettled = hysteresis.update(3.0, "a", 1.0, scores())
    assert not unsettled.steady
    assert unsettled.steady_track == "a"
    assert hysteresis.update(5.0, "a", 1.0, scores()).steady


def test_a_track_needs_no_lead_over_the_choice_of_another_scene(hysteresis: Hysteresis) -> None:
    lead(hysteresis, "a", from_s=0.0, until_s=2.0)
    hysteresis.new_scene()
    assert lead(hysteresis, "b", from_s=3.0, until_s=5.0, a=1.001) == "b"


def test_a_steady_track_that_is_deleted_gives_way(hysteresis: Hysteresis) -> None:
    lead(hysteresis, "a", from_s=0.0, until_s=2.0)
    assert lead(hysteresis, "b", from_s=3.0, until_s=5.0) == "b"


def test_an_empty_library_leaves_the_choice_as_it_is(hysteresis: Hysteresis) -> None:
    lead(hysteresis, "a", from_s=0.0, until_s=2.0)
    choice = hysteresis.update(3.0, "", 0.0, scores())
    assert not choice.steady
    assert choice.steady_track == "a"
