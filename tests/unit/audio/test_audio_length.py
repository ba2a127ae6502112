"""WAV, AIFF, Ogg, FLAC, m4a and Matroska files are as long as what can be decoded of them."""

import struct
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from making.sound import chords, tone, write_sound
from scenescore.audio.load import load
from scenescore.audio.sample_rate import SAMPLE_RATE
from scenescore.errors import BrokenFileError, InvalidInputError

SECONDS = 6.0
JUNK = np.random.default_rng(1).integers(0, 256, 3000, np.uint8).tobytes()


def made(folder: Path, suffix: str, *, rate: int = 48_000) -> bytes:
    samples = chords(SECONDS, rate=rate)
    samples += np.random.default_rng(0).normal(0, 0.02, samples.size).astype(np.float32)
    return write_sound(folder / f"made.{suffix}", samples, rate=rate).read_bytes()


def seconds_of(path: Path, content: bytes) -> float:
    path.write_bytes(content)
    return load(path).size / SAMPLE_RATE


def ogg_pages(content: bytes) -> list[bytearray]:
    pages, position = [], 0
    while position < len(content):
        segments = content[position + 26]
        length = 27 + segments + sum(content[position + 27 : position + 27 + segments])
        pages.append(bytearray(content[position : position + length]))
        position += length
    return pages


def ogg_file(pages: list[bytearray]) -> bytes:
    """Join pages with their right checksums."""
    joined = bytearray()
    for page in pages:
        page[22:26] = bytes(4)
        checksum = 0
        for byte in page:
            checksum ^= byte << 24
            for _ in range(8):
                checksum = (checksum << 1 ^ (0x04C11DB7 if checksum >> 31 else 0)) & 0xFFFF_FFFF
        page[22:26] = struct.pack("<I", checksum)
        joined += page
    return bytes(joined)


@pytest.mark.parametrize("suffix", ["ogg", "opus"])
def test_an_ogg_file_whose_end_is_not_marked_is_whole(tmp_path: Path, suffix: str) -> None:
    pages = ogg_pages(made(tmp_path, suffix))
    pages[-1][5] &= ~4
    assert seconds_of(tmp_path / f"a.{suffix}", ogg_file(pages)) == pytest.approx(SECONDS, abs=0.03)
    # A recording of a stream begins at any time.
    for page in pages:
        (time,) = struct.unpack_from("<q", page, 6)
        struct.pack_into("<q", page, 6, time + 48_000 * 3600 if time > 0 else time)
    assert seconds_of(tmp_path / f"a.{suffix}", ogg_file(pages)) == pytest.approx(SECONDS, abs=0.03)


@pytest.mark.parametrize("suffix", ["ogg", "opus"])
def test_streams_that_were_chained_are_played_one_after_the_other(tmp_path: Path, suffix: str) -> None:
    content = made(tmp_path, suffix)
    pages = ogg_pages(content)
    for page in pages:
        page[14:18] = b"next"
    chain = content + ogg_file(pages)
    assert seconds_of(tmp_path / f"a.{suffix}", chain) == pytest.approx(2 * SECONDS, abs=0.05)
    with pytest.raises(BrokenFileError, match="last Ogg page"):
        seconds_of(tmp_path / f"a.{suffix}", chain[:-50])


def test_streams_of_different_rates_are_named(tmp_path: Path) -> None:
    first = made(tmp_path, "ogg")
    pages = ogg_pages(made(tmp_path, "ogg", rate=44_100))
    for page in pages:
        page[14:18] = b"next"
    with pytest.raises(BrokenFileError, match=r"changes .* after 6\.\d+ s\. Convert it to wav"):
        seconds_of(tmp_path / "a.ogg", first + ogg_file(pages))


@pytest.mark.parametrize("suffix", ["ogg", "opus"])
def test_tags_after_an_ogg_file_are_no_damage(tmp_path: Path, suffix: str) -> None:
    content = made(tmp_path, suffix)
    tag = b"ID3\x04\x00\x00\x00\x00\x08\x00" + bytes(1024)
    for changed in (content + b"TAG" + bytes(125), content + JUNK, content + bytes(200_000), tag + content):
        assert seconds_of(tmp_path / f"a.{suffix}", changed) == pytest.approx(SECONDS, abs=0.03)


