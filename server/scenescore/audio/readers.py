"""Opens sound files with libsndfile, and containers with FFmpeg's libraries."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt
import soundfile

from scenescore.audio.containers import ContainerReader
from scenescore.errors import BrokenFileError

SAMPLE_RATES: Final = range(1_000, 768_001)
"""Accepted sample rates, in samples per second. Others come from broken headers."""

BLOCK_VALUES: Final = 2**20
"""Values (samples × channels) that are decoded at once."""

MAX_MISSING_END_S: Final = 0.1
"""A file's sound may be so many seconds shorter than its header says and still count as whole."""


class SoundReader(Protocol):
    """An open sound file."""

    rate: int
    """Samples per second of the file."""
    duration_s: float | None
    """End of the sound in seconds, by the file's header; None where the header doesn't say."""
    latest_s: float | None
    """Latest possible end of the sound in seconds; None where it is unknown."""

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
            The file is damaged or ends before its header says.
        """
        ...

    def close(self) -> None:
        """Close the file."""
        ...


def open_reader(path: Path) -> SoundReader:
    """Open a sound file with libsndfile, or else with FFmpeg's libraries.

    Parameters
    ----------
    path : Path
        An existing file.

    Returns
    -------
    SoundReader
        The open file. The caller closes it.

    Raises
    ------
    BrokenFileError
        Neither library can read the file, it has no sound track, or its sample rate is implausible.
    """
    reader: SoundReader
    try:
        reader = SoundFileReader(path)
    except soundfile.LibsndfileError:
        reader = ContainerReader(path)
    if reader.rate not in SAMPLE_RATES:
        reader.close()
        raise BrokenFileError(
            path, f"claims {reader.rate} samples per second, which is no sampling rate of music"
        )
    return reader


class SoundFileReader:
    """Reads a sound file with libsndfile: wav, flac, ogg, mp3, opus or aiff.

    Parameters
    ----------
    path : Path
        The file.

    Attributes
    ----------
    rate : int
        Samples per second.
    duration_s, latest_s : float or None
        End of the sound in seconds, by the file's header; None where the header doesn't say.

    Raises
    ------
    soundfile.LibsndfileError
        libsndfile can't read the file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = soundfile.SoundFile(path)
        self.rate: int = self.file.samplerate
        # A streamed FLAC file doesn't say its length. libsndfile then gives the largest number.
        known = self.file.frames < 2**62
        self.duration_s: float | None = self.file.frames / self.rate if known and self.rate else None
        self.latest_s = self.duration_s

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
            The file is damaged or ends before its header says.
        """
        position_s = offset_s
        left = None if duration_s is None else round(duration_s * self.rate)
        block_samples = max(1, BLOCK_VALUES // self.file.channels)
        try:
            if offset_s > 0:
                self.file.seek(round(offset_s * self.rate))
            while left is None or left > 0:
                count = block_samples if left is None else min(left, block_samples)
                block = self.file.read(count, dtype="float32", always_2d=True)
                if len(block) == 0:
                    self.check_end(position_s)
                    return
                position_s += len(block) / self.rate
                if left is not None:
                    left -= len(block)
                yield block.mean(axis=1)
        except soundfile.LibsndfileError as error:
            raise BrokenFileError(
                self.path,
                "is damaged or cut short: its sound can't be decoded to the end. Get the whole file again",
            ) from error

    def check_end(self, position_s: float) -> None:
        """Check that the sound doesn't end before the header says.

        Parameters
        ----------
        position_s : float
            Where the sound ended, in seconds.

        Raises
        ------
        BrokenFileError
            It ended too early.
        """
        if self.duration_s is not None and position_s < self.duration_s - MAX_MISSING_END_S:
            raise BrokenFileError(
                self.path,
                f"is cut short: the sound breaks off after {position_s:.2f} s of {self.duration_s:.2f} s. "
                "Get the whole file again",
            )

    def close(self) -> None:
        """Close the file."""
        self.file.close()
