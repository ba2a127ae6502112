"""The rolling window: the last 12 s of play on the bundle's steps, by timestamp (the paper, section 2.1)."""

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from scenescore.errors import InvalidInputError
from scenescore.window import WINDOW_S

MAX_HOLD_S: Final = 1.0
"""For so many seconds an item fills the steps after it; for one step, if steps are longer."""

_MIN_SPACING_S: Final = 1 / 30
_ITEMS_PER_STEP: Final = 5
_EPSILON_S: Final = 1e-6
"""Timestamps are whole microseconds. Two that differ by less are the same time."""

T = TypeVar("T")


@dataclass(frozen=True)
class Snapshot(Generic[T]):
    """The state of a window at one time.

    Attributes
    ----------
    items : list of T
        One item for each step, oldest first. The last is the newest item.
    steps_filled : int
        Steps with an item of their own, from 1 to the number of steps. Steps before the first item don't
        count, nor do steps whose item is older than `MAX_HOLD_S`.
    scene_steps : int
        Steps since the scene began, from 1 to the number of steps. Only these determine `items`.
    newest_s : float
        Timestamp of the newest item in seconds, or the later time that was asked for.
    """

    items: list[T]
    steps_filled: int
    scene_steps: int
    newest_s: float


class RollingWindow(Generic[T]):
    """Holds the items of the last 12 seconds, at whatever rate they arrive.

    Parameters
    ----------
    steps : int
        Number of steps of the bundle's window, such as 24.

    Raises
    ------
    InvalidInputError
        `steps` is below 1.
    """

    def __init__(self, steps: int) -> None:
        if steps < 1:
            raise InvalidInputError(f"a window has 1 step or more, not {steps}")
        self.steps = steps
        self.step_s = WINDOW_S / steps
        self.hold_s = max(MAX_HOLD_S, self.step_s)
        self.spacing_s = max(self.step_s / _ITEMS_PER_STEP, _MIN_SPACING_S)
        self._times: list[float] = []
        self._items: list[T] = []

    def __len__(self) -> int:
        return len(self._items)

    def add(self, timestamp_s: float, item: T) -> bool:
        """Add an item.

        Parameters
        ----------
        timestamp_s : float
            Time of capture in seconds, from any zero.
        item : T
            A frame, or an object that represents one.

        Returns
        -------
        bool
            True if the timestamp lies before the newest one. The window is then cleared first.

        Raises
        ------
        InvalidInputError
            The timestamp is not a finite number.
        """
        if not math.isfinite(timestamp_s):
            raise InvalidInputError(f"a timestamp must be a number of seconds, not {timestamp_s}")
        restarted = bool(self._times) and timestamp_s < self._times[-1]
        if restarted:
            self.clear()
        if len(self._times) > 1 and self._times[-1] - self._times[-2] < self.spacing_s - _EPSILON_S:
            # The newest item is always kept. Where items are closer than the spacing, it replaces the last.
            self._times[-1], self._items[-1] = timestamp_s, item
        else:
            self._times.append(timestamp_s)
            self._items.append(item)
        self._drop_before(timestamp_s - WINDOW_S - self.hold_s)
        return restarted

    def clear(self) -> None:
        """Remove all items."""
        self._times.clear()
        self._items.clear()

    def snapshot(self, *, since_s: float | None = None, at_s: float | None = None) -> Snapshot[T]:
        """Return the state of the window at its newest item.

        Step i shows the newest item at the end of the step, ``newest_s - (steps - 1 - i) * 12 / steps``.
        Steps in a gap show the item before the gap. Steps before the first item show the first item.

        Parameters
        ----------
        since_s : float, optional
            Start of the present scene in seconds. `items` and `scene_steps` ignore earlier items;
            `steps_filled` counts them.
        at_s : float, optional
            A time after the newest item in seconds: the state at this time, if no item arrives.

        Returns
        -------
        Snapshot
            The state.

        Raises
        ------
        InvalidInputError
            Nothing has been added yet.
        """
        if not self._items:
            raise InvalidInputError("the window is empty: send a frame first")
        newest_s = self._times[-1] if at_s is None else max(at_s, self._times[-1])
        ends = [newest_s - (self.steps - 1 - i) * self.step_s + _EPSILON_S for i in range(self.steps)]
        shown = [bisect_right(self._times, end) - 1 for end in ends]
        first = 0
        if since_s is not None:
            first = min(bisect_left(self._times, since_s - _EPSILON_S), len(self._times) - 1)
        scene_start_s = self._times[0] if since_s is None else min(max(self._times[0], since_s), newest_s)
        return Snapshot(
            items=[self._items[max(index, first)] for index in shown],
            steps_filled=sum(
                index >= 0 and end - self._times[index] < self.hold_s
                for end, index in zip(ends, shown, strict=True)
            ),
            scene_steps=sum(end >= scene_start_s for end in ends),
            newest_s=newest_s,
        )

    def _drop_before(self, time_s: float) -> None:
        kept_from = bisect_left(self._times, time_s - _EPSILON_S)
        del self._times[:kept_from]
        del self._items[:kept_from]
