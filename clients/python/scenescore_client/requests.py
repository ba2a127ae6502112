"""The requests of the contract, made from the client's arguments."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Final

from scenescore.errors import BrokenFileError, InvalidInputError, NotFoundError
from scenescore.v1 import library_pb2, match_pb2, model_pb2
from scenescore_client.messages import Frame, SessionConfig

CALL_TIMEOUT_S: Final = 60.0
"""Time limit of a call with one response."""
CHUNK_BYTES: Final = 512 * 1024
"""Size of the pieces in which a video file is sent. A message may hold 1 MiB."""
PAGE_SIZE: Final = 1000
"""Entries in a page of a list: the largest size that the daemon accepts."""


def screen(
    config: SessionConfig | None,
    monitor: int | None,
    region: tuple[int, int, int, int] | None,
    frames_per_second: float,
) -> match_pb2.MatchScreenRequest:
    """Make the request of a ``MatchScreen`` call.

    Parameters
    ----------
    config : SessionConfig or None
        The session's settings.
    monitor : int or None
        From 1; 0 for all monitors together.
    region : tuple of int or None
        Left, top, width and height in pixels.
    frames_per_second : float
        1 to 30; 0 for the daemon's default.

    Returns
    -------
    match_pb2.MatchScreenRequest

    Raises
    ------
    InvalidInputError
        A monitor and a region are given, or a value is out of range.
    """
    if monitor is not None and region is not None:
        raise InvalidInputError("give a monitor or a region, not both", field="source")
    request = match_pb2.MatchScreenRequest(
        config=(config or SessionConfig()).to_proto(), frames_per_second=frames_per_second
    )
    try:
        if region is not None:
            left, top, width, height = region
            request.region.CopyFrom(match_pb2.ScreenRegion(left=left, top=top, width=width, height=height))
        elif monitor is not None:
            request.monitor = monitor
    except ValueError as error:
        raise InvalidInputError(
            f"the monitor or the region is out of range: {error}", field="source"
        ) from error
    return request


def clip(
    source: str | Path | Iterable[Frame], config: SessionConfig | None, start_s: float, end_s: float
) -> Iterator[match_pb2.MatchClipRequest]:
    """Make the messages of a ``MatchClip`` call.

    Parameters
    ----------
    source : str, Path or iterable of Frame
        A video file, or a series of pictures.
    config : SessionConfig or None
        The session's settings.
    start_s, end_s : float
        The part of a video to use, seconds; an `end_s` of 0 is the video's end.

    Returns
    -------
    iterator of match_pb2.MatchClipRequest
        The settings, then the video or the pictures. It raises a `BrokenFileError` if the file can't be read.

    Raises
    ------
    InvalidInputError
        A setting is out of range.
    NotFoundError
        There is no such file.
    """
    session = (config or SessionConfig()).to_proto()
    first = match_pb2.MatchClipRequest(
        config=match_pb2.ClipConfig(session=session, start_s=start_s, end_s=end_s)
    )
    if isinstance(source, str | Path):
        chunks = file_chunks(Path(source))
        return chain([first], (match_pb2.MatchClipRequest(video_chunk=data) for data in chunks))
    return chain([first], (match_pb2.MatchClipRequest(frame=frame.to_proto()) for frame in source))


def file_chunks(path: Path) -> Iterator[bytes]:
    """Read a file in pieces that fit into a message.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    iterator of bytes
        The pieces, at most `CHUNK_BYTES` each. It raises a `BrokenFileError` if the file can't be read.

    Raises
    ------
    NotFoundError
        There is no such file.
    """
    if not path.is_file():
        raise NotFoundError(f"{path}: there is no such file")
    return _chunks(path)


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while data := file.read(CHUNK_BYTES):
                yield data
    except OSError as error:
        raise BrokenFileError(path, f"it can't be read: {error}") from error


def absolute(paths: Sequence[str | Path]) -> list[str]:
    """Return absolute paths, as the daemon expects them.

    Parameters
    ----------
    paths : sequence of str or Path
        Absolute, or relative to the working folder.

    Returns
    -------
    list of str
        In the same order.
    """
    return [str(Path(path).absolute()) for path in paths]


def training(
    model_id: str,
    game: str,
    videos: Sequence[str | Path],
    *,
    preset: str,
    features: Sequence[str],
    steps: int,
    epochs: int,
    seed: int,
    precision: str,
) -> model_pb2.TrainModelRequest:
    """Make the request of a ``TrainModel`` call. The parameters are those of `Client.train_model`.

    Returns
    -------
    model_pb2.TrainModelRequest

    Raises
    ------
    InvalidInputError
        A number is out of range.
    """
    try:
        return model_pb2.TrainModelRequest(
            model_id=model_id,
            game=game,
            videos=absolute(videos),
            preset=preset,
            features=features,
            steps=steps,
            epochs=epochs,
            seed=seed,
            precision=precision,
        )
    except ValueError as error:
        raise InvalidInputError(f"steps, epochs or seed is out of range: {error}") from error


def similar(name: str, model: str, top_k: int, project: str = "") -> library_pb2.FindSimilarTracksRequest:
    """Make the request of a ``FindSimilarTracks`` call.

    Parameters
    ----------
    name : str
        ``tracks/{id}``.
    model : str
        ``models/{id}``; empty for the daemon's default.
    top_k : int
        1 to 100; 0 for the daemon's default.
    project : str
        ``projects/{id}``; empty for the default project.

    Returns
    -------
    library_pb2.FindSimilarTracksRequest

    Raises
    ------
    InvalidInputError
        `top_k` is out of range.
    """
    if not 0 <= top_k <= 100:
        raise InvalidInputError(f"top_k must be 0 to 100, not {top_k}", field="top_k")
    return library_pb2.FindSimilarTracksRequest(name=name, model=model, top_k=top_k, project=project)


def suggestion(frames: Iterable[Frame]) -> model_pb2.SuggestModelRequest:
    """Make the request of a ``SuggestModel`` call.

    Parameters
    ----------
    frames : iterable of Frame
        1 to 100 pictures.

    Returns
    -------
    model_pb2.SuggestModelRequest

    Raises
    ------
    InvalidInputError
        A frame is out of range.
    """
    return model_pb2.SuggestModelRequest(frames=[frame.to_proto() for frame in frames])


class Upload:
    """The messages of a call that uploads.

    An error that occurs while a message is made is kept for the caller, because gRPC would only log it.

    Parameters
    ----------
    messages : iterator
        The messages.
    """

    def __init__(self, messages: Iterator[Any]) -> None:
        self._messages = messages
        self._error: Exception | None = None

    def __iter__(self) -> Iterator[Any]:
        """Yield the messages until the end or until an error."""
        try:
            yield from self._messages
        except Exception as error:
            self._error = error

    def check(self) -> None:
        """Raise the error that ended the messages, if there was one.

        Raises
        ------
        Exception
            Whatever the messages' source has raised.
        """
        if self._error is not None:
            raise self._error
