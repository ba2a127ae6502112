"""An MP3 file is as long as what can be decoded of it, whatever its header and its tags say."""

import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from making.sound import chords, tone, write_sound
from scenescore.audio.load import load
from scenescore.audio.sample_rate import SAMPLE_RATE
from scenescore.errors import BrokenFileError

SECONDS = 6.0
FRAME_SAMPLES = 1152
KBIT_PER_S = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
ID3 = b"ID3\x04\x00\x00\x00\x00\x08\x00" + b"TIT2\x00\x00\x00\x03\x00\x00\x03ab" + bytes(1024 - 13)


def music(*, rate: int = 44_100, quiet_until_s: float = 0.0) -> npt.NDArray[np.float32]:
    samples = chords(SECONDS, rate=rate)
    samples += np.random.default_rng(0).normal(0, 0.02, samples.size).astype(np.float32)
    samples[: round(quiet_until_s * rate)] *= 1e-4
    return samples


def mp3(folder: Path, *, rate: int = 44_100, quiet_until_s: float = 0.0) -> bytes:
    """Return a file of a variable bit rate whose first frame holds a Xing header."""
    made = write_sound(folder / "made.mp3", music(rate=rate, quiet_until_s=quiet_until_s), rate=rate)
    content = made.read_bytes()
    assert b"Xing" in content[:100]
    return content


def frame_bytes(header: bytes) -> int:
    return 144_000 * KBIT_PER_S[header[2] >> 4] // 44_100 + (header[2] >> 1 & 1)


def without_header(content: bytes) -> bytes:
    return content[frame_bytes(content) :]


def with_frames(content: bytes, change: Callable[[int], int]) -> bytes:
    at = content.index(b"Xing") + 8
    (frames,) = struct.unpack_from(">I", content, at)
    return content[:at] + struct.pack(">I", change(frames)) + content[at + 4 :]


def cover_in_ape_tag() -> bytes:
    """Return an APEv2 tag that holds a large picture with bytes that look like MP3 frames."""
    picture = b"\xff\xd8\xff\xe2" + (b"\xff\xfb\x90\xc4" + bytes(96)) * 500
    item = struct.pack("<II", len(picture) + 10, 2) + b"Cover Art (Front)\x00" + b"cover.jpg\x00" + picture
    size = len(item) + 32
    head, foot = (
        struct.pack("<8sIIIIQ", b"APETAGEX", 2000, size, 1, flags, 0) for flags in (0xA0000000, 0x80000000)
    )
    return head + item + foot


def seconds_of(path: Path, content: bytes) -> float:
    path.write_bytes(content)
    return load(path).size / SAMPLE_RATE


@pytest.mark.parametrize("quiet_until_s", [0.0, 2.0, 5.0])
def test_a_variable_bit_rate_without_a_header_is_played_to_the_end(
    tmp_path: Path, quiet_until_s: float
) -> None:
    content = without_header(mp3(tmp_path, quiet_until_s=quiet_until_s))
    assert seconds_of(tmp_path / "a.mp3", content) == pytest.approx(SECONDS, abs=0.08)


