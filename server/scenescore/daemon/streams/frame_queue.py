"""Where a client's frames wait: a bounded place that keeps the newest and counts what it drops."""

from collections import deque
from collections.abc import Sequence
from typing import Final, Generic, TypeVar

T = TypeVar("T")

MAX_FRAMES: Final = 32
MAX_BYTES: Final = 32 * 1024 * 1024


class Intake(Generic[T]):
    """Frames that have arrived and are not taken in yet, oldest first.

    Parameters
    ----------
    max_items : int
        At most so many wait.
    max_bytes : int
        At most so many bytes wait; the newest one is kept whatever its size.
    """

    def __init__(self, *, max_items: int = MAX_FRAMES, max_bytes: int = MAX_BYTES) -> None:
        self._max_items = max_items
        self._max_bytes = max_bytes
        self._waiting: deque[tuple[T, int]] = deque()
        self._bytes = 0
        self.received = 0
        self.dropped = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, item: T, size: int) -> None:
        """Add the newest item; the oldest are dropped, and counted, where the bounds want it."""
        self.received += 1
        self._waiting.append((item, size))
        self._bytes += size
        self._keep_bounds()

    def take(self) -> list[tuple[T, int]]:
        """Take all that wait, oldest first, each with its size."""
        taken = list(self._waiting)
        self._waiting.clear()
        self._bytes = 0
        return taken

    def give_back(self, rest: Sequence[tuple[T, int]]) -> None:
        """Put back what was taken and not used; it stands before what has come since."""
        self._waiting.extendleft(reversed(rest))
        self._bytes += sum(size for _, size in rest)
        self._keep_bounds()

    def _keep_bounds(self) -> None:
        while len(self._waiting) > 1 and (
            len(self._waiting) > self._max_items or self._bytes > self._max_bytes
        ):
            _, size = self._waiting.popleft()
            self._bytes -= size
            self.dropped += 1
