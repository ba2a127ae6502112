"""Reads sound files for ears: two channels, at the rate of a sound card."""

from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import av
import numpy as np
import numpy.typing as npt

from scenescore.audio.reading.container_end import EndCheck
from scenescore.audio.reading.containers import SILENCE_BLOCK_SAMPLES, ContainerReader

Stereo = npt.NDArray[np.float32]

RATE: Final = 48_000
"""Samples per second of what is heard."""


def stereo_blocks(
    path: Path, *, start_s: float = 0.0, audio_track: int | None = None
) -> Generator[Stereo, None, None]:
    """Decode a file block by block.

    Parameters
    ----------
    path : Path
        A sound file, or a container with a sound track.
    start_s : float
        Where to begin, seconds from the start of the file.
    audio_track : int, optional
        Number of the sound track, from 1 on; by default the one that players choose.

    Yields
    ------
    np.ndarray [shape=(n, 2), float32]
        48,000 samples per second; full scale is 1. There is silence where a video's sound has gaps.

    Raises
    ------
    BrokenFileError
        The file is damaged, or has no sound.
    InvalidInputError
        There is no sound track of this number.
    """
    skipped = round(start_s * RATE)
    with closing(ContainerReader(path, audio_track)) as reader:
        for block in _resampled(reader):
            # Decoding is fast, and a seek is inexact in some formats.
            if skipped < len(block):
                yield block[skipped:]
            skipped = max(0, skipped - len(block))


def _resampled(reader: ContainerReader) -> Iterator[Stereo]:
    resamplers: dict[tuple[str, str], Any] = {}
    position = 0
    for start, frame in reader.joined_frames(EndCheck()):
        if start > position:
            yield from _silence(round((start - position) * RATE / reader.rate))
            position = start
        # A first frame with a negative time stands before the clip begins.
        early = min(max(0, -start), frame.samples) if position == 0 else 0
        position += frame.samples - early
        kind = frame.format.name, frame.layout.name
        if kind not in resamplers:
            resamplers[kind] = av.AudioResampler("fltp", "stereo", RATE)
        blocks = [_as_stereo(one) for one in resamplers[kind].resample(frame)]
        if blocks:
            yield np.concatenate(blocks)[round(early * RATE / reader.rate) :]
    for resampler in resamplers.values():
        yield from (_as_stereo(one) for one in resampler.resample(None))


def _as_stereo(frame: Any) -> Stereo:
    samples: Stereo = np.ascontiguousarray(frame.to_ndarray().T)
    return samples


def _silence(samples: int) -> Iterator[Stereo]:
    for done in range(0, samples, SILENCE_BLOCK_SAMPLES):
        yield np.zeros((min(SILENCE_BLOCK_SAMPLES, samples - done), 2), np.float32)
