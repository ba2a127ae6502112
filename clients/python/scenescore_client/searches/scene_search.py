"""Parts of clips that a track would fit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from scenescore.errors import InvalidInputError
from scenescore.v1 import library_pb2
from scenescore_client.messages import Frame
from scenescore_client.requests import file_chunks


@dataclass(frozen=True)
class SearchedClip:
    """A clip to search.

    Attributes
    ----------
    name : str
        The clip's name, 1 to 200 characters, unique among the clips.
    source : str, Path or iterable of Frame
        A video file, or a series of pictures.
    """

    name: str
    source: str | Path | Iterable[Frame]


@dataclass(frozen=True)
class FoundScene:
    """A part of a clip that a track would fit.

    Attributes
    ----------
    rank : int
        Place in the ranking, from 1.
    clip : str
        The clip's name.
    start_s, end_s : float
        The part, seconds from the clip's first picture.
    distance : float
        Earth Mover's Distance between the prediction for the part and the track, 0 or more; lower is closer.
    fit : float
        How well the track fits the part, 0 to 1: the share of the other tracks that are no closer.
    """

    rank: int
    clip: str
    start_s: float
    end_s: float
    distance: float
    fit: float

    @classmethod
    def from_proto(cls, message: library_pb2.FoundScene) -> "FoundScene":
        """Return the dataclass for a message of the contract.

        Parameters
        ----------
        message : library_pb2.FoundScene
            What the daemon sent.

        Returns
        -------
        FoundScene
            The same in Python's own types.
        """
        return cls(message.rank, message.clip, message.start_s, message.end_s, message.distance, message.fit)


def scene_requests(
    track: str, clips: Iterable[SearchedClip], model: str, top_k: int, project: str
) -> Iterator[library_pb2.FindScenesForTrackRequest]:
    """Make the messages of a ``FindScenesForTrack`` call.

    Parameters
    ----------
    track : str
        ``tracks/{id}``.
    clips : iterable of SearchedClip
        1 to 100 clips.
    model : str
        ``models/{id}`` of the bundle to predict with; empty for the daemon's default.
    top_k : int
        How many parts, 1 to 100; 0 for the daemon's default.
    project : str
        ``projects/{id}``; empty for the default.

    Yields
    ------
    library_pb2.FindScenesForTrackRequest
        The settings, then each clip with its pictures or its video.

    Raises
    ------
    InvalidInputError
        `top_k` or a frame is out of range.
    NotFoundError, BrokenFileError
        A video doesn't exist or can't be read.
    """
    if not 0 <= top_k <= 100:
        raise InvalidInputError(f"top_k must be 0 to 100, not {top_k}", field="config.top_k")
    config = library_pb2.FindScenesConfig(track=track, model=model, top_k=top_k, project=project)
    yield library_pb2.FindScenesForTrackRequest(config=config)
    for clip in clips:
        yield library_pb2.FindScenesForTrackRequest(clip=library_pb2.SearchedClip(name=clip.name))
        if isinstance(clip.source, str | Path):
            for data in file_chunks(Path(clip.source)):
                yield library_pb2.FindScenesForTrackRequest(video_chunk=data)
        else:
            for frame in clip.source:
                yield library_pb2.FindScenesForTrackRequest(frame=frame.to_proto())
