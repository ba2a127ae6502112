"""A short excerpt of a track, small enough for a page."""

import io
from contextlib import closing
from pathlib import Path
from typing import Final

import numpy as np
import soundfile

from scenescore.audio.reading.stereo import RATE, stereo_blocks
from scenescore.errors import ScenescoreError

LENGTH_S: Final = 12.0
"""Length of an excerpt, seconds: that of the representative segment."""
FADE_S: Final = 0.5
"""An excerpt begins and ends with a fade of so many seconds."""


def excerpt(file: Path, start_s: float) -> bytes:
    """Return a part of a track as MP3, which every browser plays.

    Parameters
    ----------
    file : Path
        The track's file.
    start_s : float
        Where the part begins, seconds; a track that is shorter begins at its beginning.

    Returns
    -------
    bytes
        Empty where the file is gone or can't be decoded.
    """
    wanted = round(LENGTH_S * RATE)
    samples = _read(file, start_s, wanted)
    if len(samples) < wanted / 2 and start_s > 0:
        samples = _read(file, 0.0, wanted)
    if not len(samples):
        return b""
    fade = min(round(FADE_S * RATE), len(samples) // 2)
    rise = np.linspace(0, 1, fade, dtype=np.float32)[:, None]
    samples[:fade] *= rise
    samples[len(samples) - fade :] *= rise[::-1]
    written = io.BytesIO()
    soundfile.write(
        written,
        np.clip(samples, -1, 1),
        RATE,
        format="MP3",
        bitrate_mode="VARIABLE",
        compression_level=0.6,
    )
    return written.getvalue()


def _read(file: Path, start_s: float, wanted: int) -> np.ndarray:
    parts, read = [np.zeros((0, 2), np.float32)], 0
    try:
        with closing(stereo_blocks(file, start_s=start_s)) as blocks:
            for block in blocks:
                parts.append(block[: wanted - read])
                read += len(parts[-1])
                if read == wanted:
                    break
    except (ScenescoreError, OSError):
        return np.zeros((0, 2), np.float32)
    return np.concatenate(parts)
