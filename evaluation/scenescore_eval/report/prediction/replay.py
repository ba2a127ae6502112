"""A game's play in one piece: its stretches one after the other, as a session sees them live."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.frames.video import read_frames
from scenescore.matching.segments import Segments
from scenescore.model.bundle.bundle import Bundle
from scenescore.studies.data_folder import LabelledScene
from scenescore.studies.windows import middle_s

PLAYING: Final = 3
"""Counts up where sessions behave otherwise: what was played before is played again."""
FRAMES_PER_SECOND: Final = 5.0
FORGETS: Final = "forgets"
"""A session as a bare client has it."""
REMEMBERS: Final = "remembers"
"""One that remembers its scenes, as the Godot addon and ``scenescore watch`` ask for."""

Frame = tuple[float, npt.NDArray[np.uint8]]


@dataclass(frozen=True)
class Span:
    """A stretch, or its later half, and when it is played."""

    scene: LabelledScene
    start_s: float
    """Where it begins in its clip, seconds."""
    at_s: float
    """When it begins in the play, seconds."""

    @property
    def end_s(self) -> float:
        """When it ends in the play, seconds."""
        return self.at_s + self.scene.end_s - self.start_s


@dataclass(frozen=True)
class Played:
    """What a session had settled on, answer by answer."""

    times_s: list[float]
    """When in the play, seconds."""
    tracks: list[str]
    """The steady track; empty before the first."""


Player = Callable[[Bundle, Sequence[str], Segments, Iterable[Frame]], Mapping[str, Played]]
"""Lets sessions of a bundle, one that `FORGETS` and one that `REMEMBERS`, see frames with their times, and
choose among tracks by their features (not scaled)."""


def spans_of(scenes: Sequence[LabelledScene], *, half: str = "whole") -> list[Span]:
    """Lay a game's stretches one after the other.

    Parameters
    ----------
    scenes : sequence of LabelledScene
        In any order; they are played by clip and time.
    half : str
        ``whole``, or ``later`` for the later half of each.
    """
    found: list[Span] = []
    at_s = 0.0
    for scene in sorted(scenes, key=lambda one: (one.clip, one.start_s)):
        found.append(Span(scene, middle_s(scene) if half == "later" else scene.start_s, at_s))
        at_s = found[-1].end_s
    return found


def frames_of_play(spans: Sequence[Span]) -> Iterator[Frame]:
    """Yield what is seen, five times a second, with the seconds since the play began."""
    for span in spans:
        for time_s, picture in read_frames(
            span.scene.clip,
            frames_per_second=FRAMES_PER_SECOND,
            start_s=span.start_s,
            end_s=span.scene.end_s,
        ):
            yield span.at_s + time_s - span.start_s, picture
