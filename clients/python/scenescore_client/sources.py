"""Frames from a video file or from this machine's screen. PyAV, Pillow and mss are imported when needed."""

import importlib
import struct
import time
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from scenescore.errors import BrokenFileError, InvalidInputError, NotFoundError, UnavailableError
from scenescore.install import client_advice
from scenescore_client.messages import Frame

FRAME_SIDE_PX: Final = 80
DEFAULT_FRAMES_PER_SECOND: Final = 5.0
MAX_FRAMES_PER_SECOND: Final = 30.0
MAX_LATE_PERIOD_S: Final = 1.0
"""A machine that can't decode in real time still yields one late frame in this time."""
TIME_TOLERANCE_S: Final = 0.0005
"""Containers round their times."""


def video_frames(
    path: str | Path,
    *,
    frames_per_second: float = DEFAULT_FRAMES_PER_SECOND,
    real_time: bool = True,
    start_s: float = 0.0,
    end_s: float | None = None,
) -> Generator[Frame, None, None]:
    """Read a video as 80×80 RGB8 frames. Their times count from the video's start.

    Parameters
    ----------
    path : str or Path
        Any video that FFmpeg can read.
    frames_per_second : float
        Highest rate, above 0 and up to 30. A video with a lower rate keeps its own.
    real_time : bool
        True to yield each frame at its time and to skip frames that are late, except one per second. False to
        yield all frames as fast as they are read.
    start_s, end_s : float
        The part to read, seconds; an `end_s` of None is the video's end.

    Returns
    -------
    generator of Frame
        The frames. It raises a `BrokenFileError` if the file isn't a readable video.

    Raises
    ------
    UnavailableError
        The client's extra ``video`` isn't installed.
    NotFoundError
        The file doesn't exist.
    InvalidInputError
        `frames_per_second` is out of range.
    """
    check_rate(frames_per_second)
    av = _load("av", "video")
    _load("PIL.Image", "video")
    path = Path(path)
    if not path.is_file():
        raise NotFoundError(f"{path}: there is no such file")
    pictures = _pictures(av, path, 1.0 / frames_per_second, start_s, end_s)
    return _timed(pictures, start_s, 1.0 / frames_per_second) if real_time else _untimed(pictures)


def screen_frames(
    *,
    region: tuple[int, int, int, int] | None = None,
    frames_per_second: float = DEFAULT_FRAMES_PER_SECOND,
) -> Generator[Frame, None, None]:
    """Capture this machine's screen as 80×80 RGB8 frames, at regular times. Late frames are skipped.

    Parameters
    ----------
    region : tuple of int, optional
        Left, top, width and height in pixels; None for the first monitor.
    frames_per_second : float
        Above 0 and up to 30.

    Returns
    -------
    generator of Frame
        The frames, without an end. It raises an `UnavailableError` if the screen can't be captured.

    Raises
    ------
    UnavailableError
        The client's extra ``screen`` isn't installed.
    InvalidInputError
        `frames_per_second` or `region` is out of range.
    """
    check_rate(frames_per_second)
    if region is not None and (region[2] < 1 or region[3] < 1):
        raise InvalidInputError(
            f"a region's width and height must be 1 or more, not {region[2]} and {region[3]}"
        )
    return _captured(_load("mss", "screen"), _load("PIL.Image", "screen"), region, 1.0 / frames_per_second)


def check_rate(frames_per_second: float) -> None:
    """Refuse a frame rate that is out of range.

    Parameters
    ----------
    frames_per_second : float
        The rate.

    Raises
    ------
    InvalidInputError
        It isn't above 0 and up to `MAX_FRAMES_PER_SECOND`.
    """
    if not 0 < frames_per_second <= MAX_FRAMES_PER_SECOND:
        raise InvalidInputError(
            f"frames per second must be above 0 and at most {MAX_FRAMES_PER_SECOND:g}, "
            f"not {frames_per_second:g}"
        )


