"""The client on asyncio."""

from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Iterable, Sequence
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import Any

import grpc

from scenescore.v1 import (
    daemon_pb2,
    daemon_pb2_grpc,
    library_pb2,
    library_pb2_grpc,
    match_pb2_grpc,
    model_pb2,
    model_pb2_grpc,
)
from scenescore_client import requests
from scenescore_client.aio_feed import FrameFeed, asynchronous
from scenescore_client.aio_stream import FrameStream, going_on
from scenescore_client.connection import Connection, Endpoint
from scenescore_client.errors import from_rpc_error
from scenescore_client.messages import Answer, Frame, Match, SessionConfig
from scenescore_client.reconnect import Backoff, StatusHandler
from scenescore_client.records import AudioChunk, ImportProgress, Info, Model, Track, TrainProgress

CALL_TIMEOUT_S = 60.0


class AsyncClient:
    """Talks to a daemon. Each call finds it and connects anew, so there is nothing to open or to close.

    Parameters
    ----------
    connection : Connection
        How to find the daemon; without one, the default daemon of this machine and user.
    backoff : Backoff
        How a stream tries to go on after its daemon was lost.
    """

    def __init__(self, connection: Connection | None = None, backoff: Backoff | None = None) -> None:
        self.connection = connection or Connection()
        self.backoff = backoff or Backoff()

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

    async def list_tracks(self) -> list[Track]:
        """Return all tracks of the library, sorted by title."""
        tracks: list[Track] = []
        async with self._calling() as (channel, endpoint):
            stub: Any = library_pb2_grpc.LibraryServiceStub(channel)
            request = library_pb2.ListTracksRequest(page_size=requests.PAGE_SIZE)
            while True:
                page = await stub.ListTracks(request, metadata=endpoint.metadata, timeout=CALL_TIMEOUT_S)
                tracks.extend(map(Track.from_proto, page.tracks))
                if not page.next_page_token:
                    return tracks
                request.page_token = page.next_page_token

    async def import_tracks(self, paths: Sequence[str | Path]) -> AsyncGenerator[ImportProgress, None]:
        """Take files and folders of the daemon's machine into its library; yield how far it is.

        Giving up the iteration cancels the import; what is done stays.
        """
        request = library_pb2.ImportTracksRequest(paths=requests.absolute(paths))
        async with self._calling() as (channel, endpoint):
            stub: Any = library_pb2_grpc.LibraryServiceStub(channel)
            async for response in stub.ImportTracks(request, metadata=endpoint.metadata):
                yield ImportProgress.from_proto(response)

    async def read_track_audio(self, name: str) -> AsyncGenerator[AudioChunk, None]:
        """Yield the bytes of the file of the track ``tracks/{id}``."""
        request = library_pb2.ReadTrackAudioRequest(name=name)
        async with self._calling() as (channel, endpoint):
            stub: Any = library_pb2_grpc.LibraryServiceStub(channel)
            async for response in stub.ReadTrackAudio(request, metadata=endpoint.metadata):
                yield AudioChunk.from_proto(response)

    async def find_similar_tracks(self, name: str, *, model: str = "", top_k: int = 0) -> list[Match]:
        """Return the library's tracks that are closest to the track ``tracks/{id}``, best first.

        Parameters
        ----------
        name : str
            The track to start from.
        model : str
            The bundle whose feature set is compared, ``models/{id}``; empty for the daemon's default.
        top_k : int
            How many, 1 to 100; 0 for 10.
        """
        request = requests.similar(name, model, top_k)
        async with self._calling() as (channel, endpoint):
            stub: Any = library_pb2_grpc.LibraryServiceStub(channel)
            response = await stub.FindSimilarTracks(
                request, metadata=endpoint.metadata, timeout=CALL_TIMEOUT_S
            )
            return [Match.from_proto(match) for match in response.matches]

    async def list_models(self) -> list[Model]:
        """Return all installed bundles, sorted by name."""
        models: list[Model] = []
        async with self._calling() as (channel, endpoint):
            stub: Any = model_pb2_grpc.ModelServiceStub(channel)
            request = model_pb2.ListModelsRequest(page_size=requests.PAGE_SIZE)
            while True:
                page = await stub.ListModels(request, metadata=endpoint.metadata, timeout=CALL_TIMEOUT_S)
                models.extend(map(Model.from_proto, page.models))
                if not page.next_page_token:
                    return models
                request.page_token = page.next_page_token

    async def train_model(
        self,
        model_id: str,
        game: str,
        videos: Sequence[str | Path],
        *,
        preset: str = "",
        features: Sequence[str] = (),
        steps: int = 0,
        epochs: int = 0,
        seed: int = 0,
    ) -> AsyncGenerator[TrainProgress, None]:
        """Learn a bundle from videos on the daemon's machine; yield how far it is, at last the bundle.

        Giving up the iteration cancels the training; the best so far is kept.

        Parameters
        ----------
        model_id : str
            The new bundle's id, 1 to 64 of a-z, 0-9, ``-`` and ``_``.
        game : str
            The referred game's name.
        videos : sequence of str or Path
            1 to 1000 files.
        preset : str
            ``default`` or ``paper``; empty for ``default``.
        features : sequence of str
            The feature set; empty for the preset's.
        steps, epochs : int
            0 for the preset's.
        seed : int
            Of all that is drawn.
        """
        request = requests.training(
            *(model_id, game, videos),
            preset=preset,
            features=features,
            steps=steps,
            epochs=epochs,
            seed=seed,
        )
        async with self._calling() as (channel, endpoint):
            stub: Any = model_pb2_grpc.ModelServiceStub(channel)
            async for response in stub.TrainModel(request, metadata=endpoint.metadata):
                yield TrainProgress.from_proto(response)

    async def info(self) -> Info:
        """Return what runs."""
        async with self._calling() as (channel, endpoint):
            stub: Any = daemon_pb2_grpc.DaemonServiceStub(channel)
            request = daemon_pb2.GetInfoRequest()
            return Info.from_proto(
                await stub.GetInfo(request, metadata=endpoint.metadata, timeout=CALL_TIMEOUT_S)
            )

    async def shutdown(self) -> None:
        """End the daemon once its streams have been told."""
        async with self._calling() as (channel, endpoint):
            stub: Any = daemon_pb2_grpc.DaemonServiceStub(channel)
            request = daemon_pb2.ShutdownRequest()
            await stub.Shutdown(request, metadata=endpoint.metadata, timeout=CALL_TIMEOUT_S)

    @asynccontextmanager
    async def _calling(self) -> AsyncIterator[tuple[grpc.aio.Channel, Endpoint]]:
        """Find the daemon and open a channel to it; what a call ends with becomes Scenescore's own error."""
        endpoint = self.connection.find()
        try:
            async with endpoint.aio_channel() as channel:
                yield channel, endpoint
        except grpc.RpcError as error:
            raise from_rpc_error(error, endpoint.address) from error
