"""CueService: the user's decisions, which take effect in sessions at once."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, TypeVar

import grpc
import numpy as np

from scenescore.daemon.messages.cue import read_window, to_cue
from scenescore.daemon.messages.project import library_of
from scenescore.daemon.messages.resource_name import parse_id
from scenescore.daemon.run_blocking import run_blocking
from scenescore.daemon.services.pagination import make_token, page_size, read_token
from scenescore.daemon.streams.cue_sync_stream import read_cues, to_response
from scenescore.daemon.streams.first_message import first_message
from scenescore.errors import InvalidInputError
from scenescore.frames.stillness import measure_stillness
from scenescore.library.project.sync import SyncReport, sync_cues
from scenescore.library.store.cues.cue_store import Cue, check_scene
from scenescore.library.store.projects import DEFAULT_PROJECT
from scenescore.retrieval.engine import Engine
from scenescore.session.registry import SessionRegistry
from scenescore.session.session import Session
from scenescore.v1 import cue_pb2, cue_pb2_grpc

T = TypeVar("T")


class CueService(cue_pb2_grpc.CueServiceServicer):
    """The contract's ``CueService``.

    Parameters
    ----------
    engine : Engine
        Holds the library and the sessions' bundles.
    sessions : SessionRegistry
        The sessions whose windows a cue can be made of.
    """

    def __init__(self, engine: Engine, sessions: SessionRegistry) -> None:
        self._engine = engine
        self._sessions = sessions

    async def AddCue(
        self, request: cue_pb2.AddCueRequest, context: "grpc.aio.ServicerContext[Any, Any]"
    ) -> cue_pb2.AddCueResponse:
        """Add a cue."""
        track_id = parse_id(request.track, "tracks", field="track")
        parse_id(request.model, "models", field="model", optional=True)
        parse_id(request.session, "sessions", field="session", optional=True)
        parse_id(request.project, "projects", field="project", optional=True)
        check_scene(request.scene)

        def add() -> Cue:
            session = self._session_of(request)
            project = f"projects/{session.project}" if session is not None else request.project
            library = library_of(self._engine.library, project)
            track = library.track(track_id)
            if session is None:
                model, frames = self._window_of(request)
                still = measure_stillness(frames)
            else:
                model, frames, still = session.model, session.scene_pictures(), session.scene_stillness()
            cue = library.cues.add(request.scene, track.id, model, frames, stillness=still)
            if session is not None:
                session.grow_cue(cue.id)
            self._engine.follow_cues()
            return cue

        return cue_pb2.AddCueResponse(cue=to_cue(await self._run(add)))

    async def ListCues(
        self, request: cue_pb2.ListCuesRequest, context: "grpc.aio.ServicerContext[Any, Any]"
    ) -> cue_pb2.ListCuesResponse:
        """List the cues in the order in which they were added."""
        size, offset = page_size(request.page_size), read_token(request.page_token)

        def read() -> list[Cue]:
            library = library_of(self._engine.library, request.project)
            return library.cues.page(offset=offset, limit=size + 1)

        cues = await self._run(read)
        return cue_pb2.ListCuesResponse(
            cues=map(to_cue, cues[:size]),
            next_page_token=make_token(offset + size) if len(cues) > size else "",
        )

    async def DeleteCue(
        self, request: cue_pb2.DeleteCueRequest, context: "grpc.aio.ServicerContext[Any, Any]"
    ) -> cue_pb2.DeleteCueResponse:
        """Delete a cue."""
        cue_id = parse_id(request.name, "cues", field="name")

        def delete() -> None:
            self._engine.library.cues.delete(cue_id)
            self._engine.follow_cues()

        await self._run(delete)
        return cue_pb2.DeleteCueResponse()

    async def SyncCues(
        self,
        request_iterator: AsyncIterator[cue_pb2.SyncCuesRequest],
        context: "grpc.aio.ServicerContext[Any, Any]",
    ) -> cue_pb2.SyncCuesResponse:
        """Replace the cues of a project by those of its file."""
        config = (await first_message(request_iterator, "config")).config
        model = parse_id(config.model, "models", field="config.model", optional=True)
        library = await self._run(
            lambda: library_of(self._engine.library, config.project, field="config.project")
        )
        if library.project == DEFAULT_PROJECT:
            raise InvalidInputError(
                "config.project must name a project: the default one has no file", field="config.project"
            )
        cues = await read_cues(request_iterator, model)

        def sync() -> SyncReport:
            folder = library.projects.find(library.project or "").folder
            report = sync_cues(library, Path(folder) if folder else None, cues)
            self._engine.follow_cues()
            return report

        return to_response(await self._run(sync))

    def _window_of(self, request: cue_pb2.AddCueRequest) -> tuple[str, np.ndarray]:
        """Return the bundle's id and the frames that were sent [shape=(steps, 80, 80, 3), uint8]."""
        bundle = self._engine.model(request.model.removeprefix("models/")).bundle
        return bundle.name, read_window(request.frames, bundle.steps)

    def _session_of(self, request: cue_pb2.AddCueRequest) -> Session | None:
        """Return the open session that the cue is made of; None if the request has frames instead."""
        if not request.session:
            return None
        if request.frames:
            raise InvalidInputError(
                f"session and {len(request.frames)} frames were sent; a cue has one window, so send only one",
                field="session",
            )
        session = self._sessions.find(request.session.removeprefix("sessions/"))
        if request.model and request.model != f"models/{session.model}":
            raise InvalidInputError(
                f"model must be the session's, 'models/{session.model}', or empty, not {request.model!r}",
                field="model",
            )
        if request.project and request.project != f"projects/{session.project}":
            raise InvalidInputError(
                f"project must be the session's, 'projects/{session.project}', or empty, not "
                f"{request.project!r}",
                field="project",
            )
        return session

    async def _run(self, work: Callable[[], T]) -> T:
        return await run_blocking(self._engine.pools.slow, work)
