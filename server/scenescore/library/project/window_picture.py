"""A window as one picture that people can look at: its frames side by side in RGB, and back again to HSV."""

import io
from typing import Final

import cv2
import numpy as np
from PIL import Image, UnidentifiedImageError

from scenescore.errors import InvalidInputError
from scenescore.frames.decode import SIDE
from scenescore.library.store.cues.cue import MAX_FRAMES_PER_CUE

FORMATS: Final = ("PNG", "WEBP", "JPEG")


def to_picture(frames: np.ndarray) -> bytes:
    """Return frames as a PNG, side by side, oldest first.

    Parameters
    ----------
    frames : np.ndarray [shape=(n, 80, 80, 3), uint8]
        In HSV.

    Returns
    -------
    bytes
        A PNG of 80·n × 80 pixels in RGB.
    """
    row = np.concatenate(list(frames), axis=1)
    picture: bytes = cv2.imencode(".png", cv2.cvtColor(row, cv2.COLOR_HSV2BGR))[1].tobytes()
    return picture


def from_picture(data: bytes, *, field: str = "window") -> np.ndarray:
    """Return the frames in a picture.

    The size in the header is checked before the picture is decoded.

    Parameters
    ----------
    data : bytes
        A PNG, WebP or JPEG with pictures of 80×80 pixels, from left to right and then from top to bottom.
    field : str
        The request's field, for errors.

    Returns
    -------
    np.ndarray [shape=(n, 80, 80, 3), uint8]
        In HSV.

    Raises
    ------
    InvalidInputError
        It is no such picture, or it has more than 240 pictures.
    """
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            columns, rows = opened.width // SIDE, opened.height // SIDE
            fits = opened.size == (columns * SIDE, rows * SIDE)
            if not fits or not 1 <= columns * rows <= MAX_FRAMES_PER_CUE:
                raise InvalidInputError(
                    f"{field} has {opened.width}×{opened.height} pixels; it holds 1 to {MAX_FRAMES_PER_CUE} "
                    f"pictures of {SIDE}×{SIDE}, side by side",
                    field=field,
                )
            pixels = np.asarray(opened.convert("RGB"))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise InvalidInputError(
            f"{field} ({len(data)} bytes) can't be read as {', '.join(FORMATS)}", field=field
        ) from error
    tiles = cv2.cvtColor(pixels, cv2.COLOR_RGB2HSV).reshape(rows, SIDE, columns, SIDE, 3)
    return np.ascontiguousarray(tiles.swapaxes(1, 2).reshape(-1, SIDE, SIDE, 3))
