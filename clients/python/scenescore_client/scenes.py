"""Many scenes at once, each with its own track."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scenescore.errors import InvalidInputError
from scenescore.v1 import match_pb2
from scenescore_client.messages import Frame, Match
from scenescore_client.requests import chunks_of


@dataclass(frozen=True)
class Scene:
    """A scene that wants a track.

    Attributes
    ----------
    name : str
        Its name, 1 to 200 characters, unique among the scenes.
    source : str, Path or iterable of Frame
        What it looks like: a video file, or a series of pictures.
    pinned_track : str
        A track that it must get, ``tracks/{id}``; empty for a free choice.
    """

    name: str
    source: str | Path | Iterable[Frame]
    pinned_track: str = ""


@dataclass(frozen=True)
class Assignment:
    """Which track a scene gets.

    Attributes
    ----------
    scene : str
        The scene's name.
    match : Match
        Its track; `rank` tells where it stood for this scene alone.
    """

    scene: str
    match: Match

    @classmethod
    def from_proto(cls, message: match_pb2.Assignment) -> "Assignment":
        """Read the message."""
        return cls(message.scene, Match.from_proto(message.match))


def assigning(
    scenes: Iterable[Scene], model: str, max_uses_per_track: int, excluded_tracks: Sequence[str]
) -> Iterator[match_pb2.AssignScenesRequest]:
    """Yield the messages that ask for an assignment.

    Raises
    ------
    NotFoundError, BrokenFileError
        A video isn't there, or can't be read.
    """
    try:
        config = match_pb2.AssignConfig(
            model=model, max_uses_per_track=max_uses_per_track, excluded_tracks=excluded_tracks
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
            for data in chunks_of(Path(scene.source)):
                yield match_pb2.AssignScenesRequest(video_chunk=data)
        else:
            for frame in scene.source:
                yield match_pb2.AssignScenesRequest(frame=frame.to_proto())
