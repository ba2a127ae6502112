"""Sound files come in as mono samples at one rate, or say why they can't."""

import struct
from pathlib import Path
from typing import Any

import librosa
import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from making.sound import chords, tone, write_container, write_sound
from scenescore.audio.load import MAX_DURATION_S, SUFFIXES, is_silent, load
from scenescore.audio.sample_rate import SAMPLE_RATE
from scenescore.errors import BrokenFileError, InvalidInputError, NotFoundError

RATES = {"opus": 48_000, "webm": 48_000}


def loudest_hz(samples: npt.NDArray[np.float32]) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum) * SAMPLE_RATE / len(samples))


@pytest.mark.parametrize(
    "suffix", ["wav", "flac", "ogg", "mp3", "opus", "aiff", "m4a", "mp4", "mov", "webm", "mkv"]
)
def test_every_common_format_is_loaded_at_one_rate(tmp_path: Path, suffix: str) -> None:
    rate = RATES.get(suffix, 44_100)
    path = write_sound(tmp_path / f"tone.{suffix}", tone(440, 3, rate=rate), rate=rate)

    samples = load(path)

    assert f".{suffix}" in SUFFIXES
    assert samples.dtype == np.float32
    assert samples.ndim == 1
    assert samples.size == pytest.approx(3 * SAMPLE_RATE, abs=0.06 * SAMPLE_RATE)
    assert loudest_hz(samples) == pytest.approx(440, abs=1)
    middle = samples[SAMPLE_RATE : 2 * SAMPLE_RATE]
    assert np.sqrt(np.mean(middle**2)) == pytest.approx(0.3 / np.sqrt(2), rel=0.05)


def test_samples_are_those_that_librosa_loads(tmp_path: Path) -> None:
    stereo = np.stack([chords(30, rate=44_100), chords(30, rate=44_100, seed=1)], axis=1)
    path = write_sound(tmp_path / "stereo.ogg", stereo)

    by_librosa, _ = librosa.load(path, sr=SAMPLE_RATE)

    np.testing.assert_allclose(load(path), by_librosa, atol=1e-6)


@pytest.mark.parametrize("rate", [8_000, 22_050, 32_000, 96_000])
def test_any_sampling_rate_is_brought_to_one(tmp_path: Path, rate: int) -> None:
    path = write_sound(tmp_path / "tone.wav", tone(1000, 2, rate=rate), rate=rate)

    samples = load(path)

    assert samples.size == 2 * SAMPLE_RATE
    assert loudest_hz(samples) == pytest.approx(1000, abs=1)


def test_six_channels_are_averaged(tmp_path: Path) -> None:
    channels = np.stack([tone(440, 1, rate=SAMPLE_RATE, level=0.1 * (i + 1)) for i in range(6)], axis=1)
    path = tmp_path / "surround.wav"
    soundfile.write(path, channels, SAMPLE_RATE, subtype="FLOAT")

    np.testing.assert_allclose(load(path), channels.mean(axis=1), atol=1e-6)


