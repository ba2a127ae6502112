"""How the demo counts right answers."""

from scenescore.demo.results import (
    RankedTrack,
    RecordedScene,
    TimedAnswer,
    hit_rate,
    percentile_ms,
    summarise_scenes,
)

WALK = RecordedScene("walk", "meadow", 0.0, 10.0, "field.ogg")
FIGHT = RecordedScene("fight", "meadow", 10.0, 20.0, "battle.ogg")


def answer(time_s: float, track: str, *, steady: bool, answer_ms: float = 5.0) -> TimedAnswer:
    return TimedAnswer(time_s, (RankedTrack(track, track, 0.5, 0.5),), steady, answer_ms)


def test_only_steady_answers_count() -> None:
    answers = [
        answer(1, "sad.ogg", steady=False),
        answer(2, "field.ogg", steady=True),
        answer(3, "sad.ogg", steady=True),
    ]
    (result,) = summarise_scenes([WALK], answers)
    assert (result.steady_answers, result.steady_hits, result.steady_s) == (2, 1, 3.0)
    assert result.top[0].track == "sad.ogg"
    assert hit_rate([result]) == 0.5


def test_an_answer_after_the_change_counts_for_the_new_scene() -> None:
    results = summarise_scenes(
        [WALK, FIGHT], [answer(9.9, "field.ogg", steady=True), answer(10.0, "field.ogg", steady=True)]
    )
    assert [result.steady_hits for result in results] == [1, 0]


def test_a_steady_track_of_the_last_scene_does_not_count_as_settled() -> None:
    answers = [
        answer(10.5, "field.ogg", steady=True),
        answer(12.5, "battle.ogg", steady=True),
        answer(13, "battle.ogg", steady=True),
    ]
    assert summarise_scenes([FIGHT], answers)[0].steady_s == 2.5


def test_a_scene_without_answers_has_no_steady_time_and_no_hits() -> None:
    results = summarise_scenes([WALK, FIGHT], [answer(12, "battle.ogg", steady=True)])
    assert results[0].steady_s is None
    assert results[0].as_json()["top"] == []
    assert hit_rate(results) == 1.0
    assert hit_rate(results[:1]) == 0.0


def test_the_time_to_answer_is_a_percentile_over_all_answers() -> None:
    answers = [answer(t, "field.ogg", steady=False, answer_ms=float(t)) for t in range(101)]
    assert percentile_ms(answers, 95) == 95.0
    assert percentile_ms([], 95) == 0.0
