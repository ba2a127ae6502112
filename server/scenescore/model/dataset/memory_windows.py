"""Which windows of a game's videos the bundle remembers (`docs/decisions/0010`): all footage, evenly."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from scenescore.model.dataset.footage import SCAN_FRAMES_PER_S, Footage
from scenescore.model.dataset.scenes import UNUSABLE, VideoScene
from scenescore.model.dataset.segments import SceneSegment, has_enough_sound
from scenescore.model.dataset.windows import consecutive_runs
from scenescore.window import WINDOW_S

MEMORY_WINDOW_SPACING_S: Final = 6.0
"""Time from the start of one remembered window to the next, seconds."""

MIN_MEMORY_CLIP_S: Final = 4.0
"""Clips of 4 to 12 s are looped and stored whole. Shorter ones are left out."""

MAX_OTHER_SCENE_S: Final = 3.0
"""How many seconds of a second kind of scene a window may hold. The music of more belongs to both."""


def choose_memory_windows(
    footage: Sequence[Footage], scenes: Sequence[VideoScene], steps: int, max_windows: int
) -> list[SceneSegment]:
    """Lay windows over all footage, one every six seconds, and one over each short clip.

    Parameters
    ----------
    footage : sequence of Footage
        The game's videos.
    scenes : sequence of VideoScene
        The scenes in them. No window lies in two kinds of scene. Footage outside of all scenes, such as a
        chase with ever new colours, is remembered too.
    steps : int
        Steps of the window. Each window starts on a step.
    max_windows : int
        The most windows. If there are more, the chosen ones are spread evenly over all.

    Returns
    -------
    list of SceneSegment
        Windows with sound, in the order of the videos.
    """
    step_s = WINDOW_S / steps
    found = []
    for video, one in enumerate(footage):
        own = [scene for scene in scenes if scene.video == video]
        for first, last in consecutive_runs(np.flatnonzero(one.usable)):
            end_s = min((last + 1) / SCAN_FRAMES_PER_S, one.duration_s)
            span = VideoScene(video, first / SCAN_FRAMES_PER_S, end_s, UNUSABLE)
            windows = [SceneSegment(start_s, span) for start_s in window_starts(span, step_s)]
            windows = windows or short_clip(span, step_s)
            found += [
                window
                for window in windows
                if is_of_one_class(window, own) and has_enough_sound(window, footage)
            ]
    if len(found) <= max_windows:
        return found
    places = np.linspace(0, len(found) - 1, max_windows).round().astype(int).tolist()
    return [found[place] for place in places]


def window_starts(span: VideoScene, step_s: float) -> list[float]:
    """Return where windows start in a span: one every six seconds, and one that ends with the span.

    Parameters
    ----------
    span : VideoScene
        Usable footage without a gap.
    step_s : float
        Length of a step, seconds.

    Returns
    -------
    list of float
        Seconds from the video's start; empty for a span that is shorter than a window.
    """
    first, last = np.ceil(span.start_s / step_s - 1e-6), np.floor((span.end_s - WINDOW_S) / step_s + 1e-6)
    if last < first:
        return []
    places = np.arange(first, last, max(1, round(MEMORY_WINDOW_SPACING_S / step_s)))
    return [float(place) * step_s for place in [*places, last]]


def short_clip(span: VideoScene, step_s: float) -> list[SceneSegment]:
    """Return a span that is shorter than a window as one segment, or nothing if it is too short.

    Parameters
    ----------
    span : VideoScene
        Usable footage without a gap.
    step_s : float
        Length of a step, seconds.

    Returns
    -------
    list of SceneSegment
        One or none.
    """
    first, end = np.ceil(span.start_s / step_s - 1e-6), np.floor(span.end_s / step_s + 1e-6)
    length_s = float(end - first) * step_s
    return [SceneSegment(float(first) * step_s, span, length_s)] if length_s >= MIN_MEMORY_CLIP_S else []


def is_of_one_class(window: SceneSegment, scenes: Sequence[VideoScene]) -> bool:
    """Tell whether a window lies in one kind of scene only.

    Parameters
    ----------
    window : SceneSegment
        The window.
    scenes : sequence of VideoScene
        The scenes of the same video.

    Returns
    -------
    bool
        True for a window that shares time with scenes of one class alone.
    """
    seconds: dict[int, float] = {}
    for scene in scenes:
        shared_s = min(window.end_s, scene.end_s) - max(window.start_s, scene.start_s)
        if shared_s > 0:
            seconds[scene.scene_class] = seconds.get(scene.scene_class, 0.0) + shared_s
    return sum(seconds.values()) - max(seconds.values(), default=0.0) <= MAX_OTHER_SCENE_S
