"""The paper's image hash (section 3.2): ImageHash's pHash of 64 bits.

Hashes of similar pictures differ in few bits. The hash is computed from the frame, so a video, a screen and a
client's picture of the same scene have the same hash.
"""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

HASH_BITS: Final = 64
"""Bits of a hash."""

Hashes = npt.NDArray[np.uint64]


def picture_hash(frame: np.ndarray) -> int:
    """Return the perceptual hash of a frame.

    Parameters
    ----------
    frame : np.ndarray [shape=(80, 80, 3), uint8]
        The frame in HSV.

    Returns
    -------
    int
        The hash, 0 to 2**64 - 1.
    """
    # The daemon needs neither to serve.
    import imagehash  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    picture = Image.fromarray(cv2.cvtColor(frame, cv2.COLOR_HSV2RGB))
    return int(str(imagehash.phash(picture)), 16)


def bit_counts(hashes: Hashes) -> npt.NDArray[np.int64]:
    """Count, for each bit, the hashes that have it set.

    Parameters
    ----------
    hashes : np.ndarray [shape=(n,), uint64]
        Hashes of frames.

    Returns
    -------
    np.ndarray [shape=(64,), int64]
        Counts from the highest bit to the lowest.
    """
    octets = np.ascontiguousarray(hashes, ">u8").view(np.uint8).reshape(-1, HASH_BITS // 8)
    counts: npt.NDArray[np.int64] = np.unpackbits(octets, axis=1).sum(axis=0, dtype=np.int64)
    return counts
