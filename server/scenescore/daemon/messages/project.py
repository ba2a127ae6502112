"""Projects as messages, and the library as the project of a request sees it."""

from scenescore.daemon.messages.resource_name import parse_id
from scenescore.library.store.library import Library
from scenescore.library.store.projects import DEFAULT_PROJECT, Project
from scenescore.v1 import project_pb2


def library_of(library: Library, project: str, *, field: str = "project") -> Library:
    """Return the library as the project of a request sees it.

    Parameters
    ----------
    library : Library
        The library.
    project : str
        The project's resource name; empty for the default project.
    field : str
        The request's field, for errors.

    Returns
    -------
    Library
        With the project's tracks and cues.

    Raises
    ------
    InvalidInputError
        It is no project's name.
    NotFoundError
        No client has opened the project.
    """
    project_id = parse_id(project, "projects", field=field, optional=True)
    return library.of_project(library.projects.find(project_id or DEFAULT_PROJECT).id)


def to_project(project: Project) -> project_pb2.Project:
    """Return the message for a project.

    Parameters
    ----------
    project : Project
        The project.

    Returns
    -------
    scenescore.v1.Project
    """
    return project_pb2.Project(
        name=project.name, display_name=project.title, folder=project.folder, music=project.music
    )
