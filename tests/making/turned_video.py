"""Writes videos that are stored sideways, upside down or mirrored, and are to be shown upright."""

import struct
from pathlib import Path
from typing import Final

import numpy as np

from making.video import write_video

# a, b, u, c, d, v, x, y of the display matrix: (x, y) is shown at (a·x + c·y, b·x + d·y).
MATRICES: Final = {
    "upright": (1, 0, 0, 0, 1, 0, 0, 0),
    "a quarter turn": (0, -1, 0, 1, 0, 0, 0, 160),
    "upside down": (-1, 0, 0, 0, -1, 0, 160, 96),
    "three quarters of a turn": (0, 1, 0, -1, 0, 0, 96, 0),
    "left and right exchanged": (-1, 0, 0, 0, 1, 0, 160, 0),
    "top and bottom exchanged": (1, 0, 0, 0, -1, 0, 0, 96),
    "rows and columns exchanged": (0, 1, 0, 1, 0, 0, 0, 0),
    "rows and columns exchanged, upside down": (0, -1, 0, -1, 0, 0, 160, 160),
}
"""Display matrices of an mp4's track."""

WIDE: Final = (160, 96)
"""Width and height of a picture as it is seen."""


def seen_picture() -> np.ndarray:
    """Return a picture [shape=(96, 160, 3), uint8] that no turn and no mirror leaves as it is."""
    picture = np.zeros((*WIDE[::-1], 3), np.uint8)
    picture[:, :] = (40, 60, 200)
    picture[:40, :64] = (40, 10, 10)
    picture[60:, 100:] = (20, 100, 30)
    picture[:24, 120:] = (255, 250, 40)
    return picture


def stored_for(matrix: tuple[int, ...]) -> np.ndarray:
    """Return the picture as a camera stores it: each point is shown where the matrix puts it."""
    a, b, _, c, d, *_ = matrix
    width, height = WIDE if a else WIDE[::-1]
    rows, columns = np.mgrid[:height, :width]
    # An index below 0 counts from the other side, so a mirrored axis begins at -1.
    shown_x = a * columns + c * rows - (a + c < 0)
    shown_y = b * columns + d * rows - (b + d < 0)
    return np.ascontiguousarray(seen_picture()[shown_y, shown_x])


def write_turned(path: Path, matrix: tuple[int, ...]) -> Path:
    """Write a video of 1 s whose track header has this display matrix, and that shows the seen picture."""
    write_video(path, [stored_for(matrix)] * 10, frames_per_second=10)
    content = bytearray(path.read_bytes())
    identity = struct.pack(">9i", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
    at = content.index(identity, content.index(b"tkhd"))
    struct.pack_into(">9i", content, at, *(value << 16 for value in matrix[:8]), 1 << 30)
    path.write_bytes(content)
    return path
