"""What a bundle remembers of the scenes it has learnt from (`docs/decisions/0010`).

A network that has seen a few dozen windows predicts something between their pieces. Where a window looks like
one that was learnt from, what was heard there tells more: the prediction is moved to it.
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
"""Windows that are remembered."""
FRAMES_PER_MEMORY_WINDOW: Final = 8
"""Frames that are kept of each, spread over its 12 seconds."""
FULL_RECALL_DISTANCE: Final = 0.12
"""Up to this look distance a window is one that is remembered."""
MAX_RECALL_DISTANCE: Final = 0.20
"""From this one on nothing remembered looks like it, and the network alone answers."""
MAX_TRACK_SWITCH_RATIO: Final = 0.85
"""While a track plays, a window that leads to another one must be nearer than this share of the distance of
those that lead to it, if one of them looks like what is seen (`docs/decisions/0018`)."""


@dataclass(frozen=True)
class Prediction:
    """How the music for a window should sound."""

    features: Floats
    """In the bundle's scaled space [shape=(steps, D), float32]."""
    network_share: float
    """How much of it the network made, 0 to 1; the rest is music that was heard. Only what a network makes
    crowds around the mean, so hub correction counts by this share."""

    @property
    def known(self) -> float:
        """How surely the window is one that is remembered, 0 to 1."""
        return 1 - self.network_share


@dataclass(frozen=True)
class Memory:
    """Windows that were learnt from, with what was heard in them.

    Attributes
    ----------
    looks : np.ndarray [shape=(m, moments, 234), float32]
        Of their frames, from `scenescore.frames.appearance.appearance_descriptor`.
    features : np.ndarray [shape=(m, steps, D), float32]
        Of what was heard, in the bundle's scaled space.

    Raises
    ------
    InvalidInputError
        The two are of different windows, or looks of another kind.
    """

    looks: Floats
    features: Floats

    def __post_init__(self) -> None:
        if (
            self.looks.ndim != 3
            or self.features.ndim != 3
            or self.looks.shape[2] != APPEARANCE_VALUES
            or len(self.looks) != len(self.features)
            or len(self.looks) > MAX_MEMORY_WINDOWS
        ):
            raise InvalidInputError(
                f"a memory is up to {MAX_MEMORY_WINDOWS} windows' looks (m, moments, {APPEARANCE_VALUES}) "
                f"and features (m, steps, D), not {self.looks.shape} and {self.features.shape}"
            )

    def similarity(self, looks: Floats) -> Floats:
        """Return how much frames look like each window that is remembered: each frame's own, for all windows.

        Parameters
        ----------
        looks : np.ndarray [shape=(n, 234), float32]
            Of frames.

        Returns
        -------
        np.ndarray [shape=(n, m), float32]
            0 to 1.3, to the most similar of the window's frames.
        """
        windows, moments, _ = self.looks.shape
        known = self.looks.reshape(-1, APPEARANCE_VALUES)
        # Frame by frame: a product of matrices copies them first, which takes longer than all it does here.
        alike = [(known @ look).reshape(windows, moments).max(axis=1) for look in looks]
        return np.stack(alike) if alike else np.empty((0, windows), np.float32)

    @staticmethod
    def distances(similarity: Floats) -> npt.NDArray[np.float64]:
        """Return how far a window looks from each one that is remembered.

        Parameters
        ----------
        similarity : np.ndarray [shape=(steps, m), float32]
            Of its frames.

        Returns
        -------
        np.ndarray [shape=(m,), float64]
            As `scenescore.model.appearance_distance.appearance_distance`.
        """
        apart: npt.NDArray[np.float64] = MAX_APPEARANCE_DISTANCE - similarity.mean(axis=0, dtype=np.float64)
        return apart

    def recall(
        self, prediction: Floats, similarity: Floats, playing: npt.NDArray[np.bool_] | None = None
    ) -> Prediction:
        """Move a prediction towards what was heard in the window that looks most like this one.

        All the way where the two look the same; half-way where they look half alike. Step by step along the
        Earth Mover's matching of the two, so that half-way is music between them and not their blur.

        Parameters
        ----------
        prediction : np.ndarray [shape=(steps, D), float32]
            In the bundle's scaled space.
        similarity : np.ndarray [shape=(steps, m), float32]
            Of the window's frames.
        playing : np.ndarray [shape=(m,), bool], optional
            Which windows lead to the track that plays: one of them is taken unless another is clearly nearer.

        Returns
        -------
        Prediction
        """
        if not len(self.looks):
            return Prediction(prediction, 1.0)
        distances = self.distances(similarity)
        nearest = _nearest(distances, playing)
        share = float(
            np.clip(
                (MAX_RECALL_DISTANCE - distances[nearest]) / (MAX_RECALL_DISTANCE - FULL_RECALL_DISTANCE),
                0.0,
                1.0,
            )
        )
        if share == 0.0:
            return Prediction(prediction, 1.0)
        heard = self.features[nearest]
        _, matched = linear_sum_assignment(cdist(prediction, heard))
        moved: Floats = ((1 - share) * prediction + share * heard[matched]).astype(np.float32)
        return Prediction(moved, 1 - share)


def _nearest(distances: npt.NDArray[np.float64], playing: npt.NDArray[np.bool_] | None) -> int:
    """Return the nearest window's place, among those that lead to the track that plays if none beats them."""
    nearest = int(distances.argmin())
    if playing is None or playing[nearest] or not playing.any():
        return nearest
    own = int(np.where(playing, distances, np.inf).argmin())
    is_known = distances[own] < MAX_RECALL_DISTANCE
    return own if is_known and distances[nearest] >= MAX_TRACK_SWITCH_RATIO * distances[own] else nearest


def select_memory_frames(windows: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return those frames of windows that are kept of them.

    Parameters
    ----------
    windows : np.ndarray [shape=(n, steps, ...)]
        One frame a step, or what is known of it.

    Returns
    -------
    np.ndarray [shape=(n, moments, ...)]
        `FRAMES_PER_MEMORY_WINDOW` of them, or all where there are fewer.
    """
    steps = windows.shape[1]
    return windows[:, np.linspace(0, steps - 1, min(FRAMES_PER_MEMORY_WINDOW, steps)).round().astype(int)]
