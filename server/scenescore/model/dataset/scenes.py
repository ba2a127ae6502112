"""Where a game's videos stay in one kind of scene: k-means over the frames' colours (the paper, 2.1)."""

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

from scenescore.audio.single_threaded import single_threaded
from scenescore.errors import InvalidInputError
from scenescore.model.dataset.footage import SCAN_FRAMES_PER_S, Footage
from scenescore.window import WINDOW_S

MAX_CLASSES: Final = 8
"""k of the k-means over frames. The paper names no value."""

MAX_SAME_CLASS_DISTANCE: Final = 0.25
"""Classes whose centres are closer than this (Hellinger distance, 0 to 1) become one class. A game with few
different looks has fewer than k kinds of scene."""

SMOOTHING_S: Final = 4.0
"""Colours are the median over this many seconds, and a frame's class is the most frequent one in as many. So
a flash or a turn of the camera doesn't count as a scene."""

UNUSABLE: Final = -1
"""Class of the frames that may not be used for training."""


@dataclass(frozen=True)
class VideoScene:
    """A stretch of a video whose frames are all of one class.

    Attributes
    ----------
    video : int
        Number of the video in the training.
    start_s, end_s : float
        Where it starts and ends in the video, seconds.
    scene_class : int
        Its class, or `UNUSABLE`.
    """

    video: int
    start_s: float
    end_s: float
    scene_class: int


def find_scenes(footage: Sequence[Footage], *, seed: int) -> list[VideoScene]:
    """Classify all frames by their colours and find the scenes.

    Parameters
    ----------
    footage : sequence of Footage
        The game's videos.
    seed : int
        Seed of the k-means.

    Returns
    -------
    list of VideoScene
        Scenes of 12 s and more, in the order of the videos.

    Raises
    ------
    InvalidInputError
        The videos have no usable frame.
    """
    reach = round(SMOOTHING_S * SCAN_FRAMES_PER_S / 2)
    # A median over time keeps the edges between scenes. A mean would invent colours between the two.
    colours = [median_filter(one.colours, (2 * reach + 1, 1), mode="nearest") for one in footage]
    # The Euclidean distance between roots of distributions is √2 times the Hellinger distance.
    roots = np.sqrt(np.concatenate([own / own.sum(axis=1, keepdims=True).clip(1e-9) for own in colours]))
    usable = np.concatenate([one.usable for one in footage])
    if not usable.any():
        raise InvalidInputError("the spans that were given hold no moment of the videos", field="videos")
    classes = min(MAX_CLASSES, len(np.unique(roots[usable].round(6), axis=0)))
    with single_threaded():
        found = KMeans(classes, n_init=4, random_state=seed).fit(roots[usable])
    labels = np.full(len(roots), UNUSABLE)
    labels[usable] = merge_similar_classes(found.cluster_centers_)[found.labels_]
    scenes = []
    ends = np.cumsum([len(one.colours) for one in footage])
    for video, own in enumerate(np.split(labels, ends[:-1])):
        smooth = np.where(footage[video].usable, most_frequent_nearby(own, reach), UNUSABLE)
        edges = [0, *(np.flatnonzero(np.diff(smooth)) + 1).tolist(), len(smooth)]
        for start, end in pairwise(edges):
            end_s = min(end / SCAN_FRAMES_PER_S, footage[video].duration_s)
            if smooth[start] != UNUSABLE and end_s - start / SCAN_FRAMES_PER_S >= WINDOW_S:
                scenes.append(VideoScene(video, start / SCAN_FRAMES_PER_S, end_s, int(smooth[start])))
    return scenes


def merge_similar_classes(centres: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Return a new number for each class. Classes that look alike get the same number.

    Parameters
    ----------
    centres : np.ndarray [shape=(k, 34), float64]
        Centre of each class: the root of a colour histogram.

    Returns
    -------
    np.ndarray [shape=(k,), int64]
    """
    if len(centres) < 2:
        return np.zeros(len(centres), np.int64)
    tree = linkage(centres, "complete")
    return np.asarray(fcluster(tree, MAX_SAME_CLASS_DISTANCE * math.sqrt(2), "distance"), np.int64) - 1


def most_frequent_nearby(labels: npt.NDArray[np.int64], reach: int) -> npt.NDArray[np.int64]:
    """Replace each label by the most frequent one around it.

    Parameters
    ----------
    labels : np.ndarray [shape=(n,), int64]
        Class of each frame.
    reach : int
        How many frames before and after count.

    Returns
    -------
    np.ndarray [shape=(n,), int64]
    """
    if labels.max(initial=UNUSABLE) == UNUSABLE:
        return labels
    counts = np.stack(
        [np.convolve(labels == label, np.ones(2 * reach + 1), "same") for label in range(labels.max() + 1)]
    )
    smooth: npt.NDArray[np.int64] = np.argmax(counts, axis=0)
    return smooth