def test_a_stereo_container_is_averaged(tmp_path: Path) -> None:
    left = tone(440, 2, rate=48_000, level=0.4)
    path = write_container(tmp_path / "left.mp4", np.stack([left, np.zeros_like(left)], axis=1))

    middle = load(path)[SAMPLE_RATE // 2 : -SAMPLE_RATE // 2]

    assert np.sqrt(np.mean(middle**2)) == pytest.approx(0.2 / np.sqrt(2), rel=0.05)


@pytest.mark.parametrize(
    "name", ["戦闘の曲.ogg", "Été à la plage – n°1.mp3", "bоss ⚔️ theme.flac", "勇者.m4a", "a:b|c?.mp4"]
)
def test_names_in_any_script_are_taken(tmp_path: Path, name: str) -> None:
    path = write_sound(tmp_path / name, tone(440, 1))

    assert load(path).size == pytest.approx(SAMPLE_RATE, abs=0.06 * SAMPLE_RATE)


@pytest.mark.parametrize("suffix", ["wav", "flac", "ogg", "mp3", "mp4", "webm"])
def test_a_part_is_what_the_whole_has_there(tmp_path: Path, suffix: str) -> None:
    rate = RATES.get(suffix, 44_100)
    path = write_sound(tmp_path / f"music.{suffix}", chords(20, rate=rate), rate=rate)
    whole = load(path)

    part = load(path, offset_s=4.5, duration_s=12)

    assert part.size == 12 * SAMPLE_RATE
    start = round(4.5 * SAMPLE_RATE)
    # A webm's timestamps are whole milliseconds: its part may lie 22 samples beside.
    shifted = [whole[start + lag : start + lag + part.size] for lag in range(-23, 24)]
    assert max(np.corrcoef(part, there)[0, 1] for there in shifted) > 0.99


def test_a_part_beyond_the_end_is_as_long_as_there_is_sound(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "tone.wav", tone(440, 5))

    assert load(path, offset_s=3, duration_s=12).size == 2 * SAMPLE_RATE


@pytest.mark.parametrize("suffix", ["wav", "m4a"])
def test_a_part_that_starts_beyond_the_end_is_refused(tmp_path: Path, suffix: str) -> None:
    path = write_sound(tmp_path / f"tone.{suffix}", tone(440, 2))

    with pytest.raises(InvalidInputError, match="no sound from 7 s on"):
        load(path, offset_s=7)


@pytest.mark.parametrize("part", [{"offset_s": -1.0}, {"offset_s": float("nan")}, {"duration_s": 0.0}])
def test_an_impossible_part_is_refused(tmp_path: Path, part: dict[str, Any]) -> None:
    path = write_sound(tmp_path / "tone.wav", tone(440, 1))

    with pytest.raises(InvalidInputError, match=next(iter(part))):
        load(path, **part)


def test_sound_that_begins_after_the_picture_stays_in_step_with_it(tmp_path: Path) -> None:
    path = write_container(tmp_path / "late.mp4", tone(440, 4, rate=48_000), starts_s=2.0, picture_s=6.0)

    samples = load(path)

    assert samples.size == pytest.approx(6 * SAMPLE_RATE, abs=0.06 * SAMPLE_RATE)
    assert is_silent(samples[: round(1.9 * SAMPLE_RATE)])
    assert not is_silent(samples[round(2.1 * SAMPLE_RATE) : 3 * SAMPLE_RATE])
    part = load(path, offset_s=1.0, duration_s=2.0)
    assert is_silent(part[: round(0.9 * SAMPLE_RATE)])
    assert not is_silent(part[round(1.1 * SAMPLE_RATE) :])


@pytest.mark.parametrize("suffix", ["mp4", "webm", "mkv"])
def test_sound_that_ends_before_the_picture_is_no_broken_file(tmp_path: Path, suffix: str) -> None:
    codec = "libopus" if suffix == "webm" else "aac"
    path = write_container(tmp_path / f"early.{suffix}", tone(440, 3, rate=48_000), codec=codec, picture_s=8)

    assert load(path).size == pytest.approx(3 * SAMPLE_RATE, abs=0.06 * SAMPLE_RATE)
    with pytest.raises(InvalidInputError, match="no sound from 5 s on"):
        load(path, offset_s=5, duration_s=2)


@pytest.mark.parametrize(
    "flags", ["frag_keyframe+empty_moov", "frag_every_frame+empty_moov+default_base_moof"]
)
def test_a_recording_in_fragments_is_loaded(tmp_path: Path, flags: str) -> None:
    path = tmp_path / "fragments.mp4"
    write_container(path, tone(440, 6, rate=48_000), picture_s=9, options={"movflags": flags})

    assert load(path).size == pytest.approx(6 * SAMPLE_RATE, abs=0.06 * SAMPLE_RATE)


def test_a_stream_that_was_saved_as_it_came_is_loaded(tmp_path: Path) -> None:
    path = write_container(
        tmp_path / "live.webm", tone(440, 3, rate=48_000), codec="libopus", options={"live": "1"}
    )

    assert load(path).size == 3 * SAMPLE_RATE


@pytest.mark.parametrize("suffix", ["wav", "flac", "ogg", "mp3", "opus", "m4a", "mp4", "webm"])
def test_a_text_file_with_a_sound_files_name_is_named_as_broken(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"notes.{suffix}"
    path.write_text("This is not music.\n" * 500)

    with pytest.raises(BrokenFileError, match="notes") as raised:
        load(path)

    assert raised.value.path == path


def test_a_playlist_leads_nowhere(tmp_path: Path) -> None:
    write_sound(tmp_path / "tone.wav", tone(440, 1))
    path = tmp_path / "list.m4a"
    path.write_text("ffconcat version 1.0\nfile tone.wav\n")

    with pytest.raises(BrokenFileError, match="isn't a sound file"):
        load(path)


@pytest.mark.parametrize("suffix", ["wav", "ogg", "mp3", "mp4"])
def test_an_empty_file_is_named_as_empty(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"nothing.{suffix}"
    path.touch()

    with pytest.raises(BrokenFileError, match=r"nothing.*empty \(0 bytes\)"):
        load(path)


def test_a_file_without_a_single_sample_holds_no_sound(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "header.wav", np.zeros(0, np.float32))

    with pytest.raises(BrokenFileError, match="holds no sound"):
        load(path)


@pytest.mark.parametrize("suffix", ["wav", "flac", "ogg", "opus", "mp3", "m4a", "mp4", "webm", "mkv"])
def test_a_file_that_is_cut_short_is_broken(tmp_path: Path, suffix: str) -> None:
    rate = RATES.get(suffix, 44_100)
    # Noise between the notes spreads the bytes evenly over the duration.
    noise = np.random.default_rng(0).normal(0, 0.02, 20 * rate).astype(np.float32)
    path = write_sound(tmp_path / f"music.{suffix}", chords(20, rate=rate) + noise, rate=rate)
    load(path)
    whole = path.read_bytes()

    for kept in (0.3, 0.6, 0.9):
        path.write_bytes(whole[: round(len(whole) * kept)])
        with pytest.raises(BrokenFileError, match="music"):
            load(path)


@pytest.mark.parametrize("suffix", ["mp4", "m4a"])
def test_a_cut_container_whose_index_comes_first_says_where_it_breaks_off(
    tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"music.{suffix}"
    write_container(path, chords(20, rate=48_000), options={"movflags": "faststart"})
    load(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: round(len(whole) * 0.6)])

    with pytest.raises(BrokenFileError, match=r"cut short|damaged"):
        load(path)


@pytest.mark.parametrize("suffix", ["mp4", "webm"])
def test_a_video_without_sound_says_so(tmp_path: Path, suffix: str) -> None:
    path = write_container(tmp_path / f"mute.{suffix}", None, picture_s=2)

    with pytest.raises(BrokenFileError, match=r"mute.*has no sound track"):
        load(path)


def test_a_missing_file_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"nowhere\.ogg"):
        load(tmp_path / "nowhere.ogg")


def test_a_folder_is_no_sound_file(tmp_path: Path) -> None:
    with pytest.raises(BrokenFileError, match="is a folder"):
        load(tmp_path)


def test_a_header_that_claims_days_of_sound_is_not_believed(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "days.flac", tone(440, 1))
    content = bytearray(path.read_bytes())
    # STREAMINFO keeps the number of samples in 36 bits at byte 21, after 4 bits of other things.
    claimed = round((MAX_DURATION_S + 3600) * 44_100)
    content[21:26] = struct.pack(">Q", (content[21] >> 4) << 36 | claimed)[3:]
    path.write_bytes(content)

    assert load(path).size == SAMPLE_RATE


def test_a_short_part_of_a_very_long_file_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "long.flac"
    with soundfile.SoundFile(path, "w", 1000, 1, format="FLAC", subtype="PCM_16") as file:
        for _ in range(10):
            file.write(np.zeros(round(MAX_DURATION_S / 9) * 1000, np.int16))

    assert load(path, offset_s=MAX_DURATION_S, duration_s=1).size == SAMPLE_RATE
    with pytest.raises(BrokenFileError, match="too long"):
        load(path)


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e30])
def test_samples_that_no_loudspeaker_could_play_are_refused(tmp_path: Path, value: float) -> None:
    samples = tone(440, 1)
    samples[1000] = value
    path = tmp_path / "nan.wav"
    soundfile.write(path, samples, 44_100, subtype="FLOAT")

    with pytest.raises(BrokenFileError, match="no sound"):
        load(path)


@pytest.mark.parametrize(("level", "silent"), [(0.0, True), (0.0005, True), (0.01, False), (0.5, False)])
def test_silence_is_what_lies_60_db_below_full_scale(tmp_path: Path, level: float, *, silent: bool) -> None:
    path = write_sound(tmp_path / "level.flac", tone(440, 2, level=level))

    assert is_silent(load(path)) is silent


def test_no_samples_are_silent() -> None:
    assert is_silent(np.zeros(0, np.float32))
