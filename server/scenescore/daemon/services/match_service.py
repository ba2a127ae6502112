"""MatchService: frames come in, ranked tracks go out."""

import time
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any, Final

import grpc

from scenescore.daemon.messages.answer import to_answer, to_match
from scenescore.daemon.messages.frame import check_capture_time, decode_frame
from scenescore.daemon.messages.session_config import session_request
from scenescore.daemon.process.lifecycle import Lifecycle
from scenescore.daemon.run_blocking import run_blocking
from scenescore.daemon.streams.assign_stream import SceneViewer, options_of
from scenescore.daemon.streams.clip_upload import ClipUpload
from scenescore.daemon.streams.first_message import first_message
from scenescore.daemon.streams.frame_stream import FrameStream
from scenescore.daemon.streams.named_clips import NamedClips
from scenescore.daemon.streams.screen_stream import screen_answers
from scenescore.errors import InvalidInputError
from scenescore.frames.screen import Region
from scenescore.retrieval.engine import Engine
from scenescore.retrieval.ranking.ranking import Ranked
from scenescore.session.clips.assign import Scene, assign_scenes
from scenescore.session.clips.clip import match_clip
from scenescore.session.registry import SessionRegistry
from scenescore.session.session import Session
from scenescore.v1 import match_pb2, match_pb2_grpc

MAX_SCREEN_FRAMES_PER_SECOND: Final = 30.0
DEFAULT_SCREEN_FRAMES_PER_SECOND: Final = 5.0


