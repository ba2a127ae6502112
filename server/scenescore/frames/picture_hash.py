"""What a frame looks like, in 64 bits: the paper's image hash (section 3.2), read as ImageHash's pHash.

Pictures that look alike have hashes that differ in few bits. Like all that is compared in Scenescore, the
hash is taken of the frame, so that a video, a screen and a client's picture of one scene have the same.
"""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

HASH_BITS: Final = 64

Hashes = npt.NDArray[np.uint64]


def picture_hash(frame: np.ndarray) -> int:
    """Return a frame's perceptual hash.

    Parameters
    ----------
    frame : np.ndarray [shape=(80, 80, 3), uint8]
        In HSV.

    Returns
    -------
    int
        0 to 2**64 - 1.
    """
    # Serving needs neither.
    import imagehash  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    picture = Image.fromarray(cv2.cvtColor(frame, cv2.COLOR_HSV2RGB))
    return int(str(imagehash.phash(picture)), 16)


def bit_counts(hashes: Hashes) -> npt.NDArray[np.int64]:
    """Return how many of the hashes have each bit set [shape=(64,)]."""
    octets = np.ascontiguousarray(hashes, ">u8").view(np.uint8).reshape(-1, HASH_BITS // 8)
    counts: npt.NDArray[np.int64] = np.unpackbits(octets, axis=1).sum(axis=0, dtype=np.int64)
    return counts
