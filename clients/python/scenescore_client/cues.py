"""A cue, and the window that makes one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Final

from scenescore.errors import InvalidInputError
from scenescore.v1 import cue_pb2
from scenescore_client.messages import Encoding, Frame

SIDE: Final = 80
CHANNELS: Final = {Encoding.RGB8: 3, Encoding.RGBA8: 4}
SHIFT: Final = 12
"""OpenCV computes hue and saturation in whole numbers with so many bits behind the point."""


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
        ``tracks/{id}``. While the library lacks it, the cue waits.
    model : str
        The bundle whose sessions learn from it, ``models/{id}``.
    create_time : datetime
        When it was made, UTC.
    """

    name: str
    scene: str
    track: str
    model: str
    create_time: datetime

    @classmethod
    def from_proto(cls, message: cue_pb2.Cue) -> "Cue":
        """Read the message."""
        return cls(
            name=message.name,
            scene=message.scene,
            track=message.track,
            model=message.model,
            create_time=message.create_time.ToDatetime(tzinfo=UTC),
        )


def window_of(frames: Iterable[Frame | bytes]) -> list[bytes]:
    """Return a window's frames as a cue takes them; bytes are taken as they are."""
    return [to_hsv(frame) if isinstance(frame, Frame) else frame for frame in frames]


def to_hsv(frame: Frame) -> bytes:
    """Return an 80×80 frame in HSV by OpenCV's ranges (hue 0 to 179), to the last bit as OpenCV does.

    Raises
    ------
    InvalidInputError
        The frame is of another size, or encoded.
    """
    channels = CHANNELS.get(frame.encoding)
    if channels is None or (frame.width, frame.height) != (SIDE, SIDE):
        raise InvalidInputError(
            f"a cue's frame is {SIDE}×{SIDE} in RGB8 or RGBA8, not {frame.width}×{frame.height} in "
            f"{frame.encoding.name}",
            field="frames",
        )
    data, size = frame.data, SIDE * SIDE * channels
    if len(data) != size:
        raise InvalidInputError(
            f"a frame of {SIDE}×{SIDE} in {frame.encoding.name} has {size} bytes, not {len(data)}",
            field="frames",
        )
    pixels = zip(data[0::channels], data[1::channels], data[2::channels], strict=True)
    colours: dict[tuple[int, int, int], bytes] = {}
    return b"".join(colours[pixel] if pixel in colours else seen(colours, pixel) for pixel in pixels)


def seen(colours: dict[tuple[int, int, int], bytes], pixel: tuple[int, int, int]) -> bytes:
    """Return a colour in HSV and keep it: a game's pictures have few."""
    return colours.setdefault(pixel, hsv_of(*pixel))


def hsv_of(red: int, green: int, blue: int) -> bytes:
    """Return one colour in HSV."""
    value, spread = max(red, green, blue), max(red, green, blue) - min(red, green, blue)
    half = 1 << (SHIFT - 1)
    saturation = (spread * scaled(255, value) + half) >> SHIFT
    if value == red:
        angle = green - blue
    elif value == green:
        angle = blue - red + 2 * spread
    else:
        angle = red - green + 4 * spread
    hue = (angle * scaled(180, 6 * spread) + half) >> SHIFT
    return bytes((hue + 180 if hue < 0 else hue, saturation, value))


@cache
def scaled(numerator: int, denominator: int) -> int:
    """Return a fraction in OpenCV's whole numbers; 0 where there is nothing to divide by."""
    return round((numerator << SHIFT) / denominator) if denominator else 0
