"""Blocks of sound of any size, from files that are decoded as they are heard."""

from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np

from scenescore.audio.reading.stereo import Stereo, stereo_blocks
from scenescore.errors import BrokenFileError


class Feed:
    """Hands out blocks of any size from blocks of another, and silence after the end.

    Parameters
    ----------
    blocks : iterator of np.ndarray [shape=(n, 2), float32]
        The sound.
    """

    def __init__(self, blocks: Iterator[Stereo]) -> None:
        self._blocks = blocks
        self._rest = np.zeros((0, 2), np.float32)
        self.is_over = False
        """Whether the sound has ended; silence follows."""

    def read(self, size: int) -> Stereo:
        """Return the next samples.

        Parameters
        ----------
        size : int
            How many.

        Returns
        -------
        np.ndarray [shape=(size, 2), float32]
        """
        read = np.zeros((size, 2), np.float32)
        done = 0
        while done < size and not self.is_over:
            if not len(self._rest):
                following = next(self._blocks, None)
                if following is None:
                    self.is_over = True
                    break
                self._rest = following
            taken = self._rest[: size - done]
            read[done : done + len(taken)] = taken
            self._rest = self._rest[len(taken) :]
            done += len(taken)
        return read

    def close(self) -> None:
        """Close what the sound comes from."""
        self.is_over = True
        if isinstance(self._blocks, Generator):
            self._blocks.close()


def looped(file: Path) -> Generator[Stereo, None, None]:
    """Decode a track from its beginning, again and again.

    Parameters
    ----------
    file : Path
        The track's file.

    Yields
    ------
    np.ndarray [shape=(n, 2), float32]
        48,000 samples per second.

    Raises
    ------
    BrokenFileError
        It can't be decoded.
    """
    while True:
        heard = 0
        with closing(stereo_blocks(file)) as blocks:
            for block in blocks:
                heard += len(block)
                yield block
        if not heard:
            raise BrokenFileError(file, "holds no sound at all")
