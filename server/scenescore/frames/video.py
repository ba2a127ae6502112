"""Reads clips as frames, at any rate: videos, animated pictures and stills."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from scenescore.errors import BrokenFileError, InvalidInputError, NotFoundError
from scenescore.frames.picture_file import is_picture, picture_size, read_pictures
from scenescore.frames.timed_picture import TimedPicture
from scenescore.frames.video_file import EPSILON_S, open_video, picture_track, pictures_end_s, read_video

SUFFIXES: Final = frozenset(
    {".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".flv", ".ogv", ".mpg", ".mpeg", ".ts", ".wmv"}
)
"""Suffixes, in lower case, of the files that count as videos in a folder."""

NO_PICTURE: Final = "no picture can be read from it; record or export it again"

MAX_FRAMES_PER_SECOND: Final = 240.0
"""Highest rate at which a video can be read, in frames per second."""


@dataclass(frozen=True)
class VideoInfo:
    """What a clip is, before its frames are read.

    Attributes
    ----------
    duration_s : float
        Length of the pictures in seconds. The sound may be longer or shorter.
    width, height : int
        Size of the stored pictures in pixels.
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
    """Find out what a clip is.

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
    path = Path(path)
    _check_exists(path)
    if is_picture(path):
        width, height = picture_size(path)
        ends_s = [picture.time_s + picture.shown_s for picture in read_pictures(path)]
        length_s, rate = ends_s[-1], len(ends_s) / ends_s[-1] if len(ends_s) > 1 else 0.0
        return VideoInfo(length_s, width, height, rate, has_sound=False)
    length_s = pictures_end_s(path)
    if length_s <= 0:
        raise BrokenFileError(path, NO_PICTURE)
    with open_video(path) as container:
        stream = picture_track(container, path)
        return VideoInfo(
            duration_s=length_s,
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
    held: TimedPicture | None = None
    for picture in read_pictures(path) if is_picture(path) else read_video(path, start_s):
        if held is not None:
            frame: np.ndarray | None = None
            while (slot_s := start_s + taken / rate) < min(picture.time_s - EPSILON_S, end_s):
                frame = held.frame() if frame is None else frame
                yield slot_s, frame
                taken += 1
        if picture.time_s >= end_s:
            return
        held = picture
    if held is None:
        raise BrokenFileError(path, NO_PICTURE)
    frame = None
    while (slot_s := start_s + taken / rate) < min(held.time_s + held.shown_s - EPSILON_S, end_s):
        frame = held.frame() if frame is None else frame
        yield slot_s, frame
        taken += 1


def _check_exists(path: Path) -> None:
    if not path.exists():
        raise NotFoundError(f"{path}: there is no such file")
    if not path.is_file():
        raise BrokenFileError(path, "it is not a file; name a video")
