"""Scanning a game's videos: what is needed to choose segments from them."""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.audio.load import is_silent, load
from scenescore.audio.sample_rate import SAMPLE_RATE
from scenescore.errors import BrokenFileError, InvalidInputError, NotFoundError
from scenescore.frames.picture_hash import Hashes, picture_hash
from scenescore.frames.scene_detector import colour_histogram
from scenescore.frames.video import read_frames
from scenescore.model.progress import ProgressReporter

SCAN_FRAMES_PER_S: Final = 2
"""Frames that are looked at in each second of a video."""


@dataclass(frozen=True)
class VideoPart:
    """A video of which only some spans may be used.

    Attributes
    ----------
    path : Path
        The video.
    spans : tuple of (float, float)
        Start and end of each span, seconds.
    """

    path: Path
    spans: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Footage:
    """What a scan of a video found."""

    path: Path
    """The video."""
    sha256: str
    """SHA-256 of the file, in hex."""
    duration_s: float
    """Seconds that have both pictures and sound."""
    colours: npt.NDArray[np.float64]
    """Colour histogram of each scanned frame [shape=(n, 34)]."""
    silent: npt.NDArray[np.bool_]
    """Whether each second is silent [shape=(m,)]."""
    usable: npt.NDArray[np.bool_]
    """Whether each scanned frame may be used for training [shape=(n,)]."""
    hashes: Hashes
    """Picture hash of each scanned frame [shape=(n,), uint64]."""


def scan_videos(
    videos: Sequence[str | Path | VideoPart], reporter: ProgressReporter, *, audio_track: int | None = None
) -> tuple[list[Footage], list[tuple[str, str]]]:
    """Scan all videos and skip those that can't be read.

    Parameters
    ----------
    videos : sequence of str, Path or VideoPart
        Videos with sound, or parts of videos. A video that is given twice counts once.
    reporter : ProgressReporter
        Gets the stage ``segments`` and a note for each skipped video.
    audio_track : int, optional
        Number of the sound track, from 1 on; by default the one that players choose.

    Returns
    -------
    footage : list of Footage
        One for each video that could be read.
    skipped : list of (str, str)
        File name of each other video, and why it was skipped.

    Raises
    ------
    InvalidInputError
        No video is given, or one has no sound track of this number.
    BrokenFileError, NotFoundError
        No video can be read. The error is the first video's.
    TrainingStoppedError
        The training was stopped.
    """
    given = [Path(video) if isinstance(video, str) else video for video in videos]
    wanted = list(dict.fromkeys(given))
    if not wanted:
        raise InvalidInputError("no video is given: name one or several", field="videos")
    footage: list[Footage] = []
    problems: list[BrokenFileError | NotFoundError] = []
    skipped: list[tuple[str, str]] = []
    reporter.report("segments", 0, len(wanted))
    for done, video in enumerate(wanted, 1):
        reporter.raise_if_stopped()
        note = ""
        try:
            footage.append(scan_video(video, audio_track=audio_track))
        except (BrokenFileError, NotFoundError) as error:
            problems.append(error)
            name = (video.path if isinstance(video, VideoPart) else video).name
            skipped.append((name, error.message))
            note = f"skipped: {error.message}"
        reporter.report("segments", done, len(wanted), note=note)
    if not footage:
        raise problems[0]
    return footage, skipped


def scan_video(video: Path | VideoPart, *, audio_track: int | None = None) -> Footage:
    """Scan the pictures and the sound of one video.

    Parameters
    ----------
    video : Path or VideoPart
        A video with sound, or a part of one.
    audio_track : int, optional
        As in `scan_videos`.

    Returns
    -------
    Footage

    Raises
    ------
    InvalidInputError
        It has no sound track of this number.
    NotFoundError
        There is no such file.
    BrokenFileError
        It has no pictures or no sound that can be read.
    """
    path = video.path if isinstance(video, VideoPart) else video
    scanned = [
        (colour_histogram(frame), picture_hash(frame))
        for _, frame in read_frames(path, frames_per_second=SCAN_FRAMES_PER_S)
    ]
    samples = load(path, audio_track=audio_track)
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    seconds = [samples[start : start + SAMPLE_RATE] for start in range(0, len(samples), SAMPLE_RATE)]
    spans = video.spans if isinstance(video, VideoPart) else ((0.0, math.inf),)
    return Footage(
        path=path,
        sha256=sha256,
        duration_s=min(len(scanned) / SCAN_FRAMES_PER_S, len(samples) / SAMPLE_RATE),
        colours=np.array([colours for colours, _ in scanned]),
        silent=np.array([is_silent(second) for second in seconds]),
        usable=_usable_frames(len(scanned), spans),
        hashes=np.array([hashed for _, hashed in scanned], np.uint64),
    )


def _usable_frames(count: int, spans: tuple[tuple[float, float], ...]) -> npt.NDArray[np.bool_]:
    starts_s = np.arange(count) / SCAN_FRAMES_PER_S
    inside = [(starts_s >= start_s) & (starts_s + 1 / SCAN_FRAMES_PER_S <= end_s) for start_s, end_s in spans]
    usable: npt.NDArray[np.bool_] = np.any(inside, axis=0)
    return usable
