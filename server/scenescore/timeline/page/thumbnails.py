"""Small pictures of a clip, for a page."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import av
import cv2
import numpy as np

from scenescore.errors import BrokenFileError
from scenescore.frames.orientation import orientation_of_video
from scenescore.frames.picture_file import is_picture
from scenescore.frames.video_file import EPSILON_S, open_video, picture_track

WIDTH: Final = 320
"""Width of a thumbnail in pixels; half of it is shown on a plain screen."""
_QUALITY: Final = 80


def thumbnails(clip: Path, times_s: Sequence[float]) -> list[bytes]:
    """Return pictures of a clip. For each, the clip is decoded from the keyframe before it alone.

    Parameters
    ----------
    clip : Path
        A video.
    times_s : sequence of float
        Seconds from the clip's start.

    Returns
    -------
    list of bytes
        One JPEG for each time; empty where there is no picture, and for a still or an animation.

    Raises
    ------
    BrokenFileError
        The clip is no video.
    """
    if is_picture(clip):
        return [b""] * len(times_s)
    with open_video(clip) as container:
        stream = picture_track(container, clip)
        return [_thumbnail(container, stream, time_s) for time_s in times_s]


def _thumbnail(container: Any, stream: Any, time_s: float) -> bytes:
    origin_s = (container.start_time or 0) / av.time_base
    found = None
    # A clip that breaks off has told so before.
    with suppress(av.error.FFmpegError, BrokenFileError, ValueError):
        container.seek(int((origin_s + time_s) / stream.time_base), stream=stream, backward=True)
        for picture in container.decode(stream):
            is_later = picture.time is not None and picture.time - origin_s > time_s + EPSILON_S
            if found is not None and is_later:
                break
            found = picture
    return _jpeg(found) if found is not None else b""


def _jpeg(picture: Any) -> bytes:
    scale = min(1.0, WIDTH / picture.width)
    size = {"width": max(1, round(picture.width * scale)), "height": max(1, round(picture.height * scale))}
    pixels = picture.reformat(**size, format="bgr24").to_ndarray()
    upright = np.ascontiguousarray(orientation_of_video(picture).applied_to(pixels))
    encoded: bytes = cv2.imencode(".jpg", upright, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1].tobytes()
    return encoded
