"""The rolling window: the last 12 s of play, placed by timestamp onto the bundle's steps (paper 2.1)."""

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from scenescore.errors import InvalidInputError
from scenescore.window import WINDOW_S

MAX_HOLD_S: Final = 1.0
"""For how long, in seconds, one item counts as a real one; with longer steps, for one step."""

_SPACING_FLOOR_S: Final = 1 / 30
_ITEMS_A_STEP: Final = 5
_EPSILON_S: Final = 1e-6
"""Timestamps are whole microseconds: what differs by less is the same time."""

T = TypeVar("T")


@dataclass(frozen=True)
class Snapshot(Generic[T]):
    """The window as it stood at its newest item.

    Attributes
    ----------
    items : list of T
        One for each step, oldest first; the last is the newest item.
    steps_filled : int
        Steps that show a real item: not before the first one and not held for too long; 1 to steps.
    scene_steps : int
        Steps since the scene began, 1 to steps: the items rest on these alone.
    newest_s : float
        Timestamp of the newest item in seconds, or the later time that was asked for.
    """

    items: list[T]
    steps_filled: int
    scene_steps: int
    newest_s: float


class RollingWindow(Generic[T]):
    """Keeps what the last 12 seconds need, whatever the rate that items come at.

    Parameters
    ----------
    steps : int
        Steps of the bundle's window, 1 or more, such as 24.

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
        self.spacing_s = max(self.step_s / _ITEMS_A_STEP, _SPACING_FLOOR_S)
        self._times: list[float] = []
        self._items: list[T] = []

    def __len__(self) -> int:
        return len(self._items)

    def add(self, timestamp_s: float, item: T) -> bool:
        """Place an item.

        Parameters
        ----------
        timestamp_s : float
            When it was captured, in seconds from any zero.
        item : T
            A frame, or what stands for one.

        Returns
        -------
        bool
            True when the timestamp lay before the newest one: all before was forgotten, the window starts
            anew.

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
            # The newest is always kept, so that answers rest on it; those before it are thinned.
            self._times[-1], self._items[-1] = timestamp_s, item
        else:
            self._times.append(timestamp_s)
            self._items.append(item)
        self._forget_before(timestamp_s - WINDOW_S - self.hold_s)
        return restarted

    def clear(self) -> None:
        """Forget everything."""
        self._times.clear()
        self._items.clear()

    def snapshot(self, *, since_s: float | None = None, at_s: float | None = None) -> Snapshot[T]:
        """Return the window as it stands at its newest item.

        Step i shows the newest item that was there at the step's end, ``newest_s - (steps - 1 - i) * 12 /
        steps``. Gaps are held; steps before the first item show the first item.

        Parameters
        ----------
        since_s : float, optional
            When the present scene began, in seconds: `items` and `scene_steps` leave out what came before,
            while `steps_filled` does not.
        at_s : float, optional
            A time after the newest item, in seconds: the window as it would stand then with nothing new.

        Returns
        -------
        Snapshot

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

    def _forget_before(self, time_s: float) -> None:
        kept_from = bisect_left(self._times, time_s - _EPSILON_S)
        del self._times[:kept_from]
        del self._items[:kept_from]
