from collections.abc import Callable

import pytest

from scenescore.session.hysteresis import Steadiness


def scores(**by_track: float) -> Callable[[str], float | None]:
    return by_track.get


def lead(steadiness: Steadiness, track: str, *, from_s: float, until_s: float, **others: float) -> str:
    """Let `track` lead with score 1.0 in an answer every second; return the settled choice."""
    time_s = from_s
    while time_s <= until_s:
        verdict = steadiness.update(time_s, track, 1.0, scores(**others))
        time_s += 1.0
    return verdict.steady_track


@pytest.fixture
def steadiness() -> Steadiness:
    return Steadiness(minimum_dwell_s=2.0, margin=0.05)


def test_nothing_is_steady_before_a_track_has_led_for_the_dwell(steadiness: Steadiness) -> None:
    first = steadiness.update(0.0, "a", 1.0, scores())
    second = steadiness.update(1.0, "a", 1.0, scores())
    third = steadiness.update(2.0, "a", 1.0, scores())
    assert [(v.steady, v.steady_track) for v in (first, second, third)] == [
        (False, ""),
        (False, ""),
        (True, "a"),
    ]


def test_the_dwell_counts_from_the_last_change_of_the_lead(steadiness: Steadiness) -> None:
    steadiness.update(0.0, "a", 1.0, scores())
    steadiness.update(1.0, "b", 1.0, scores())
    assert steadiness.update(2.0, "a", 1.0, scores()).steady_track == ""
    assert steadiness.update(4.0, "a", 1.0, scores()).steady_track == "a"


def test_without_a_dwell_the_first_leader_is_steady_at_once() -> None:
    verdict = Steadiness(minimum_dwell_s=0.0, margin=0.05).update(0.0, "a", 1.0, scores())
    assert verdict.steady
    assert verdict.steady_track == "a"


def test_a_track_that_only_gains_on_the_steady_one_never_takes_over(steadiness: Steadiness) -> None:
    lead(steadiness, "a", from_s=0.0, until_s=2.0)
    assert lead(steadiness, "b", from_s=3.0, until_s=30.0, a=1.04) == "a"


def test_a_track_that_beats_the_steady_one_by_the_margin_for_the_dwell_takes_over(
    steadiness: Steadiness,
) -> None:
    lead(steadiness, "a", from_s=0.0, until_s=2.0)
    assert lead(steadiness, "b", from_s=3.0, until_s=4.0, a=1.2) == "a"
    verdict = steadiness.update(5.0, "b", 1.0, scores(a=1.2))
    assert verdict.steady
    assert verdict.steady_track == "b"


def test_a_clear_lead_that_is_lost_in_between_counts_from_anew(steadiness: Steadiness) -> None:
    lead(steadiness, "a", from_s=0.0, until_s=2.0)
    steadiness.update(3.0, "b", 1.0, scores(a=1.2))
    steadiness.update(4.0, "b", 1.0, scores(a=1.01))
    assert lead(steadiness, "b", from_s=5.0, until_s=6.0, a=1.2) == "a"
    assert lead(steadiness, "b", from_s=7.0, until_s=7.0, a=1.2) == "b"


def test_the_answer_is_not_steady_while_another_track_leads(steadiness: Steadiness) -> None:
    lead(steadiness, "a", from_s=0.0, until_s=2.0)
    assert not steadiness.update(3.0, "b", 1.0, scores(a=1.01)).steady
    assert steadiness.update(4.0, "a", 1.0, scores()).steady


def test_in_a_new_scene_the_old_choice_plays_on_until_some_track_has_led_for_the_dwell(
    steadiness: Steadiness,
) -> None:
    lead(steadiness, "a", from_s=0.0, until_s=2.0)
    steadiness.new_scene()
    unsettled = steadiness.update(3.0, "a", 1.0, scores())
    assert not unsettled.steady
    assert unsettled.steady_track == "a"
    assert steadiness.update(5.0, "a", 1.0, scores()).steady


def test_in_a_new_scene_no_lead_over_the_old_choice_is_asked_for(steadiness: Steadiness) -> None:
    lead(steadiness, "a", from_s=0.0, until_s=2.0)
    steadiness.new_scene()
    assert lead(steadiness, "b", from_s=3.0, until_s=5.0, a=1.001) == "b"


def test_a_steady_track_that_is_deleted_gives_way(steadiness: Steadiness) -> None:
    lead(steadiness, "a", from_s=0.0, until_s=2.0)
    assert lead(steadiness, "b", from_s=3.0, until_s=5.0) == "b"


def test_an_empty_library_leaves_the_choice_as_it_is(steadiness: Steadiness) -> None:
    lead(steadiness, "a", from_s=0.0, until_s=2.0)
    verdict = steadiness.update(3.0, "", 0.0, scores())
    assert not verdict.steady
    assert verdict.steady_track == "a"
