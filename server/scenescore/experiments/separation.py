"""Whether predictions tell scenes apart (the paper, section 3.3, Fig. 4)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenescore.errors import InvalidInputError
from scenescore.experiments.intervals import RESAMPLES, Interval, bootstrap
from scenescore.matching.emd import emd

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Separation:
    """What a distance matrix tells of J scenes."""

    variation: Interval
    """The paper's objective: wrong distances minus right ones, summed; above 0 tells scenes apart."""
    relative_variation: float
    """The same over the number of its summands and the mean distance, so that feature sets compare."""
    shuffled_variation: float
    """The mean objective with the scenes' music shuffled: what no information gives."""
    shuffled_high: float
    """What 95 of 100 shuffles stay below."""
    right_scene: int
    """Scenes whose nearest music is their own."""
    right_class: int
    """Scenes whose nearest music is that of a scene of their class."""
    scenes: int
    """J."""
    chance_scene: float
    """Scenes that are right by chance."""
    chance_class: float
    """Scenes whose class is right by chance."""


def distance_matrix(
    predicted: Sequence[npt.NDArray[np.float32]], heard: Sequence[npt.NDArray[np.float32]]
) -> Matrix:
    """Return the EMD of each scene's prediction (rows) to each scene's music (columns).

    Parameters
    ----------
    predicted : sequence of np.ndarray [shape=(steps, D), float32]
        In a bundle's scaled space.
    heard : sequence of np.ndarray [shape=(steps, D), float32]
        The same scenes' real music.

    Returns
    -------
    np.ndarray [shape=(J, J), float64]
    """
    return np.array([[emd(row, column) for column in heard] for row in predicted])


def variation(matrix: Matrix) -> float:
    """Return the inter-scene variation: each scene's distances to the others' music minus that to its own.

    Parameters
    ----------
    matrix : np.ndarray [shape=(J, J), float64]
        From `distance_matrix`.
    """
    scenes = len(matrix)
    return float(matrix.sum() - scenes * np.trace(matrix))


def separation(matrix: Matrix, classes: Sequence[str], *, seed: int = 0) -> Separation:
    """Judge a distance matrix.

    Parameters
    ----------
    matrix : np.ndarray [shape=(J, J), float64]
        From `distance_matrix`, J being 2 or more.
    classes : sequence of str
        Each scene's class, such as ``fight``.
    seed : int
        Of the resamples and shuffles.

    Raises
    ------
    InvalidInputError
        The matrix isn't square, has fewer than two scenes, or another number of classes.
    """
    scenes = len(classes)
    if matrix.shape != (scenes, scenes) or scenes < 2:
        raise InvalidInputError(
            f"{scenes} scenes need a matrix of that many rows and columns, not {matrix.shape}"
        )
    labels = np.array(classes)
    nearest = matrix.argmin(axis=1)
    random = np.random.default_rng(seed)
    shuffled = [variation(matrix[:, random.permutation(scenes)]) for _ in range(RESAMPLES)]

    def resampled(chosen: npt.NDArray[np.int64]) -> float:
        # Over pairs of different scenes only: a scene that is drawn twice is no other scene to itself.
        return float(sum(matrix[row].sum() - scenes * matrix[row, row] for row in chosen))

    summands = scenes * (scenes - 1)
    return Separation(
        variation=bootstrap(scenes, resampled, seed=seed),
        relative_variation=variation(matrix) / summands / float(matrix.mean()) if matrix.any() else 0.0,
        shuffled_variation=float(np.mean(shuffled)),
        shuffled_high=float(np.quantile(shuffled, 0.95)),
        right_scene=int((nearest == np.arange(scenes)).sum()),
        right_class=int((labels[nearest] == labels).sum()),
        scenes=scenes,
        chance_scene=1.0,
        chance_class=float(sum((labels == label).mean() for label in labels)),
    )
