"""Pictures of any size and encoding become frames."""

import io
import struct
import zlib

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from scenescore.errors import InvalidInputError
from scenescore.frames.decode import MAX_SIDE, SIDE, check_size, decode, to_frame

RED_HSV, GREEN_HSV, BLUE_HSV = [0, 255, 255], [60, 255, 255], [120, 255, 255]


def game_picture(width: int = 320, height: int = 180) -> np.ndarray:
    """Return a picture with soft areas and hard edges [shape=(height, width, 3), uint8]."""
    rng = np.random.default_rng(3)
    picture = cv2.resize(rng.integers(0, 256, (9, 16, 3), np.uint8), (width, height))
    picture[height // 2 :, : width // 3] = (200, 30, 60)
    return np.asarray(picture)


def as_file(picture: np.ndarray, kind: str) -> bytes:
    file = io.BytesIO()
    Image.fromarray(picture).save(file, kind, quality=95)
    return file.getvalue()


def to_rgb(frame: np.ndarray) -> np.ndarray:
    return np.asarray(cv2.cvtColor(frame, cv2.COLOR_HSV2RGB)).astype(int)


@pytest.mark.parametrize(
    ("colour", "hsv"), [((255, 0, 0), RED_HSV), ((0, 255, 0), GREEN_HSV), ((0, 0, 255), BLUE_HSV)]
)
def test_a_plain_picture_becomes_a_plain_hsv_frame(colour: tuple[int, int, int], hsv: list[int]) -> None:
    frame = to_frame(np.full((45, 100, 3), colour, np.uint8))
    assert frame.shape == (SIDE, SIDE, 3)
    assert frame.dtype == np.uint8
    assert (frame == hsv).all()


def test_the_order_of_the_channels_is_respected_and_alpha_is_ignored() -> None:
    pixels = np.zeros((10, 10, 4), np.uint8)
    pixels[:, :, 2] = 255
    pixels[:, :, 3] = 7
    assert (to_frame(pixels, order="bgr") == RED_HSV).all()
    assert (to_frame(pixels, order="rgb") == BLUE_HSV).all()


def test_fine_patterns_are_averaged_and_not_sampled() -> None:
    stripes = np.zeros((480, 480, 3), np.uint8)
    stripes[:, ::2] = 255
    assert abs(to_frame(stripes)[:, :, 2].astype(int) - 127).max() <= 1


def test_a_wide_and_low_picture_is_averaged_along_its_long_side_too() -> None:
    stripes = np.zeros((4, 800, 3), np.uint8)
    stripes[:, ::2] = 255
    assert abs(to_frame(stripes)[:, :, 2].astype(int) - 127).max() <= 1


def test_a_shrunk_picture_equals_the_mean_of_its_blocks() -> None:
    picture = game_picture(320, 240)
    blocks = picture.reshape(80, 3, 80, 4, 3).astype(float).mean(axis=(1, 3))
    expected = cv2.cvtColor(np.round(blocks).astype(np.uint8), cv2.COLOR_RGB2HSV)
    assert abs(to_rgb(to_frame(picture)) - to_rgb(expected)).max() <= 3


def test_pixel_art_is_enlarged_with_hard_edges() -> None:
    picture = np.zeros((2, 2, 3), np.uint8)
    picture[0, 0] = picture[1, 1] = (255, 0, 0)
    value = to_frame(picture)[:, :, 2]
    assert (value[:40, :40] == 255).all()
    assert (value[:40, 40:] == 0).all()


def test_one_pixel_is_a_picture() -> None:
    assert (decode("rgb8", b"\x00\xff\x00", 1, 1) == GREEN_HSV).all()


@given(st.integers(1, 300), st.integers(1, 300), st.sampled_from([3, 4]))
@settings(max_examples=40, deadline=None)
def test_any_size_becomes_a_frame_within_its_own_colours(width: int, height: int, channels: int) -> None:
    pixels = np.random.default_rng(width * 1000 + height).integers(
        90, 110, (height, width, channels), np.uint8
    )
    frame = to_frame(pixels)
    assert frame.shape == (SIDE, SIDE, 3)
    assert 89 <= frame[:, :, 2].min() <= frame[:, :, 2].max() <= 110


@pytest.mark.parametrize("size", [(320, 180), (1280, 720), (100, 60), (1920, 1080)])
def test_all_encodings_of_a_picture_give_the_same_frame(size: tuple[int, int]) -> None:
    picture = game_picture(*size)
    width, height = size
    alpha = np.full((height, width, 1), 9, np.uint8)
    raw = decode("rgb8", picture.tobytes(), width, height)
    assert (decode("rgba8", np.concatenate([picture, alpha], 2).tobytes(), width, height) == raw).all()
    assert (decode("png", as_file(picture, "PNG")) == raw).all()
    difference = abs(to_rgb(decode("jpeg", as_file(picture, "JPEG"))) - to_rgb(raw))
    assert difference.mean() < 3


def test_grey_palette_and_progressive_files_are_read() -> None:
    grey = Image.fromarray(game_picture()).convert("L")
    palette = Image.fromarray(game_picture()).convert("P")
    for picture, kind, options in (
        (grey, "PNG", {}),
        (palette, "PNG", {}),
        (grey, "JPEG", {"progressive": True}),
    ):
        file = io.BytesIO()
        picture.save(file, kind, **options)
        assert decode(kind.lower(), file.getvalue()).shape == (SIDE, SIDE, 3)


def test_the_orientation_tag_of_a_jpeg_is_ignored() -> None:
    picture = Image.fromarray(
        np.vstack([np.full((40, 80, 3), 255, np.uint8), np.zeros((40, 80, 3), np.uint8)])
    )
    exif = Image.Exif()
    exif[0x0112] = 3  # upside down
    file = io.BytesIO()
    picture.save(file, "JPEG", exif=exif)
    assert decode("jpeg", file.getvalue())[0, 0, 2] == 255


def huge_png() -> bytes:
    """Return a PNG of 20,000×20,000 pixels in a few hundred kilobytes."""
    header = b"IHDR" + struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(b"\0" * 60_001) for _ in range(20_000)) + packer.flush()
    chunks = (header, b"IDAT" + rows, b"IEND")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in chunks
    )


