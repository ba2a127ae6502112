"""The rolling window places items by their timestamps, at any rate."""

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenescore.errors import InvalidInputError
from scenescore.frames.rolling_window import MAX_HOLD_S, RollingWindow, Snapshot
from scenescore.window import WINDOW_S

STEPS = st.sampled_from([1, 12, 24, 60, 120])


def fill(steps: int, times_s: list[float]) -> RollingWindow[float]:
    """Return a window whose items are their own timestamps."""
    window: RollingWindow[float] = RollingWindow(steps)
    for time_s in times_s:
        window.add(time_s, time_s)
    return window


def at_rate(frames_per_second: float, seconds: float, *, start_s: float = 0.0) -> list[float]:
    count = round(seconds * frames_per_second)
    return [round(start_s + i / frames_per_second, 6) for i in range(count + 1)]


def test_one_frame_fills_every_step_but_counts_once() -> None:
    snapshot = fill(24, [5.0]).snapshot()
    assert snapshot == Snapshot(items=[5.0] * 24, steps_filled=1, scene_steps=1, newest_s=5.0)


def test_two_frames_a_second_lie_one_to_a_step() -> None:
    snapshot = fill(24, at_rate(2, 20)).snapshot()
    assert snapshot.items == [8.5 + i / 2 for i in range(24)]
    assert snapshot.steps_filled == 24


@pytest.mark.parametrize("rate", [1, 2, 5, 7, 10, 24, 30, 60, 120])
@pytest.mark.parametrize("steps", [24, 60, 120])
def test_every_rate_from_1_to_120_fills_the_window(rate: int, steps: int) -> None:
    window = fill(steps, at_rate(rate, 15))
    snapshot = window.snapshot()
    assert snapshot.items[-1] == snapshot.newest_s == 15.0
    assert snapshot.steps_filled == steps
    for step, item in enumerate(snapshot.items):
        age_s = 15.0 - (steps - 1 - step) * WINDOW_S / steps - item
        assert -1e-5 <= age_s <= 1 / rate + window.spacing_s + 1e-5


@pytest.mark.parametrize("rate", [30, 60, 120])
def test_a_fast_client_costs_no_more_memory_than_the_steps_need(rate: int) -> None:
    assert len(fill(24, at_rate(rate, 60))) <= 135


def test_the_newest_frame_is_always_the_last_step() -> None:
    window: RollingWindow[float] = RollingWindow(24)
    for time_s in at_rate(60, 3):
        window.add(time_s, time_s)
        assert window.snapshot().items[-1] == time_s


def test_steps_before_the_first_frame_show_the_first_frame() -> None:
    snapshot = fill(24, at_rate(2, 3, start_s=100.0)).snapshot()
    assert snapshot.items == [100.0] * 18 + [100.5, 101.0, 101.5, 102.0, 102.5, 103.0]
    assert snapshot.steps_filled == snapshot.scene_steps == 7


def test_a_gap_is_held_for_the_steps_it_covers() -> None:
    snapshot = fill(24, [*at_rate(2, 8), *at_rate(2, 2, start_s=11.0)]).snapshot()
    assert snapshot.items[-10:] == [8.0] * 5 + [11.0, 11.5, 12.0, 12.5, 13.0]


def test_a_held_frame_counts_as_real_for_less_than_a_second() -> None:
    full = fill(24, at_rate(2, 20)).snapshot()
    gap = fill(24, [*at_rate(2, 10), *at_rate(2, 6, start_s=14.0)]).snapshot()
    assert full.steps_filled == 24
    # 10.5 is young enough to be real; 11.0 to 13.5 are not.
    assert gap.steps_filled == 24 - 6


def test_after_a_long_gap_only_the_new_frames_count() -> None:
    snapshot = fill(24, [*at_rate(2, 5), 100.0]).snapshot()
    assert snapshot == Snapshot(items=[100.0] * 24, steps_filled=1, scene_steps=1, newest_s=100.0)


def test_a_jump_back_in_time_clears_the_window_and_says_so() -> None:
    window = fill(24, at_rate(10, 12))
    assert window.add(3.0, 3.0)
    assert not window.add(3.5, 3.5)
    assert window.snapshot().items == [3.0] * 23 + [3.5]


def test_the_same_timestamp_again_shows_the_newer_frame() -> None:
    window: RollingWindow[str] = RollingWindow(24)
    assert not window.add(1.0, "old")
    assert not window.add(1.0, "new")
    assert window.snapshot().items[-1] == "new"


def test_a_new_scene_hides_what_came_before_it_but_not_that_it_was_real() -> None:
    snapshot = fill(24, at_rate(2, 20)).snapshot(since_s=18.0)
    assert snapshot.items == [18.0] * 20 + [18.5, 19.0, 19.5, 20.0]
    assert snapshot.steps_filled == 24
    assert snapshot.scene_steps == 5


