"""Which windows lie in one scene, as a session would see it, and how far they are from cues in each scene."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.frames.scene_detector import SceneDetector
from scenescore.frames.video import read_frames
from scenescore.model.appearance_distance import appearance_distance, stillness_distance
from scenescore.studies.windows import LabelledWindow
from scenescore.window import WINDOW_S

DETECTION_FRAMES_PER_SECOND: Final = 4.0
"""Frame rate for detecting scene changes."""
MAX_ADDED_CUE_FRAMES: Final = 24
"""Maximum number of frames of its scene that a cue gains; see `scenescore.session.frame_samples`."""

Floats = npt.NDArray[np.float32]
SceneNumbers = npt.NDArray[np.int64]


def scene_numbers(windows: Sequence[LabelledWindow]) -> SceneNumbers:
    """Return the number of the scene that the middle of each window lies in.

    Scenes are detected in the pictures alone (`scenescore.frames.scene_detector`), without any label.

    Parameters
    ----------
    windows : sequence of LabelledWindow
        Windows of any clips.

    Returns
    -------
    np.ndarray [shape=(n,), int64]
        Numbers that are unique over all clips.
    """
    clips = list(dict.fromkeys(window.scene.clip for window in windows))
    first_number_of: list[int] = []
    starts_of: list[list[float]] = []
    for clip in clips:
        first_number_of.append(first_number_of[-1] + len(starts_of[-1]) if first_number_of else 0)
        detector, starts = SceneDetector(), [0.0]
        for time_s, frame in read_frames(clip, frames_per_second=DETECTION_FRAMES_PER_SECOND):
            if detector.update(time_s, frame):
                starts.append(detector.scene_start_s)
        starts_of.append(starts)
    position_of = {clip: position for position, clip in enumerate(clips)}
    numbers = []
    for window in windows:
        position = position_of[window.scene.clip]
        middle_s = window.start_s + WINDOW_S / 2
        scene = int(np.searchsorted(starts_of[position], middle_s, side="right"))
        numbers.append(first_number_of[position] + scene)
    return np.array(numbers, np.int64)


def cue_distances(
    descriptors: Sequence[Floats], scenes: SceneNumbers, stillness: Sequence[float | None]
) -> Floats:
    """Return how far each window (rows) is from each window as a cue (columns).

    A cue consists of its window's frames and of frames from all windows of the same scene.

    Parameters
    ----------
    descriptors : sequence of np.ndarray [shape=(steps, 234), float32]
        Appearance descriptors of the windows' frames.
    scenes : np.ndarray [shape=(n,), int64]
        The windows' scenes, from `scene_numbers`.
    stillness : sequence of float or None
        The windows' stillness, from `scenescore.frames.stillness.measure_stillness`.

    Returns
    -------
    np.ndarray [shape=(n, n), float32]
    """
    added: dict[int, Floats] = {}
    for scene in set(scenes.tolist()):
        seen = np.concatenate([descriptors[place] for place in np.flatnonzero(scenes == scene).tolist()])
        chosen = np.linspace(0, len(seen) - 1, min(MAX_ADDED_CUE_FRAMES, len(seen)))
        added[scene] = seen[chosen.round().astype(int)]
    cues = [
        np.concatenate([own, added[scene]]) for own, scene in zip(descriptors, scenes.tolist(), strict=True)
    ]
    by_appearance = np.array(
        [[appearance_distance(one, cue) for cue in cues] for one in descriptors], np.float32
    )
    by_stillness = np.array(
        [[stillness_distance(one, cue) for cue in stillness] for one in stillness], np.float32
    )
    return by_appearance + by_stillness
