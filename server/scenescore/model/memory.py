"""A bundle's memory of the footage that it was trained on (`docs/decisions/0010`).

A network that has seen a few dozen windows predicts something between their pieces. If a window looks like
one in the memory, the music that was heard there is the better answer. So the prediction moves towards it.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist

from scenescore.errors import InvalidInputError
from scenescore.frames.appearance import APPEARANCE_VALUES, MAX_APPEARANCE_DISTANCE

Floats = npt.NDArray[np.float32]

MAX_MEMORY_WINDOWS: Final = 240
"""The most windows that a memory holds."""
FRAMES_PER_MEMORY_WINDOW: Final = 8
"""Frames that are kept of each window, spread over its 12 seconds."""
FULL_RECALL_DISTANCE: Final = 0.12
"""Up to this appearance distance the memory alone makes the prediction."""
MAX_RECALL_DISTANCE: Final = 0.20
"""From this appearance distance on the network alone makes the prediction."""
MAX_TRACK_SWITCH_RATIO: Final = 0.85
"""How much nearer a memory window that leads to another track must be, as a ratio of distances, to replace
the nearest window of the track that plays (`docs/decisions/0018`)."""


@dataclass(frozen=True)
class Prediction:
    """How the music for a window should sound."""

    features: Floats
    """Predicted features in the bundle's scaled space [shape=(steps, D), float32]."""
    network_share: float
    """How much of the prediction comes from the network, 0 to 1. The rest comes from the memory. Predictions
    of a network crowd around the mean, so hub correction counts by this share."""

    @property
    def memory_share(self) -> float:
        """How much of the prediction comes from the memory, 0 to 1."""
        return 1 - self.network_share


@dataclass(frozen=True)
class Memory:
    """Windows of the training footage with the features of the music that was heard in them.

    Attributes
    ----------
    appearance : np.ndarray [shape=(m, frames, 234), float32]
        Appearance descriptors of each window's frames, from `scenescore.frames.appearance`.
    features : np.ndarray [shape=(m, steps, D), float32]
        Features of each window's music, in the bundle's scaled space.

    Raises
    ------
    InvalidInputError
        The shapes don't fit each other.
    """

    appearance: Floats
    features: Floats

    def __post_init__(self) -> None:
        if (
            self.appearance.ndim != 3
            or self.features.ndim != 3
            or self.appearance.shape[2] != APPEARANCE_VALUES
            or len(self.appearance) != len(self.features)
            or len(self.appearance) > MAX_MEMORY_WINDOWS
        ):
            raise InvalidInputError(
                f"a memory is up to {MAX_MEMORY_WINDOWS} windows' appearance "
                f"(m, frames, {APPEARANCE_VALUES}) and features (m, steps, D), "
                f"not {self.appearance.shape} and {self.features.shape}"
            )

    def similarity(self, appearance: Floats) -> Floats:
        """Return how similar each frame is to each memory window.

        Parameters
        ----------
        appearance : np.ndarray [shape=(n, 234), float32]
            Appearance descriptors of frames.

        Returns
        -------
        np.ndarray [shape=(n, m), float32]
            0 to 1.3: the similarity to the most similar frame of the window.
        """
        windows, frames, _ = self.appearance.shape
        known = self.appearance.reshape(-1, APPEARANCE_VALUES)
        # One product for each frame: a product of two matrices copies them first, which takes longer.
        rows = [(known @ one).reshape(windows, frames).max(axis=1) for one in appearance]
        return np.stack(rows) if rows else np.empty((0, windows), np.float32)

    @staticmethod
    def distances(similarity: Floats) -> npt.NDArray[np.float64]:
        """Return the appearance distance of a window to each memory window.

        Parameters
        ----------
        similarity : np.ndarray [shape=(steps, m), float32]
            Similarity of the window's frames, from `similarity`.

        Returns
        -------
        np.ndarray [shape=(m,), float64]
            The same as `scenescore.model.appearance_distance.appearance_distance`.
        """
        distances: npt.NDArray[np.float64] = MAX_APPEARANCE_DISTANCE - similarity.mean(
            axis=0, dtype=np.float64
        )
        return distances

    def recall(
        self, prediction: Floats, similarity: Floats, playing: npt.NDArray[np.bool_] | None = None
    ) -> Prediction:
        """Move a prediction towards the music of the most similar memory window.

        The closer the window, the farther the prediction moves: all the way up to `FULL_RECALL_DISTANCE`, not
        at all from `MAX_RECALL_DISTANCE` on. Each step moves towards the step that the Earth Mover's Distance
        matches it with. So the result is music between the two, and not a blend of both.

        Parameters
        ----------
        prediction : np.ndarray [shape=(steps, D), float32]
            The network's, in the bundle's scaled space.
        similarity : np.ndarray [shape=(steps, m), float32]
            Similarity of the window's frames, from `similarity`.
        playing : np.ndarray [shape=(m,), bool], optional
            Which memory windows lead to the track that plays. One of them is used unless another window is
            clearly nearer (`MAX_TRACK_SWITCH_RATIO`).

        Returns
        -------
        Prediction
        """
        if not len(self.appearance):
            return Prediction(prediction, 1.0)
        distances = self.distances(similarity)
        nearest = _nearest_window(distances, playing)
        reach = MAX_RECALL_DISTANCE - FULL_RECALL_DISTANCE
        share = float(np.clip((MAX_RECALL_DISTANCE - distances[nearest]) / reach, 0.0, 1.0))
        if share == 0.0:
            return Prediction(prediction, 1.0)
        heard = self.features[nearest]
        _, matched = linear_sum_assignment(cdist(prediction, heard))
        moved: Floats = ((1 - share) * prediction + share * heard[matched]).astype(np.float32)
        return Prediction(moved, 1 - share)


def select_memory_frames(windows: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return the frames of windows that a memory keeps.

    Parameters
    ----------
    windows : np.ndarray [shape=(n, steps, ...)]
        One frame, or its descriptor, for each step.

    Returns
    -------
    np.ndarray [shape=(n, frames, ...)]
        `FRAMES_PER_MEMORY_WINDOW` of them, spread evenly, or all if there are fewer.
    """
    steps = windows.shape[1]
    return windows[:, np.linspace(0, steps - 1, min(FRAMES_PER_MEMORY_WINDOW, steps)).round().astype(int)]


def _nearest_window(distances: npt.NDArray[np.float64], playing: npt.NDArray[np.bool_] | None) -> int:
    """Return the nearest window, preferring those that lead to the track that plays."""
    nearest = int(distances.argmin())
    if playing is None or playing[nearest] or not playing.any():
        return nearest
    own = int(np.where(playing, distances, np.inf).argmin())
    is_known = distances[own] < MAX_RECALL_DISTANCE
    return own if is_known and distances[nearest] >= MAX_TRACK_SWITCH_RATIO * distances[own] else nearest
