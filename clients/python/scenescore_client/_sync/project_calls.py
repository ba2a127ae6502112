# Generated from scenescore_client/_async/project_calls.py by generate_sync.py. Do not edit.
"""Calls of the projects: the games that are being made."""

from collections.abc import Sequence
from pathlib import Path

from scenescore.v1 import project_pb2
from scenescore.v1.project_pb2_grpc import ProjectServiceStub
from scenescore_client import requests
from scenescore_client._sync.calls import Calls
from scenescore_client.projects.project import OpenedProject, Project


class ProjectCalls(Calls):
    """Registers and lists projects."""

    def open_project(
        self,
        name: str,
        *,
        display_name: str = "",
        folder: str | Path = "",
        music: Sequence[str | Path] = (),
    ) -> OpenedProject:
        """Register a project, or update its name and its music. It imports nothing.

        Parameters
        ----------
        name : str
            ``projects/{id}``. Make the id once, with a random part, and keep it in the project's files.
        display_name : str
            The game's name for people, at most 200 characters; empty to keep the one that is known.
        folder : str or Path
            The project's folder on the daemon's machine; empty to keep the one that is known.
        music : sequence of str or Path
            Its music folders and files, in place of those that it had; empty to keep those.

        Returns
        -------
        OpenedProject
            The project as it is now.

        Raises
        ------
        PermissionDeniedError
            Music lies outside the daemon's ``--allow-root`` folders.
        InvalidInputError
            The name has another form.
        """
        project = project_pb2.Project(
            name=name,
            display_name=display_name,
            folder=str(Path(folder).absolute()) if folder else "",
            music=requests.absolute(music),
        )
        request = project_pb2.OpenProjectRequest(project=project)
        return OpenedProject.from_proto(self._ask(ProjectServiceStub, "OpenProject", request))

    def list_projects(self) -> list[Project]:
        """Return all projects that were opened.

        Returns
        -------
        list of Project
            Sorted by display name.

        Raises
        ------
        ScenescoreError
            The daemon can't be reached or refuses the call.
        """
        request = project_pb2.ListProjectsRequest(page_size=requests.PAGE_SIZE)
        pages = self._pages(ProjectServiceStub, "ListProjects", request)
        return [Project.from_proto(project) for page in pages for project in page.projects]