def test_a_scene_older_than_the_window_fills_it() -> None:
    window = fill(24, at_rate(2, 20))
    assert window.snapshot(since_s=1.0) == window.snapshot()
    assert window.snapshot(since_s=1.0).scene_steps == 24


def test_a_scene_that_began_after_the_newest_frame_rests_on_that_frame() -> None:
    snapshot = fill(24, at_rate(2, 20)).snapshot(since_s=30.0)
    assert snapshot.items == [20.0] * 24
    assert snapshot.scene_steps == 1


def test_a_snapshot_can_show_a_later_time() -> None:
    window = fill(24, at_rate(2, 20))
    ahead = window.snapshot(at_s=20.25)
    window.add(20.25, 20.25)
    later = window.snapshot()
    assert ahead.newest_s == later.newest_s == 20.25
    assert ahead.items[:-1] == later.items[:-1]
    assert window.snapshot(at_s=1.0) == later


def test_cleared_is_empty() -> None:
    window = fill(24, [1.0])
    window.clear()
    assert len(window) == 0
    with pytest.raises(InvalidInputError, match="empty"):
        window.snapshot()


@pytest.mark.parametrize("time_s", [math.nan, math.inf])
def test_a_timestamp_that_is_no_time_is_refused(time_s: float) -> None:
    with pytest.raises(InvalidInputError, match="timestamp"):
        RollingWindow[int](24).add(time_s, 1)


def test_a_window_without_steps_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="0"):
        RollingWindow[int](0)


class PlainWindow:
    """The rules of the window in their simplest form."""

    def __init__(self, steps: int) -> None:
        self.steps = steps
        self.items: list[int] = []
        """Timestamps in microseconds."""

    def add(self, time_us: int) -> None:
        if self.items and time_us < self.items[-1]:
            self.items = []
        spacing_us = max(WINDOW_S / self.steps / 5, 1 / 30) * 1e6
        if len(self.items) >= 2 and self.items[-1] - self.items[-2] < spacing_us - 1:
            self.items.pop()
        self.items.append(time_us)
        oldest_us = time_us - (WINDOW_S + max(MAX_HOLD_S, WINDOW_S / self.steps)) * 1e6
        self.items = [item for item in self.items if item >= oldest_us - 1]

    def snapshot(self, since_us: int | None) -> tuple[list[int], int, int]:
        newest_us = self.items[-1]
        scene = [item for item in self.items if since_us is None or item >= since_us - 1] or [newest_us]
        scene_start_us = min(max(self.items[0], self.items[0] if since_us is None else since_us), newest_us)
        shown, filled, in_scene = [], 0, 0
        for step in range(self.steps):
            end_us = newest_us - (self.steps - 1 - step) * WINDOW_S / self.steps * 1e6
            shown.append(max((item for item in scene if item <= end_us + 1), default=scene[0]))
            there = [item for item in self.items if item <= end_us + 1]
            hold_us = max(MAX_HOLD_S, WINDOW_S / self.steps) * 1e6
            filled += bool(there) and end_us - max(there, default=0) + 1 < hold_us
            in_scene += end_us + 1 >= scene_start_us
        return shown, filled, in_scene


# In tens of microseconds, so that no two different times count as the same.
GAPS = st.lists(
    st.one_of(st.integers(0, 2), st.integers(50, 6_000), st.integers(6_000, 400_000), st.just(-5_000)),
    max_size=120,
)


@given(STEPS, GAPS, st.one_of(st.none(), st.integers(0, 40)))
@settings(max_examples=200, deadline=None)
def test_the_window_follows_its_rules_for_any_stream(
    steps: int, gaps: list[int], since_half_s: int | None
) -> None:
    window: RollingWindow[int] = RollingWindow(steps)
    plain = PlainWindow(steps)
    time_us = 5
    for gap in [0, *gaps]:
        time_us = max(5, time_us + gap * 10)
        window.add(time_us / 1e6, time_us)
        plain.add(time_us)
    since_us = None if since_half_s is None else since_half_s * 500_000 + 5
    snapshot = window.snapshot(since_s=None if since_us is None else since_us / 1e6)
    assert (snapshot.items, snapshot.steps_filled, snapshot.scene_steps) == plain.snapshot(since_us)


@given(STEPS, st.floats(1, 120), st.floats(0.5, 30))
@settings(max_examples=60, deadline=None)
def test_items_never_run_backwards(steps: int, rate: float, seconds: float) -> None:
    items = fill(steps, at_rate(rate, seconds)).snapshot().items
    assert all(earlier <= later for earlier, later in pairwise(items))
