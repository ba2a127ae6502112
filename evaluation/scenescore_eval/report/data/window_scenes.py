"""Which windows lie in one scene, as a session would see it; and what a cue made in one would grow to."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.frames.scene_detector import SceneDetector
from scenescore.frames.video import read_frames
from scenescore.frames.window import WINDOW_S
from scenescore.model.appearance_distance import added_by_stillness, look_distance
from scenescore.studies.windows import LabelledWindow

FRAMES_PER_SECOND: Final = 4.0
"""That scenes are looked for at."""
GROWN: Final = 24
"""Frames of its scene that a cue grows by at most; see `scenescore.session.frame_samples`."""

Floats = npt.NDArray[np.float32]
Runs = npt.NDArray[np.int64]


def scene_runs(windows: Sequence[LabelledWindow]) -> Runs:
    """Return for each window the number of the scene that its middle lies in [shape=(n,), int64].

    Scenes are found in the pictures alone (`scenescore.frames.scene_detector`); no label is looked at.

    Parameters
    ----------
    windows : sequence of LabelledWindow
        Of any clips.
    """
    clips = list(dict.fromkeys(window.scene.clip for window in windows))
    first_of: list[int] = []
    starts_of: list[list[float]] = []
    for clip in clips:
        first_of.append(first_of[-1] + len(starts_of[-1]) if first_of else 0)
        detector, starts = SceneDetector(), [0.0]
        for time_s, frame in read_frames(clip, frames_per_second=FRAMES_PER_SECOND):
            if detector.update(time_s, frame):
                starts.append(detector.scene_start_s)
        starts_of.append(starts)
    number_of = {clip: place for place, clip in enumerate(clips)}
    numbers = []
    for window in windows:
        place = number_of[window.scene.clip]
        middle_s = window.start_s + WINDOW_S / 2
        numbers.append(first_of[place] + int(np.searchsorted(starts_of[place], middle_s, side="right")))
    return np.array(numbers, np.int64)


def cue_distances(looks: Sequence[Floats], runs: Runs, stillness: Sequence[float | None]) -> Floats:
    """Return how far each window (rows) looks from each other one, were it a cue that has seen its scene.

    Parameters
    ----------
    looks : sequence of np.ndarray [shape=(steps, 234), float32]
        Of the windows' frames.
    runs : np.ndarray [shape=(n,), int64]
        From `scene_runs`.
    stillness : sequence of float or None
        The windows', from `scenescore.frames.stillness.stillness_of`.

    Returns
    -------
    np.ndarray [shape=(n, n), float32]
    """
    spread: dict[int, Floats] = {}
    for run in set(runs.tolist()):
        seen = np.concatenate([looks[place] for place in np.flatnonzero(runs == run).tolist()])
        spread[run] = seen[np.linspace(0, len(seen) - 1, min(GROWN, len(seen))).round().astype(int)]
    grown = [np.concatenate([own, spread[run]]) for own, run in zip(looks, runs.tolist(), strict=True)]
    apart = np.array([[look_distance(one, cue) for cue in grown] for one in looks], np.float32)
    stiller = np.array([[added_by_stillness(one, cue) for cue in stillness] for one in stillness], np.float32)
    return apart + stiller
