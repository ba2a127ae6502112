"""Reads which codec a file names, where FFmpeg's libraries don't know the codec."""

import re
from pathlib import Path
from typing import Final, Literal

HEAD_BYTES: Final = 4 * 1024 * 1024
"""How much of a file's beginning and end is searched."""

# Matroska's element CodecID, an mp4's sample description behind its handler, and an AVI's stream header.
_PATTERNS: Final = {
    "picture": (
        rb"\x86([\x83-\xff])(V_[\x21-\x7e]+)",
        rb"()hdlr.{8}vide.{0,400}?stsd.{12}([\x20-\x7e]{4})",
        rb"()strh.{4}vids([\x20-\x7e]{4})",
    ),
    "sound": (
        rb"\x86([\x83-\xff])(A_[\x21-\x7e]+)",
        rb"()hdlr.{8}soun.{0,400}?stsd.{12}([\x20-\x7e]{4})",
    ),
}


def codec_id(path: Path, kind: Literal["picture", "sound"]) -> str:
    """Return the name of a codec as the file gives it.

    Parameters
    ----------
    path : Path
        A Matroska, WebM, MP4 or AVI file.
    kind : {"picture", "sound"}
        Which of the file's codecs is wanted.

    Returns
    -------
    str
        Such as ``V_MS/VFW/FOURCC`` or ``xyz1``; "it has no name" where none is found.
    """
    with path.open("rb") as file:
        searched = file.read(HEAD_BYTES)
        size = file.seek(0, 2)
        # An mp4 may keep its index at the end.
        file.seek(max(len(searched), size - HEAD_BYTES))
        searched += file.read()
    for pattern in _PATTERNS[kind]:
        if found := re.findall(pattern, searched, re.DOTALL):
            # Matroska gives the name's length before it.
            names = [name[: length[0] & 0x7F if length else None].decode("ascii") for length, name in found]
            return ", ".join(dict.fromkeys(name.strip() for name in names))
    return "it has no name"
