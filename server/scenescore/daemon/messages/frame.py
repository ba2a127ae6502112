"""Frames in requests: their encoding, their capture time and their pixels."""

from typing import Final

import numpy as np

from scenescore.errors import InvalidInputError
from scenescore.frames.decode import decode
from scenescore.v1 import match_pb2

ENCODINGS: Final = {
    match_pb2.FRAME_ENCODING_RGB8: "rgb8",
    match_pb2.FRAME_ENCODING_RGBA8: "rgba8",
    match_pb2.FRAME_ENCODING_JPEG: "jpeg",
    match_pb2.FRAME_ENCODING_PNG: "png",
}
"""Names of the encodings as `scenescore.frames.decode.decode` takes them."""


def encoding_of(frame: match_pb2.Frame) -> str:
    """Return the name of a frame's encoding.

    Parameters
    ----------
    frame : scenescore.v1.Frame
        The message.

    Returns
    -------
    str
        A value of `ENCODINGS`.

    Raises
    ------
    InvalidInputError
        The encoding is not set, or this version doesn't know it.
    """
    if frame.encoding not in ENCODINGS:
        raise InvalidInputError(
            f"frame.encoding must be one of {', '.join(ENCODINGS.values())}, not {frame.encoding}",
            field="frame.encoding",
        )
    return ENCODINGS[frame.encoding]


def check_capture_time(frame: match_pb2.Frame) -> int:
    """Return a frame's capture time.

    Parameters
    ----------
    frame : scenescore.v1.Frame
        The message.

    Returns
    -------
    int
        Microseconds on the client's clock.

    Raises
    ------
    InvalidInputError
        The time is below 0.
    """
    if frame.capture_time_us < 0:
        raise InvalidInputError(
            f"frame.capture_time_us must be 0 or more, not {frame.capture_time_us}",
            field="frame.capture_time_us",
        )
    return frame.capture_time_us


def decode_frame(frame: match_pb2.Frame) -> np.ndarray:
    """Decode a frame.

    Parameters
    ----------
    frame : scenescore.v1.Frame
        The message.

    Returns
    -------
    np.ndarray [shape=(80, 80, 3), uint8]
        The picture in HSV.

    Raises
    ------
    InvalidInputError
        The encoding is unknown, or the data can't be decoded.
    """
    return decode(encoding_of(frame), frame.data, frame.width, frame.height)
