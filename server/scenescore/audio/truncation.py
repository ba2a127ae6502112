"""Detects sound files whose end is missing, where the decoder doesn't.

libsndfile plays a cut WAV or Ogg file as if it were a shorter one. Both formats say where they end. (Decoding
detects a cut FLAC file, and a cut MP3 file with a length in its header. A cut MP4 file without its index
can't be opened.)
"""

import struct
from pathlib import Path
from typing import BinaryIO, Final

MAX_OGG_PAGE_BYTES: Final = 27 + 255 + 255 * 255
"""Size of the largest Ogg page (RFC 3533, section 6)."""

MIN_UNKNOWN_SIZE: Final = 0x7FFF_0000
"""From this size on a WAV chunk has no known size: programs write such a number before they know the size."""

MAX_WAV_SIZE_ERROR_BYTES: Final = 4096
"""How many bytes a WAV file may lack before it counts as cut. Some programs write inexact headers."""


def describe_missing_end(path: Path) -> str:
    """Say what shows that the end of a WAV or Ogg file is missing.

    Parameters
    ----------
    path : Path
        A file of any format. Only WAV and Ogg files are checked.

    Returns
    -------
    str
        A clause such as ``"its last Ogg page has 120 of 4500 bytes"``; empty for a whole file.

    Raises
    ------
    OSError
        The file can't be read.
    """
    with path.open("rb") as file:
        magic = file.read(12)
        size = path.stat().st_size
        if magic[:4] == b"OggS":
            return describe_missing_ogg_end(file, size)
        if magic[:4] == b"RIFF" and magic[8:12] == b"WAVE":
            return describe_missing_wav_end(file, size)
    return ""


def describe_missing_ogg_end(file: BinaryIO, size: int) -> str:
    """Check that an Ogg file ends with a whole page that is marked as the last (RFC 3533, section 6).

    Parameters
    ----------
    file : BinaryIO
        The open file.
    size : int
        Size of the file in bytes.

    Returns
    -------
    str
        As `describe_missing_end`.
    """
    file.seek(max(0, size - 2 * MAX_OGG_PAGE_BYTES))
    tail = file.read()
    start = tail.rfind(b"OggS")
    if start < 0:
        return "there is no Ogg page near its end"
    page = tail[start:]
    segments = page[26] if len(page) > 26 else 0
    header = 27 + segments
    if len(page) < max(header, 27):
        return "it stops inside an Ogg page's header"
    length = header + sum(page[27:header])
    if len(page) < length:
        return f"its last Ogg page has {len(page)} of {length} bytes"
    if not page[5] & 4:
        return "its last Ogg page is not marked as the last one"
    return ""


def describe_missing_wav_end(file: BinaryIO, size: int) -> str:
    """Check that a WAV file holds as many bytes of samples as its header says.

    Parameters
    ----------
    file : BinaryIO
        The open file.
    size : int
        Size of the file in bytes.

    Returns
    -------
    str
        As `describe_missing_end`.
    """
    position = 12
    while position + 8 <= size:
        file.seek(position)
        name, length = struct.unpack("<4sI", file.read(8))
        position += 8
        if name == b"data":
            found = size - position
            if found + MAX_WAV_SIZE_ERROR_BYTES < length < MIN_UNKNOWN_SIZE:
                return f"its samples have {found} of {length} bytes"
            return ""
        position += length + length % 2
    return ""
