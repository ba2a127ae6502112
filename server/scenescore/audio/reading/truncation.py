"""Detects sound files whose end is missing, where libsndfile doesn't.

It plays a cut WAV, AIFF or Ogg file as if it were a shorter one. Their chunks and pages say how long they
are.
"""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

MAX_OGG_PAGE_BYTES: Final = 27 + 255 + 255 * 255
"""Size of the largest Ogg page (RFC 3533, section 6)."""

MIN_UNKNOWN_SIZE: Final = 0x7FFF_0000
"""From this size on a WAV chunk has no known size: programs write such a number before they know the size."""

MAX_SIZE_ERROR_BYTES: Final = 4096
"""How many bytes of samples a WAV or AIFF file may lack before it counts as cut. Some programs write inexact
headers."""


def describe_missing_end(path: Path) -> str:
    """Say what shows that the end of a WAV, AIFF or Ogg file is missing.

    Parameters
    ----------
    path : Path
        A file of any format. Only those of these formats are checked.

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
            return describe_missing_page(last_ogg_page(file, size))
        if magic[:4] in (b"RIFF", b"RF64") and magic[8:12] == b"WAVE":
            return describe_missing_samples(file, size, "<4sI", b"data")
        if magic[:4] == b"FORM" and magic[8:12] in (b"AIFF", b"AIFC"):
            return describe_missing_samples(file, size, ">4sI", b"SSND")
    return ""


def last_ogg_page(file: BinaryIO, size: int) -> bytes:
    """Return the last page of an Ogg file with all that follows it.

    Parameters
    ----------
    file : BinaryIO
        The open file.
    size : int
        Size of the file in bytes.

    Returns
    -------
    bytes
        Empty if no page begins near the end: something else follows the sound.
    """
    file.seek(max(0, size - 2 * MAX_OGG_PAGE_BYTES))
    tail = file.read()
    start = tail.rfind(b"OggS")
    return tail[start:] if start >= 0 else b""


def describe_missing_page(page: bytes) -> str:
    """Check that the last page of an Ogg file is whole (RFC 3533, section 6).

    Whether it is marked as the last one proves nothing: recorders of streams leave that out.

    Parameters
    ----------
    page : bytes
        From `last_ogg_page`.

    Returns
    -------
    str
        As `describe_missing_end`.
    """
    if not page:
        return ""
    header = 27 + page[26] if len(page) > 26 else 27
    if len(page) < header:
        return "it stops inside an Ogg page's header"
    length = header + sum(page[27:header])
    if len(page) < length:
        return f"its last Ogg page has {len(page)} of {length} bytes"
    return ""


@dataclass(frozen=True)
class OggEnd:
    """What an Ogg file's last page tells of its streams.

    Attributes
    ----------
    chained : bool
        Whether it belongs to another stream than the first page.
    marked : bool
        Whether it is marked as the last one of its stream.
    """

    chained: bool
    marked: bool


def ogg_end(path: Path) -> OggEnd:
    """Look at the last page of an Ogg file.

    Parameters
    ----------
    path : Path
        An Ogg file.

    Returns
    -------
    OggEnd
        Of a single stream without a mark where there is no page near the end.

    Raises
    ------
    OSError
        The file can't be read.
    """
    with path.open("rb") as file:
        first = file.read(27)
        last = last_ogg_page(file, path.stat().st_size)
    if len(first) < 27 or len(last) < 27:
        return OggEnd(chained=False, marked=False)
    return OggEnd(chained=first[14:18] != last[14:18], marked=bool(last[5] & 4))


def describe_missing_samples(file: BinaryIO, size: int, header: str, name: bytes) -> str:
    """Check that a file of chunks holds as many bytes of samples as it says.

    Parameters
    ----------
    file : BinaryIO
        The open file.
    size : int
        Size of the file in bytes.
    header : str
        Format of a chunk's header, for `struct`.
    name : bytes
        Name of the chunk of samples.

    Returns
    -------
    str
        As `describe_missing_end`.
    """
    position = 12
    large: int | None = None
    while position + 8 <= size:
        file.seek(position)
        chunk, length = struct.unpack(header, file.read(8))
        position += 8
        if chunk == b"ds64" and len(sizes := file.read(16)) == 16:
            large = struct.unpack("<8xQ", sizes)[0]  # An RF64 file keeps the size of its samples here.
        if chunk == name:
            expected = large if large is not None and length == 0xFFFF_FFFF else length
            found = size - position
            is_known = large is not None or expected < MIN_UNKNOWN_SIZE
            if is_known and found + MAX_SIZE_ERROR_BYTES < expected:
                return f"its samples have {found} of {expected} bytes"
            return ""
        position += length + length % 2
    return ""
