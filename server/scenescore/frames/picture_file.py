"""Reads stills and animated pictures (GIF, WebP, APNG) as if they were videos."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image, UnidentifiedImageError

from scenescore.errors import BrokenFileError, InvalidInputError
from scenescore.frames.decode import check_size, decode, to_frame
from scenescore.frames.orientation import EXIF_TAG, orientation_of_exif
from scenescore.frames.timed_picture import TimedPicture
from scenescore.window import WINDOW_S

SUFFIXES: Final = frozenset({".gif", ".webp", ".png", ".apng", ".jpg", ".jpeg", ".bmp"})
"""Suffixes, in lower case, of the files that are read here. Their content counts, not their suffix."""

STILL_S: Final = WINDOW_S
"""How long a still is shown, seconds: it is a scene in which nothing moves."""

MAX_BYTES: Final = 256 * 1024 * 1024
"""Size of the largest file."""

MAX_ANIMATION_PIXELS: Final = 4 * 1024**3
"""Most pixels of all pictures of an animation together: 2,000 pictures at 1080p."""

_FORMATS: Final = ("GIF", "WEBP", "PNG", "JPEG", "BMP")
_MAGIC: Final = (b"GIF8", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"BM")
_HARDENED: Final = {"PNG": "png", "JPEG": "jpeg"}
"""Formats that `decode` reads within its limits."""
_MAX_HURRY_MS: Final = 10.0
"""Pictures that ask for no more than this are shown for `_USUAL_MS`, as all browsers do."""
_USUAL_MS: Final = 100.0


def is_picture(path: Path) -> bool:
    """Tell from its first bytes whether a file is a still or an animated picture.

    Parameters
    ----------
    path : Path
        An existing file.

    Returns
    -------
    bool
        False also for a file that can't be read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(12)
    except OSError:
        return False
    return head.startswith(_MAGIC) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def picture_size(path: Path) -> tuple[int, int]:
    """Return the size of a still or an animation.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    tuple of int
        Width and height in pixels.

    Raises
    ------
    BrokenFileError
        The file can't be read, or is beyond the limits.
    """
    with _open(path) as image:
        return image.size


def read_pictures(path: Path) -> Iterator[TimedPicture]:
    """Read the pictures of a still or of one round of an animation.

    Parameters
    ----------
    path : Path
        The file.

    Yields
    ------
    TimedPicture
        A still is shown for 12 s.

    Raises
    ------
    BrokenFileError
        The file can't be read, or breaks off; the pictures before come first.
    """
    with _open(path) as image:
        frames = int(getattr(image, "n_frames", 1))
        turn = orientation_of_exif(image.getexif().get(EXIF_TAG))
        if frames == 1:
            frame = turn.applied_to(_still(path, image))
            yield TimedPicture(0.0, STILL_S, _given(frame))
            return
        # The first picture of an APNG may be for programs alone that show no animations.
        first = 1 if image.info.get("default_image") else 0
        if frames * image.width * image.height > MAX_ANIMATION_PIXELS:
            raise BrokenFileError(
                path, f"it holds {frames} pictures of {image.width}×{image.height}: too many"
            )
        time_s = 0.0
        for number in range(first, frames):
            try:
                image.seek(number)
                shown = turn.applied_to(to_frame(np.asarray(image.convert("RGB"))))
            except (EOFError, OSError, ValueError, SyntaxError) as error:
                raise BrokenFileError(
                    path, f"it breaks off after {time_s:.1f} s ({error}); record or export it again"
                ) from error
            asked_ms = float(image.info.get("duration") or 0)
            shown_s = (asked_ms if asked_ms > _MAX_HURRY_MS else _USUAL_MS) / 1000
            yield TimedPicture(time_s, shown_s, _given(shown))
            time_s += shown_s


def _given(frame: np.ndarray) -> Callable[[], np.ndarray]:
    return lambda: frame


def _open(path: Path) -> Image.Image:
    if path.stat().st_size > MAX_BYTES:
        raise BrokenFileError(path, f"it is a picture of more than {MAX_BYTES // 2**20} MiB")
    try:
        image = Image.open(path, formats=_FORMATS)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BrokenFileError(path, f"it can't be read as a picture ({error})") from error
    try:
        check_size(*image.size)
    except InvalidInputError as error:
        image.close()
        raise BrokenFileError(path, error.message) from error
    return image


def _still(path: Path, image: Image.Image) -> np.ndarray:
    try:
        if image.format in _HARDENED:
            return decode(_HARDENED[image.format], path.read_bytes())
        return to_frame(np.asarray(image.convert("RGB")))
    except (InvalidInputError, OSError, ValueError, SyntaxError) as error:
        raise BrokenFileError(path, f"no picture can be read from it ({error})") from error
