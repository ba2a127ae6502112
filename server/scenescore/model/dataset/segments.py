"""Which 12-second segments of a game's videos are learnt from (the paper's section 2.1)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.ndimage import median_filter
from sklearn.cluster import KMeans

from scenescore.audio.one_thread import one_thread
from scenescore.errors import InvalidInputError
from scenescore.frames.window import WINDOW_S
from scenescore.model.dataset.footage import LOOKS_PER_S, Footage

CLASSES: Final = 8
"""k of the k-means over frames; the paper names none."""

ALIKE: Final = 0.25
"""Classes whose centres are nearer than this (Hellinger distance, 0 to 1) are one: a game of few looks has
fewer than k kinds of scene."""

SMOOTH_S: Final = 4.0
"""A frame's colours are the median over so many seconds, and its class is the most frequent one in as many: a
flash or a turn of the camera is no scene."""

OUTSIDE: Final = -1
"""The class of frames that may not be learnt from."""

MOST_SILENT: Final = 0.5
"""Share of a segment's seconds that may be silent."""

SHIFT_S: Final = 1.5
"""Distance between the shifted copies of a segment, in seconds."""

MOST_SHIFT_S: Final = 6.0
"""How far a copy may be shifted: half of it at most is other material."""


@dataclass(frozen=True)
class Stretch:
    """A stretch of a video whose frames are of one class."""

    video: int
    start_s: float
    end_s: float
    scene_class: int


@dataclass(frozen=True)
class SceneSegment:
    """12 seconds inside one stretch; less of what is remembered, where there are no more: it is looped."""

    start_s: float
    stretch: Stretch
    length_s: float = WINDOW_S

    @property
    def end_s(self) -> float:
        """Where it ends, seconds from the video's start."""
        return self.start_s + self.length_s

    def overlaps(self, other: "SceneSegment") -> bool:
        """Tell whether the two share a moment of the same video."""
        return (
            self.stretch.video == other.stretch.video
            and self.start_s < other.end_s - 1e-6
            and other.start_s < self.end_s - 1e-6
        )


@dataclass(frozen=True)
class Drawn:
    """The segments of one training."""

    training: list[SceneSegment]
    validation: list[SceneSegment]
    """Taken out of the training half, to tell when to stop; may be empty."""
    test: list[SceneSegment]
    stretches: list[Stretch]
    """Where the videos stay in one kind of scene."""
    silent: int
    """Segments that were passed over for their silence."""
    classes: int


def find_stretches(footage: Sequence[Footage], *, seed: int) -> list[Stretch]:
    """Classify all frames by their colours and find the stretches that stay in one class.

    Parameters
    ----------
    footage : sequence of Footage
        The game's videos.
    seed : int
        Of the k-means.

    Returns
    -------
    list of Stretch
        Those of 12 s and more, in the order of the videos.

    Raises
    ------
    InvalidInputError
        No moment of the videos may be learnt from.
    """
    around = round(SMOOTH_S * LOOKS_PER_S / 2)
    # A median over time keeps the edges between scenes, where a mean would make up a look between the two.
    colours = [median_filter(one.colours, (2 * around + 1, 1), mode="nearest") for one in footage]
    # Distances between the roots are Hellinger distances.
    looks = np.sqrt(np.concatenate([own / own.sum(axis=1, keepdims=True).clip(1e-9) for own in colours]))
    usable = np.concatenate([one.usable for one in footage])
    if not usable.any():
        raise InvalidInputError("the spans that were given hold no moment of the videos", field="videos")
    classes = min(CLASSES, len(np.unique(looks[usable].round(6), axis=0)))
    with one_thread():
        found = KMeans(classes, n_init=4, random_state=seed).fit(looks[usable])
    labels = np.full(len(looks), OUTSIDE)
    labels[usable] = merged(found.cluster_centers_)[found.labels_]
    stretches = []
    ends = np.cumsum([len(one.colours) for one in footage])
    for video, own in enumerate(np.split(labels, ends[:-1])):
        smooth = np.where(footage[video].usable, most_frequent_around(own, around), OUTSIDE)
        edges = [0, *(np.flatnonzero(np.diff(smooth)) + 1).tolist(), len(smooth)]
        for start, end in pairwise(edges):
            end_s = min(end / LOOKS_PER_S, footage[video].duration_s)
            if smooth[start] != OUTSIDE and end_s - start / LOOKS_PER_S >= WINDOW_S:
                stretches.append(Stretch(video, start / LOOKS_PER_S, end_s, int(smooth[start])))
    return stretches


