"""The client on asyncio."""

from collections.abc import AsyncGenerator, AsyncIterable, Iterable, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Any

import grpc

from scenescore.v1 import daemon_pb2, match_pb2_grpc
from scenescore.v1.daemon_pb2_grpc import DaemonServiceStub
from scenescore_client import requests
from scenescore_client.aio_cue_calls import AsyncCueCalls
from scenescore_client.aio_feed import FrameFeed, asynchronous
from scenescore_client.aio_library_calls import AsyncLibraryCalls
from scenescore_client.aio_model_calls import AsyncModelCalls
from scenescore_client.aio_stream import FrameStream, going_on
from scenescore_client.messages import Answer, Frame, SessionConfig
from scenescore_client.reconnect import StatusHandler
from scenescore_client.records import Info
from scenescore_client.scenes import Assignment, Scene, assigning


class AsyncClient(AsyncLibraryCalls, AsyncModelCalls, AsyncCueCalls):
    """Talks to a daemon. Each call finds it and connects anew, so there is nothing to open or to close.

    Parameters
    ----------
    connection : Connection
        How to find the daemon; without one, the default daemon of this machine and user.
    backoff : Backoff
        How a stream tries to go on after its daemon was lost.
    """

    async def match_frames(
        self,
        frames: AsyncIterable[Frame] | Iterable[Frame],
        config: SessionConfig | None = None,
        *,
        paced: bool = False,
        on_status: StatusHandler | None = None,
    ) -> AsyncGenerator[Answer, None]:
        """Stream a game's frames and yield answers; go on by itself when the daemon comes back after a break.

        Parameters
        ----------
        frames : async iterable or iterable of Frame
            In capture order. A plain iterable is drawn from in a thread; a generator is closed when the
            stream ends.
        config : SessionConfig, optional
            What the session wants to be told.
        paced : bool
            False for live play: frames that can't be sent in time are dropped. True for recordings: frames
            are drawn as fast as answers come, none is dropped, and after a break those without an answer
            are sent again.
        on_status : callable, optional
            Is told when the daemon is lost, tried in vain, and back.

        Yields
        ------
        Answer
            The first one for the first frame, then one each answer interval of capture time.

        Raises
        ------
        ScenescoreError
            The daemon refuses, doesn't answer at all, or stays away for longer than the back-off goes on.
        """
        async with FrameFeed(frames, paced=paced) as feed:
            stream = FrameStream(self.connection, feed, config or SessionConfig(), paced=paced)
            answers = going_on(stream.attempt, self.backoff, on_status, lambda: stream.address)
            async with aclosing(answers):
                async for answer in answers:
                    yield answer

    async def match_screen(
        self,
        config: SessionConfig | None = None,
        *,
        monitor: int | None = None,
        region: tuple[int, int, int, int] | None = None,
        frames_per_second: float = 0.0,
        on_status: StatusHandler | None = None,
    ) -> AsyncGenerator[Answer, None]:
        """Let the daemon watch its own screen; yield answers until the iteration is given up.

        Parameters
        ----------
        config : SessionConfig, optional
            What the session wants to be told.
        monitor : int, optional
            From 1; 0 for all monitors together.
        region : tuple of int, optional
            Left, top, width and height in pixels, in place of a monitor.
        frames_per_second : float
            1 to 30; 0 for 5.
        on_status : callable, optional
            Is told when the daemon is lost, tried in vain, and back.
        """
        request = requests.screen(config, monitor, region, frames_per_second)
        address = self.connection.address

        async def attempt() -> AsyncGenerator[Answer, None]:
            nonlocal address
            async with self._calling() as (channel, endpoint):
                address = endpoint.address
                stub: Any = match_pb2_grpc.MatchServiceStub(channel)
                async for response in stub.MatchScreen(request, metadata=endpoint.metadata):
                    yield Answer.from_proto(response.answer)

        async with aclosing(going_on(attempt, self.backoff, on_status, lambda: address)) as answers:
            async for answer in answers:
                yield answer

    async def match_clip(
        self,
        source: str | Path | Iterable[Frame],
        config: SessionConfig | None = None,
        *,
        start_s: float = 0.0,
        end_s: float = 0.0,
    ) -> Answer:
        """Upload a whole clip and return the answer for its last window.

        Parameters
        ----------
        source : str, Path or iterable of Frame
            A video file, or a series of pictures, drawn from in a thread.
        config : SessionConfig, optional
            What the session wants to be told.
        start_s, end_s : float
            The part of a video that counts, seconds; an `end_s` of 0 is its end.
        """
        outgoing = requests.Outgoing(requests.clip(source, config, start_s, end_s))
        async with self._calling() as (channel, endpoint):
            stub: Any = match_pb2_grpc.MatchServiceStub(channel)
            try:
                response = await stub.MatchClip(asynchronous(outgoing), metadata=endpoint.metadata)
            except grpc.RpcError:
                outgoing.check()
                raise
            outgoing.check()
            return Answer.from_proto(response.answer)

    async def assign_scenes(
        self,
        scenes: Iterable[Scene],
        *,
        model: str = "",
        max_uses_per_track: int = 0,
        excluded_tracks: Sequence[str] = (),
    ) -> list[Assignment]:
        """Give each of many scenes a track of its own, so that the scores are the least in all.

        Parameters
        ----------
        scenes : iterable of Scene
            With their videos or pictures, which are drawn from in a thread.
        model : str
            The bundle to predict with, ``models/{id}``; empty for the daemon's default.
        max_uses_per_track : int
            How many scenes one track may serve; 0 for 1.
        excluded_tracks : sequence of str
            Tracks that must not be used, ``tracks/{id}``.

        Returns
        -------
        list of Assignment
            One for each scene, in their order.

        Raises
        ------
        PreconditionError
            There are too few tracks for the scenes.
        """
        outgoing = requests.Outgoing(assigning(scenes, model, max_uses_per_track, excluded_tracks))
        async with self._calling() as (channel, endpoint):
            stub: Any = match_pb2_grpc.MatchServiceStub(channel)
            try:
                response = await stub.AssignScenes(asynchronous(outgoing), metadata=endpoint.metadata)
            except grpc.RpcError:
                outgoing.check()
                raise
            outgoing.check()
            return [Assignment.from_proto(one) for one in response.assignments]

    async def info(self) -> Info:
        """Return what runs."""
        return Info.from_proto(await self._ask(DaemonServiceStub, "GetInfo", daemon_pb2.GetInfoRequest()))

    async def shutdown(self) -> None:
        """End the daemon once its streams have been told."""
        await self._ask(DaemonServiceStub, "Shutdown", daemon_pb2.ShutdownRequest())
