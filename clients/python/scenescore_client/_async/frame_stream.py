"""One stream of frames to the daemon, over as many connections as it needs."""

from collections import deque
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Iterable
from contextlib import aclosing
from typing import Any

import grpc

from scenescore.errors import ScenescoreError
from scenescore.v1 import match_pb2
from scenescore.v1.match_pb2_grpc import MatchServiceStub
from scenescore_client.concurrency import AsyncBackground, AsyncCondition, async_iterate
from scenescore_client.connection import Connection
from scenescore_client.errors import from_rpc_error
from scenescore_client.messages import Answer, Frame, SessionConfig
from scenescore_client.pacing import MAX_WAITING_FRAMES, AnswerPace


class AsyncFrameStream:
    """Reads frames from their source in the background and sends them over one connection after another.

    Without pacing, the newest frames replace the oldest ones that still wait to be sent.

    Parameters
    ----------
    connection : Connection
        Asked for the daemon again at each attempt.
    frames : async iterable or iterable of Frame
        The source. An ordinary iterable is read in its own thread.
    config : SessionConfig
        The session's settings.
    paced : bool
        Whether to wait for answers instead of dropping frames.

    Attributes
    ----------
    address : str
        The daemon's address in the latest attempt.
    """

    def __init__(
        self,
        connection: Connection,
        frames: AsyncIterable[Frame] | Iterable[Frame],
        config: SessionConfig,
        *,
        paced: bool,
    ) -> None:
        self._connection = connection
        self._frames = frames
        self._config = config.to_proto()
        self._pace = AnswerPace(config.answer_interval_s) if paced else None
        self._reader = AsyncBackground()
        self._changed = AsyncCondition()
        self._waiting: deque[Frame] = deque()
        self._attempt = 0
        self._ended = False
        self._error: Exception | None = None
        self.address = connection.address

    async def __aenter__(self) -> "AsyncFrameStream":
        """Start to read the source."""
        self._reader.start(self._read_source)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop reading the source."""
        async with self._changed:
            self._ended = True
            self._changed.notify_all()
        await self._reader.stop()

    async def attempt(self) -> AsyncGenerator[Answer, None]:
        """Connect, send frames and yield answers until the frames end.

        Yields
        ------
        Answer
            The daemon's answers, in order.

        Raises
        ------
        ScenescoreError
            There is no daemon, or it ended the call.
        Exception
            Whatever the source of the frames has raised.
        """
        endpoint = self._connection.find()
        self.address = endpoint.address
        async with self._changed:
            self._attempt += 1
            unanswered = self._pace.unanswered if self._pace is not None else ()
            if self._pace is not None:
                self._pace.reset_answers()
        async with endpoint.aio_channel() as channel:
            stub: Any = MatchServiceStub(channel)
            call = stub.MatchFrames(self._requests(self._attempt, unanswered), metadata=endpoint.metadata)
            try:
                async for response in call:
                    await self._record_answer(response.answer.frame_time_us)
                    yield Answer.from_proto(response.answer)
            except grpc.RpcError as error:
                raise from_rpc_error(error, endpoint.address) from error
            finally:
                call.cancel()
                await self._end_attempt()
        if self._error is not None:
            raise self._error

    async def _requests(
        self, attempt: int, unanswered: tuple[Frame, ...]
    ) -> AsyncIterator[match_pb2.MatchFramesRequest]:
        """Yield the messages of one connection. An error is kept for the caller: gRPC would only log it."""
        try:
            yield match_pb2.MatchFramesRequest(config=self._config)
            for frame in unanswered:
                yield match_pb2.MatchFramesRequest(frame=frame.to_proto())
            while (waiting := await self._next_frame(attempt)) is not None:
                yield match_pb2.MatchFramesRequest(frame=waiting.to_proto())
        except ScenescoreError as error:
            self._error = error

    async def _next_frame(self, attempt: int) -> Frame | None:
        """Return the next frame to send; None when the source or this attempt has ended."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._attempt != attempt or self._may_send)
            if self._attempt != attempt or not self._waiting:
                return None
            frame = self._waiting.popleft()
            if self._pace is not None:
                self._pace.record_sent(frame)
            self._changed.notify_all()
            return frame

    @property
    def _may_send(self) -> bool:
        if not self._waiting:
            return self._ended
        return self._pace is None or self._pace.may_send

    async def _record_answer(self, frame_time_us: int) -> None:
        async with self._changed:
            if self._pace is not None:
                self._pace.record_answer(frame_time_us)
            self._changed.notify_all()

    async def _end_attempt(self) -> None:
        async with self._changed:
            self._attempt += 1
            self._changed.notify_all()

    async def _read_source(self) -> None:
        """Read frames until the source or the stream ends, and close the source."""
        try:
            async with aclosing(async_iterate(self._frames)) as frames:
                async for frame in frames:
                    if not await self._add_waiting(frame):
                        return
        except Exception as error:
            self._error = error
        finally:
            async with self._changed:
                self._ended = True
                self._changed.notify_all()

    async def _add_waiting(self, frame: Frame) -> bool:
        """Queue a frame; return False when the stream has ended."""
        async with self._changed:
            if self._pace is not None:
                await self._changed.wait_for(lambda: self._ended or len(self._waiting) < MAX_WAITING_FRAMES)
            elif len(self._waiting) == MAX_WAITING_FRAMES:
                self._waiting.popleft()
            if self._ended:
                return False
            self._waiting.append(frame)
            self._changed.notify_all()
            return True
