"""Decodes the pictures of a video file with FFmpeg's libraries."""

import math
from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any, Final

import av
import numpy as np

from scenescore.codec_id import codec_id
from scenescore.errors import BrokenFileError, InvalidInputError
from scenescore.frames.decode import MAX_PIXELS, MAX_SIDE, to_frame
from scenescore.frames.orientation import orientation_of_video
from scenescore.frames.timed_picture import TimedPicture

EPSILON_S: Final = 1e-4
"""Containers round timestamps: Matroska to 1 ms, MP4 to its time base."""

# Playlists are missing, because they name other files and addresses.
_OPTIONS: Final = {
    "format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,flv,ogg,mpeg,mpegvideo,mpegts,asf,ivf,nut",
    "protocol_whitelist": "file",
}
# Videos are not refused for tags that are no UTF-8. From PyAV 19 on that is the default.
_TAG_OPTIONS: Final[dict[str, Any]] = (
    {} if int(av.__version__.split(".")[0]) >= 19 else {"metadata_errors": "replace"}
)
_MAX_MISSING_END_S: Final = 1.0
"""A video may end so many seconds before the end in its header and still count as whole."""
_MIN_SEEK_S: Final = 2.0
"""From this start on the file is not decoded from its beginning."""


def open_video(path: Path) -> "av.container.InputContainer":
    """Open a video file.

    Parameters
    ----------
    path : Path
        An existing file.

    Returns
    -------
    av.container.InputContainer
        The caller closes it.

    Raises
    ------
    BrokenFileError
        The file is no video.
    """
    try:
        container: av.container.InputContainer = av.open(
            f"file:{path.absolute()}", options=dict(_OPTIONS), **_TAG_OPTIONS
        )
        return container
    except (av.error.FFmpegError, ValueError) as error:
        raise BrokenFileError(
            path,
            f"it can't be read as a video ({getattr(error, 'strerror', error)}); name an MP4, WebM, MKV, "
            "MOV, AVI, FLV, OGV, MPEG, TS, WMV, IVF or NUT file, a GIF, WebP or APNG animation, or a still "
            "(PNG, JPEG, WebP, BMP)",
        ) from error


def picture_track(container: "av.container.InputContainer", path: Path) -> "av.VideoStream":
    """Choose the track with the pictures.

    Parameters
    ----------
    container : av.container.InputContainer
        An open file.
    path : Path
        The same file, for the errors.

    Returns
    -------
    av.VideoStream
        The first that is no cover of a song.

    Raises
    ------
    BrokenFileError
        There is none, nothing can decode it, or its pictures are beyond the limits.
    """
    for stream in container.streams.video:
        # The cover picture of a song is a video stream, too.
        if stream.disposition & av.stream.Disposition.attached_pic:
            continue
        context = stream.codec_context
        if context is None:
            named = codec_id(path, "picture")
            raise BrokenFileError(
                path, f"its pictures have a codec that can't be decoded ({named}); export it as H.264 or VP9"
            )
        size = f"{context.width}×{context.height}"
        if max(context.width, context.height) > MAX_SIDE or context.width * context.height > MAX_PIXELS:
            raise BrokenFileError(
                path, f"its pictures are {size} pixels; at most {MAX_SIDE} a side can be read"
            )
        stream.thread_type = "AUTO"
        return stream
    raise BrokenFileError(path, "it holds no pictures; name a video, not a sound file")


def pictures_end_s(path: Path) -> float:
    """Return when the last picture of a video ends. The sound may go on, and the header then tells its end.

    Parameters
    ----------
    path : Path
        The video.

    Returns
    -------
    float
        Seconds from the start of the clip; 0 for a video without pictures.

    Raises
    ------
    BrokenFileError
        The file is no video.
    """
    with open_video(path) as container:
        stream = picture_track(container, path)
        # From the last keyframe on, which is near the end. Recordings of a browser tell no end.
        if container.duration and _seek(container, stream, _origin_s(container) + container.duration / 1e6):
            end_s = _last_packet_end_s(container, stream)
            if end_s > 0:
                return end_s
    with open_video(path) as container:
        return _last_packet_end_s(container, picture_track(container, path))


def read_video(path: Path, start_s: float) -> Iterator[TimedPicture]:
    """Decode the pictures of a video.

    Parameters
    ----------
    path : Path
        The video.
    start_s : float
        Seconds from the start of the clip.

    Yields
    ------
    TimedPicture
        From the one that is shown at `start_s`, or an earlier one, to the last.

    Raises
    ------
    BrokenFileError
        The file is no video, or breaks off; the pictures before come first.
    """
    with open_video(path) as container:
        stream = picture_track(container, path)
        origin_s = _origin_s(container)
        if start_s < _MIN_SEEK_S or not _seek(container, stream, origin_s + start_s):
            yield from _decode_on(path, container, stream)
            return
        pictures = _decode_on(path, container, stream)
        first = next(pictures, None)
        if first is not None and first.time_s <= start_s + EPSILON_S:
            yield first
            yield from pictures
            return
    # The index led past the start, or the pictures have no times. Read all of the file.
    with open_video(path) as container:
        yield from _decode_on(path, container, picture_track(container, path))


def _origin_s(container: "av.container.InputContainer") -> float:
    return (container.start_time or 0) / av.time_base


def _usual_s(stream: "av.VideoStream") -> float:
    return float(1 / (stream.average_rate or Fraction(10)))


def _last_packet_end_s(container: "av.container.InputContainer", stream: "av.VideoStream") -> float:
    end_s = -math.inf
    for packet in container.demux(stream):
        time = packet.pts if packet.pts is not None else packet.dts
        if time is not None and packet.size and not packet.is_discard:
            length_s = float((packet.duration or 0) * packet.time_base) or _usual_s(stream)
            end_s = max(end_s, float(time * packet.time_base) + length_s)
    return max(0.0, end_s - _origin_s(container))


def _decode_on(
    path: Path, container: "av.container.InputContainer", stream: "av.VideoStream"
) -> Iterator[TimedPicture]:
    origin_s, usual_s = _origin_s(container), _usual_s(stream)
    until_s = last_s = -math.inf
    try:
        for picture in container.decode(stream):
            # A picture without a time follows the one before. A time that jumps back is replaced by the last.
            time_s = picture.time - origin_s if picture.time is not None else max(until_s, 0.0)
            time_s = max(time_s, last_s)
            length_s = float((picture.duration or 0) * (picture.time_base or 0)) or usual_s
            last_s, until_s = time_s, time_s + length_s
            yield TimedPicture(time_s, length_s, partial(_convert, picture, path))
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
        frame = to_frame(picture.to_ndarray(format="rgb24"))
    except (InvalidInputError, ValueError, av.error.FFmpegError) as error:
        raise BrokenFileError(path, f"a picture of it can't be used: {error}") from error
    return orientation_of_video(picture).applied_to(frame)
