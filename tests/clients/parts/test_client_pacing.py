import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore_client import Backoff, Frame
from scenescore_client.pacing import MAX_LEAD_S, MAX_UNANSWERED_FRAMES, AnswerPace

pytestmark = pytest.mark.fast


def frame(time_s: float) -> Frame:
    return Frame(round(time_s * 1e6), b"")


def sent_until_it_waits(pace: AnswerPace, *, from_s: float, period_s: float) -> list[float]:
    times: list[float] = []
    while pace.may_send:
        times.append(from_s + len(times) * period_s)
        pace.record_sent(frame(times[-1]))
    return times


def test_before_the_first_answer_the_lead_is_limited() -> None:
    assert sent_until_it_waits(AnswerPace(), from_s=0, period_s=0.5)[-1] == MAX_LEAD_S


def test_an_answer_allows_further_frames() -> None:
    pace = AnswerPace()
    sent_until_it_waits(pace, from_s=0, period_s=0.5)
    pace.record_answer(2_000_000)
    assert sent_until_it_waits(pace, from_s=3.5, period_s=0.5)[-1] == 2.0 + MAX_LEAD_S


def test_the_number_of_unanswered_frames_is_limited() -> None:
    assert len(sent_until_it_waits(AnswerPace(0.1), from_s=0, period_s=1 / 30)) == MAX_UNANSWERED_FRAMES


def test_frames_without_an_answer_are_kept() -> None:
    pace = AnswerPace()
    for time_s in (0.0, 0.5, 1.0, 1.5):
        pace.record_sent(frame(time_s))
    pace.record_answer(1_000_000)
    assert pace.unanswered == (frame(1.5),)
    pace.reset_answers()
    assert pace.unanswered == (frame(1.5),)


def test_a_gap_in_the_video_does_not_block_the_stream() -> None:
    pace = AnswerPace()
    pace.record_sent(frame(0))
    pace.record_answer(0)
    pace.record_sent(frame(0.8))
    assert pace.may_send
    pace.record_sent(frame(60))
    assert not pace.may_send
    pace.record_answer(60_000_000)
    assert pace.may_send


@given(
    interval_s=st.floats(0.1, 60),
    gaps_s=st.lists(st.floats(0.01, 20), min_size=1, max_size=200),
)
def test_every_frame_is_sent_if_the_daemon_answers_in_time(interval_s: float, gaps_s: list[float]) -> None:
    pace, time_s, due_s = AnswerPace(interval_s), 0.0, 0.0
    waiting: list[float] = []

    def answer_the_next_due() -> bool:
        nonlocal due_s
        while waiting:
            taken_s = waiting.pop(0)
            if taken_s >= due_s - 1e-6:
                due_s += interval_s * (1 + (taken_s - due_s) // interval_s)
                pace.record_answer(round(taken_s * 1e6))
                return True
        return False

    for gap_s in gaps_s:
        while not pace.may_send:
            assert answer_the_next_due()
        pace.record_sent(frame(time_s))
        waiting.append(time_s)
        time_s += gap_s


def test_waits_double_up_to_the_longest_and_are_random() -> None:
    backoff = Backoff(first_s=1.0, most_s=8.0)
    for tries, longest_s in ((1, 1.0), (2, 2.0), (3, 4.0), (4, 8.0), (50, 8.0)):
        waits = [backoff.wait_s(tries) for _ in range(100)]
        assert longest_s / 2 <= min(waits)
        assert max(waits) <= longest_s
        assert len(set(waits)) > 1
