"""Loads sound files of all common formats as mono samples at one sample rate."""

import math
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import soxr

from scenescore.audio.reading.readers import SoundReader, open_reader
from scenescore.audio.reading.truncation import describe_missing_end
from scenescore.audio.sample_rate import SAMPLE_RATE
from scenescore.errors import BrokenFileError, InvalidInputError, NotFoundError

MAX_DURATION_S: Final = 4 * 3600.0
"""Most seconds that are loaded at once. Their samples take 1.3 GB."""

MAX_SILENCE_DBFS: Final = -60.0
"""Below this root mean square, in decibels relative to full scale, an excerpt counts as silent."""

MAX_SAMPLE: Final = 1000.0
"""Largest sample that is accepted, relative to full scale: a sample beyond it comes from a broken file."""

SUFFIXES: Final = frozenset(
    {
        *(".wav", ".flac", ".ogg", ".oga", ".mp3", ".opus", ".aif", ".aiff"),
        *(".m4a", ".mp4", ".m4v", ".aac", ".webm", ".mkv", ".mka", ".mov"),
    }
)
"""Suffixes, in lower case, of the files that a library imports."""

Samples = npt.NDArray[np.float32]


def load(
    path: str | Path,
    *,
    offset_s: float = 0.0,
    duration_s: float | None = None,
    audio_track: int | None = None,
) -> Samples:
    """Load the sound of a file, or a part of it.

    Parameters
    ----------
    path : str or Path
        A wav, flac, ogg, mp3 or opus file, or a container with a sound track, such as mp4, m4a or webm.
    offset_s : float
        Start of the part, in seconds from the start of the file (of the container for a video).
    duration_s : float, optional
        Length of the part in seconds; by default all to the end. The result is shorter if the file ends
        before.
    audio_track : int, optional
        Number of the sound track, from 1 on; by default the one that players choose.

    Returns
    -------
    samples : np.ndarray [shape=(n,), float32]
        Mean of the channels at 22,050 samples per second; full scale is 1.

    Raises
    ------
    NotFoundError
        There is no such file.
    BrokenFileError
        The file is no sound file, empty, cut short, without a sound track, or longer than `MAX_DURATION_S`.
        (A cut MP3 file without a number of frames in its header can't be told from a shorter one.)
    InvalidInputError
        The offset is negative or beyond the end of the file, the duration isn't positive, or there is no
        sound track of this number.
    """
    path = Path(path)
    _check_range(offset_s, duration_s)
    with closing(_open_checked(path, audio_track)) as reader:
        samples = _read_resampled(path, reader, offset_s, duration_s)
    if samples.size == 0:
        if offset_s > 0:
            raise InvalidInputError(f"{path}: there is no sound from {offset_s:g} s on", field="offset_s")
        raise BrokenFileError(path, "holds no sound at all")
    return samples


def is_silent(samples: Samples) -> bool:
    """Tell whether an excerpt holds no music.

    Parameters
    ----------
    samples : np.ndarray [shape=(n,), float32]
        The excerpt; full scale is 1.

    Returns
    -------
    bool
        True if the root mean square lies below `MAX_SILENCE_DBFS`, or there are no samples.
    """
    if samples.size == 0:
        return True
    power = float(np.mean(np.square(samples, dtype=np.float64)))
    return power < 10 ** (MAX_SILENCE_DBFS / 10)


def _check_range(offset_s: float, duration_s: float | None) -> None:
    """Check the start and the length of a part of a file."""
    if not (math.isfinite(offset_s) and offset_s >= 0):
        raise InvalidInputError(f"offset_s is {offset_s:g}: give seconds from 0 on", field="offset_s")
    if duration_s is not None and not (math.isfinite(duration_s) and duration_s > 0):
        raise InvalidInputError(f"duration_s is {duration_s:g}: give more than 0 seconds", field="duration_s")


def _open_checked(path: Path, audio_track: int | None) -> SoundReader:
    """Open a file after the checks that need no decoding."""
    try:
        if path.is_dir():
            raise BrokenFileError(path, "is a folder, not a sound file")
        if path.stat().st_size == 0:
            raise BrokenFileError(path, "is empty (0 bytes)")
        if problem := describe_missing_end(path):
            raise BrokenFileError(path, f"is cut short: {problem}. Get the whole file again")
    except FileNotFoundError as error:
        raise NotFoundError(f"{path}: there is no such file") from error
    except OSError as error:
        raise BrokenFileError(path, f"can't be read: {error.strerror or error}") from error
    return open_reader(path, audio_track)


def _read_resampled(path: Path, reader: SoundReader, offset_s: float, duration_s: float | None) -> Samples:
    """Decode, mix and resample a part block by block [shape=(n,), float32]."""
    blocks: list[Samples] = []
    read = 0
    resampler = soxr.ResampleStream(reader.rate, SAMPLE_RATE, 1, dtype="float32", quality="HQ")
    for block in _checked_blocks(path, reader, offset_s, duration_s):
        read += block.size
        if read > MAX_DURATION_S * reader.rate:
            raise BrokenFileError(
                path, f"is too long: at most {MAX_DURATION_S / 3600:g} h of sound can be loaded"
            )
        blocks.append(resampler.resample_chunk(block) if reader.rate != SAMPLE_RATE else block)
    if reader.rate != SAMPLE_RATE and read:
        blocks.append(resampler.resample_chunk(np.zeros(0, np.float32), last=True))
    samples = np.concatenate(blocks) if blocks else np.zeros(0, np.float32)
    size = math.ceil(read * SAMPLE_RATE / reader.rate)
    # The resampler may return one sample more or less than this.
    return np.pad(samples[:size], (0, max(0, size - samples.size)))


def _checked_blocks(
    path: Path, reader: SoundReader, offset_s: float, duration_s: float | None
) -> Iterator[Samples]:
    """Yield blocks at the sample rate of the file; refuse samples that are no sound."""
    for block in reader.blocks(offset_s, duration_s):
        # NaN compares false, too.
        if not bool(np.all(np.abs(block) < MAX_SAMPLE)):
            raise BrokenFileError(
                path, f"holds samples that are no sound (NaN, infinite, or over {MAX_SAMPLE:g} × full scale)"
            )
        yield block
