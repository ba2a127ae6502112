"""A look through a game's videos before segments are drawn from them."""

import hashlib
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.audio.load import is_silent, load
from scenescore.audio.rate import SAMPLE_RATE
from scenescore.frames.picture_hash import Hashes, picture_hash
from scenescore.frames.scene_detector import colour_histogram
from scenescore.frames.video import read_frames

LOOKS_PER_S: Final = 2
"""Frames looked at for the classes, each second."""


@dataclass(frozen=True)
class VideoPart:
    """A video of which only some spans are to be learnt from."""

    path: Path
    spans: tuple[tuple[float, float], ...]
    """Start and end of each, in seconds."""


@dataclass(frozen=True)
class Footage:
    """A video as far as its segments are concerned."""

    path: Path
    sha256: str
    """Of the file, in hex."""
    duration_s: float
    """Up to where there are both pictures and sound."""
    colours: npt.NDArray[np.float64]
    """Colour histogram of each look [shape=(n, 34)]."""
    silent: npt.NDArray[np.bool_]
    """Whether each whole second is silent [shape=(m,)]."""
    usable: npt.NDArray[np.bool_]
    """Whether each look lies in what may be learnt from [shape=(n,)]."""
    hashes: Hashes
    """Picture hash of each look [shape=(n,), uint64]."""


def read_footage(video: Path | VideoPart) -> Footage:
    """Look through a video once.

    Parameters
    ----------
    video : Path or VideoPart
        A video with sound, or a part of one.

    Returns
    -------
    Footage

    Raises
    ------
    NotFoundError, BrokenFileError
        It isn't there, or has no pictures or no sound that can be read.
    """
    path = video.path if isinstance(video, VideoPart) else video
    looks = [
        (colour_histogram(frame), picture_hash(frame))
        for _, frame in read_frames(path, frames_per_second=LOOKS_PER_S)
    ]
    samples = load(path)
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    seconds = [samples[start : start + SAMPLE_RATE] for start in range(0, len(samples), SAMPLE_RATE)]
    return Footage(
        path=path,
        sha256=sha256,
        duration_s=min(len(looks) / LOOKS_PER_S, len(samples) / SAMPLE_RATE),
        colours=np.array([colours for colours, _ in looks]),
        silent=np.array([is_silent(second) for second in seconds]),
        usable=_usable(len(looks), video.spans if isinstance(video, VideoPart) else ((0.0, math.inf),)),
        hashes=np.array([hashed for _, hashed in looks], np.uint64),
    )


def _usable(looks: int, spans: tuple[tuple[float, float], ...]) -> npt.NDArray[np.bool_]:
    starts_s = np.arange(looks) / LOOKS_PER_S
    inside = [(starts_s >= start_s) & (starts_s + 1 / LOOKS_PER_S <= end_s) for start_s, end_s in spans]
    usable: npt.NDArray[np.bool_] = np.any(inside, axis=0)
    return usable
