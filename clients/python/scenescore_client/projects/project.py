"""Projects: what a client registers, and what the daemon says of it."""

from dataclasses import dataclass

from scenescore.v1 import project_pb2


@dataclass(frozen=True)
class Project:
    """One game that is being made.

    Attributes
    ----------
    name : str
        ``projects/{id}``.
    display_name : str
        The game's name for people.
    folder : str
        The project's folder on the daemon's machine; empty if unknown.
    music : tuple of str
        Its music folders and single files, as absolute paths on the daemon's machine.
    """

    name: str
    display_name: str = ""
    folder: str = ""
    music: tuple[str, ...] = ()

    @classmethod
    def from_proto(cls, message: project_pb2.Project) -> "Project":
        """Return the dataclass for a message of the contract.

        Parameters
        ----------
        message : project_pb2.Project
            What the daemon sent.

        Returns
        -------
        Project
            The same in Python's own types.
        """
        return cls(message.name, message.display_name, message.folder, tuple(message.music))


@dataclass(frozen=True)
class OpenedProject:
    """A project as it is after it was opened.

    Attributes
    ----------
    project : Project
        The project.
    tracks : int
        Tracks that it sees.
    """

    project: Project
    tracks: int

    @classmethod
    def from_proto(cls, message: project_pb2.OpenProjectResponse) -> "OpenedProject":
        """Return the dataclass for a message of the contract.

        Parameters
        ----------
        message : project_pb2.OpenProjectResponse
            What the daemon sent.

        Returns
        -------
        OpenedProject
            The same in Python's own types.
        """
        return cls(Project.from_proto(message.project), message.tracks)