class MatchService(match_pb2_grpc.MatchServiceServicer):
    """The contract's ``MatchService``.

    Parameters
    ----------
    engine : Engine
        Holds the bundles and the library.
    lifecycle : Lifecycle
        Counts the sessions and announces the shutdown.
    sessions : SessionRegistry
        Where other calls find the sessions of open streams.
    max_clip_bytes : int
        Largest uploaded clip in bytes.
    """

    def __init__(
        self, engine: Engine, lifecycle: Lifecycle, sessions: SessionRegistry, *, max_clip_bytes: int
    ) -> None:
        self._engine = engine
        self._lifecycle = lifecycle
        self._sessions = sessions
        self._max_clip_bytes = max_clip_bytes

    async def MatchFrames(
        self,
        request_iterator: AsyncIterator[match_pb2.MatchFramesRequest],
        context: "grpc.aio.ServicerContext[Any, Any]",
    ) -> AsyncIterator[match_pb2.MatchFramesResponse]:
        """Receive a stream of frames and send a stream of answers."""
        with self._lifecycle.session_slot():
            config = (await first_message(request_iterator, "config")).config
            session = await self._session(config)
            stream = FrameStream(self._engine, session, self._lifecycle)
            with self._sessions.opened(session) as session_id:
                async for answer in stream.answers(request_iterator):
                    answer.session = f"sessions/{session_id}"
                    yield match_pb2.MatchFramesResponse(answer=answer)

    async def MatchScreen(
        self, request: match_pb2.MatchScreenRequest, context: "grpc.aio.ServicerContext[Any, Any]"
    ) -> AsyncIterator[match_pb2.MatchScreenResponse]:
        """Capture the daemon's own screen and send a stream of answers."""
        rate = request.frames_per_second or DEFAULT_SCREEN_FRAMES_PER_SECOND
        if not 1 <= rate <= MAX_SCREEN_FRAMES_PER_SECOND:
            raise InvalidInputError(
                f"frames_per_second must be 1 to {MAX_SCREEN_FRAMES_PER_SECOND:g}, not {rate:g}",
                field="frames_per_second",
            )
        source = request.WhichOneof("source")
        area = request.region
        with self._lifecycle.session_slot():
            session = await self._session(request.config)
            answers = screen_answers(
                self._engine,
                session,
                self._lifecycle,
                monitor=request.monitor if source == "monitor" else 1,
                region=Region(area.left, area.top, area.width, area.height) if source == "region" else None,
                frames_per_second=rate,
            )
            with self._sessions.opened(session) as session_id:
                async for answer in answers:
                    answer.session = f"sessions/{session_id}"
                    yield match_pb2.MatchScreenResponse(answer=answer)

    async def MatchClip(
        self,
        request_iterator: AsyncIterator[match_pb2.MatchClipRequest],
        context: "grpc.aio.ServicerContext[Any, Any]",
    ) -> match_pb2.MatchClipResponse:
        """Receive a whole clip and answer once."""
        with self._lifecycle.session_slot():
            config = (await first_message(request_iterator, "config")).config
            request = await _next(request_iterator)
            kind = request.WhichOneof("message") if request is not None else None
            if request is not None and kind == "video_chunk":
                answer = await self._match_video(config, request, request_iterator)
            elif request is not None and kind == "frame":
                answer = await self._match_pictures(config, request, request_iterator)
            else:
                raise InvalidInputError(
                    "the clip is empty; send the bytes of a video or frames after the configuration",
                    field=kind or "message",
                )
            return match_pb2.MatchClipResponse(answer=answer)

    async def AssignScenes(
        self,
        request_iterator: AsyncIterator[match_pb2.AssignScenesRequest],
        context: "grpc.aio.ServicerContext[Any, Any]",
    ) -> match_pb2.AssignScenesResponse:
        """Receive many scenes and give each a track of its own."""
        pool = self._engine.pools.slow
        with self._lifecycle.session_slot():
            options = options_of((await first_message(request_iterator, "config")).config)
            model = await run_blocking(pool, self._engine.model, options.model, options.project)
            clips = NamedClips[Scene]("scene", "assigned", pool, max_clip_bytes=self._max_clip_bytes)
            named = await clips.read(request_iterator, partial(SceneViewer, self._engine, model))
            scenes = list(named.values())

            def assign() -> list[Ranked]:
                return assign_scenes(
                    self._engine, model, scenes, max_uses=options.max_uses, excluded=options.excluded
                )

            chosen = await run_blocking(pool, assign)
        return match_pb2.AssignScenesResponse(
            assignments=[
                match_pb2.Assignment(scene=scene.name, match=to_match(ranked))
                for scene, ranked in zip(scenes, chosen, strict=True)
            ],
            tracks_without_features=model.view.tracks_without_features,
        )

    async def _session(
        self, config: match_pb2.SessionConfig, *, field: str = "config", finds_scenes: bool = True
    ) -> Session:
        asked = session_request(config, field=field)
        model = await run_blocking(self._engine.pools.slow, self._engine.model, asked.model, asked.project)
        return Session(self._engine, model, asked.settings, finds_scenes=finds_scenes)

    async def _match_video(
        self,
        config: match_pb2.ClipConfig,
        request: match_pb2.MatchClipRequest,
        rest: AsyncIterator[match_pb2.MatchClipRequest],
    ) -> match_pb2.Answer:
        pool = self._engine.pools.slow
        asked = session_request(config.session, field="config.session")
        model = await run_blocking(pool, self._engine.model, asked.model, asked.project)
        with ClipUpload(self._max_clip_bytes) as upload:
            await run_blocking(pool, upload.write, request.video_chunk)
            async for further in rest:
                _check_same_kind(further, "video_chunk")
                await run_blocking(pool, upload.write, further.video_chunk)
            arrived_s = time.monotonic()

            def match(clip: Path) -> Any:
                return match_clip(
                    self._engine,
                    model,
                    clip,
                    start_s=config.start_s,
                    end_s=config.end_s,
                    settings=asked.settings,
                )

            found = await run_blocking(pool, upload.read_with, match)
        return to_answer(
            found.answer,
            frame_time_us=round(found.answer.time_s * 1e6),
            delay_s=time.monotonic() - arrived_s,
            received=found.frames,
            dropped=0,
        )

    async def _match_pictures(
        self,
        config: match_pb2.ClipConfig,
        request: match_pb2.MatchClipRequest,
        rest: AsyncIterator[match_pb2.MatchClipRequest],
    ) -> match_pb2.Answer:
        session = await self._session(config.session, field="config.session", finds_scenes=False)
        received, first_us = 0, request.frame.capture_time_us

        def add(frame: match_pb2.Frame) -> None:
            time_s = (check_capture_time(frame) - first_us) / 1e6
            session.add(time_s, decode_frame(frame), arrived_s=time.monotonic())

        following: match_pb2.MatchClipRequest | None = request
        while following is not None:
            _check_same_kind(following, "frame")
            await run_blocking(self._engine.pools.live, add, following.frame)
            received, newest_us = received + 1, following.frame.capture_time_us
            following = await _next(rest)
        answer = await run_blocking(self._engine.pools.live, session.answer)
        delay_s = time.monotonic() - answer.arrived_s
        return to_answer(answer, frame_time_us=newest_us, delay_s=delay_s, received=received, dropped=0)


async def _next(requests: AsyncIterator[match_pb2.MatchClipRequest]) -> match_pb2.MatchClipRequest | None:
    async for request in requests:
        return request
    return None


def _check_same_kind(request: match_pb2.MatchClipRequest, kind: str) -> None:
    if request.WhichOneof("message") != kind:
        raise InvalidInputError("a clip must be either the bytes of a video or frames, not both", field=kind)
