"""Opens sound files with libsndfile, and containers with FFmpeg's libraries."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt
import soundfile

from scenescore.audio.reading.containers import ContainerReader
from scenescore.audio.reading.truncation import ogg_end
from scenescore.errors import BrokenFileError

SAMPLE_RATES: Final = range(1_000, 768_001)
"""Accepted sample rates, in samples per second. Others come from broken headers."""

BLOCK_VALUES: Final = 2**20
"""Values (samples × channels) that are decoded at once."""

LIBSNDFILE_MAGIC: Final = (b"RIFF", b"RF64", b"FORM", b"OggS", b"riff", b"caff", b".snd")
"""First bytes of formats that libsndfile reads exactly: WAV, AIFF, Ogg, Wave64, CAF and AU. Of MP3 and FLAC
files it reads no more samples than their headers promise or let it guess."""


class SoundReader(Protocol):
    """An open sound file."""

    rate: int
    """Samples per second of the file."""

    def blocks(self, offset_s: float, duration_s: float | None) -> Iterator[npt.NDArray[np.float32]]:
        """Yield the sound of a part of the file.

        Parameters
        ----------
        offset_s : float
            Start of the part in seconds.
        duration_s : float or None
            Length of the part in seconds; None for all to the end.

        Yields
        ------
        np.ndarray [shape=(n,), float32]
            Mono at `rate`; full scale is 1.

        Raises
        ------
        BrokenFileError
            The file is damaged, or its end is missing.
        """
        ...

    def close(self) -> None:
        """Close the file."""
        ...


def open_reader(path: Path, audio_track: int | None = None) -> SoundReader:
    """Open a sound file with libsndfile where it reads the format exactly, else with FFmpeg's libraries.

    Parameters
    ----------
    path : Path
        An existing file.
    audio_track : int, optional
        Number of the sound track, from 1 on; by default the one that players choose.

    Returns
    -------
    SoundReader
        The open file. The caller closes it.

    Raises
    ------
    BrokenFileError
        Neither library can read the file, it has no sound track, or its sample rate is implausible.
    InvalidInputError
        There is no sound track of this number.
    """
    reader: SoundReader | None = None
    # Only FFmpeg's libraries know of tracks.
    if audio_track is None:
        reader = sound_file_reader(path)
    if reader is None:
        reader = ContainerReader(path, audio_track)
    if reader.rate not in SAMPLE_RATES:
        reader.close()
        raise BrokenFileError(
            path, f"claims {reader.rate} samples per second, which is no sampling rate of music"
        )
    return reader


def sound_file_reader(path: Path) -> "SoundFileReader | None":
    """Open a sound file with libsndfile.

    Parameters
    ----------
    path : Path
        An existing file.

    Returns
    -------
    SoundFileReader or None
        None where libsndfile can't read the file, or would not read all of it.
    """
    with path.open("rb") as file:
        magic = file.read(4)
    if magic not in LIBSNDFILE_MAGIC:
        return None
    end = ogg_end(path) if magic == b"OggS" else None
    # libsndfile plays the first of several streams alone.
    if end is not None and end.chained:
        return None
    try:
        reader = SoundFileReader(path)
    except soundfile.LibsndfileError:
        return None
    # A WAV file of a program that was killed claims to have no samples. MP3 may be inside a WAV file, too.
    # libsndfile fails at the end of an Opus file that isn't marked as its end.
    if (
        reader.file.frames == 0
        or reader.file.subtype == "MPEG_LAYER_III"
        or (reader.file.subtype == "OPUS" and end is not None and not end.marked)
    ):
        reader.close()
        return None
    return reader


class SoundFileReader:
    """Reads a sound file with libsndfile: wav, ogg, opus or aiff.

    Parameters
    ----------
    path : Path
        The file.

    Attributes
    ----------
    rate : int
        Samples per second.

    Raises
    ------
    soundfile.LibsndfileError
        libsndfile can't read the file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = soundfile.SoundFile(path)
        self.rate: int = self.file.samplerate

    def blocks(self, offset_s: float, duration_s: float | None) -> Iterator[npt.NDArray[np.float32]]:
        """Yield the sound of a part of the file.

        Parameters
        ----------
        offset_s : float
            Start of the part in seconds.
        duration_s : float or None
            Length of the part in seconds; None for all to the end.

        Yields
        ------
        np.ndarray [shape=(n,), float32]
            Mono at `rate`; full scale is 1.

        Raises
        ------
        BrokenFileError
            The file is damaged.
        """
        left = None if duration_s is None else round(duration_s * self.rate)
        block_samples = max(1, BLOCK_VALUES // self.file.channels)
        try:
            if offset_s > 0:
                self.file.seek(min(round(offset_s * self.rate), self.file.frames))
            while left is None or left > 0:
                count = block_samples if left is None else min(left, block_samples)
                block = self.file.read(count, dtype="float32", always_2d=True)
                if len(block) == 0:
                    return
                if left is not None:
                    left -= len(block)
                yield block.mean(axis=1)
        except soundfile.LibsndfileError as error:
            raise BrokenFileError(
                self.path,
                "is damaged or cut short: its sound can't be decoded to the end. Get the whole file again",
            ) from error

    def close(self) -> None:
        """Close the file."""
        self.file.close()
