"""Drawing the 12-second segments for training and test (the paper, section 2.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from scenescore.errors import InvalidInputError
from scenescore.model.dataset.footage import Footage
from scenescore.model.dataset.scenes import VideoScene, find_scenes
from scenescore.window import WINDOW_S

MAX_SILENT_SHARE: Final = 0.5
"""Share of a segment's seconds that may be silent."""

COPY_SHIFT_S: Final = 1.5
"""Time between two shifted copies of a segment, seconds."""

MAX_COPY_SHIFT_S: Final = 6.0
"""How far a copy may be shifted, seconds. At least half of each copy is the segment itself."""


@dataclass(frozen=True)
class SceneSegment:
    """12 seconds of one scene.

    Attributes
    ----------
    start_s : float
        Where it starts in the video, seconds.
    scene : VideoScene
        The scene around it.
    length_s : float
        Its length, seconds. A memory window of a short clip is shorter than 12 s and is looped.
    """

    start_s: float
    scene: VideoScene
    length_s: float = WINDOW_S

    @property
    def end_s(self) -> float:
        """Where it ends in the video, seconds."""
        return self.start_s + self.length_s

    def overlaps(self, other: "SceneSegment") -> bool:
        """Tell whether two segments share time of the same video.

        Parameters
        ----------
        other : SceneSegment
            The other one.

        Returns
        -------
        bool
            False for segments that only touch.
        """
        return (
            self.scene.video == other.scene.video
            and self.start_s < other.end_s - 1e-6
            and other.start_s < self.end_s - 1e-6
        )


@dataclass(frozen=True)
class DrawnSegments:
    """The segments of one training."""

    training: list[SceneSegment]
    """Segments that the network learns from."""
    validation: list[SceneSegment]
    """Segments of the training half that decide when to stop; may be empty."""
    test: list[SceneSegment]
    """The test half."""
    scenes: list[VideoScene]
    """The scenes of the videos."""
    silent: int
    """How many segments were left out because they are silent."""
    classes: int
    """How many kinds of scene there are."""


