"""The window of a cue, which the light client makes without OpenCV."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore.errors import InvalidInputError
from scenescore_client import Encoding, Frame
from scenescore_client.cues import hsv_of, to_hsv, window_of

pytestmark = pytest.mark.fast

CHANNEL = st.integers(0, 255)


def opencv(pixels: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(pixels, cv2.COLOR_RGB2HSV)


@given(CHANNEL, CHANNEL, CHANNEL)
def test_a_colour_is_converted_as_by_opencv(red: int, green: int, blue: int) -> None:
    expected = opencv(np.array([[[red, green, blue]]], np.uint8))
    assert hsv_of(red, green, blue) == expected.tobytes()


def test_all_greys_and_a_grid_of_colours_are_converted_as_by_opencv() -> None:
    steps = np.array([*range(0, 256, 15), 1, 2, 127, 128, 254], np.uint8)
    grid = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(1, -1, 3)
    greys = np.repeat(np.arange(256, dtype=np.uint8), 3).reshape(1, -1, 3)
    for pixels in (grid, greys):
        made = b"".join(hsv_of(*map(int, pixel)) for pixel in pixels[0])
        assert made == opencv(pixels).tobytes()


def test_alpha_is_ignored() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (80, 80, 4), np.uint8)
    opaque = np.ascontiguousarray(pixels[..., :3])
    assert to_hsv(Frame(0, opaque.tobytes())) == opencv(opaque).tobytes()
    assert to_hsv(Frame(0, pixels.tobytes(), encoding=Encoding.RGBA8)) == opencv(opaque).tobytes()


def test_hsv_bytes_stay_as_they_are() -> None:
    black = bytes(80 * 80 * 3)
    assert window_of([black, Frame(0, black)]) == [black, black]


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (Frame(0, b"", encoding=Encoding.PNG), "80×80 in RGB8 or RGBA8, not 80×80 in PNG"),
        (Frame(0, bytes(12), 2, 2), "not 2×2 in RGB8"),
        (Frame(0, bytes(5)), "has 19200 bytes, not 5"),
    ],
)
def test_an_unusable_frame_of_a_window_is_described(frame: Frame, words: str) -> None:
    with pytest.raises(InvalidInputError, match=words) as refused:
        to_hsv(frame)
    assert refused.value.field == "frames"
