"""One stream of frames on asyncio, over as many connections as it takes."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from typing import Any

import grpc

from scenescore.errors import ScenescoreError
from scenescore.v1 import match_pb2, match_pb2_grpc
from scenescore_client.aio_feed import FrameFeed
from scenescore_client.connection import Connection
from scenescore_client.errors import from_rpc_error
from scenescore_client.messages import Answer, Frame, SessionConfig
from scenescore_client.pacing import AnswerPace
from scenescore_client.reconnect import Backoff, Status, StatusHandler, ignore, is_passing


async def going_on(
    attempt: Callable[[], AsyncGenerator[Answer, None]],
    backoff: Backoff,
    on_status: StatusHandler | None,
    address_of: Callable[[], str],
) -> AsyncGenerator[Answer, None]:
    """Yield one attempt's answers, and when the daemon is lost after the first, those of the next attempt.

    A daemon that doesn't answer at all is an error at once.

    Raises
    ------
    ScenescoreError
        The daemon refuses, or stays away for longer than the back-off goes on.
    """
    tell = on_status or ignore
    loop = asyncio.get_running_loop()
    was_connected, tries, lost_s = False, 0, 0.0
    while True:
        answers = attempt()
        try:
            async for answer in answers:
                if tries or not was_connected:
                    tell(Status(True, address_of()))
                was_connected, tries = True, 0
                yield answer
            return
        except ScenescoreError as error:
            if not was_connected or not is_passing(error):
                raise
            lost_s = loop.time() if tries == 0 else lost_s
            tries += 1
            wait_s = backoff.wait_s(tries)
            if loop.time() + wait_s - lost_s > backoff.give_up_after_s:
                raise
            tell(Status(False, address_of(), tries, wait_s, error))
        finally:
            await answers.aclose()
        await asyncio.sleep(wait_s)


class FrameStream:
    """Sends a feed's frames over one connection after another.

    Parameters
    ----------
    connection : Connection
        Asked anew for each attempt.
    feed : FrameFeed
        Where the frames come from.
    config : SessionConfig
        What the session wants to be told.
    paced : bool
        Whether to wait for answers rather than to lose frames.
    """

    def __init__(
        self, connection: Connection, feed: FrameFeed, config: SessionConfig, *, paced: bool
    ) -> None:
        self._connection = connection
        self._feed = feed
        self._config = config.to_proto()
        self._pace = AnswerPace(config.answer_interval_s) if paced else None
        self._answered = asyncio.Event()
        self._error: Exception | None = None
        self.address = connection.address

    async def attempt(self) -> AsyncGenerator[Answer, None]:
        """Connect, send frames and yield answers until the frames end."""
        endpoint = self._connection.find()
        self.address = endpoint.address
        if self._pace is not None:
            self._pace.start_anew()
        async with endpoint.aio_channel() as channel:
            stub: Any = match_pb2_grpc.MatchServiceStub(channel)
            call = stub.MatchFrames(self._requests(), metadata=endpoint.metadata)
            try:
                async for response in call:
                    if self._pace is not None:
                        self._pace.answered(response.answer.frame_time_us)
                    self._answered.set()
                    yield Answer.from_proto(response.answer)
            except grpc.RpcError as error:
                raise from_rpc_error(error, endpoint.address) from error
            finally:
                call.cancel()
        if failed := self._error or self._feed.error:
            raise failed

    async def _requests(self) -> AsyncIterator[match_pb2.MatchFramesRequest]:
        """Yield the messages of one connection. What goes wrong here is kept: gRPC would only log it."""
        try:
            yield match_pb2.MatchFramesRequest(config=self._config)
            for frame in self._pace.unanswered if self._pace is not None else ():
                yield match_pb2.MatchFramesRequest(frame=frame.to_proto())
            while (drawn := await self._next()) is not None:
                yield match_pb2.MatchFramesRequest(frame=drawn.to_proto())
        except ScenescoreError as error:
            self._error = error

    async def _next(self) -> Frame | None:
        if self._pace is None:
            return await self._feed.next()
        while not self._pace.may_send:
            self._answered.clear()
            await self._answered.wait()
        frame = await self._feed.next()
        if frame is not None:
            self._pace.sent(frame)
        return frame