def draw_segments(
    footage: Sequence[Footage],
    *,
    count: int,
    steps: int,
    by_time: bool,
    validation_share: float,
    seed: int,
) -> DrawnSegments:
    """Draw segments that don't overlap, for training, validation and test.

    Parameters
    ----------
    footage : sequence of Footage
        The game's videos.
    count : int
        Segments in all, half of them for the test. Short videos give fewer.
    steps : int
        Steps of the window. Each segment starts on a step.
    by_time : bool
        True: the earlier half of each scene trains, the later half tests, and the classes are balanced.
        False: segments are drawn and split at random, as in the paper.
    validation_share : float
        Share of the training half that is kept for validation.
    seed : int
        The same seed draws the same segments.

    Returns
    -------
    DrawnSegments

    Raises
    ------
    InvalidInputError
        There are fewer than two segments.
    """
    random = np.random.default_rng(seed)
    step_s = WINDOW_S / steps
    scenes = find_scenes(footage, seed=seed)
    candidates = [segment for scene in scenes for segment in lay_out_segments(scene, step_s, random)]
    audible = [segment for segment in candidates if has_enough_sound(segment, footage)]
    silent = len(candidates) - len(audible)
    if by_time:
        earlier, later = split_by_time(audible)
        training, test = (draw_balanced(half, count // 2, random) for half in (earlier, later))
    else:
        order = random.permutation(len(audible))[:count]
        chosen = [audible[i] for i in order]
        training, test = chosen[: -(-len(chosen) // 2)], chosen[-(-len(chosen) // 2) :]
    validation_count = round(len(training) * validation_share)
    validation = draw_balanced(last_of_each_scene(training) or training, validation_count, random)
    training = [segment for segment in training if segment not in validation]
    if not training or not test:
        raise InvalidInputError(
            f"the videos hold {len(audible)} segments of {WINDOW_S:g} s that stay in one scene with music "
            f"({silent} silent ones were left out); 2 or more are needed: give longer videos",
            field="videos",
        )
    return DrawnSegments(
        training, validation, test, scenes, silent, len({scene.scene_class for scene in scenes})
    )


def shifted_copies(
    segment: SceneSegment, apart_from: Sequence[SceneSegment], footage: Sequence[Footage], steps: int
) -> list[SceneSegment]:
    """Return a segment and its copies a little earlier and later in the same scene.

    Parameters
    ----------
    segment : SceneSegment
        The segment.
    apart_from : sequence of SceneSegment
        Segments that no copy may overlap.
    footage : sequence of Footage
        The videos.
    steps : int
        Steps of the window.

    Returns
    -------
    list of SceneSegment
        The segment itself comes first.
    """
    step_s = WINDOW_S / steps
    reach = int(MAX_COPY_SHIFT_S / COPY_SHIFT_S)
    copies = [segment]
    for shift in (sign * i * COPY_SHIFT_S for i in range(1, reach + 1) for sign in (-1, 1)):
        copy = SceneSegment(round((segment.start_s + shift) / step_s) * step_s, segment.scene)
        inside = segment.scene.start_s - 1e-6 <= copy.start_s and copy.end_s <= segment.scene.end_s + 1e-6
        if (
            inside
            and has_enough_sound(copy, footage)
            and not any(copy.overlaps(other) for other in apart_from)
        ):
            copies.append(copy)
    return copies


def lay_out_segments(scene: VideoScene, step_s: float, random: np.random.Generator) -> list[SceneSegment]:
    """Place as many segments into a scene as fit, with random gaps between them.

    Parameters
    ----------
    scene : VideoScene
        The scene.
    step_s : float
        Length of a step, seconds. Each segment starts on a step.
    random : np.random.Generator
        Draws the gaps.

    Returns
    -------
    list of SceneSegment
    """
    first, last = np.ceil(scene.start_s / step_s - 1e-6), np.floor(scene.end_s / step_s + 1e-6)
    window = round(WINDOW_S / step_s)
    fitting = int((last - first) // window)
    spare = int(last - first) - fitting * window
    gaps = np.sort(random.integers(0, spare + 1, size=fitting))
    return [SceneSegment(float(first + i * window + gaps[i]) * step_s, scene) for i in range(fitting)]


def has_enough_sound(segment: SceneSegment, footage: Sequence[Footage]) -> bool:
    """Tell whether more than half of a segment's seconds have sound.

    Parameters
    ----------
    segment : SceneSegment
        The segment.
    footage : sequence of Footage
        The videos.

    Returns
    -------
    bool
        False where half of the seconds or more are silent.
    """
    silent = footage[segment.scene.video].silent
    own = silent[int(segment.start_s) : int(np.ceil(segment.end_s))]
    return float(np.mean(own)) < MAX_SILENT_SHARE


def split_by_time(segments: Sequence[SceneSegment]) -> tuple[list[SceneSegment], list[SceneSegment]]:
    """Split the segments of each scene into an earlier and a later half.

    The middle segment of an odd number goes to the half that has fewer segments.

    Parameters
    ----------
    segments : sequence of SceneSegment
        Each scene's in the order of time.

    Returns
    -------
    earlier, later : list of SceneSegment
    """
    earlier: list[SceneSegment] = []
    later: list[SceneSegment] = []
    for own in _by_scene(segments).values():
        middle = len(own) // 2 + (len(own) % 2 if len(earlier) <= len(later) else 0)
        earlier += own[:middle]
        later += own[middle:]
    return earlier, later


def last_of_each_scene(segments: Sequence[SceneSegment]) -> list[SceneSegment]:
    """Return the last segment of each scene that has several, so that training still sees the scene.

    Parameters
    ----------
    segments : sequence of SceneSegment
        Any.

    Returns
    -------
    list of SceneSegment
    """
    return [max(own, key=lambda one: one.start_s) for own in _by_scene(segments).values() if len(own) > 1]


def draw_balanced(
    segments: Sequence[SceneSegment], count: int, random: np.random.Generator
) -> list[SceneSegment]:
    """Draw segments from all classes in turn.

    Parameters
    ----------
    segments : sequence of SceneSegment
        To draw from.
    count : int
        How many, at most.
    random : np.random.Generator
        Source of the draws.

    Returns
    -------
    list of SceneSegment
    """
    by_class: dict[int, list[SceneSegment]] = {}
    for i in random.permutation(len(segments)):
        by_class.setdefault(segments[i].scene.scene_class, []).append(segments[i])
    chosen: list[SceneSegment] = []
    while len(chosen) < min(count, len(segments)):
        chosen += [by_class[one].pop() for one in sorted(by_class) if by_class[one]]
    return chosen[:count]


def _by_scene(segments: Sequence[SceneSegment]) -> dict[VideoScene, list[SceneSegment]]:
    by_scene: dict[VideoScene, list[SceneSegment]] = {}
    for segment in segments:
        by_scene.setdefault(segment.scene, []).append(segment)
    return by_scene
