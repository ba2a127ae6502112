"""The cues of a project's own file, which teach the daemon."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scenescore.errors import InvalidInputError
from scenescore.v1 import cue_pb2
from scenescore_client.cues import window_of
from scenescore_client.messages import Frame


@dataclass(frozen=True)
class ProjectCue:
    """A cue as a project's file holds it, with something that leads to its track, and a window or frames.

    Attributes
    ----------
    scene : str
        The scene's name, 1 to 200 characters.
    track : str
        ``tracks/{id}``; empty if unknown.
    file : str
        Path of the track's file, absolute or relative to the project's folder, or its name; empty if unknown.
    title : str
        The track's title; empty if unknown.
    model : str
        ``models/{id}`` of the bundle whose sessions use the cue; empty for that of the call.
    window : bytes
        The scene's look as one PNG, WebP or JPEG: pictures of 80×80 pixels side by side, oldest first.
    frames : sequence of Frame or bytes
        The scene's look as frames, as for `Client.add_cue`; 1 to 240 of them.
    stillness : float, optional
        Stillness of the scene, 0 to 1; None if unknown.
    """

    scene: str
    track: str = ""
    file: str = ""
    title: str = ""
    model: str = ""
    window: bytes = b""
    frames: Sequence[Frame | bytes] = ()
    stillness: float | None = None


@dataclass(frozen=True)
class UnresolvedCue:
    """A cue that has no effect yet.

    Attributes
    ----------
    scene : str
        The scene's name.
    title : str
        The track's title; else its file, else the track.
    reason : str
        Why its track isn't found.
    """

    scene: str
    title: str
    reason: str


@dataclass(frozen=True)
class CueSync:
    """How a project's cues have changed.

    Attributes
    ----------
    known, added, removed : int
        Cues that the daemon had, that are new, and that were removed.
    unresolved : tuple of UnresolvedCue
        Cues whose tracks the project lacks. Send them again once their music is imported.
    """

    known: int
    added: int
    removed: int
    unresolved: tuple[UnresolvedCue, ...]

    @classmethod
    def from_proto(cls, message: cue_pb2.SyncCuesResponse) -> "CueSync":
        """Return the dataclass for a message of the contract.

        Parameters
        ----------
        message : cue_pb2.SyncCuesResponse
            What the daemon sent.

        Returns
        -------
        CueSync
            The same in Python's own types.
        """
        unresolved = (UnresolvedCue(one.scene, one.title, one.reason) for one in message.unresolved)
        return cls(message.known, message.added, message.removed, tuple(unresolved))


def sync_requests(project: str, cues: Iterable[ProjectCue], model: str) -> Iterator[cue_pb2.SyncCuesRequest]:
    """Make the messages of a ``SyncCues`` call.

    Parameters
    ----------
    project : str
        ``projects/{id}``.
    cues : iterable of ProjectCue
        All cues of the project.
    model : str
        ``models/{id}`` of the cues that name none; empty if they act with all bundles.

    Yields
    ------
    cue_pb2.SyncCuesRequest
        The common part, then cue after cue.

    Raises
    ------
    InvalidInputError
        A frame or a number can't be used.
    """
    yield cue_pb2.SyncCuesRequest(config=cue_pb2.SyncCuesConfig(project=project, model=model))
    for cue in cues:
        try:
            message = cue_pb2.SyncedCue(
                scene=cue.scene,
                track=cue.track,
                file=cue.file,
                title=cue.title,
                model=cue.model,
                window=cue.window,
                frames=window_of(cue.frames),
                stillness=cue.stillness,
            )
        except (ValueError, TypeError) as error:
            raise InvalidInputError(
                f"the cue of {cue.scene!r} can't be sent: {error}", field="cue"
            ) from error
        yield cue_pb2.SyncCuesRequest(cue=message)
