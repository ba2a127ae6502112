"""ProjectService: the games that are being made, each with its own music and cues."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import grpc

from scenescore.daemon.allowed_roots import AllowedRoots
from scenescore.daemon.messages.project import to_project
from scenescore.daemon.messages.resource_name import parse_id
from scenescore.daemon.run_blocking import run_blocking
from scenescore.daemon.services.pagination import make_token, page_size, read_token
from scenescore.errors import NotFoundError
from scenescore.retrieval.engine import Engine
from scenescore.v1 import project_pb2, project_pb2_grpc

T = TypeVar("T")


class ProjectService(project_pb2_grpc.ProjectServiceServicer):
    """The contract's ``ProjectService``.

    Parameters
    ----------
    engine : Engine
        Holds the library.
    allowed_roots : AllowedRoots
        The folders whose music a project may see.
    """

    def __init__(self, engine: Engine, allowed_roots: AllowedRoots) -> None:
        self._engine = engine
        self._allowed_roots = allowed_roots

    async def OpenProject(
        self, request: project_pb2.OpenProjectRequest, context: "grpc.aio.ServicerContext[Any, Any]"
    ) -> project_pb2.OpenProjectResponse:
        """Register a project, or update what is known of it."""
        asked = request.project
        project_id = parse_id(asked.name, "projects", field="project.name")

        def open_project() -> project_pb2.OpenProjectResponse:
            library = self._engine.library
            before = library.generation
            opened = library.projects.open(
                project_id,
                title=asked.display_name,
                folder=asked.folder,
                music=self._allowed(project_id, asked.music) if asked.music else None,
            )
            if library.generation != before:
                self._engine.follow_library(at_once=True)
            return project_pb2.OpenProjectResponse(
                project=to_project(opened), tracks=library.of_project(opened.id).count()
            )

        return await self._run(open_project)

    async def ListProjects(
        self, request: project_pb2.ListProjectsRequest, context: "grpc.aio.ServicerContext[Any, Any]"
    ) -> project_pb2.ListProjectsResponse:
        """List the projects in the order of their names."""
        size, offset = page_size(request.page_size), read_token(request.page_token)
        found = await self._run(lambda: self._engine.library.projects.page(offset=offset, limit=size + 1))
        return project_pb2.ListProjectsResponse(
            projects=map(to_project, found[:size]),
            next_page_token=make_token(offset + size) if len(found) > size else "",
        )

    def _allowed(self, project_id: str, music: Sequence[str]) -> list[Path]:
        """Return the real paths of music. What the project has already needs no permission."""
        try:
            known = self._engine.library.projects.find(project_id).music
        except NotFoundError:
            known = ()
        return [
            Path(path)
            if path in known
            else self._allowed_roots.resolve(path, field=f"project.music[{place}]", must_exist=False)
            for place, path in enumerate(music)
        ]

    async def _run(self, work: Callable[[], T]) -> T:
        return await run_blocking(self._engine.pools.slow, work)
