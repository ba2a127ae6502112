"""Reading the frames of segments."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from scenescore.frames.video import read_frames
from scenescore.model.dataset.segments import SceneSegment
from scenescore.window import WINDOW_S

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Windows:
    """Windows of frames with the features of the music that was heard there."""

    pool: npt.NDArray[np.uint8]
    """Each frame once [shape=(m, 80, 80, 3)], HSV."""
    places: npt.NDArray[np.int64]
    """Which frame of the pool each step shows [shape=(n, steps)]."""
    features: Floats
    """Features of each step [shape=(n, steps, D)]."""

    def __len__(self) -> int:
        return len(self.places)

    def frames(self, chosen: npt.ArrayLike | None = None) -> npt.NDArray[np.uint8]:
        """Return the frames of windows.

        Parameters
        ----------
        chosen : array_like [shape=(k,), int64], optional
            Which windows; by default all.

        Returns
        -------
        np.ndarray [shape=(k, steps, 80, 80, 3), uint8]
        """
        places = self.places if chosen is None else self.places[np.asarray(chosen)]
        frames: npt.NDArray[np.uint8] = self.pool[places]
        return frames


def read_windows(segments: Sequence[SceneSegment], videos: Sequence[Path], steps: int) -> Windows:
    """Read the frames of segments.

    Step i shows what is on the screen at the end of the step, as live windows do. A segment that is shorter
    than 12 s is looped.

    Parameters
    ----------
    segments : sequence of SceneSegment
        May overlap: a frame that several windows show is stored once.
    videos : sequence of Path
        The videos, by the numbers that the segments' scenes have.
    steps : int
        Steps of the window.

    Returns
    -------
    Windows
        Without features [shape=(n, steps, 0)].

    Raises
    ------
    BrokenFileError
        A video can't be decoded.
    """
    step_s = WINDOW_S / steps
    ticks = [
        round(segment.start_s / step_s) + 1 + np.arange(steps) % round(segment.length_s / step_s)
        for segment in segments
    ]
    pool: list[npt.NDArray[np.uint8]] = []
    place_of: dict[tuple[int, int], int] = {}
    for video, path in enumerate(videos):
        own = [tick for tick, segment in zip(ticks, segments, strict=True) if segment.scene.video == video]
        for first, last in consecutive_runs(np.unique(np.concatenate(own)) if own else np.zeros(0, int)):
            frames = read_frames(
                path, frames_per_second=1 / step_s, start_s=first * step_s, end_s=(last + 0.5) * step_s
            )
            for tick, (_, frame) in zip(range(first, last + 1), frames, strict=False):
                place_of[video, tick] = len(pool)
                pool.append(frame)
            # A segment may end with its video. The last picture then also stands for the last step.
            for tick in range(first, last + 1):
                place_of.setdefault((video, tick), len(pool) - 1)
    places = np.array(
        [
            [place_of[segment.scene.video, int(tick)] for tick in own]
            for own, segment in zip(ticks, segments, strict=True)
        ]
    )
    return Windows(np.stack(pool), places, np.zeros((len(segments), steps, 0), np.float32))


def consecutive_runs(numbers: npt.NDArray[np.int64]) -> list[tuple[int, int]]:
    """Return the first and last number of each run without a gap.

    Parameters
    ----------
    numbers : np.ndarray [shape=(n,), int64]
        Whole numbers, sorted.

    Returns
    -------
    list of (int, int)
    """
    if not len(numbers):
        return []
    breaks = np.flatnonzero(np.diff(numbers) > 1)
    firsts = [numbers[0], *numbers[breaks + 1]]
    lasts = [*numbers[breaks], numbers[-1]]
    return [(int(first), int(last)) for first, last in zip(firsts, lasts, strict=True)]
