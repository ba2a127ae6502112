"""Converts pictures of any size and encoding to frames.

Every frame is made by :func:`to_frame`, whether the picture comes from a video, a screen or a client. So a
model sees the same frames in play as in training.
"""

from typing import Final, Literal

import cv2
import numpy as np

from scenescore.errors import InvalidInputError
from scenescore.frames.header import jpeg_size, png_size

SIDE: Final = 80
"""Width and height of a frame in pixels."""

MAX_SIDE: Final = 16_384
"""Largest width or height of a picture, in pixels."""

MAX_PIXELS: Final = 64 * 1024 * 1024
"""Most pixels of a picture: a panorama of 16384×4096, or two 8K screens."""

ENCODINGS: Final = ("rgb8", "rgba8", "jpeg", "png")
"""Encodings that :func:`decode` reads."""

_BYTES_PER_PIXEL: Final = {"rgb8": 3, "rgba8": 4}
_JPEG_FLAG_OF_FACTOR: Final = {
    8: cv2.IMREAD_REDUCED_COLOR_8,
    4: cv2.IMREAD_REDUCED_COLOR_4,
    2: cv2.IMREAD_REDUCED_COLOR_2,
    1: cv2.IMREAD_COLOR,
}


def to_frame(pixels: np.ndarray, *, order: Literal["rgb", "bgr"] = "rgb") -> np.ndarray:
    """Resize a picture by area averaging and convert it to HSV.

    Parameters
    ----------
    pixels : np.ndarray [shape=(height, width, 3 or 4), uint8]
        The picture, top row first. A fourth channel is ignored.
    order : {"rgb", "bgr"}
        Order of the first three channels.

    Returns
    -------
    np.ndarray [shape=(80, 80, 3), uint8]
        Hue 0 to 179, saturation and value 0 to 255.

    Raises
    ------
    InvalidInputError
        The array has another shape or type, or the size is beyond the limits.
    """
    if pixels.dtype != np.uint8 or pixels.ndim != 3 or pixels.shape[2] not in (3, 4):
        raise InvalidInputError(
            f"a picture is an array of uint8 [height, width, 3 or 4], not {pixels.dtype} {list(pixels.shape)}"
        )
    check_size(pixels.shape[1], pixels.shape[0])
    small = _resize(np.ascontiguousarray(pixels))[:, :, :3]
    code = cv2.COLOR_RGB2HSV if order == "rgb" else cv2.COLOR_BGR2HSV
    frame: np.ndarray = cv2.cvtColor(np.ascontiguousarray(small), code)
    return frame


def decode(encoding: str, data: bytes, width: int = 0, height: int = 0) -> np.ndarray:
    """Decode a picture to a frame.

    The size in the header is checked before the picture is decoded. So a small file that claims to be huge
    takes no memory.

    Parameters
    ----------
    encoding : {"rgb8", "rgba8", "jpeg", "png"}
        Encoding of `data`.
    data : bytes
        For the raw encodings the rows from the top down without padding, else a whole file.
    width, height : int
        Size in pixels; used for the raw encodings only.

    Returns
    -------
    np.ndarray [shape=(80, 80, 3), uint8]
        The frame in HSV.

    Raises
    ------
    InvalidInputError
        The encoding is unknown, the size is beyond the limits, the number of bytes is wrong, or the picture
        can't be read. The error's `field` names the field of the contract's ``Frame``.
    """
    if encoding in _BYTES_PER_PIXEL:
        return to_frame(_raw(encoding, data, width, height))
    if encoding == "jpeg":
        return _decode_jpeg(data)
    if encoding == "png":
        return _decode_png(data)
    raise InvalidInputError(
        f"frame.encoding {encoding!r} is unknown; use one of {', '.join(ENCODINGS)}", field="frame.encoding"
    )


def check_size(width: int, height: int, *, field: str = "") -> None:
    """Check the size of a picture against the limits.

    Parameters
    ----------
    width, height : int
        Size in pixels.
    field : str
        The message's field that the error names; by default ``frame.width`` or ``frame.height``.

    Raises
    ------
    InvalidInputError
        A side is not from 1 to 16384 pixels, or there are more than 64 Mi pixels.
    """
    for name, side in (("width", width), ("height", height)):
        if not 1 <= side <= MAX_SIDE:
            raise InvalidInputError(
                f"a picture of {width}×{height} pixels can't be taken in: its {name} must be 1 to "
                f"{MAX_SIDE}; shrink it to {SIDE}×{SIDE} before sending",
                field=field or f"frame.{name}",
            )
    if width * height > MAX_PIXELS:
        raise InvalidInputError(
            f"a picture of {width}×{height} pixels can't be taken in: {width * height} pixels are more than "
            f"the limit of {MAX_PIXELS}; shrink it to {SIDE}×{SIDE} before sending",
            field=field or "frame.width",
        )


def _resize(pixels: np.ndarray) -> np.ndarray:
    """Resize to a frame's size, one axis at a time: OpenCV averages areas only if both axes shrink."""
    height, width = pixels.shape[:2]
    if (height < SIDE) != (width < SIDE):
        shrunk = (min(width, SIDE), min(height, SIDE))
        pixels = cv2.resize(pixels, shrunk, interpolation=cv2.INTER_AREA)
    resized: np.ndarray = cv2.resize(pixels, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    return resized


def _raw(encoding: str, data: bytes, width: int, height: int) -> np.ndarray:
    check_size(width, height)
    channels = _BYTES_PER_PIXEL[encoding]
    expected = width * height * channels
    if len(data) != expected:
        raise InvalidInputError(
            f"{encoding} of {width}×{height} pixels is {expected} bytes, got {len(data)}; send rows without "
            f"padding, {channels} bytes a pixel",
            field="frame.data",
        )
    return np.frombuffer(data, np.uint8).reshape(height, width, channels)


def _decode_jpeg(data: bytes) -> np.ndarray:
    width, height = jpeg_size(data)
    check_size(width, height, field="frame.data")
    # Decoding a JPEG at a reduced size is far faster. At least twice a frame's size is left, so no value of
    # the frame changes by more than 3 of 255.
    factor = next((f for f in _JPEG_FLAG_OF_FACTOR if min(width, height) // f >= 2 * SIDE), 1)
    return _decode_file("JPEG", data, _JPEG_FLAG_OF_FACTOR[factor])


def _decode_png(data: bytes) -> np.ndarray:
    check_size(*png_size(data), field="frame.data")
    return _decode_file("PNG", data, cv2.IMREAD_COLOR)


def _decode_file(kind: str, data: bytes, flags: int) -> np.ndarray:
    try:
        # Frames show what the player sees, so a photo's orientation tag is ignored.
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), flags | cv2.IMREAD_IGNORE_ORIENTATION)
    except cv2.error:
        pixels = None
    if pixels is None:
        raise InvalidInputError(
            f"frame.data ({len(data)} bytes) can't be read as {kind}: it is damaged; send it again",
            field="frame.data",
        )
    return to_frame(pixels, order="bgr")
