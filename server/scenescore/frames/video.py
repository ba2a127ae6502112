"""Reads video files as frames, at any rate."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import av
import numpy as np

from scenescore.errors import BrokenFileError, InvalidInputError, NotFoundError
from scenescore.frames.decode import MAX_PIXELS, MAX_SIDE, to_frame

SUFFIXES: Final = frozenset(
    {".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".flv", ".ogv", ".mpg", ".mpeg", ".ts", ".wmv"}
)
"""Suffixes, in lower case, of the files that count as videos in a folder."""

MAX_FRAMES_PER_SECOND: Final = 240.0
"""Highest rate at which a video can be read, in frames per second."""

# Playlists are missing, because they name other files and addresses.
_OPTIONS: Final = {
    "format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,flv,ogg,mpeg,mpegvideo,mpegts,asf,ivf,nut",
    "protocol_whitelist": "file",
}
# Videos are not refused for tags that are no UTF-8. From PyAV 19 on that is the default.
_TAG_OPTIONS: Final[dict[str, Any]] = (
    {} if int(av.__version__.split(".")[0]) >= 19 else {"metadata_errors": "replace"}
)
_EPSILON_S: Final = 1e-4
"""Containers round timestamps: Matroska to 1 ms, MP4 to its time base."""
_MAX_MISSING_END_S: Final = 1.0
"""A video may end so many seconds before the end in its header and still count as whole."""
_MIN_SEEK_S: Final = 2.0
"""From this start on the file is not decoded from its beginning."""


@dataclass(frozen=True)
class VideoInfo:
    """What the header of a video file says.

    Attributes
    ----------
    duration_s : float
        Length in seconds.
    width, height : int
        Size in pixels.
    frames_per_second : float
        Mean rate; 0 if the file doesn't say.
    has_sound : bool
        Whether there is a sound track.
    """

    duration_s: float
    width: int
    height: int
    frames_per_second: float
    has_sound: bool


def probe(path: str | Path) -> VideoInfo:
    """Read the header of a video file.

    Parameters
    ----------
    path : str or Path
        The file.

    Returns
    -------
    VideoInfo
        Duration, size, rate, and whether there is sound.

    Raises
    ------
    NotFoundError
        There is no such file.
    BrokenFileError
        The file is no video, it has no pictures, or its pictures are beyond the limits.
    """
    with _open(path) as container:
        stream = _pictures(container, Path(path))
        return VideoInfo(
            duration_s=_duration_s(container, stream),
            width=stream.codec_context.width,
            height=stream.codec_context.height,
            frames_per_second=float(stream.average_rate or 0),
            has_sound=bool(container.streams.audio),
        )


def read_frames(
    path: str | Path, *, frames_per_second: float, start_s: float = 0.0, end_s: float | None = None
) -> Iterator[tuple[float, np.ndarray]]:
    """Read the frames that a viewer sees at regular times.

    The times are ``start_s + k / frames_per_second``, as long as they lie before `end_s` and before the end
    of the video. Each comes with the newest picture that is not later. The file is decoded once, from the
    keyframe before `start_s`.

    Parameters
    ----------
    path : str or Path
        The file.
    frames_per_second : float
        Rate, above 0 and at most 240.
    start_s, end_s : float
        The part to read, in seconds from the start of the clip; by default all of it. `end_s` is excluded.

    Yields
    ------
    tuple of float and np.ndarray [shape=(80, 80, 3), uint8]
        Time in seconds from the start of the clip, and the frame in HSV. A frame that is shown at several
        times is the same array.

    Raises
    ------
    NotFoundError
        There is no such file.
    InvalidInputError
        The rate or the part is out of range.
    BrokenFileError
        The file is no video, no picture can be read, or the file is cut. A cut file first yields the frames
        before the cut; the message says how many seconds they are.
    """
    path = Path(path)
    if not 0 < frames_per_second <= MAX_FRAMES_PER_SECOND:
        raise InvalidInputError(
            f"frames_per_second must be above 0, up to {MAX_FRAMES_PER_SECOND:g}, not {frames_per_second}"
        )
    if not (math.isfinite(start_s) and start_s >= 0):
        raise InvalidInputError(f"start_s must be 0 or more seconds, not {start_s}", field="start_s")
    if end_s is not None and not end_s > start_s:
        raise InvalidInputError(f"end_s ({end_s}) must be after start_s ({start_s})", field="end_s")
    _check_exists(path)
    return _sample(path, frames_per_second, start_s, math.inf if end_s is None else end_s)


def _sample(path: Path, rate: float, start_s: float, end_s: float) -> Iterator[tuple[float, np.ndarray]]:
    taken = 0
    held: av.VideoFrame | None = None
    held_until_s = 0.0
    for time_s, shown_s, picture in _decode(path, start_s):
        if held is not None:
            frame: np.ndarray | None = None
            while (slot_s := start_s + taken / rate) < min(time_s - _EPSILON_S, end_s):
                frame = _convert(held, path) if frame is None else frame
                yield slot_s, frame
                taken += 1
        if time_s >= end_s:
            return
        held, held_until_s = picture, time_s + shown_s
    if held is None:
        raise BrokenFileError(path, "no picture can be read from it; record or export it again")
    frame = None
    while (slot_s := start_s + taken / rate) < min(held_until_s - _EPSILON_S, end_s):
        frame = _convert(held, path) if frame is None else frame
        yield slot_s, frame
        taken += 1


def _decode(path: Path, start_s: float) -> Iterator[tuple[float, float, av.VideoFrame]]:
    """Yield time and duration, both in seconds, and picture, from the one shown at `start_s` or earlier."""
    with _open(path) as container:
        stream = _pictures(container, path)
        origin_s = (container.start_time or 0) / av.time_base
        if start_s < _MIN_SEEK_S or not _seek(container, stream, origin_s + start_s):
            yield from _decode_on(path, container, stream, origin_s)
            return
        pictures = _decode_on(path, container, stream, origin_s)
        first = next(pictures, None)
        if first is not None and first[0] <= start_s + _EPSILON_S:
            yield first
            yield from pictures
            return
    # The index led past the start, or the pictures have no times. Read all of the file.
    with _open(path) as container:
        yield from _decode_on(path, container, _pictures(container, path), origin_s)


def _decode_on(
    path: Path, container: "av.container.InputContainer", stream: "av.VideoStream", origin_s: float
) -> Iterator[tuple[float, float, av.VideoFrame]]:
    usual_s = float(1 / (stream.average_rate or Fraction(10)))
    until_s = last_s = -math.inf
    try:
        for picture in container.decode(stream):
            # A picture without a time follows the one before. A time that jumps back is replaced by the last.
            time_s = picture.time - origin_s if picture.time is not None else max(until_s, 0.0)
            time_s = max(time_s, last_s)
            length_s = float((picture.duration or 0) * (picture.time_base or 0)) or usual_s
            last_s, until_s = time_s, time_s + length_s
            yield time_s, length_s, picture
    except av.error.FFmpegError as error:
        reached = f"it breaks off after {max(until_s, 0.0):.1f} s ({error.strerror})"
        raise BrokenFileError(path, f"{reached}; record or export it again") from error
    promised_s = float((stream.duration or 0) * (stream.time_base or 0))
    if stream.start_time is not None:
        promised_s += float(stream.start_time * (stream.time_base or 0)) - origin_s
    if 0 <= until_s < promised_s - _MAX_MISSING_END_S:
        reached = f"it breaks off after {until_s:.1f} s of {promised_s:.1f} s"
        raise BrokenFileError(path, f"{reached}; record or export it again")


def _seek(container: "av.container.InputContainer", stream: "av.VideoStream", time_s: float) -> bool:
    if stream.time_base is None or stream.start_time is None:
        return False
    try:
        container.seek(int(time_s / stream.time_base), stream=stream, backward=True)
    except av.error.FFmpegError:
        return False
    return True


def _convert(picture: av.VideoFrame, path: Path) -> np.ndarray:
    try:
        return to_frame(picture.to_ndarray(format="rgb24"))
    except (InvalidInputError, ValueError, av.error.FFmpegError) as error:
        raise BrokenFileError(path, f"a picture of it can't be used: {error}") from error


def _check_exists(path: Path) -> None:
    if not path.exists():
        raise NotFoundError(f"{path}: there is no such file")
    if not path.is_file():
        raise BrokenFileError(path, "it is not a file; name a video")


def _open(path: str | Path) -> "av.container.InputContainer":
    path = Path(path)
    _check_exists(path)
    try:
        container: av.container.InputContainer = av.open(
            f"file:{path.absolute()}", options=dict(_OPTIONS), **_TAG_OPTIONS
        )
        return container
    except (av.error.FFmpegError, ValueError) as error:
        raise BrokenFileError(
            path,
            f"it can't be read as a video ({getattr(error, 'strerror', error)}); name an MP4 or WebM file",
        ) from error


def _pictures(container: "av.container.InputContainer", path: Path) -> "av.VideoStream":
    for stream in container.streams.video:
        # The cover picture of a song is a video stream, too.
        if stream.disposition & av.stream.Disposition.attached_pic:
            continue
        context = stream.codec_context
        if (
            context.width > MAX_SIDE
            or context.height > MAX_SIDE
            or context.width * context.height > MAX_PIXELS
        ):
            size = f"{context.width}×{context.height}"
            raise BrokenFileError(
                path, f"its pictures are {size} pixels; at most {MAX_SIDE} a side can be read"
            )
        stream.thread_type = "AUTO"
        return stream
    raise BrokenFileError(path, "it holds no pictures; name a video, not a sound file")


def _duration_s(container: "av.container.InputContainer", stream: "av.VideoStream") -> float:
    if container.duration:
        return container.duration / av.time_base
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    # Recordings of a browser have no duration in their header. Their last packet has.
    ends = [
        float((packet.pts + (packet.duration or 0)) * packet.time_base)
        for packet in container.demux(stream)
        if packet.pts is not None
    ]
    return max(ends, default=0.0) - (container.start_time or 0) / av.time_base
