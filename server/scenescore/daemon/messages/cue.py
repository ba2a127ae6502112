"""Cues as messages, and the window of frames that a request for a cue carries."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from scenescore.daemon.messages.duration import to_timestamp
from scenescore.daemon.messages.repeated import check_value_count
from scenescore.errors import InvalidInputError
from scenescore.frames.decode import SIDE
from scenescore.library.store.cues.cue_store import Cue
from scenescore.v1 import cue_pb2

FRAME_BYTES: Final = SIDE * SIDE * 3


def read_window(frames: Sequence[bytes], steps: int) -> np.ndarray:
    """Read the frames of a window.

    Parameters
    ----------
    frames : sequence of bytes
        HSV pixels of each frame, oldest frame first.
    steps : int
        How many frames there must be.

    Returns
    -------
    np.ndarray [shape=(steps, 80, 80, 3), uint8]

    Raises
    ------
    InvalidInputError
        There are too few or too many frames, or a frame has the wrong size.
    """
    return read_frames(frames, steps, steps, field="frames")


def read_frames(frames: Sequence[bytes], least: int, most: int, *, field: str) -> np.ndarray:
    """Read frames.

    Parameters
    ----------
    frames : sequence of bytes
        HSV pixels of each frame, oldest frame first.
    least, most : int
        How many frames there may be.
    field : str
        The request's field, for errors.

    Returns
    -------
    np.ndarray [shape=(n, 80, 80, 3), uint8]

    Raises
    ------
    InvalidInputError
        There are too few or too many frames, or a frame has the wrong size.
    """
    check_value_count(len(frames), least, most, field=field)
    for place, frame in enumerate(frames):
        if len(frame) != FRAME_BYTES:
            named = f"{field}[{place}]"
            raise InvalidInputError(
                f"{named} has {len(frame)} bytes; send {SIDE}×{SIDE} HSV pixels, {FRAME_BYTES} bytes",
                field=named,
            )
    return np.frombuffer(b"".join(frames), np.uint8).reshape(-1, SIDE, SIDE, 3)


def to_cue(cue: Cue) -> cue_pb2.Cue:
    """Return the message for a cue.

    Parameters
    ----------
    cue : Cue
        The cue.

    Returns
    -------
    scenescore.v1.Cue
    """
    return cue_pb2.Cue(
        name=cue.name,
        scene=cue.scene,
        track=f"tracks/{cue.track_id}",
        model=f"models/{cue.model}" if cue.model else "",
        create_time=to_timestamp(cue.create_time_s),
        project=f"projects/{cue.project}",
    )
