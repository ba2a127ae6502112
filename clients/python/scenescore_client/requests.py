"""Requests as the contract wants them, for both clients."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Final

from scenescore.errors import BrokenFileError, InvalidInputError, NotFoundError
from scenescore.v1 import cue_pb2, library_pb2, match_pb2, model_pb2
from scenescore_client.cues import window_of
from scenescore_client.messages import Frame, SessionConfig

CHUNK_BYTES: Final = 512 * 1024
PAGE_SIZE: Final = 1000


def screen(
    config: SessionConfig | None,
    monitor: int | None,
    region: tuple[int, int, int, int] | None,
    frames_per_second: float,
) -> match_pb2.MatchScreenRequest:
    """Return the request to watch the daemon's screen."""
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
        raise InvalidInputError(f"the part of the screen is out of range: {error}", field="source") from error
    return request


def clip(
    source: str | Path | Iterable[Frame], config: SessionConfig | None, start_s: float, end_s: float
) -> Iterator[match_pb2.MatchClipRequest]:
    """Return the messages that upload a clip, a video file or a series of pictures.

    Raises
    ------
    NotFoundError, BrokenFileError
        The file can't be opened. One that can't be read further later on ends the messages with the latter.
    """
    session = (config or SessionConfig()).to_proto()
    first = match_pb2.MatchClipRequest(
        config=match_pb2.ClipConfig(session=session, start_s=start_s, end_s=end_s)
    )
    if isinstance(source, str | Path):
        chunks = chunks_of(Path(source))
        return chain([first], (match_pb2.MatchClipRequest(video_chunk=data) for data in chunks))
    return chain([first], (match_pb2.MatchClipRequest(frame=frame.to_proto()) for frame in source))


def chunks_of(path: Path) -> Iterator[bytes]:
    """Return a video file's bytes in pieces that fit into a message.

    Raises
    ------
    NotFoundError
        There is no such file. One that can't be read further later on ends them with a `BrokenFileError`.
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
    """Return paths as the daemon takes them: absolute ones stay, others count from the working folder."""
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
    """Return the request to learn a bundle."""
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


def similar(name: str, model: str, top_k: int) -> library_pb2.FindSimilarTracksRequest:
    """Return the request for a track's neighbours."""
    if not 0 <= top_k <= 100:
        raise InvalidInputError(f"top_k must be 0 to 100, not {top_k}", field="top_k")
    return library_pb2.FindSimilarTracksRequest(name=name, model=model, top_k=top_k)


def suggestion(frames: Iterable[Frame]) -> model_pb2.SuggestModelRequest:
    """Return the request for the bundles whose game looks like some pictures."""
    return model_pb2.SuggestModelRequest(frames=[frame.to_proto() for frame in frames])


def cue(
    scene: str, track: str, frames: Iterable[Frame | bytes], session: str, model: str
) -> cue_pb2.AddCueRequest:
    """Return the request to keep a cue."""
    return cue_pb2.AddCueRequest(
        scene=scene, track=track, frames=window_of(frames), session=session, model=model
    )


class Outgoing:
    """A call's messages. What goes wrong while they are drawn is kept: gRPC would only log it."""

    def __init__(self, messages: Iterator[Any]) -> None:
        self._messages = messages
        self._error: Exception | None = None

    def __iter__(self) -> Iterator[Any]:
        """Yield them up to what can't be drawn."""
        try:
            yield from self._messages
        except Exception as error:
            self._error = error

    def check(self) -> None:
        """Raise what has gone wrong."""
        if self._error is not None:
            raise self._error
