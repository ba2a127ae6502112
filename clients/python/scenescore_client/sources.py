"""Where frames come from: a video file or this machine's screen. PyAV, Pillow, mss are loaded when used."""

import importlib
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any, Final

from scenescore.errors import BrokenFileError, InvalidInputError, NotFoundError, UnavailableError
from scenescore_client.messages import Frame

SIDE: Final = 80
USUAL_FRAMES_PER_SECOND: Final = 5.0
MAX_FRAMES_PER_SECOND: Final = 30.0
KEPT_PERIOD_S: Final = 1.0
"""Even a machine that can't decode in real time gives a frame this often, seconds."""


def video_frames(
    path: str | Path,
    *,
    frames_per_second: float = USUAL_FRAMES_PER_SECOND,
    real_time: bool = True,
    start_s: float = 0.0,
    end_s: float | None = None,
) -> Generator[Frame, None, None]:
    """Return a video's pictures as 80×80 RGB8 frames, timed from the video's start.

    Parameters
    ----------
    path : str or Path
        Anything that FFmpeg reads.
    frames_per_second : float
        At most so many, above 0 and up to 30; a video of a lower rate gives its own.
    real_time : bool
        Whether to give each frame out at its time, on a monotonic clock, and to leave out those that are late
        (one a second is kept). False gives all of them as fast as they are asked for.
    start_s, end_s : float
        The part to give, seconds.

    Raises
    ------
    UnavailableError
        The extra ``scenescore-client[video]`` isn't installed.
    NotFoundError, BrokenFileError
        The file isn't there, or isn't a video that can be read.
    """
    check_rate(frames_per_second)
    av = _load("av", "video")
    _load("PIL.Image", "video")
    path = Path(path)
    if not path.is_file():
        raise NotFoundError(f"{path}: there is no such file")
    pictures = _pictures(av, path, 1.0 / frames_per_second, start_s, end_s)
    return _timed(pictures, start_s, 1.0 / frames_per_second) if real_time else _all(pictures)


def screen_frames(
    *,
    region: tuple[int, int, int, int] | None = None,
    frames_per_second: float = USUAL_FRAMES_PER_SECOND,
) -> Generator[Frame, None, None]:
    """Return this machine's screen as 80×80 RGB8 frames, each captured when due; late ones are left out.

    Parameters
    ----------
    region : tuple of int, optional
        Left, top, width and height in pixels; None for the first monitor.
    frames_per_second : float
        Above 0 and up to 30.

    Raises
    ------
    UnavailableError
        The extra ``scenescore-client[screen]`` isn't installed, or the screen can't be captured.
    """
    check_rate(frames_per_second)
    if region is not None and (region[2] < 1 or region[3] < 1):
        raise InvalidInputError(
            f"a region's width and height must be 1 or more, not {region[2]} and {region[3]}"
        )
    return _captured(_load("mss", "screen"), _load("PIL.Image", "screen"), region, 1.0 / frames_per_second)


def check_rate(frames_per_second: float) -> None:
    """Refuse a rate that is out of range."""
    if not 0 < frames_per_second <= MAX_FRAMES_PER_SECOND:
        raise InvalidInputError(
            f"frames a second must be above 0, at most {MAX_FRAMES_PER_SECOND:g}, not {frames_per_second:g}"
        )


def _pictures(
    av: Any, path: Path, period_s: float, start_s: float, end_s: float | None
) -> Iterator[tuple[float, Any]]:
    """Yield times and pictures: of each period the first picture, as it was decoded."""
    try:
        # Tags that are no UTF-8 are no reason to refuse a video; from PyAV 19 on that goes without saying.
        tolerant = {} if int(av.__version__.split(".")[0]) >= 19 else {"metadata_errors": "replace"}
        with av.open(str(path), **tolerant) as container:
            if not container.streams.video:
                raise BrokenFileError(path, "it holds no pictures; give a video")
            stream = container.streams.video[0]
            stream.thread_type = "AUTO"
            zero_s = float((stream.start_time or 0) * stream.time_base)
            if start_s > 0:
                container.seek(int((start_s + zero_s) / stream.time_base), stream=stream)
            due_s = start_s
            for picture in container.decode(stream):
                # A picture without a time can't be placed; FFmpeg gives one to all but broken ones.
                time_s = picture.time - zero_s if picture.time is not None else -1.0
                if end_s is not None and time_s > end_s:
                    return
                # Half a millisecond: containers round their times.
                if time_s < due_s - 0.0005:
                    continue
                due_s += period_s * (1 + (time_s + 0.0005 - due_s) // period_s)
                yield time_s, picture
    except (av.FFmpegError, OSError) as error:
        raise BrokenFileError(path, f"it can't be read as a video: {error}") from error


def _all(pictures: Iterator[tuple[float, Any]]) -> Generator[Frame, None, None]:
    for time_s, picture in pictures:
        yield _small(time_s, picture)


def _timed(
    pictures: Iterator[tuple[float, Any]], start_s: float, period_s: float
) -> Generator[Frame, None, None]:
    began_s: float | None = None
    asked_s = time.monotonic()
    for time_s, picture in pictures:
        now_s = time.monotonic()
        # Opening the file takes no time of the video's.
        began_s = now_s if began_s is None else began_s
        early_s = began_s + time_s - start_s - now_s
        if early_s < -period_s and now_s - asked_s < KEPT_PERIOD_S:
            continue
        time.sleep(max(0.0, early_s))
        yield _small(time_s, picture)
        # What the taker needs is no reason to keep late frames, only what decoding needs.
        asked_s = time.monotonic()


def _captured(
    mss: Any, image: Any, region: tuple[int, int, int, int] | None, period_s: float
) -> Generator[Frame, None, None]:
    try:
        # Newer versions have the class under its own name and warn of the old one.
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


def _small(time_s: float, picture: Any) -> Frame:
    return _frame(time_s, picture.to_image())


def _frame(time_s: float, picture: Any) -> Frame:
    """Shrink a Pillow image: each pixel is the mean of those it stands for."""
    image = importlib.import_module("PIL.Image")
    small = picture.convert("RGB").resize((SIDE, SIDE), image.Resampling.BOX)
    return Frame(max(0, round(time_s * 1e6)), small.tobytes(), SIDE, SIDE)


def _load(module: str, extra: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise UnavailableError(
            f"{module} is missing; install the extra: pip install 'scenescore-client[{extra}]'"
        ) from error
