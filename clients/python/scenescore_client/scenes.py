"""Many scenes, each with its own track."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scenescore.errors import InvalidInputError
from scenescore.v1 import match_pb2
from scenescore_client.messages import Frame, Match
from scenescore_client.requests import file_chunks


@dataclass(frozen=True)
class Scene:
    """A scene that needs a track.

    Attributes
    ----------
    name : str
        The scene's name, 1 to 200 characters, unique among the scenes.
    source : str, Path or iterable of Frame
        The scene's look: a video file, or a series of pictures.
    pinned_track : str
        ``tracks/{id}`` of the track that the scene must get; empty for a free choice.
    """

    name: str
    source: str | Path | Iterable[Frame]
    pinned_track: str = ""


@dataclass(frozen=True)
class Assignment:
    """The track that a scene gets.

    Attributes
    ----------
    scene : str
        The scene's name.
    match : Match
        The scene's track. Its `rank` is the place in the ranking for this scene alone.
    """

    scene: str
    match: Match

    @classmethod
    def from_proto(cls, message: match_pb2.Assignment) -> "Assignment":
        """Return the dataclass for a message of the contract.

        Parameters
        ----------
        message : match_pb2.Assignment
            What the daemon sent.

        Returns
        -------
        Assignment
            The same in Python's own types.
        """
        return cls(message.scene, Match.from_proto(message.match))


def assignment_requests(
    scenes: Iterable[Scene],
    model: str,
    max_uses_per_track: int,
    excluded_tracks: Sequence[str],
    project: str = "",
) -> Iterator[match_pb2.AssignScenesRequest]:
    """Make the messages of an ``AssignScenes`` call.

    Parameters
    ----------
    scenes : iterable of Scene
        1 to 100 scenes.
    model : str
        ``models/{id}`` of the bundle to predict with; empty for the daemon's default.
    max_uses_per_track : int
        How many scenes may share one track; 0 for 1.
    excluded_tracks : sequence of str
        ``tracks/{id}`` of tracks that must not be used.
    project : str
        ``projects/{id}``; empty for the default project.

    Yields
    ------
    match_pb2.AssignScenesRequest
        The settings, then each scene with its pictures or its video.

    Raises
    ------
    InvalidInputError
        `max_uses_per_track` or a frame is out of range.
    NotFoundError, BrokenFileError
        A video doesn't exist or can't be read.
    """
    try:
        config = match_pb2.AssignConfig(
            model=model,
            max_uses_per_track=max_uses_per_track,
            excluded_tracks=excluded_tracks,
            project=project,
        )
    except ValueError as error:
        raise InvalidInputError(
            f"max_uses_per_track is out of range: {error}", field="config.max_uses_per_track"
        ) from error
    yield match_pb2.AssignScenesRequest(config=config)
    for scene in scenes:
        head = match_pb2.AssignScene(name=scene.name, pinned_track=scene.pinned_track)
        yield match_pb2.AssignScenesRequest(scene=head)
        if isinstance(scene.source, str | Path):
            for data in file_chunks(Path(scene.source)):
                yield match_pb2.AssignScenesRequest(video_chunk=data)
        else:
            for frame in scene.source:
                yield match_pb2.AssignScenesRequest(frame=frame.to_proto())
