"""Whether a sound file still has its end: what decoders pass over in silence.

libsndfile plays a cut WAV or Ogg as if it were a shorter one. Both formats say where they end, so it can be
told. (A cut FLAC, or an MP3 with a length in its header, is noticed in decoding; an MP4 cut before its index
doesn't open.)
"""

import struct
from pathlib import Path
from typing import BinaryIO

OGG_PAGE_MAX = 27 + 255 + 255 * 255
"""Bytes of the largest Ogg page (RFC 3533, section 6)."""

UNKNOWN_SIZE = 0x7FFF_0000
"""WAV chunk sizes from here on are what a program writes that doesn't know the size yet."""

SLOPPY_BYTES = 4096
"""By how much a WAV header may be off and still be called careless rather than cut."""


def describe_missing_end(path: Path) -> str:
    """Return what shows that a file's end is missing, or an empty string.

    Parameters
    ----------
    path : Path
        A file of any kind; what is neither WAV nor Ogg is not judged.

    Returns
    -------
    str
        For the middle of a sentence, such as ``"its last Ogg page ends after 120 of 4500 bytes"``.
    """
    with path.open("rb") as file:
        magic = file.read(12)
        size = path.stat().st_size
        if magic[:4] == b"OggS":
            return missing_ogg_end(file, size)
        if magic[:4] == b"RIFF" and magic[8:12] == b"WAVE":
            return missing_wav_end(file, size)
    return ""


def missing_ogg_end(file: BinaryIO, size: int) -> str:
    """Look at the last page: it must be whole and carry the end-of-stream flag (RFC 3533, section 6)."""
    file.seek(max(0, size - 2 * OGG_PAGE_MAX))
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


def missing_wav_end(file: BinaryIO, size: int) -> str:
    """Walk the chunks to the samples: as many bytes as their header says must be there."""
    position = 12
    while position + 8 <= size:
        file.seek(position)
        name, length = struct.unpack("<4sI", file.read(8))
        position += 8
        if name == b"data":
            there = size - position
            if there + SLOPPY_BYTES < length < UNKNOWN_SIZE:
                return f"its samples have {there} of {length} bytes"
            return ""
        position += length + length % 2
    return ""
