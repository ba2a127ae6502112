"""The client without asyncio: the same calls, blocking."""

from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import grpc

from scenescore.v1 import daemon_pb2, match_pb2_grpc
from scenescore.v1.daemon_pb2_grpc import DaemonServiceStub
from scenescore_client import requests
from scenescore_client.cue_calls import CueCalls
from scenescore_client.library_calls import LibraryCalls
from scenescore_client.messages import Answer, Frame, SessionConfig
from scenescore_client.model_calls import ModelCalls
from scenescore_client.reconnect import StatusHandler
from scenescore_client.records import Info
from scenescore_client.scenes import Assignment, Scene, assigning
from scenescore_client.stream import FrameStream, going_on


class Client(LibraryCalls, ModelCalls, CueCalls):
    """Talks to a daemon. Each call finds it and connects anew, so there is nothing to open or to close.

    Parameters
    ----------
    connection : Connection
        How to find the daemon; without one, the default daemon of this machine and user.
    backoff : Backoff
        How a stream tries to go on after its daemon was lost.
    """

    def match_frames(
        self,
        frames: Iterable[Frame],
        config: SessionConfig | None = None,
        *,
        paced: bool = False,
        on_status: StatusHandler | None = None,
    ) -> Generator[Answer, None, None]:
        """Stream a game's frames and yield answers; go on by itself when the daemon comes back after a break.

        Parameters
        ----------
        frames : iterable of Frame
            In capture order; drawn from in a thread. A generator is closed when the stream ends.
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
        config = config or SessionConfig()
        with (
            FrameStream(self.connection, frames, config, paced=paced) as stream,
            closing(going_on(stream.attempt, self.backoff, on_status, lambda: stream.address)) as answers,
        ):
            yield from answers

    def match_screen(
        self,
        config: SessionConfig | None = None,
        *,
        monitor: int | None = None,
        region: tuple[int, int, int, int] | None = None,
        frames_per_second: float = 0.0,
        on_status: StatusHandler | None = None,
    ) -> Generator[Answer, None, None]:
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

        def attempt() -> Generator[Answer, None, None]:
            nonlocal address
            with self._calling() as (channel, endpoint):
                address = endpoint.address
                stub: Any = match_pb2_grpc.MatchServiceStub(channel)
                for response in stub.MatchScreen(request, metadata=endpoint.metadata):
                    yield Answer.from_proto(response.answer)

        with closing(going_on(attempt, self.backoff, on_status, lambda: address)) as answers:
            yield from answers

    def match_clip(
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
        with self._calling() as (channel, endpoint):
            stub: Any = match_pb2_grpc.MatchServiceStub(channel)
            try:
                response = stub.MatchClip(iter(outgoing), metadata=endpoint.metadata)
            except grpc.RpcError:
                outgoing.check()
                raise
            outgoing.check()
            return Answer.from_proto(response.answer)

    def assign_scenes(
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
        with self._calling() as (channel, endpoint):
            stub: Any = match_pb2_grpc.MatchServiceStub(channel)
            try:
                response = stub.AssignScenes(iter(outgoing), metadata=endpoint.metadata)
            except grpc.RpcError:
                outgoing.check()
                raise
            outgoing.check()
            return [Assignment.from_proto(one) for one in response.assignments]

    def info(self) -> Info:
        """Return what runs."""
        return Info.from_proto(self._ask(DaemonServiceStub, "GetInfo", daemon_pb2.GetInfoRequest()))

    def shutdown(self) -> None:
        """End the daemon once its streams have been told."""
        self._ask(DaemonServiceStub, "Shutdown", daemon_pb2.ShutdownRequest())
