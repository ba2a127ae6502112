"""The two ways into a sound file: libsndfile for sound files proper, FFmpeg's libraries for containers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
import soundfile

from scenescore.audio.containers import ContainerReader
from scenescore.errors import BrokenFileError

RATES_HZ = range(1_000, 768_001)
"""Sampling rates that are taken for real."""

BLOCK_VALUES = 2**20
"""Values (samples × channels) that are decoded at once."""

SLACK_S = 0.1
"""By how much a whole file's sound may be shorter than its header says, seconds."""


class SoundReader(Protocol):
    """An open sound file."""

    rate: int
    """Samples per second of the file."""
    duration_s: float | None
    """When the sound ends by what the file says, seconds from its start; None where it doesn't."""
    latest_s: float | None
    """When the sound has ended at the latest, seconds; None where nothing tells."""

    def blocks(self, offset_s: float, duration_s: float | None) -> Iterator[npt.NDArray[np.float32]]:
        """Yield mono blocks [shape=(n,), float32] at `rate` from `offset_s` on, `duration_s` in all.

        Raises BrokenFileError where the file is damaged or ends before it said it would.
        """
        ...

    def close(self) -> None:
        """Close the file."""
        ...


def open_reader(path: Path) -> SoundReader:
    """Open a sound file with whichever of the two can read it.

    Parameters
    ----------
    path : Path
        An existing file.

    Returns
    -------
    SoundReader
        To be closed by the caller.

    Raises
    ------
    BrokenFileError
        Neither can read it, it has no sound track, or its rate is no sampling rate.
    """
    reader: SoundReader
    try:
        reader = SoundFileReader(path)
    except soundfile.LibsndfileError:
        reader = ContainerReader(path)
    if reader.rate not in RATES_HZ:
        reader.close()
        raise BrokenFileError(
            path, f"claims {reader.rate} samples per second, which is no sampling rate of music"
        )
    return reader


class SoundFileReader:
    """A sound file read by libsndfile: wav, flac, ogg, mp3, opus, aiff."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = soundfile.SoundFile(path)
        self.rate: int = self.file.samplerate
        # A FLAC that was streamed doesn't say its length: libsndfile then gives the largest number there is.
        known = self.file.frames < 2**62
        self.duration_s: float | None = self.file.frames / self.rate if known and self.rate else None
        self.latest_s = self.duration_s

    def blocks(self, offset_s: float, duration_s: float | None) -> Iterator[npt.NDArray[np.float32]]:
        """Yield mono blocks from `offset_s` on; notice a sound that ends before the file said it would."""
        position_s = offset_s
        left = None if duration_s is None else round(duration_s * self.rate)
        largest = max(1, BLOCK_VALUES // self.file.channels)
        try:
            if offset_s > 0:
                self.file.seek(round(offset_s * self.rate))
            while left is None or left > 0:
                count = largest if left is None else min(left, largest)
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
        """Refuse an end that comes too early."""
        if self.duration_s is not None and position_s < self.duration_s - SLACK_S:
            raise BrokenFileError(
                self.path,
                f"is cut short: the sound breaks off after {position_s:.2f} s of {self.duration_s:.2f} s. "
                "Get the whole file again",
            )

    def close(self) -> None:
        """Close the file."""
        self.file.close()
