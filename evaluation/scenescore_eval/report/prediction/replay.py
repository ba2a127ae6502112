"""A game's play in one piece: all stretches one after the other, as a live session sees them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.frames.video import read_frames
from scenescore.matching.track_segments import TrackSegments
from scenescore.model.bundle.bundle import Bundle
from scenescore.studies.data_folder import LabelledScene
from scenescore.studies.windows import middle_s

REPLAY_VERSION: Final = 3
"""Version of `SteadyTracks`. Increase it when sessions behave differently: cached ones are then replaced."""
FRAMES_PER_SECOND: Final = 5.0
"""Frame rate of the replay."""
FORGETS: Final = "forgets"
"""Name of the session without scene memory, which a bare client gets."""
REMEMBERS: Final = "remembers"
"""Name of the session with scene memory, which the Godot addon and ``scenescore watch`` ask for."""

Frame = tuple[float, npt.NDArray[np.uint8]]
"""Time in seconds and an HSV picture [shape=(80, 80, 3), uint8]."""


@dataclass(frozen=True)
class PlaySpan:
    """A stretch of play, or its later half, and its place in the replay."""

    scene: LabelledScene
    """The stretch."""
    start_s: float
    """Start in the clip, seconds."""
    at_s: float
    """Start in the replay, seconds."""

    @property
    def end_s(self) -> float:
        """End in the replay, seconds."""
        return self.at_s + self.scene.end_s - self.start_s


@dataclass(frozen=True)
class SteadyTracks:
    """The steady track of a session at each of its answers."""

    times_s: list[float]
    """Time of each answer in the replay, seconds."""
    tracks: list[str]
    """The steady track; empty before the first one."""


Replayer = Callable[[Bundle, Sequence[str], TrackSegments, Iterable[Frame]], Mapping[str, SteadyTracks]]
"""Shows timed frames to two sessions of a bundle, `FORGETS` and `REMEMBERS`, which choose among tracks by
their features (not scaled), and returns what both settled on."""


def play_spans(scenes: Sequence[LabelledScene], *, half: str = "whole") -> list[PlaySpan]:
    """Arrange a game's stretches one after the other.

    Parameters
    ----------
    scenes : sequence of LabelledScene
        Stretches in any order. They are replayed by clip and time.
    half : str
        ``whole``, or ``later`` for the later half of each stretch.

    Returns
    -------
    list of PlaySpan
    """
    spans: list[PlaySpan] = []
    at_s = 0.0
    for scene in sorted(scenes, key=lambda one: (one.clip, one.start_s)):
        spans.append(PlaySpan(scene, middle_s(scene) if half == "later" else scene.start_s, at_s))
        at_s = spans[-1].end_s
    return spans


def play_frames(spans: Sequence[PlaySpan]) -> Iterator[Frame]:
    """Yield the frames of a replay, five a second, with the seconds since the replay began.

    Parameters
    ----------
    spans : sequence of PlaySpan
        From `play_spans`.

    Yields
    ------
    tuple of float and np.ndarray [shape=(80, 80, 3), uint8]
        Seconds since the replay began, and the frame in HSV.
    """
    for span in spans:
        for time_s, picture in read_frames(
            span.scene.clip,
            frames_per_second=FRAMES_PER_SECOND,
            start_s=span.start_s,
            end_s=span.scene.end_s,
        ):
            yield span.at_s + time_s - span.start_s, picture
