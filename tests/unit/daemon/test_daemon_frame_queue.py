from hypothesis import given
from hypothesis import strategies as st

from scenescore.daemon.streams.frame_queue import FrameQueue


def test_frames_are_taken_in_the_order_they_came() -> None:
    frames: FrameQueue[str] = FrameQueue()
    for name in "abc":
        frames.put(name, 10)
    assert [item for item, _ in frames.drain()] == ["a", "b", "c"]
    assert frames.drain() == []


def test_the_oldest_are_dropped_and_counted_when_too_many_wait() -> None:
    frames: FrameQueue[int] = FrameQueue(max_items=3)
    for number in range(5):
        frames.put(number, 1)
    assert [item for item, _ in frames.drain()] == [2, 3, 4]
    assert (frames.received, frames.dropped) == (5, 2)


def test_the_oldest_are_dropped_when_they_weigh_too_much() -> None:
    frames: FrameQueue[str] = FrameQueue(max_bytes=100)
    for name in "abc":
        frames.put(name, 60)
    assert [item for item, _ in frames.drain()] == ["c"]
    assert frames.dropped == 2


def test_one_frame_larger_than_the_bound_is_still_taken_in() -> None:
    frames: FrameQueue[str] = FrameQueue(max_bytes=100)
    frames.put("large", 1000)
    assert [item for item, _ in frames.drain()] == ["large"]


def test_frames_that_are_put_back_precede_newer_ones() -> None:
    frames: FrameQueue[str] = FrameQueue(max_items=3)
    for name in "abc":
        frames.put(name, 1)
    _, *rest = frames.drain()
    frames.put("d", 1)
    frames.put("e", 1)
    frames.put_back(rest)
    assert [item for item, _ in frames.drain()] == ["c", "d", "e"]
    assert frames.dropped == 1


@given(
    st.lists(st.one_of(st.integers(0, 60), st.none()), max_size=60), st.integers(1, 5), st.integers(1, 100)
)
def test_the_bounds_hold_and_no_frame_is_lost_uncounted(
    sizes: list[int | None], max_items: int, max_bytes: int
) -> None:
    frames: FrameQueue[int] = FrameQueue(max_items=max_items, max_bytes=max_bytes)
    used = 0
    for size in sizes:
        if size is None:
            taken = frames.drain()
            used += len(taken[:1])
            frames.put_back(taken[1:])
        else:
            frames.put(size, size)
        assert len(frames) <= max_items
    waiting = frames.drain()
    assert len(waiting) <= 1 or sum(size for _, size in waiting) <= max_bytes
    assert frames.received == used + len(waiting) + frames.dropped
