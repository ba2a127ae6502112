"""A video that was recorded sideways gives the frames that a viewer sees."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from making.turned_video import MATRICES, WIDE, seen_picture, stored_for, write_turned
from making.video import write_video
from scenescore.frames.decode import to_frame
from scenescore.frames.video import read_frames


def difference(frame: np.ndarray) -> int:
    """Return how far a frame is from the seen picture in the mean, in the brightest part of the colours."""
    expected = to_frame(seen_picture())
    return int(np.abs(frame[:, :, 2].astype(int) - expected[:, :, 2]).mean())


@pytest.mark.parametrize("name", list(MATRICES))
def test_turned_and_mirrored_videos_are_seen_upright(tmp_path: Path, name: str) -> None:
    turned = write_turned(tmp_path / "turned.mp4", MATRICES[name])
    frames = [frame for _, frame in read_frames(turned, frames_per_second=2)]
    assert len(frames) == 2
    assert max(map(difference, frames)) <= 4
    if name != "upright":
        plain = write_video(tmp_path / "plain.mp4", [stored_for(MATRICES[name])] * 10)
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
