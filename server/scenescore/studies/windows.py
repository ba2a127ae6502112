"""The 12-second windows of labelled play, on which predictions are evaluated."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.audio.features import FeatureSet
from scenescore.model.dataset.footage import VideoPart
from scenescore.model.dataset.scenes import UNUSABLE, VideoScene
from scenescore.model.dataset.segments import SceneSegment
from scenescore.model.dataset.sound_features import read_features
from scenescore.model.dataset.windows import read_windows
from scenescore.studies.data_folder import LabelledScene
from scenescore.window import WINDOW_S

WINDOW_SPACING_S: Final = 6.0
"""Time from the start of one window to the next, seconds."""

Floats = npt.NDArray[np.float32]
Frames = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class LabelledWindow:
    """12 seconds of a labelled scene.

    Attributes
    ----------
    scene : LabelledScene
        The scene.
    start_s : float
        Where the window starts in the clip, seconds.
    """

    scene: LabelledScene
    start_s: float


def middle_s(scene: LabelledScene) -> float:
    """Return where a scene is halved. A window belongs to the half that holds all of it.

    Parameters
    ----------
    scene : LabelledScene
        The scene.

    Returns
    -------
    float
        Seconds from the clip's start.
    """
    return (scene.start_s + scene.end_s) / 2


def windows_of(scenes: Sequence[LabelledScene], *, half: str = "whole") -> list[LabelledWindow]:
    """Lay windows into scenes, one every six seconds.

    Parameters
    ----------
    scenes : sequence of LabelledScene
        The scenes. One that is shorter than 12 s gets no window.
    half : str
        ``whole``, or ``earlier`` or ``later`` for windows that lie wholly in that half of their scene.

    Returns
    -------
    list of LabelledWindow
    """
    found = []
    for scene in scenes:
        start_s = middle_s(scene) if half == "later" else scene.start_s
        end_s = middle_s(scene) if half == "earlier" else scene.end_s
        count = int((end_s - start_s - WINDOW_S + 1e-6) // WINDOW_SPACING_S) + 1
        found += [LabelledWindow(scene, start_s + place * WINDOW_SPACING_S) for place in range(count)]
    return found


def earlier_parts(scenes: Sequence[LabelledScene]) -> list[VideoPart]:
    """Return the earlier half of each scene, which a training may use.

    Parameters
    ----------
    scenes : sequence of LabelledScene
        The scenes.

    Returns
    -------
    list of VideoPart
        One for each clip.
    """
    spans: dict[Path, list[tuple[float, float]]] = {}
    for scene in scenes:
        spans.setdefault(scene.clip, []).append((scene.start_s, middle_s(scene)))
    return [VideoPart(clip, tuple(own)) for clip, own in spans.items()]


def read_window_frames(windows: Sequence[LabelledWindow], steps: int) -> Frames:
    """Read the frames of windows as a live session sees them.

    Parameters
    ----------
    windows : sequence of LabelledWindow
        One or more.
    steps : int
        Steps of the window.

    Returns
    -------
    np.ndarray [shape=(n, steps, 80, 80, 3), uint8]
        In HSV with OpenCV's ranges.
    """
    segments, videos = _segments(windows)
    return read_windows(segments, videos, steps).frames()


def read_window_features(
    windows: Sequence[LabelledWindow],
    feature_set: FeatureSet,
    steps: int,
    *,
    dictionary: Floats | None = None,
    done: Callable[[int], None] = lambda count: None,
    jobs: int = 1,
) -> Floats:
    """Compute the features of the music in windows.

    Parameters
    ----------
    windows : sequence of LabelledWindow
        The windows.
    feature_set : FeatureSet
        Features to compute.
    steps : int
        Steps of the window.
    dictionary : np.ndarray [shape=(1025, 16), float32], optional
        Dictionary of ``nmf``.
    done : callable
        Called with the number of windows that are done.
    jobs : int
        Processes.

    Returns
    -------
    np.ndarray [shape=(n, steps, D), float32]
        Not standardised.
    """
    segments, videos = _segments(windows)
    return read_features(segments, videos, feature_set, steps, dictionary=dictionary, done=done, jobs=jobs)


def _segments(windows: Sequence[LabelledWindow]) -> tuple[list[SceneSegment], list[Path]]:
    videos = list(dict.fromkeys(window.scene.clip for window in windows))
    number = {clip: place for place, clip in enumerate(videos)}
    return [
        SceneSegment(
            window.start_s,
            VideoScene(number[window.scene.clip], window.scene.start_s, window.scene.end_s, UNUSABLE),
        )
        for window in windows
    ], videos
