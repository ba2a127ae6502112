"""A video that was recorded sideways gives the frames that a viewer sees."""

import struct
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from making.video import write_video
from scenescore.frames.decode import to_frame
from scenescore.frames.video import read_frames

WIDE = (160, 96)
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


def with_matrix(path: Path, stored: np.ndarray, matrix: tuple[int, ...]) -> Path:
    """Write a video whose track header has this display matrix."""
    write_video(path, [stored] * 10, frames_per_second=10)
    content = bytearray(path.read_bytes())
    identity = struct.pack(">9i", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
    at = content.index(identity, content.index(b"tkhd"))
    struct.pack_into(">9i", content, at, *(value << 16 for value in matrix[:8]), 1 << 30)
    path.write_bytes(content)
    return path


def difference(frame: np.ndarray) -> int:
    """Return how far a frame is from the seen picture in the mean, in the brightest part of the colours."""
    expected = to_frame(seen_picture())
    return int(np.abs(frame[:, :, 2].astype(int) - expected[:, :, 2]).mean())


# a, b, u, c, d, v, x, y of the display matrix: (x, y) is shown at (a·x + c·y, b·x + d·y).
MATRICES = {
    "upright": (1, 0, 0, 0, 1, 0, 0, 0),
    "a quarter turn": (0, -1, 0, 1, 0, 0, 0, 160),
    "upside down": (-1, 0, 0, 0, -1, 0, 160, 96),
    "three quarters of a turn": (0, 1, 0, -1, 0, 0, 96, 0),
    "left and right exchanged": (-1, 0, 0, 0, 1, 0, 160, 0),
    "top and bottom exchanged": (1, 0, 0, 0, -1, 0, 0, 96),
    "rows and columns exchanged": (0, 1, 0, 1, 0, 0, 0, 0),
    "rows and columns exchanged, upside down": (0, -1, 0, -1, 0, 0, 160, 160),
}


@pytest.mark.parametrize("name", list(MATRICES))
def test_turned_and_mirrored_videos_are_seen_upright(tmp_path: Path, name: str) -> None:
    stored = stored_for(MATRICES[name])
    turned = with_matrix(tmp_path / "turned.mp4", stored, MATRICES[name])
    frames = [frame for _, frame in read_frames(turned, frames_per_second=2)]
    assert len(frames) == 2
    assert max(map(difference, frames)) <= 4
    if name != "upright":
        plain = write_video(tmp_path / "plain.mp4", [stored] * 10)
        assert min(difference(frame) for _, frame in read_frames(plain, frames_per_second=2)) > 8


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("suffix", ["jpg", "png", "webp"])
def test_photos_are_seen_upright(tmp_path: Path, suffix: str, orientation: int) -> None:
    # Pillow undoes an orientation; the inverse of a quarter turn is the other one.
    undoing = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    image = Image.fromarray(seen_picture())
    stored = image.transpose(undoing[orientation]) if orientation in undoing else image
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / f"photo.{suffix}"
    stored.save(path, quality=95, exif=exif)
    (first, *_) = [frame for _, frame in read_frames(path, frames_per_second=2)]
    assert difference(first) <= 4


@pytest.mark.parametrize("ratio", ["4:3", "16:11", "1:2"])
def test_the_shape_of_a_pixel_does_not_matter(tmp_path: Path, ratio: str) -> None:
    path = tmp_path / "clip.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = *WIDE, "yuv420p"
        stream.codec_context.sample_aspect_ratio = Fraction(ratio.replace(":", "/"))
        for _ in range(10):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(seen_picture(), format="rgb24")))
        container.mux(stream.encode())
    assert all(difference(frame) <= 6 for _, frame in read_frames(path, frames_per_second=2))
