"""CueService: the user's own decisions, which sessions learn from at once."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import grpc
import numpy as np
from google.protobuf.timestamp_pb2 import Timestamp

from scenescore.daemon.services.messages import check_count, id_of
from scenescore.daemon.services.pagination import make_token, page_size, read_token
from scenescore.errors import InvalidInputError
from scenescore.frames.decode import SIDE
from scenescore.frames.stillness import stillness_of
from scenescore.library.store.cues import Cue, check_scene
from scenescore.retrieval.engine import Engine
from scenescore.session.registry import OpenSessions
from scenescore.session.session import Session
from scenescore.v1 import cue_pb2, cue_pb2_grpc

T = TypeVar("T")

FRAME_BYTES = SIDE * SIDE * 3


class CueService(cue_pb2_grpc.CueServiceServicer):
    """Answers the contract's ``CueService``.

    Parameters
    ----------
    engine : Engine
        Holds the library, and the sessions' bundles.
    open_sessions : OpenSessions
        The sessions whose windows a cue may take.
    """

    def __init__(self, engine: Engine, open_sessions: OpenSessions) -> None:
        self._engine = engine
        self._open_sessions = open_sessions

    async def AddCue(
        self, request: cue_pb2.AddCueRequest, context: "grpc.aio.ServicerContext[Any, Any]"
    ) -> cue_pb2.AddCueResponse:
        """Keep a decision."""
        track_id = id_of(request.track, "tracks", field="track")
        id_of(request.model, "models", field="model", optional=True)
        id_of(request.session, "sessions", field="session", optional=True)
        check_scene(request.scene)

        def add() -> Cue:
            track = self._engine.library.track(track_id)
            session = self._session_of(request)
            if session is None:
                model, frames = self._window_of(request)
                still = stillness_of(frames)
            else:
                model, frames, still = session.model, session.scene_pictures(), session.scene_stillness()
            cue = self._engine.library.cues.add(request.scene, track.id, model, frames, stillness=still)
            if session is not None:
                session.grow_cue(cue.id)
            self._engine.follow_cues()
            return cue

        return cue_pb2.AddCueResponse(cue=to_cue(await self._slowly(add)))

    async def ListCues(
        self, request: cue_pb2.ListCuesRequest, context: "grpc.aio.ServicerContext[Any, Any]"
    ) -> cue_pb2.ListCuesResponse:
        """List the cues in the order they were made."""
        size, offset = page_size(request.page_size), read_token(request.page_token)
        cues = await self._slowly(lambda: self._engine.library.cues.page(offset=offset, limit=size + 1))
        return cue_pb2.ListCuesResponse(
            cues=map(to_cue, cues[:size]),
            next_page_token=make_token(offset + size) if len(cues) > size else "",
        )

    async def DeleteCue(
        self, request: cue_pb2.DeleteCueRequest, context: "grpc.aio.ServicerContext[Any, Any]"
    ) -> cue_pb2.DeleteCueResponse:
        """Forget a cue."""
        cue_id = id_of(request.name, "cues", field="name")

        def delete() -> None:
            self._engine.library.cues.delete(cue_id)
            self._engine.follow_cues()

        await self._slowly(delete)
        return cue_pb2.DeleteCueResponse()

    def _window_of(self, request: cue_pb2.AddCueRequest) -> tuple[str, np.ndarray]:
        """Return the bundle's id and the frames that were sent [shape=(steps, 80, 80, 3), uint8]."""
        bundle = self._engine.model(request.model.removeprefix("models/")).bundle
        return bundle.name, read_window(request.frames, bundle.steps)

    def _session_of(self, request: cue_pb2.AddCueRequest) -> Session | None:
        """Return the open session that a cue is made of; None where frames are sent."""
        if not request.session:
            return None
        if request.frames:
            raise InvalidInputError(
                f"session and {len(request.frames)} frames were sent: a cue has one window, so leave one out",
                field="session",
            )
        session = self._open_sessions.find(request.session.removeprefix("sessions/"))
        if request.model and request.model != f"models/{session.model}":
            raise InvalidInputError(
                f"model must be the session's, 'models/{session.model}', or empty, not {request.model!r}",
                field="model",
            )
        return session

    async def _slowly(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._engine.slow, work)


def read_window(frames: Sequence[bytes], steps: int) -> np.ndarray:
    """Read a window's frames.

    Parameters
    ----------
    frames : sequence of bytes
        HSV, oldest first.
    steps : int
        How many there must be.

    Returns
    -------
    np.ndarray [shape=(steps, 80, 80, 3), uint8]

    Raises
    ------
    InvalidInputError
        Another number of them, or one of another size.
    """
    check_count(len(frames), steps, steps, field="frames")
    for place, frame in enumerate(frames):
        if len(frame) != FRAME_BYTES:
            raise InvalidInputError(
                f"frames[{place}] has {len(frame)} bytes; send {SIDE}×{SIDE} HSV pixels, {FRAME_BYTES} bytes",
                field=f"frames[{place}]",
            )
    return np.frombuffer(b"".join(frames), np.uint8).reshape(steps, SIDE, SIDE, 3)


def to_cue(cue: Cue) -> cue_pb2.Cue:
    """Return the message for a cue."""
    created = Timestamp()
    created.FromMicroseconds(round(cue.create_time_s * 1_000_000))
    return cue_pb2.Cue(
        name=cue.name,
        scene=cue.scene,
        track=f"tracks/{cue.track_id}",
        model=f"models/{cue.model}",
        create_time=created,
    )
