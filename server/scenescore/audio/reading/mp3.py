"""Reads what surrounds the sound of an MP3 file: its frames' headers, their number, and its tags."""

import struct
from pathlib import Path
from typing import Final

MP3_KBIT_PER_S: Final = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0),
}
"""Bit rates of Layer III by their number in a frame's header, for MPEG-1 (True) and MPEG-2 (False)."""

MAX_MP3_FRAME_BYTES: Final = 2881
"""Size of the largest frame of Layer III, which the header with the number of frames is in."""


def mp3_frame_bytes(header: bytes) -> int:
    """Return the length of a frame of MPEG Layer III (ISO/IEC 11172-3, section 2.4.2.3).

    Parameters
    ----------
    header : bytes
        The frame's first four bytes.

    Returns
    -------
    int
        Bytes, the header included; 0 for other layers and for frames of any length.
    """
    if len(header) < 4 or header[1] & 0x06 != 0x02:
        return 0
    version = header[1] >> 3 & 3  # 3: MPEG-1, 2: MPEG-2, 0: MPEG-2.5
    rate_number = header[2] >> 2 & 3
    kbit_per_s = MP3_KBIT_PER_S[version == 3][header[2] >> 4]
    if kbit_per_s == 0 or rate_number == 3 or version == 1:
        return 0
    rate = (44_100, 48_000, 32_000)[rate_number] >> {3: 0, 2: 1, 0: 2}[version]
    return (144 if version == 3 else 72) * kbit_per_s * 1000 // rate + (header[2] >> 1 & 1)


def claimed_mp3_frames(path: Path, first_position: int) -> int:
    """Return the number of frames that an MP3 file's Xing, Info or VBRI header gives.

    Parameters
    ----------
    path : Path
        The file.
    first_position : int
        Where its first frame of sound begins, in bytes. The header is in the frame before.

    Returns
    -------
    int
        0 without such a header.
    """
    start = max(0, first_position - MAX_MP3_FRAME_BYTES)
    with path.open("rb") as file:
        file.seek(start)
        head = file.read(first_position - start)
    for marker in (b"Xing", b"Info"):
        at = head.rfind(marker)
        if at >= 0 and len(head) >= at + 12:
            flags, frames = struct.unpack_from(">II", head, at + 4)
            return int(frames) if flags & 1 else 0
    at = head.rfind(b"VBRI")
    return int(struct.unpack_from(">I", head, at + 14)[0]) if 0 <= at <= len(head) - 18 else 0


def mp3_sound_end(path: Path) -> int:
    """Return where the tags at the end of an MP3 file begin (ID3v1, APE).

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    int
        Position in bytes; the size of a file without such tags.
    """
    end = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, end - 128))
        if file.read(3) == b"TAG":
            end -= 128
        file.seek(max(0, end - 32))
        foot = file.read(32)
        if foot.startswith(b"APETAGEX"):
            size, _, flags = struct.unpack_from("<III", foot, 12)
            end -= size + (32 if flags >> 31 else 0)
    return max(0, end)
