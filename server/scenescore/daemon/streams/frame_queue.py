"""A bounded queue of frames that keeps the newest frames and counts those that it drops."""

from collections import deque
from collections.abc import Sequence
from typing import Final, Generic, TypeVar

T = TypeVar("T")

MAX_FRAMES: Final = 32
MAX_BYTES: Final = 32 * 1024 * 1024


class FrameQueue(Generic[T]):
    """The frames that have arrived and that the session hasn't taken in yet, oldest first.

    Parameters
    ----------
    max_items : int
        Largest number of frames in the queue.
    max_bytes : int
        Largest size of all frames in the queue together. The newest frame is kept whatever its size.

    Attributes
    ----------
    received : int
        Frames that were added so far.
    dropped : int
        Frames that were dropped so far.
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
        """Add a frame. If the queue is full, drop the oldest frames.

        Parameters
        ----------
        item : T
            The newest frame.
        size : int
            Its size in bytes.
        """
        self.received += 1
        self._waiting.append((item, size))
        self._bytes += size
        self._drop_oldest()

    def drain(self) -> list[tuple[T, int]]:
        """Remove all frames.

        Returns
        -------
        list of tuple of T and int
            The frames with their sizes in bytes, oldest first.
        """
        taken = list(self._waiting)
        self._waiting.clear()
        self._bytes = 0
        return taken

    def put_back(self, rest: Sequence[tuple[T, int]]) -> None:
        """Put frames back that were drained and not used. They come before all frames that arrived since.

        Parameters
        ----------
        rest : sequence of tuple of T and int
            The last frames that :meth:`drain` returned.
        """
        self._waiting.extendleft(reversed(rest))
        self._bytes += sum(size for _, size in rest)
        self._drop_oldest()

    def _drop_oldest(self) -> None:
        while len(self._waiting) > 1 and (
            len(self._waiting) > self._max_items or self._bytes > self._max_bytes
        ):
            _, size = self._waiting.popleft()
            self._bytes -= size
            self.dropped += 1