def huge_jpeg() -> bytes:
    """Return a JPEG whose header claims 20,000×20,000 pixels."""
    data = bytearray(as_file(game_picture(), "JPEG"))
    start = data.index(b"\xff\xc0") + 5
    data[start : start + 4] = struct.pack(">HH", 20_000, 20_000)
    return bytes(data)


@pytest.mark.parametrize(("encoding", "data"), [("png", huge_png()), ("jpeg", huge_jpeg())])
def test_a_huge_picture_in_a_small_file_is_refused_by_its_header(encoding: str, data: bytes) -> None:
    assert len(data) < 4 * 1024 * 1024
    with pytest.raises(InvalidInputError, match=r"20000×20000.*16384") as caught:
        decode(encoding, data)
    assert caught.value.field == "frame.data"


def test_a_huge_raw_picture_is_refused_before_its_bytes_are_counted() -> None:
    with pytest.raises(InvalidInputError, match=r"20000×20000.*16384") as caught:
        decode("rgb8", b"", 20_000, 20_000)
    assert caught.value.field == "frame.width"


def test_too_many_pixels_are_refused_though_both_sides_are_allowed() -> None:
    with pytest.raises(InvalidInputError, match="67108864"):
        check_size(MAX_SIDE, MAX_SIDE)
    check_size(MAX_SIDE, 4096)


@pytest.mark.parametrize(("width", "height", "field"), [(0, 5, "frame.width"), (5, -1, "frame.height")])
def test_sizes_below_one_pixel_are_refused(width: int, height: int, field: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        decode("rgb8", b"", width, height)
    assert caught.value.field == field


def test_a_wrong_number_of_bytes_names_both_numbers() -> None:
    with pytest.raises(InvalidInputError, match=r"10×10.*400 bytes, got 300"):
        decode("rgba8", b"\0" * 300, 10, 10)


@pytest.mark.parametrize("encoding", ["png", "jpeg"])
@pytest.mark.parametrize(
    "data", [b"", b"hello", b"\xff\xd8", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"\xff" * 99]
)
def test_bytes_that_are_no_picture_are_refused(encoding: str, data: bytes) -> None:
    with pytest.raises(InvalidInputError, match=rf"{len(data)} bytes.*not a {encoding.upper()}"):
        decode(encoding, data)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_half_a_file_is_refused(kind: str) -> None:
    data = as_file(game_picture(), kind)
    with pytest.raises(InvalidInputError, match="without its end"):
        decode(kind.lower(), data[: len(data) // 2])


def test_a_file_of_another_kind_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="not a PNG"):
        decode("png", as_file(game_picture(), "JPEG"))


def test_a_damaged_png_is_refused() -> None:
    data = bytearray(as_file(game_picture(), "PNG"))
    data[60:400] = b"\x55" * 340
    with pytest.raises(InvalidInputError, match="damaged"):
        decode("png", bytes(data))


def test_an_unknown_encoding_is_refused_and_the_known_ones_are_named() -> None:
    with pytest.raises(InvalidInputError, match=r"'gif'.*rgb8, rgba8, jpeg, png"):
        decode("gif", b"")


@pytest.mark.parametrize(
    "pixels", [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 2), np.uint8), np.zeros((4, 4, 3), np.float32)]
)
def test_an_array_that_is_no_picture_is_refused(pixels: np.ndarray) -> None:
    with pytest.raises(InvalidInputError, match="array of uint8"):
        to_frame(pixels)
