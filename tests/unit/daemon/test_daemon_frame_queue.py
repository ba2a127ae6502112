from hypothesis import given
from hypothesis import strategies as st

from scenescore.daemon.streams.frame_queue import Intake


def test_frames_are_taken_in_the_order_they_came() -> None:
    intake: Intake[str] = Intake()
    for name in "abc":
        intake.put(name, 10)
    assert [item for item, _ in intake.take()] == ["a", "b", "c"]
    assert intake.take() == []


def test_the_oldest_are_dropped_and_counted_when_too_many_wait() -> None:
    intake: Intake[int] = Intake(max_items=3)
    for number in range(5):
        intake.put(number, 1)
    assert [item for item, _ in intake.take()] == [2, 3, 4]
    assert (intake.received, intake.dropped) == (5, 2)


def test_the_oldest_are_dropped_when_they_weigh_too_much() -> None:
    intake: Intake[str] = Intake(max_bytes=100)
    for name in "abc":
        intake.put(name, 60)
    assert [item for item, _ in intake.take()] == ["c"]
    assert intake.dropped == 2


def test_one_frame_larger_than_the_bound_is_still_taken_in() -> None:
    intake: Intake[str] = Intake(max_bytes=100)
    intake.put("large", 1000)
    assert [item for item, _ in intake.take()] == ["large"]


def test_what_is_given_back_stands_before_what_came_since() -> None:
    intake: Intake[str] = Intake(max_items=3)
    for name in "abc":
        intake.put(name, 1)
    _, *rest = intake.take()
    intake.put("d", 1)
    intake.put("e", 1)
    intake.give_back(rest)
    assert [item for item, _ in intake.take()] == ["c", "d", "e"]
    assert intake.dropped == 1


@given(
    st.lists(st.one_of(st.integers(0, 60), st.none()), max_size=60), st.integers(1, 5), st.integers(1, 100)
)
def test_the_bounds_hold_and_no_frame_is_lost_uncounted(
    sizes: list[int | None], max_items: int, max_bytes: int
) -> None:
    intake: Intake[int] = Intake(max_items=max_items, max_bytes=max_bytes)
    used = 0
    for size in sizes:
        if size is None:
            taken = intake.take()
            used += len(taken[:1])
            intake.give_back(taken[1:])
        else:
            intake.put(size, size)
        assert len(intake) <= max_items
    waiting = intake.take()
    assert len(waiting) <= 1 or sum(size for _, size in waiting) <= max_bytes
    assert intake.received == used + len(waiting) + intake.dropped
