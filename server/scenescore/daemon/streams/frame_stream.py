"""Feed a client's frames to its session. A slow daemon drops frames instead of falling behind."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeVar

from scenescore.daemon.errors import ShuttingDownError
from scenescore.daemon.messages.answer import to_answer
from scenescore.daemon.messages.frame import check_capture_time, decode_frame, encoding_of
from scenescore.daemon.process.lifecycle import Lifecycle
from scenescore.daemon.run_blocking import run_blocking
from scenescore.daemon.streams.frame_queue import FrameQueue
from scenescore.errors import InvalidInputError
from scenescore.retrieval.engine import Engine
from scenescore.session.answer import Answer
from scenescore.session.session import Session
from scenescore.v1 import match_pb2

T = TypeVar("T")

SMALL_FRAME_BYTES: Final = 80 * 80 * 4
"""Raw frames up to this size are decoded on the event loop: that takes 0.15 ms."""
RAW_ENCODINGS: Final = (match_pb2.FRAME_ENCODING_RGB8, match_pb2.FRAME_ENCODING_RGBA8)


@dataclass(frozen=True)
class Arrival:
    """A frame that has arrived.

    Attributes
    ----------
    frame : scenescore.v1.Frame
        The message.
    arrived_s : float
        When it arrived, in seconds on the monotonic clock.
    """

    frame: match_pb2.Frame
    arrived_s: float


class FrameStream:
    """One ``MatchFrames`` call after its first message.

    Parameters
    ----------
    engine : Engine
        Its threads do the work.
    session : Session
        Gets the frames and gives the answers.
    lifecycle : Lifecycle
        Announces the shutdown.
    """

    def __init__(self, engine: Engine, session: Session, lifecycle: Lifecycle) -> None:
        self._engine = engine
        self._session = session
        self._lifecycle = lifecycle
        self._queue: FrameQueue[Arrival] = FrameQueue()
        self._changed = asyncio.Event()
        self._all_read = False
        self._error: Exception | None = None
        self._first_us: int | None = None
        self._newest_us = 0

    async def answers(
        self, requests: AsyncIterator[match_pb2.MatchFramesRequest]
    ) -> AsyncIterator[match_pb2.Answer]:
        """Yield an answer whenever one is due, until the client has sent its last frame.

        Parameters
        ----------
        requests : async iterator of scenescore.v1.MatchFramesRequest
            The messages after the first.

        Yields
        ------
        scenescore.v1.Answer

        Raises
        ------
        InvalidInputError
            A message is not a frame, or a frame can't be decoded.
        ShuttingDownError
            The daemon is shutting down.
        """
        tasks = [asyncio.create_task(self._read(requests)), asyncio.create_task(self._watch_shutdown())]
        try:
            while True:
                taken = self._queue.drain()
                if self._error is not None and (not taken or isinstance(self._error, ShuttingDownError)):
                    raise self._error
                if taken:
                    due, rest = await self._advance(taken)
                    self._queue.put_back(rest)
                    if due:
                        answer = partial(self._session.answer, hurried=self._engine.pools.live.is_behind)
                        yield self._message(await self._in_pool(answer))
                elif self._all_read:
                    return
                else:
                    await self._changed.wait()
                    self._changed.clear()
        finally:
            for task in tasks:
                task.cancel()

    async def _read(self, requests: AsyncIterator[match_pb2.MatchFramesRequest]) -> None:
        try:
            async for request in requests:
                kind = request.WhichOneof("message")
                if kind != "frame":
                    raise InvalidInputError(
                        f"every message after the first must carry a frame, not {kind or 'nothing'}",
                        field=kind or "message",
                    )
                check_capture_time(request.frame)
                encoding_of(request.frame)
                self._queue.put(Arrival(request.frame, time.monotonic()), len(request.frame.data))
                self._changed.set()
        except Exception as error:
            self._error = error
        finally:
            self._all_read = True
            self._changed.set()

    async def _watch_shutdown(self) -> None:
        await self._lifecycle.wait_for_shutdown()
        self._error = ShuttingDownError()
        self._changed.set()

    async def _advance(
        self, taken: Sequence[tuple[Arrival, int]]
    ) -> tuple[bool, Sequence[tuple[Arrival, int]]]:
        """Take in frames until an answer is due. Return whether one is, and the frames that are left."""
        for position, (arrival, size) in enumerate(taken):
            # Waking another thread takes longer than decoding a small frame.
            is_small = size <= SMALL_FRAME_BYTES and arrival.frame.encoding in RAW_ENCODINGS
            due = self._add(arrival) if is_small else await self._in_pool(self._add, arrival)
            if due:
                return True, taken[position + 1 :]
        # A busy daemon must not spend time on work that may not be needed.
        if self._session.can_prepare and not len(self._queue) and self._engine.pools.live.is_idle:
            await self._in_pool(self._session.prepare)
        return False, ()

    def _add(self, arrival: Arrival) -> bool:
        """Add one frame to the session. Return whether an answer is due."""
        frame = arrival.frame
        picture = decode_frame(frame)
        if self._first_us is None:
            self._first_us = frame.capture_time_us
        # A float keeps microseconds only of small numbers, so times count from the first frame.
        time_s = (frame.capture_time_us - self._first_us) / 1e6
        self._newest_us = frame.capture_time_us
        return self._session.add(time_s, picture, arrived_s=arrival.arrived_s)

    async def _in_pool(self, work: Callable[..., T], *arguments: object) -> T:
        """Run slow work in one of the threads that sessions share."""
        return await run_blocking(self._engine.pools.live, work, *arguments)

    def _message(self, answer: Answer) -> match_pb2.Answer:
        return to_answer(
            answer,
            frame_time_us=self._newest_us,
            delay_s=time.monotonic() - answer.arrived_s,
            received=self._queue.received,
            dropped=self._queue.dropped,
        )