@pytest.mark.parametrize("change", [lambda n: n * 2, lambda n: n // 2, lambda n: n + 10**6, lambda _: 0])
def test_a_wrong_number_of_frames_is_not_believed(tmp_path: Path, change: Callable[[int], int]) -> None:
    content = with_frames(mp3(tmp_path), change)
    assert seconds_of(tmp_path / "a.mp3", content) == pytest.approx(SECONDS, abs=0.08)


def test_a_right_header_gives_the_samples_that_were_encoded(tmp_path: Path) -> None:
    (tmp_path / "a.mp3").write_bytes(mp3(tmp_path))
    samples = load(tmp_path / "a.mp3")
    written = load(write_sound(tmp_path / "a.wav", music()))
    assert samples.size == written.size
    assert np.corrcoef(samples, written)[0, 1] > 0.99


@pytest.mark.parametrize("rate", [48_000, 32_000, 24_000, 16_000, 11_025, 8_000])
def test_every_rate_of_mpeg_keeps_its_length(tmp_path: Path, rate: int) -> None:
    assert seconds_of(tmp_path / "a.mp3", mp3(tmp_path, rate=rate)) == pytest.approx(SECONDS, abs=0.02)


def test_tags_and_junk_around_the_sound_are_ignored(tmp_path: Path) -> None:
    plain = mp3(tmp_path)
    bare = without_header(plain)
    junk = np.random.default_rng(1).integers(0, 128, 3000, np.uint8).tobytes()
    surrounded = {
        "two tags": ID3 + ID3 + plain,
        "zeros before": bytes(5000) + plain,
        "junk before": junk + plain,
        "junk after": plain + junk,
        "ID3v1": plain + b"TAG" + bytes(125),
        "cover after": bare + cover_in_ape_tag(),
        "cover and ID3v1 after": bare + cover_in_ape_tag() + b"TAG" + bytes(125),
        "an ID3v2 tag after": bare + ID3,
    }
    lengths = {name: seconds_of(tmp_path / "a.mp3", content) for name, content in surrounded.items()}
    assert lengths == pytest.approx(dict.fromkeys(surrounded, SECONDS), abs=0.11)


def test_files_that_were_joined_are_played_one_after_the_other(tmp_path: Path) -> None:
    plain = mp3(tmp_path)
    joined = {"as they were": plain + plain, "with their tags": ID3 + plain + ID3 + plain}
    lengths = {name: seconds_of(tmp_path / "a.mp3", content) for name, content in joined.items()}
    assert lengths == pytest.approx(dict.fromkeys(joined, 2 * SECONDS), abs=0.15)


@pytest.mark.parametrize("rate", [48_000, 22_050])
def test_files_of_different_rates_and_channels_may_be_joined(tmp_path: Path, rate: int) -> None:
    mono = tone(440, SECONDS, rate=rate)
    other = write_sound(tmp_path / "other.mp3", np.stack([mono, mono], axis=1), rate=rate).read_bytes()
    plain = write_sound(tmp_path / "plain.mp3", tone(440, SECONDS)).read_bytes()
    path = tmp_path / "a.mp3"
    assert seconds_of(path, plain + other) == pytest.approx(2 * SECONDS, abs=0.2)
    second = load(path, offset_s=SECONDS + 1, duration_s=4)
    loudest_hz = np.argmax(np.abs(np.fft.rfft(second))) * SAMPLE_RATE / second.size
    assert loudest_hz == pytest.approx(440, abs=1)


def test_damage_in_the_middle_costs_no_more_than_itself(tmp_path: Path) -> None:
    plain = mp3(tmp_path)
    half = len(plain) // 2
    content = plain[:half] + ID3 + plain[half:]
    assert seconds_of(tmp_path / "a.mp3", content) == pytest.approx(SECONDS, abs=0.15)


@pytest.mark.parametrize("rate", [44_100, 16_000])
def test_a_file_that_breaks_off_within_a_frame_is_cut_short(tmp_path: Path, rate: int) -> None:
    plain = mp3(tmp_path, rate=rate)
    for kept in np.random.default_rng(2).uniform(0.1, 0.95, 8):
        with pytest.raises(BrokenFileError, match=r"cut short: it breaks off within frame \d+ of \d+"):
            seconds_of(tmp_path / "a.mp3", plain[: round(len(plain) * kept)])


def test_a_file_that_was_cut_between_frames_is_whole(tmp_path: Path) -> None:
    plain = mp3(tmp_path)
    end = 0
    for _ in range(100):
        end += frame_bytes(plain[end:])
    expected = 99 * FRAME_SAMPLES / 44_100
    assert seconds_of(tmp_path / "a.mp3", plain[:end]) == pytest.approx(expected, abs=0.08)


def test_a_recording_of_a_stream_may_end_within_a_frame(tmp_path: Path) -> None:
    bare = without_header(mp3(tmp_path))
    assert seconds_of(tmp_path / "a.mp3", bare[:-100]) == pytest.approx(SECONDS, abs=0.1)


def test_bytes_that_are_no_mp3_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "noise.mp3"
    path.write_bytes(np.random.default_rng(3).integers(0, 256, 50_000, np.uint8).tobytes())
    with pytest.raises(BrokenFileError, match="noise"):
        load(path)
