"""Between a client's frames and its session: reads on the loop, works in the pool, never queues up."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeVar

from scenescore.daemon.errors import ShuttingDownError
from scenescore.daemon.process.lifecycle import Life
from scenescore.daemon.services.messages import check_capture_time, encoding_of, to_answer
from scenescore.daemon.streams.frame_queue import Intake
from scenescore.errors import InvalidInputError
from scenescore.frames.decode import decode
from scenescore.retrieval.engine import Engine
from scenescore.session.answer import Answer
from scenescore.session.session import Session
from scenescore.v1 import match_pb2

T = TypeVar("T")

SMALL_BYTES: Final = 80 * 80 * 4
RAW: Final = (match_pb2.FRAME_ENCODING_RGB8, match_pb2.FRAME_ENCODING_RGBA8)
"""Frames of this size and encoding take 0.15 ms."""


@dataclass(frozen=True)
class Arrival:
    """A frame's message and when it came, on the daemon's monotonic clock."""

    frame: match_pb2.Frame
    arrived_s: float


class FrameStream:
    """One ``MatchFrames`` call once it is configured.

    Parameters
    ----------
    engine : Engine
        Whose threads do the work.
    session : Session
        Takes in the frames.
    life : Life
        Says when the daemon ends.
    """

    def __init__(self, engine: Engine, session: Session, life: Life) -> None:
        self._engine = engine
        self._session = session
        self._life = life
        self._intake: Intake[Arrival] = Intake()
        self._news = asyncio.Event()
        self._all_read = False
        self._error: Exception | None = None
        self._first_us: int | None = None
        self._newest_us = 0

    async def answers(
        self, requests: AsyncIterator[match_pb2.MatchFramesRequest]
    ) -> AsyncIterator[match_pb2.Answer]:
        """Yield an answer whenever one is due, until the client has sent its last frame.

        Raises
        ------
        InvalidInputError
            A message that isn't a frame, or a frame that can't be read.
        ShuttingDownError
            The daemon ends.
        """
        beside = [asyncio.create_task(self._read(requests)), asyncio.create_task(self._watch_life())]
        try:
            while True:
                taken = self._intake.take()
                if self._error is not None and (not taken or isinstance(self._error, ShuttingDownError)):
                    raise self._error
                if taken:
                    due, rest = await self._advance(taken)
                    self._intake.give_back(rest)
                    if due:
                        answer = partial(self._session.answer, hurried=self._engine.live.is_behind)
                        yield self._message(await self._in_pool(answer))
                elif self._all_read:
                    return
                else:
                    await self._news.wait()
                    self._news.clear()
        finally:
            for task in beside:
                task.cancel()

    async def _read(self, requests: AsyncIterator[match_pb2.MatchFramesRequest]) -> None:
        try:
            async for request in requests:
                kind = request.WhichOneof("message")
                if kind != "frame":
                    raise InvalidInputError(
                        f"after the first message each one must carry a frame, not {kind or 'nothing'}",
                        field=kind or "message",
                    )
                check_capture_time(request.frame)
                encoding_of(request.frame)
                self._intake.put(Arrival(request.frame, time.monotonic()), len(request.frame.data))
                self._news.set()
        except Exception as error:
            self._error = error
        finally:
            self._all_read = True
            self._news.set()

    async def _watch_life(self) -> None:
        await self._life.ending()
        self._error = ShuttingDownError()
        self._news.set()

    async def _advance(
        self, taken: Sequence[tuple[Arrival, int]]
    ) -> tuple[bool, Sequence[tuple[Arrival, int]]]:
        """Take in frames up to the next answer; tell whether it is due, and return the frames after that."""
        for position, (arrival, size) in enumerate(taken):
            # A small one is taken in sooner than another thread is woken.
            is_small = size <= SMALL_BYTES and arrival.frame.encoding in RAW
            due = self._take(arrival) if is_small else await self._in_pool(self._take, arrival)
            if due:
                return True, taken[position + 1 :]
        # A daemon that is busy has no time for what may turn out to be for nothing.
        if self._session.can_prepare and not len(self._intake) and self._engine.live.is_idle:
            await self._in_pool(self._session.prepare)
        return False, ()

    def _take(self, arrival: Arrival) -> bool:
        """Take in one frame; tell whether an answer is due."""
        frame = arrival.frame
        picture = decode(encoding_of(frame), frame.data, frame.width, frame.height)
        if self._first_us is None:
            self._first_us = frame.capture_time_us
        # Counted from the first frame, so that clocks of any size keep their microseconds.
        time_s = (frame.capture_time_us - self._first_us) / 1e6
        self._newest_us = frame.capture_time_us
        return self._session.take(time_s, picture, arrived_s=arrival.arrived_s)

    async def _in_pool(self, work: Callable[..., T], *arguments: object) -> T:
        """Do what takes longer in one of the threads that sessions share."""
        return await asyncio.get_running_loop().run_in_executor(self._engine.live, work, *arguments)

    def _message(self, answer: Answer) -> match_pb2.Answer:
        return to_answer(
            answer,
            frame_time_us=self._newest_us,
            delay_s=time.monotonic() - answer.arrived_s,
            received=self._intake.received,
            dropped=self._intake.dropped,
        )
