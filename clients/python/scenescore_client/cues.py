"""Cues, and the window of frames that a cue is made from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Final

from scenescore.errors import InvalidInputError
from scenescore.v1 import cue_pb2
from scenescore_client.messages import Encoding, Frame

FRAME_SIDE_PX: Final = 80
CHANNELS: Final = {Encoding.RGB8: 3, Encoding.RGBA8: 4}
FRACTION_BITS: Final = 12
"""Bits behind the point in the fixed-point numbers with which OpenCV computes hue and saturation."""


@dataclass(frozen=True)
class Cue:
    """The decision "this scene plays this track".

    Attributes
    ----------
    name : str
        ``cues/{id}``.
    scene : str
        The scene's name in the game.
    track : str
        ``tracks/{id}``. The cue has no effect while the library doesn't hold the track.
    model : str
        ``models/{id}`` of the bundle whose sessions use the cue; empty for those of all bundles.
    create_time : datetime
        When the cue was made, UTC.
    project : str
        ``projects/{id}`` of the project that the cue belongs to.
    """

    name: str
    scene: str
    track: str
    model: str
    create_time: datetime
    project: str = "projects/default"

    @classmethod
    def from_proto(cls, message: cue_pb2.Cue) -> "Cue":
        """Return the dataclass for a message of the contract.

        Parameters
        ----------
        message : cue_pb2.Cue
            What the daemon sent.

        Returns
        -------
        Cue
            The same in Python's own types.
        """
        return cls(
            name=message.name,
            scene=message.scene,
            track=message.track,
            model=message.model,
            create_time=message.create_time.ToDatetime(tzinfo=UTC),
            project=message.project or "projects/default",
        )


def cue_request(
    scene: str, track: str, frames: Iterable[Frame | bytes], *, session: str, model: str, project: str
) -> cue_pb2.AddCueRequest:
    """Make the request of an ``AddCue`` call.

    Parameters
    ----------
    scene : str
        The scene's name.
    track : str
        ``tracks/{id}``.
    frames : iterable of Frame or bytes
        The window; empty if a session is given.
    session : str
        ``sessions/{id}``; empty if frames are given.
    model : str
        ``models/{id}``; empty for the default.
    project : str
        ``projects/{id}``; empty for the default project, or for the session's.

    Returns
    -------
    cue_pb2.AddCueRequest

    Raises
    ------
    InvalidInputError
        A frame can't be used in a cue.
    """
    return cue_pb2.AddCueRequest(
        scene=scene, track=track, frames=window_of(frames), session=session, model=model, project=project
    )


def window_of(frames: Iterable[Frame | bytes]) -> list[bytes]:
    """Return a window's frames in HSV, as a cue needs them.

    Parameters
    ----------
    frames : iterable of Frame or bytes
        The window, oldest frame first. Bytes are already in HSV.

    Returns
    -------
    list of bytes
        19,200 bytes for each frame.

    Raises
    ------
    InvalidInputError
        A frame has another size or is encoded.
    """
    return [to_hsv(frame) if isinstance(frame, Frame) else frame for frame in frames]


def to_hsv(frame: Frame) -> bytes:
    """Convert an 80×80 frame to HSV. The result is bit for bit that of OpenCV.

    Parameters
    ----------
    frame : Frame
        80×80 in RGB8 or RGBA8.

    Returns
    -------
    bytes
        80×80×3 bytes in OpenCV's ranges: hue 0 to 179, saturation and value 0 to 255.

    Raises
    ------
    InvalidInputError
        The frame has another size or is encoded.
    """
    channels = CHANNELS.get(frame.encoding)
    if channels is None or (frame.width, frame.height) != (FRAME_SIDE_PX, FRAME_SIDE_PX):
        raise InvalidInputError(
            f"a cue's frame is {FRAME_SIDE_PX}×{FRAME_SIDE_PX} in RGB8 or RGBA8, not "
            f"{frame.width}×{frame.height} in {frame.encoding.name}",
            field="frames",
        )
    data, size = frame.data, FRAME_SIDE_PX * FRAME_SIDE_PX * channels
    if len(data) != size:
        raise InvalidInputError(
            f"a frame of {FRAME_SIDE_PX}×{FRAME_SIDE_PX} in {frame.encoding.name} has {size} bytes, "
            f"not {len(data)}",
            field="frames",
        )
    pixels = list(zip(data[0::channels], data[1::channels], data[2::channels], strict=True))
    # A game's pictures have few different colours: each is converted once.
    converted = {pixel: hsv_of(*pixel) for pixel in set(pixels)}
    return b"".join(converted[pixel] for pixel in pixels)


def hsv_of(red: int, green: int, blue: int) -> bytes:
    """Convert one colour to HSV.

    Parameters
    ----------
    red, green, blue : int
        0 to 255.

    Returns
    -------
    bytes
        Hue (0 to 179), saturation and value (0 to 255).
    """
    value, spread = max(red, green, blue), max(red, green, blue) - min(red, green, blue)
    half = 1 << (FRACTION_BITS - 1)
    saturation = (spread * _fixed_point(255, value) + half) >> FRACTION_BITS
    if value == red:
        angle = green - blue
    elif value == green:
        angle = blue - red + 2 * spread
    else:
        angle = red - green + 4 * spread
    hue = (angle * _fixed_point(180, 6 * spread) + half) >> FRACTION_BITS
    return bytes((hue + 180 if hue < 0 else hue, saturation, value))


@cache
def _fixed_point(numerator: int, denominator: int) -> int:
    """Return a fraction as one of OpenCV's fixed-point numbers; 0 if the denominator is 0."""
    return round((numerator << FRACTION_BITS) / denominator) if denominator else 0
