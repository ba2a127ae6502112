# Generated from scenescore_client/_async/match_calls.py by generate_sync.py. Do not edit.
"""Calls of the matching: frames in, answers out."""

from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from scenescore.v1.match_pb2_grpc import MatchServiceStub
from scenescore_client import requests
from scenescore_client._sync.calls import Calls
from scenescore_client._sync.frame_stream import FrameStream
from scenescore_client._sync.reconnecting import reconnecting
from scenescore_client.messages import Answer, Frame, SessionConfig
from scenescore_client.reconnect import StatusHandler
from scenescore_client.scenes import Assignment, Scene, assignment_requests


class MatchCalls(Calls):
    """Finds the tracks that fit the scenes of a game."""

    def match_frames(
        self,
        frames: Iterable[Frame],
        config: SessionConfig | None = None,
        *,
        paced: bool = False,
        on_status: StatusHandler | None = None,
    ) -> Generator[Answer, None, None]:
        """Stream a game's frames and yield answers. The stream continues when a lost daemon comes back.

        Parameters
        ----------
        frames : iterable of Frame
            In the order of capture. It is read in its own thread. A generator is closed
            when the stream ends.
        config : SessionConfig, optional
            The session's settings; None for the daemon's defaults.
        paced : bool
            False for live play: frames that can't be sent in time are dropped. True for recordings: frames
            are sent as fast as the daemon answers and none is dropped. After a break, the frames without an
            answer are sent again.
        on_status : callable, optional
            Is called when the daemon is lost, after each failed attempt, and when the daemon is back.

        Yields
        ------
        Answer
            The first one for the first frame, then one for each answer interval of capture time.

        Raises
        ------
        ScenescoreError
            The daemon refuses the call, can't be reached at the beginning, or stays away longer than the
            back-off allows.
        """
        settings = config or SessionConfig()
        with FrameStream(self.connection, frames, settings, paced=paced) as stream:
            answers = reconnecting(stream.attempt, self.backoff, on_status, lambda: stream.address)
            with closing(answers):
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
        """Let the daemon capture its own screen. It stops when the generator is closed.

        Parameters
        ----------
        config : SessionConfig, optional
            The session's settings; None for the daemon's defaults.
        monitor : int, optional
            From 1; 0 for all monitors together; None for the first one.
        region : tuple of int, optional
            Left, top, width and height in pixels, instead of a monitor.
        frames_per_second : float
            1 to 30; 0 for 5.
        on_status : callable, optional
            Is called when the daemon is lost, after each failed attempt, and when the daemon is back.

        Yields
        ------
        Answer
            The first one for the first frame, then one for each answer interval of capture time.

        Raises
        ------
        InvalidInputError
            A monitor and a region are given, or a value is out of range.
        UnavailableError
            The daemon's screen can't be captured, or the daemon stays away longer than the back-off allows.
        """
        request = requests.screen(config, monitor, region, frames_per_second)
        address = self.connection.address

        def attempt() -> Generator[Answer, None, None]:
            nonlocal address
            with self._connect() as (channel, endpoint):
                address = endpoint.address
                stub: Any = MatchServiceStub(channel)
                for response in stub.MatchScreen(request, metadata=endpoint.metadata):
                    yield Answer.from_proto(response.answer)

        with closing(reconnecting(attempt, self.backoff, on_status, lambda: address)) as answers:
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
            A video file, or a series of pictures, which is read in its own thread.
        config : SessionConfig, optional
            The session's settings; None for the daemon's defaults.
        start_s, end_s : float
            The part of a video to use, in seconds; an `end_s` of 0 is the video's end.

        Returns
        -------
        Answer
            For the last 12 s of the part.

        Raises
        ------
        NotFoundError
            The video doesn't exist.
        BrokenFileError
            The video can't be read.
        InvalidInputError
            A frame or a value can't be used.
        """
        messages = requests.clip(source, config, start_s, end_s)
        response = self._upload(MatchServiceStub, "MatchClip", messages)
        return Answer.from_proto(response.answer)

    def assign_scenes(
        self,
        scenes: Iterable[Scene],
        *,
        model: str = "",
        max_uses_per_track: int = 0,
        excluded_tracks: Sequence[str] = (),
        project: str = "",
    ) -> list[Assignment]:
        """Give each scene its own track, with the lowest total score.

        Parameters
        ----------
        scenes : iterable of Scene
            1 to 100 scenes. Their videos and pictures are read in a thread.
        model : str
            ``models/{id}`` of the bundle to predict with; empty for the daemon's default.
        max_uses_per_track : int
            How many scenes may share one track; 0 for 1.
        excluded_tracks : sequence of str
            ``tracks/{id}`` of tracks that must not be used.
        project : str
            ``projects/{id}``; empty for the default project.

        Returns
        -------
        list of Assignment
            One for each scene, in their order.

        Raises
        ------
        PreconditionError
            There are too few tracks for the scenes.
        NotFoundError, BrokenFileError
            A scene's video doesn't exist or can't be read.
        """
        messages = assignment_requests(scenes, model, max_uses_per_track, excluded_tracks, project)
        response = self._upload(MatchServiceStub, "AssignScenes", messages)
        return [Assignment.from_proto(assignment) for assignment in response.assignments]
