"""How a picture is turned and mirrored before it is shown, as cameras and phones record it."""

import struct
from dataclasses import dataclass
from typing import Any, Final

import av.sidedata.sidedata
import numpy as np

EXIF_TAG: Final = 0x0112
"""Number of the tag Orientation (Exif 2.32, section 4.6.4)."""


@dataclass(frozen=True)
class Orientation:
    """What has to be done with a stored picture, in this order.

    Attributes
    ----------
    transposed : bool
        Whether rows and columns are exchanged.
    mirrored : bool
        Whether left and right are exchanged.
    upside_down : bool
        Whether top and bottom are exchanged.
    """

    transposed: bool = False
    mirrored: bool = False
    upside_down: bool = False

    def applied_to(self, frame: np.ndarray) -> np.ndarray:
        """Return a frame as it is shown.

        Parameters
        ----------
        frame : np.ndarray [shape=(80, 80, 3), uint8]
            The frame as it is stored. It is square, so it can be turned after it has been shrunk.

        Returns
        -------
        np.ndarray [shape=(80, 80, 3), uint8]
            The same frame, turned.
        """
        if self.transposed:
            frame = frame.transpose(1, 0, 2)
        if self.mirrored:
            frame = frame[:, ::-1]
        if self.upside_down:
            frame = frame[::-1]
        return np.ascontiguousarray(frame)


_OF_EXIF: Final = {
    2: Orientation(mirrored=True),
    3: Orientation(mirrored=True, upside_down=True),
    4: Orientation(upside_down=True),
    5: Orientation(transposed=True),
    6: Orientation(transposed=True, mirrored=True),
    7: Orientation(transposed=True, mirrored=True, upside_down=True),
    8: Orientation(transposed=True, upside_down=True),
}


def orientation_of_exif(value: object) -> Orientation:
    """Return the orientation that a photo's tag tells.

    Parameters
    ----------
    value : object
        Value of the tag, 1 to 8; others count as 1.

    Returns
    -------
    Orientation
    """
    return _OF_EXIF.get(value, Orientation()) if isinstance(value, int) else Orientation()


def orientation_of_video(picture: Any) -> Orientation:
    """Return the orientation that a video's display matrix tells, to the nearest quarter turn.

    Parameters
    ----------
    picture : av.VideoFrame
        A decoded picture.

    Returns
    -------
    Orientation
    """
    matrix = picture.side_data.get(av.sidedata.sidedata.Type.DISPLAYMATRIX)
    if matrix is None:
        return Orientation()
    # A point (x, y) is shown at (a·x + c·y, b·x + d·y).
    a, b, _, c, d = struct.unpack_from("=5i", bytes(matrix))
    if abs(a) + abs(d) >= abs(b) + abs(c):
        return Orientation(mirrored=a < 0, upside_down=d < 0)
    return Orientation(transposed=True, mirrored=c < 0, upside_down=b < 0)