def draw_segments(
    footage: Sequence[Footage],
    *,
    count: int,
    steps: int,
    by_time: bool,
    validation_share: float,
    seed: int,
) -> Drawn:
    """Draw the segments to learn from and to test on; no two of them overlap.

    Parameters
    ----------
    footage : sequence of Footage
        The game's videos.
    count : int
        How many in all, half of them for the test; fewer where there aren't as many.
    steps : int
        Steps of the window: a segment starts on one.
    by_time : bool
        True: the earlier half of each stretch trains and the later one tests, the classes balanced. False:
        drawn and halved at random, as in the paper.
    validation_share : float
        Share of the training half that is kept for validation.
    seed : int
        Same seed, same segments.

    Returns
    -------
    Drawn

    Raises
    ------
    InvalidInputError
        There aren't enough segments to train and test with.
    """
    random = np.random.default_rng(seed)
    step_s = WINDOW_S / steps
    stretches = find_stretches(footage, seed=seed)
    slots = [slot for stretch in stretches for slot in lay_out(stretch, step_s, random)]
    sounding = [slot for slot in slots if has_sound(slot, footage)]
    if by_time:
        earlier, later = halve_by_time(sounding)
        training, test = (balanced(half, count // 2, random) for half in (earlier, later))
    else:
        order = random.permutation(len(sounding))[:count]
        chosen = [sounding[i] for i in order]
        training, test = chosen[: -(-len(chosen) // 2)], chosen[-(-len(chosen) // 2) :]
    kept = round(len(training) * validation_share)
    validation = balanced(last_of_several(training) or training, kept, random)
    training = [segment for segment in training if segment not in validation]
    if not training or not test:
        silent = len(slots) - len(sounding)
        raise InvalidInputError(
            f"the videos hold {len(sounding)} segments of {WINDOW_S:g} s that stay in one scene with music "
            f"({silent} silent ones were passed over); 2 or more are needed: give longer videos",
            field="videos",
        )
    return Drawn(
        training,
        validation,
        test,
        stretches,
        len(slots) - len(sounding),
        len({s.scene_class for s in stretches}),
    )


def shifted_copies(
    segment: SceneSegment, apart_from: Sequence[SceneSegment], footage: Sequence[Footage], steps: int
) -> list[SceneSegment]:
    """Return a segment and its copies a little earlier and later in the same stretch.

    Parameters
    ----------
    segment : SceneSegment
        To be varied.
    apart_from : sequence of SceneSegment
        What no copy may overlap.
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
    reach = int(MOST_SHIFT_S / SHIFT_S)
    copies = [segment]
    for shift in (sign * i * SHIFT_S for i in range(1, reach + 1) for sign in (-1, 1)):
        copy = SceneSegment(round((segment.start_s + shift) / step_s) * step_s, segment.stretch)
        inside = segment.stretch.start_s - 1e-6 <= copy.start_s and copy.end_s <= segment.stretch.end_s + 1e-6
        if inside and has_sound(copy, footage) and not any(copy.overlaps(other) for other in apart_from):
            copies.append(copy)
    return copies


def merged(centres: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Return each class's new number, the same for those that look alike."""
    if len(centres) < 2:
        return np.zeros(len(centres), np.int64)
    # Between roots of distributions, the Euclidean distance is √2 times Hellinger's.
    tree = linkage(centres, "complete")
    return np.asarray(fcluster(tree, ALIKE * math.sqrt(2), "distance"), np.int64) - 1


def most_frequent_around(labels: npt.NDArray[np.int64], reach: int) -> npt.NDArray[np.int64]:
    """Replace each label by the most frequent one up to `reach` places around it."""
    if labels.max(initial=OUTSIDE) == OUTSIDE:
        return labels
    counts = np.stack(
        [np.convolve(labels == label, np.ones(2 * reach + 1), "same") for label in range(labels.max() + 1)]
    )
    smooth: npt.NDArray[np.int64] = np.argmax(counts, axis=0)
    return smooth


def lay_out(stretch: Stretch, step_s: float, random: np.random.Generator) -> list[SceneSegment]:
    """Place as many segments into a stretch as fit; the rest of the time is spread between them at random."""
    first, last = np.ceil(stretch.start_s / step_s - 1e-6), np.floor(stretch.end_s / step_s + 1e-6)
    window = round(WINDOW_S / step_s)
    fitting = int((last - first) // window)
    spare = int(last - first) - fitting * window
    gaps = np.sort(random.integers(0, spare + 1, size=fitting))
    return [SceneSegment(float(first + i * window + gaps[i]) * step_s, stretch) for i in range(fitting)]


def has_sound(segment: SceneSegment, footage: Sequence[Footage]) -> bool:
    """Tell whether more than half of a segment's seconds can be heard."""
    silent = footage[segment.stretch.video].silent
    own = silent[int(segment.start_s) : int(np.ceil(segment.end_s))]
    return float(np.mean(own)) < MOST_SILENT


def halve_by_time(segments: Sequence[SceneSegment]) -> tuple[list[SceneSegment], list[SceneSegment]]:
    """Give the earlier segments of each stretch to one half, the later ones to the other.

    Where a stretch holds an odd number, the halves take turns with the one in the middle.
    """
    earlier: list[SceneSegment] = []
    later: list[SceneSegment] = []
    by_stretch: dict[Stretch, list[SceneSegment]] = {}
    for segment in segments:
        by_stretch.setdefault(segment.stretch, []).append(segment)
    for own in by_stretch.values():
        middle = len(own) // 2 + (len(own) % 2 if len(earlier) <= len(later) else 0)
        earlier += own[:middle]
        later += own[middle:]
    return earlier, later


def last_of_several(segments: Sequence[SceneSegment]) -> list[SceneSegment]:
    """Return the last segment of each stretch that holds several: those before it still show the stretch."""
    by_stretch: dict[Stretch, list[SceneSegment]] = {}
    for segment in segments:
        by_stretch.setdefault(segment.stretch, []).append(segment)
    return [max(own, key=lambda one: one.start_s) for own in by_stretch.values() if len(own) > 1]


def balanced(segments: Sequence[SceneSegment], count: int, random: np.random.Generator) -> list[SceneSegment]:
    """Draw segments from all classes in turn."""
    by_class: dict[int, list[SceneSegment]] = {}
    for i in random.permutation(len(segments)):
        by_class.setdefault(segments[i].stretch.scene_class, []).append(segments[i])
    chosen: list[SceneSegment] = []
    while len(chosen) < min(count, len(segments)):
        chosen += [by_class[one].pop() for one in sorted(by_class) if by_class[one]]
    return chosen[:count]