@pytest.mark.parametrize("suffix", ["ogg", "opus"])
def test_a_last_page_that_is_damaged_costs_no_more_than_itself(tmp_path: Path, suffix: str) -> None:
    content = bytearray(made(tmp_path, suffix))
    content[-20] ^= 0xFF
    assert SECONDS - 1.1 < seconds_of(tmp_path / f"a.{suffix}", bytes(content)) <= SECONDS


def wav(
    samples: bytes, *, size: int, riff: int | None = None, before: bytes = b"", after: bytes = b""
) -> bytes:
    """Return a WAV file of 48 kHz, 16 bit, with a size of one's own choice in its header."""
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 48_000, 96_000, 2, 16)
    chunks = b"WAVE" + form + before + struct.pack("<4sI", b"data", size) + samples + after
    return struct.pack("<4sI", b"RIFF", len(chunks) if riff is None else riff) + chunks


@pytest.fixture
def samples() -> bytes:
    return (tone(440, SECONDS, rate=48_000) * 32767).astype("<i2").tobytes()


@pytest.mark.parametrize("size", [0, 0x7FFF_FFFF, 0x7FFF_F000, 0x8000_0000, 0xFFFF_FFFF])
def test_a_wav_file_of_unknown_length_is_played_to_the_end(tmp_path: Path, samples: bytes, size: int) -> None:
    for riff in (0, 0xFFFF_FFFF, None):
        assert seconds_of(tmp_path / "a.wav", wav(samples, size=size, riff=riff)) == SECONDS


def test_other_chunks_of_a_wav_file_are_no_sound(tmp_path: Path, samples: bytes) -> None:
    odd = struct.pack("<4sI", b"LIST", 5) + b"INFOx\x00"
    tag = struct.pack("<4sI", b"id3 ", 5) + b"abcde\x00"
    for content in (
        wav(samples, size=len(samples), before=odd),
        wav(samples, size=len(samples), after=odd + tag),
        wav(samples, size=len(samples)) + JUNK,
        wav(samples, size=len(samples) + 1000),
    ):
        assert seconds_of(tmp_path / "a.wav", content) == pytest.approx(SECONDS, abs=0.001)


