"""The windows of a game's labelled play that predictions are judged on."""

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
"""From one window's start to the next."""

Floats = npt.NDArray[np.float32]
Frames = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class LabelledWindow:
    """12 seconds inside one stretch of play."""

    scene: LabelledScene
    """The stretch."""
    start_s: float
    """Where it starts in the clip, seconds."""


def middle_s(scene: LabelledScene) -> float:
    """Return where a stretch is halved; a window belongs to the half that holds all of it."""
    return (scene.start_s + scene.end_s) / 2


def windows_of(scenes: Sequence[LabelledScene], *, half: str = "whole") -> list[LabelledWindow]:
    """Lay windows into stretches, one each six seconds.

    Parameters
    ----------
    scenes : sequence of LabelledScene
        Where; those that are shorter than 12 s have none.
    half : str
        ``whole``; ``earlier`` or ``later`` for windows that lie wholly in that half of their stretch.

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
    """Return the clips with the earlier half of each stretch: what a training may see."""
    spans: dict[Path, list[tuple[float, float]]] = {}
    for scene in scenes:
        spans.setdefault(scene.clip, []).append((scene.start_s, middle_s(scene)))
    return [VideoPart(clip, tuple(own)) for clip, own in spans.items()]


def read_window_frames(windows: Sequence[LabelledWindow], steps: int) -> Frames:
    """Read windows' frames as a live session sees them.

    Parameters
    ----------
    windows : sequence of LabelledWindow
        Which, one or more.
    steps : int
        Steps of the window.

    Returns
    -------
    np.ndarray [shape=(n, steps, 80, 80, 3), uint8]
        HSV in OpenCV's ranges.
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
    """Compute the features of the music that is heard in windows.

    Parameters
    ----------
    windows : sequence of LabelledWindow
        Which.
    feature_set : FeatureSet
        What to compute.
    steps : int
        Steps of the window.
    dictionary : np.ndarray [shape=(1025, 16), float32], optional
        For ``nmf``.
    done : callable
        Called with how many are done.
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
