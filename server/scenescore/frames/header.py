"""Reads the size of a JPEG or PNG picture from its header, before the picture is decoded."""

import struct
from typing import Final

from scenescore.errors import InvalidInputError

_PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_PNG_END: Final = b"IEND\xaeB`\x82"
_JPEG_START: Final = b"\xff\xd8"
_JPEG_END: Final = b"\xff\xd9"
_JPEG_SCAN: Final = 0xDA
_JPEG_SIZE_MARKERS: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of the segments that hold the size (ITU T.81, table B.1)."""


def png_size(data: bytes) -> tuple[int, int]:
    """Return a PNG's width and height in pixels.

    Parameters
    ----------
    data : bytes
        The whole file.

    Returns
    -------
    tuple of int
        Width and height by the header.

    Raises
    ------
    InvalidInputError
        The file is no PNG, or its end is missing.
    """
    if len(data) < 24 or not data.startswith(_PNG_SIGNATURE) or data[12:16] != b"IHDR":
        raise _not_a("PNG", data)
    if _PNG_END not in data:
        raise _cut_off("PNG", data)
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def jpeg_size(data: bytes) -> tuple[int, int]:
    """Return a JPEG's width and height in pixels.

    Parameters
    ----------
    data : bytes
        The whole file.

    Returns
    -------
    tuple of int
        Width and height by the header.

    Raises
    ------
    InvalidInputError
        The file is no JPEG, or its end is missing.
    """
    if not data.startswith(_JPEG_START):
        raise _not_a("JPEG", data)
    position = len(_JPEG_START)
    size: tuple[int, int] | None = None
    while position + 4 <= len(data):
        if data[position] != 0xFF:
            raise _not_a("JPEG", data)
        marker = data[position + 1]
        if marker == 0xFF:  # a fill byte
            position += 1
            continue
        if marker == _JPEG_SCAN:
            break
        if marker in _JPEG_SIZE_MARKERS and position + 9 <= len(data):
            height, width = struct.unpack_from(">HH", data, position + 5)
            size = width, height
        position += 2 + int(struct.unpack_from(">H", data, position + 2)[0])
    if size is None:
        raise _not_a("JPEG", data)
    # Decoders fill the missing part of a cut picture with grey.
    if data.rfind(_JPEG_END, position) < 0:
        raise _cut_off("JPEG", data)
    return size


def _not_a(kind: str, data: bytes) -> InvalidInputError:
    return InvalidInputError(
        f"frame.data ({len(data)} bytes) is not a {kind}; name its real encoding or send a {kind}",
        field="frame.data",
    )


def _cut_off(kind: str, data: bytes) -> InvalidInputError:
    return InvalidInputError(
        f"frame.data ({len(data)} bytes) is a {kind} without its end; send the whole file", field="frame.data"
    )