def test_a_large_wav_file_has_its_length_elsewhere(tmp_path: Path, samples: bytes) -> None:
    sizes = struct.pack("<4sIQQQI", b"ds64", 28, len(samples) + 80, len(samples), len(samples) // 2, 0)
    plain = wav(samples, size=0xFFFF_FFFF, riff=0xFFFF_FFFF)
    content = b"RF64" + plain[4:12] + sizes + plain[12:]
    assert seconds_of(tmp_path / "a.wav", content) == SECONDS
    with pytest.raises(BrokenFileError, match=r"cut short: its samples have \d+ of 576000 bytes"):
        seconds_of(tmp_path / "a.wav", content[: len(content) // 2])


def test_a_wav_or_aiff_file_with_too_few_samples_is_cut_short(tmp_path: Path, samples: bytes) -> None:
    aiff = made(tmp_path, "aiff")
    content = wav(samples, size=len(samples))
    for kept in (0.2, 0.5, 0.97):
        with pytest.raises(BrokenFileError, match="cut short: its samples"):
            seconds_of(tmp_path / "a.wav", content[: round(len(content) * kept)])
        with pytest.raises(BrokenFileError, match="cut short: its samples"):
            seconds_of(tmp_path / "a.aiff", aiff[: round(len(aiff) * kept)])


def test_a_compressed_wav_file_keeps_its_length(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, chords(SECONDS, rate=44_100), 44_100, subtype="IMA_ADPCM")
    assert load(path).size / SAMPLE_RATE == pytest.approx(SECONDS, abs=0.1)


@pytest.mark.parametrize("change", [lambda _: 0, lambda n: 2 * n, lambda n: n // 2])
def test_a_flac_file_is_played_to_the_end(tmp_path: Path, change: Callable[[int], int]) -> None:
    content = bytearray(made(tmp_path, "flac"))
    total = change(round(SECONDS * 48_000))
    content[21:26] = struct.pack(">Q", (content[21] >> 4) << 36 | total)[3:]
    assert seconds_of(tmp_path / "a.flac", bytes(content)) == SECONDS
    for kept in np.random.default_rng(2).uniform(0.1, 0.95, 8):
        with pytest.raises(BrokenFileError, match="damaged"):
            seconds_of(tmp_path / "a.flac", bytes(content[: round(len(content) * kept)]))


def test_the_edit_list_of_an_m4a_file_is_heeded(tmp_path: Path) -> None:
    content = made(tmp_path, "m4a")
    at = content.index(b"elst") + 12
    length, start = struct.unpack_from(">Ii", content, at)
    for edited, expected_s in (
        ((length, start), 6),
        ((length // 2, start), 3),
        ((length - 2000, start + 96_000), 4),
    ):
        changed = content[:at] + struct.pack(">Ii", *edited) + content[at + 8 :]
        assert seconds_of(tmp_path / "a.m4a", changed) == pytest.approx(expected_s, abs=0.05)


@pytest.mark.parametrize("factor", [2, 0.5])
def test_a_wrong_duration_of_a_matroska_file_is_not_believed(tmp_path: Path, factor: float) -> None:
    content = bytearray(made(tmp_path, "mkv"))
    at = content.index(b"\x44\x89\x88") + 3
    (duration,) = struct.unpack_from(">d", content, at)
    struct.pack_into(">d", content, at, duration * factor)
    assert seconds_of(tmp_path / "a.mkv", bytes(content)) == pytest.approx(SECONDS, abs=0.05)
    if factor > 1:
        with pytest.raises(BrokenFileError, match="cut short"):
            seconds_of(tmp_path / "a.mkv", bytes(content[: len(content) // 2]))


def write_tracks(path: Path, *, default: int) -> Path:
    """Write a container with three tones, of 200, 400 and 800 Hz, one of which is the default track."""
    with av.open(str(path), "w") as container:
        tracks = [container.add_stream("aac", rate=48_000, layout="mono") for _ in range(3)]
        for number, track in enumerate(tracks):
            track.disposition = (
                av.stream.Disposition.default if number == default else av.stream.Disposition(0)
            )
        for number, track in enumerate(tracks):
            values = tone(200 * 2**number, 3, rate=48_000)
            for start in range(0, values.size, 1024):
                frame = av.AudioFrame.from_ndarray(
                    values[None, start : start + 1024].copy(), format="fltp", layout="mono"
                )
                frame.sample_rate, frame.pts = 48_000, start
                container.mux(track.encode(frame))
            container.mux(track.encode(None))
    return path


def loudest_hz(path: Path, audio_track: int | None = None) -> float:
    samples = load(path, audio_track=audio_track)
    return float(np.argmax(np.abs(np.fft.rfft(samples))) * SAMPLE_RATE / samples.size)


@pytest.mark.parametrize("suffix", ["mkv", "mp4"])
def test_the_default_sound_track_is_used_or_the_one_that_is_named(tmp_path: Path, suffix: str) -> None:
    path = write_tracks(tmp_path / f"a.{suffix}", default=1)
    assert loudest_hz(path) == pytest.approx(400, abs=2)
    for number in (1, 2, 3):
        assert loudest_hz(path, number) == pytest.approx(100 * 2**number, abs=2)
    for number in (0, 4):
        with pytest.raises(InvalidInputError, match=rf"no sound track {number}; it has 1 \(.*aac\), 2"):
            load(path, audio_track=number)
    with pytest.raises(InvalidInputError, match=r"no sound track 2; it has 1 \("):
        load(write_sound(tmp_path / "a.ogg", tone(440, 1)), audio_track=2)


def test_a_codec_that_nothing_decodes_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.mkv"
    path.write_bytes(made(tmp_path, "mkv").replace(b"A_AAC", b"A_XYZ"))
    with pytest.raises(BrokenFileError, match=r"a\.mkv: its sound has a codec .*\(A_XYZ\)"):
        load(path)