def _pictures(
    av: Any, path: Path, period_s: float, start_s: float, end_s: float | None
) -> Iterator[tuple[float, Any]]:
    """Yield the time and the decoded picture of the first picture in each period."""
    try:
        # Tags that aren't UTF-8 must not stop the decoding. PyAV 19 and later accept them by default.
        tolerant = {} if int(av.__version__.split(".")[0]) >= 19 else {"metadata_errors": "replace"}
        with av.open(str(path), **tolerant) as container:
            stream = _picture_track(av, container, path)
            stream.thread_type = "AUTO"
            zero_s = float((stream.start_time or 0) * stream.time_base)
            if start_s > 0:
                container.seek(int((start_s + zero_s) / stream.time_base), stream=stream)
            due_s = start_s
            for picture in container.decode(stream):
                # Only broken pictures have no time. They are skipped.
                time_s = picture.time - zero_s if picture.time is not None else -1.0
                if end_s is not None and time_s > end_s:
                    return
                if time_s < due_s - TIME_TOLERANCE_S:
                    continue
                due_s += period_s * (1 + (time_s + TIME_TOLERANCE_S - due_s) // period_s)
                yield time_s, picture
    except (av.FFmpegError, OSError) as error:
        raise BrokenFileError(path, f"it can't be read as a video: {error}") from error


def _picture_track(av: Any, container: Any, path: Path) -> Any:
    """Return the first video stream that isn't the cover of a song."""
    cover = av.stream.Disposition.attached_pic
    stream = next((one for one in container.streams.video if not one.disposition & cover), None)
    if stream is None:
        raise BrokenFileError(path, "it contains no pictures; give a video")
    if stream.codec_context is None:
        raise BrokenFileError(
            path, "its pictures have a codec that can't be decoded; export it as H.264 or VP9"
        )
    return stream


def _untimed(pictures: Iterator[tuple[float, Any]]) -> Generator[Frame, None, None]:
    for time_s, picture in pictures:
        yield _shrink_picture(time_s, picture)


def _timed(
    pictures: Iterator[tuple[float, Any]], start_s: float, period_s: float
) -> Generator[Frame, None, None]:
    began_s: float | None = None
    asked_s = time.monotonic()
    for time_s, picture in pictures:
        now_s = time.monotonic()
        # The clock starts after the file is open.
        began_s = now_s if began_s is None else began_s
        early_s = began_s + time_s - start_s - now_s
        if early_s < -period_s and now_s - asked_s < MAX_LATE_PERIOD_S:
            continue
        time.sleep(max(0.0, early_s))
        yield _shrink_picture(time_s, picture)
        # Only slow decoding lets a late frame through, not a slow caller.
        asked_s = time.monotonic()


def _captured(
    mss: Any, image: Any, region: tuple[int, int, int, int] | None, period_s: float
) -> Generator[Frame, None, None]:
    try:
        # mss 10.2 renamed the class and warns about the old name.
        with (getattr(mss, "MSS", None) or mss.mss)() as screen:
            area = screen.monitors[1]
            if region is not None:
                area = dict(zip(("left", "top", "width", "height"), region, strict=True))
            began_s = due_s = time.monotonic()
            while True:
                time.sleep(max(0.0, due_s - time.monotonic()))
                captured_s = time.monotonic()
                shot = screen.grab(area)
                picture = image.frombytes("RGB", shot.size, shot.bgra, "raw", "BGRX")
                yield _frame(captured_s - began_s, picture)
                due_s += period_s * (1 + max(0.0, time.monotonic() - due_s) // period_s)
    except (mss.exception.ScreenShotError, OSError, AssertionError, IndexError) as error:
        raise UnavailableError(f"this machine's screen can't be captured: {error}") from error


def _shrink_picture(time_s: float, picture: Any) -> Frame:
    return _frame(time_s, picture.to_image(), _turns(picture))


def _turns(picture: Any) -> list[str]:
    """Return what makes a video's picture upright, as names of Pillow's transpositions."""
    matrix = picture.side_data.get("DISPLAYMATRIX")
    if matrix is None:
        return []
    # A point (x, y) is shown at (a·x + c·y, b·x + d·y), to the nearest quarter turn.
    a, b, _, c, d = struct.unpack_from("=5i", bytes(matrix))
    transposed = abs(a) + abs(d) < abs(b) + abs(c)
    x, y = (c, b) if transposed else (a, d)
    wanted = {"TRANSPOSE": transposed, "FLIP_LEFT_RIGHT": x < 0, "FLIP_TOP_BOTTOM": y < 0}
    return [name for name, is_wanted in wanted.items() if is_wanted]


def _frame(time_s: float, picture: Any, turns: Sequence[str] = ()) -> Frame:
    """Shrink a Pillow image by averaging the pixels, and turn it."""
    image = importlib.import_module("PIL.Image")
    small = picture.convert("RGB").resize((FRAME_SIDE_PX, FRAME_SIDE_PX), image.Resampling.BOX)
    for turn in turns:
        small = small.transpose(image.Transpose[turn])
    return Frame(max(0, round(time_s * 1e6)), small.tobytes(), FRAME_SIDE_PX, FRAME_SIDE_PX)


def _load(module: str, extra: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise UnavailableError(f"{module} is missing: {client_advice(extra)}") from error
