"""Sound files of any common kind as mono samples at one rate."""

import math
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soxr

from scenescore.audio.readers import SoundReader, open_reader
from scenescore.audio.sample_rate import SAMPLE_RATE
from scenescore.audio.truncation import describe_missing_end
from scenescore.errors import BrokenFileError, InvalidInputError, NotFoundError

MAX_DURATION_S = 4 * 3600.0
"""The longest stretch that is loaded at once, seconds: 1.3 GB as samples."""

SILENCE_DBFS = -60.0
"""Root mean square below which an excerpt counts as silent, decibels below full scale."""

SUFFIXES = frozenset(
    {
        *(".wav", ".flac", ".ogg", ".oga", ".mp3", ".opus", ".aif", ".aiff"),
        *(".m4a", ".mp4", ".m4v", ".aac", ".webm", ".mkv", ".mka", ".mov"),
    }
)
"""Suffixes, in lower case, of the files whose sound a library takes."""

Samples = npt.NDArray[np.float32]


def load(path: str | Path, *, offset_s: float = 0.0, duration_s: float | None = None) -> Samples:
    """Load a file's sound.

    Parameters
    ----------
    path : str or Path
        wav, flac, ogg, mp3, opus, or a container with a sound track: mp4, m4a, webm and their like.
    offset_s : float
        Where to start, seconds from the file's start (for a video, from the container's start).
    duration_s : float, optional
        How much to load, seconds; to the end where left out. Fewer come back where the file ends before.

    Returns
    -------
    samples : np.ndarray [shape=(n,), float32]
        The mean of the channels at `SAMPLE_RATE`, full scale at 1.

    Raises
    ------
    NotFoundError
        There is no such file.
    BrokenFileError
        Not a sound file, empty, cut short, without a sound track, or longer than `MAX_DURATION_S`. (A cut mp3
        without a length in its header can't be told from a shorter one.)
    InvalidInputError
        A negative offset, one beyond the file's end, or a duration that isn't positive.
    """
    path = Path(path)
    check_range(offset_s, duration_s)
    with closing(open_checked(path)) as reader:
        check_length(path, reader, offset_s, duration_s)
        samples = read_resampled(path, reader, offset_s, duration_s)
    if samples.size == 0:
        if offset_s > 0:
            raise InvalidInputError(f"{path}: there is no sound from {offset_s:g} s on", field="offset_s")
        raise BrokenFileError(path, "holds no sound at all")
    return samples


def duration(path: str | Path) -> float:
    """Return how long a file's sound is, seconds, by what the file says of itself.

    Parameters
    ----------
    path : str or Path
        The file.

    Returns
    -------
    float
        Seconds; a file that doesn't say is decoded to find out.

    Raises
    ------
    NotFoundError
        There is no such file.
    BrokenFileError
        Not a sound file, empty, visibly cut short, or without a sound track.
    """
    path = Path(path)
    with closing(open_checked(path)) as reader:
        if reader.duration_s is not None:
            return reader.duration_s
    return load(path).size / SAMPLE_RATE


def is_silent(samples: Samples) -> bool:
    """Tell whether an excerpt holds no music: its root mean square lies below `SILENCE_DBFS`."""
    if samples.size == 0:
        return True
    power = float(np.mean(np.square(samples, dtype=np.float64)))
    return power < 10 ** (SILENCE_DBFS / 10)


def check_range(offset_s: float, duration_s: float | None) -> None:
    """Refuse a part of a file that can't be."""
    if not (math.isfinite(offset_s) and offset_s >= 0):
        raise InvalidInputError(f"offset_s is {offset_s:g}: give seconds from 0 on", field="offset_s")
    if duration_s is not None and not (math.isfinite(duration_s) and duration_s > 0):
        raise InvalidInputError(f"duration_s is {duration_s:g}: give more than 0 seconds", field="duration_s")


def open_checked(path: Path) -> SoundReader:
    """Open a file after the checks that need no decoding: it is there, not empty, and its end is."""
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
    return open_reader(path)


def check_length(path: Path, reader: SoundReader, offset_s: float, duration_s: float | None) -> None:
    """Refuse a start beyond the end, and what is too long, before memory is taken."""
    if reader.latest_s is not None and offset_s >= reader.latest_s > 0:
        raise InvalidInputError(
            f"{path}: can't start at {offset_s:g} s, the sound ends at {reader.latest_s:.2f} s",
            field="offset_s",
        )
    lengths = [] if reader.latest_s is None else [reader.latest_s - offset_s]
    if duration_s is not None:
        lengths.append(duration_s)
    if lengths and min(lengths) > MAX_DURATION_S:
        raise too_long(path, min(lengths))


def read_resampled(path: Path, reader: SoundReader, offset_s: float, duration_s: float | None) -> Samples:
    """Decode, mix and resample block by block, so that no more is ever held than what is returned.

    Returns
    -------
    np.ndarray [shape=(n,), float32]
        At `SAMPLE_RATE`.
    """
    kept: list[Samples] = []
    read = 0
    resampler = soxr.ResampleStream(reader.rate, SAMPLE_RATE, 1, dtype="float32", quality="HQ")
    for block in sound_blocks(path, reader, offset_s, duration_s):
        read += block.size
        if read > MAX_DURATION_S * reader.rate:
            raise too_long(path, read / reader.rate)
        kept.append(resampler.resample_chunk(block) if reader.rate != SAMPLE_RATE else block)
    if reader.rate != SAMPLE_RATE and read:
        kept.append(resampler.resample_chunk(np.zeros(0, np.float32), last=True))
    samples = np.concatenate(kept) if kept else np.zeros(0, np.float32)
    wanted = math.ceil(read * SAMPLE_RATE / reader.rate)
    # The resampler's last block may round either way by a sample.
    return np.pad(samples[:wanted], (0, max(0, wanted - samples.size)))


def sound_blocks(
    path: Path, reader: SoundReader, offset_s: float, duration_s: float | None
) -> Iterator[Samples]:
    """Yield the wanted part's blocks; refuse samples that no loudspeaker could play."""
    for block in reader.blocks(offset_s, duration_s):
        # NaN compares false too. 60 dB above full scale is a broken float file, not loud music.
        if not bool(np.all(np.abs(block) < 1000)):
            raise BrokenFileError(
                path, "holds samples that are no sound (NaN, infinite, or over 1000 × full scale)"
            )
        yield block


def too_long(path: Path, seconds: float) -> BrokenFileError:
    """Return the error for a sound that would take too much memory."""
    return BrokenFileError(
        path,
        f"is too long: {seconds / 3600:.1f} h of sound, at most {MAX_DURATION_S / 3600:g} h can be loaded",
    )
