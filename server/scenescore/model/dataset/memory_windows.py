"""Which moments of a game's videos a bundle remembers (`docs/decisions/0010`): all of them, evenly."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from scenescore.model.dataset.footage import LOOKS_PER_S, Footage
from scenescore.model.dataset.segments import OUTSIDE, SceneSegment, Stretch, has_sound
from scenescore.model.dataset.windows import runs
from scenescore.window import WINDOW_S

MEMORY_WINDOW_SPACING_S: Final = 6.0
"""From one remembered window's start to the next."""
MIN_MEMORY_CLIP_S: Final = 4.0
"""Of less than 12 seconds all is remembered, looped, from so many on."""
MAX_OTHER_SCENE_S: Final = 3.0
"""So much of a second kind of scene a window may hold: what is heard in it belongs to both."""


def windows_to_remember(
    footage: Sequence[Footage], stretches: Sequence[Stretch], steps: int, most: int
) -> list[SceneSegment]:
    """Lay windows over all footage, one each six seconds; of less than 12 seconds one that is shorter.

    Parameters
    ----------
    footage : sequence of Footage
        The game's videos.
    stretches : sequence of Stretch
        Where they stay in one kind of scene; no window lies in two kinds. What belongs to no stretch, such
        as a chase with ever new colours, is remembered, too.
    steps : int
        Steps of the window: it starts on one.
    most : int
        At most so many; then they are spread over all that there are.

    Returns
    -------
    list of SceneSegment
        With music, in the order of the videos.
    """
    step_s = WINDOW_S / steps
    found = []
    for video, one in enumerate(footage):
        own = [stretch for stretch in stretches if stretch.video == video]
        for first, last in runs(np.flatnonzero(one.usable)):
            end_s = min((last + 1) / LOOKS_PER_S, one.duration_s)
            span = Stretch(video, first / LOOKS_PER_S, end_s, OUTSIDE)
            windows = [SceneSegment(start_s, span) for start_s in starts(span, step_s)] or short(span, step_s)
            found += [each for each in windows if is_of_one_kind(each, own) and has_sound(each, footage)]
    if len(found) <= most:
        return found
    places = np.linspace(0, len(found) - 1, most).round().astype(int).tolist()
    return [found[place] for place in places]


def starts(span: Stretch, step_s: float) -> list[float]:
    """Return where windows start in a span, seconds: one each six seconds, and one that ends with it."""
    first, last = np.ceil(span.start_s / step_s - 1e-6), np.floor((span.end_s - WINDOW_S) / step_s + 1e-6)
    if last < first:
        return []
    places = np.arange(first, last, max(1, round(MEMORY_WINDOW_SPACING_S / step_s)))
    return [float(place) * step_s for place in [*places, last]]


def short(span: Stretch, step_s: float) -> list[SceneSegment]:
    """Return all of a span that is shorter than a window, if it is long enough to tell anything."""
    first, end = np.ceil(span.start_s / step_s - 1e-6), np.floor(span.end_s / step_s + 1e-6)
    length_s = float(end - first) * step_s
    return [SceneSegment(float(first) * step_s, span, length_s)] if length_s >= MIN_MEMORY_CLIP_S else []


def is_of_one_kind(window: SceneSegment, stretches: Sequence[Stretch]) -> bool:
    """Tell whether a window lies in no two kinds of scene."""
    seconds: dict[int, float] = {}
    for stretch in stretches:
        shared_s = min(window.end_s, stretch.end_s) - max(window.start_s, stretch.start_s)
        if shared_s > 0:
            seconds[stretch.scene_class] = seconds.get(stretch.scene_class, 0.0) + shared_s
    return sum(seconds.values()) - max(seconds.values(), default=0.0) <= MAX_OTHER_SCENE_S
