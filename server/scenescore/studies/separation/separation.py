"""The figures of the separation study: inter-scene variation, with chance and intervals (section 3.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from scenescore.errors import InvalidInputError
from scenescore.matching.emd import distance_matrix
from scenescore.studies.feature_combinations import FeatureCombination
from scenescore.studies.intervals import RESAMPLES, Interval, bootstrap

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Separation:
    """What a distance matrix of J scenes says."""

    variation: Interval
    """The paper's objective: distances to other scenes' music minus those to the own, summed. Above 0 it
    tells scenes apart."""
    relative_variation: float
    """The same per summand and relative to the mean distance, so that sets of features can be compared."""
    shuffled_variation: float
    """Mean of the objective with the scenes' music shuffled: the value without any information."""
    shuffled_high: float
    """95 % of shuffles stay below this value."""
    variation_p: float
    """Share of shuffles whose objective is as high."""
    right_scene: int
    """Scenes whose nearest music is their own."""
    right_class: int
    """Scenes whose nearest music belongs to a scene of their class."""
    scene_share: Interval
    """`right_scene` as a share of all scenes, 0 to 1."""
    class_share: Interval
    """`right_class` as a share of all scenes, 0 to 1."""
    class_p: float
    """Share of shuffles with as many right classes."""
    scenes: int
    """Number of scenes (J)."""
    chance_scene: float
    """Expected `right_scene` with shuffled music."""
    chance_class: float
    """Expected `right_class` with shuffled music."""


@dataclass(frozen=True, eq=False)
class RankedCombination:
    """A set of features and how well it tells scenes apart."""

    choice: FeatureCombination
    """The set."""
    matrix: Matrix
    """Distances of predicted (rows) to actual music [shape=(J, J)]."""
    found: Separation
    """Its figures."""


def variation(matrix: Matrix) -> float:
    """Return the inter-scene variation.

    Parameters
    ----------
    matrix : np.ndarray [shape=(J, J), float64]
        Distances of predicted (rows) to actual music, from `distance_matrix`.

    Returns
    -------
    float
        Each scene's distances to the other scenes' music minus that to its own, summed.
    """
    return float(variation_by_scene(matrix).sum())


def variation_by_scene(matrix: Matrix) -> Matrix:
    """Return each scene's part of the inter-scene variation.

    Parameters
    ----------
    matrix : np.ndarray [shape=(J, J), float64]
        As for `variation`.

    Returns
    -------
    np.ndarray [shape=(J,), float64]
    """
    each: Matrix = matrix.sum(axis=1) - len(matrix) * matrix.diagonal()
    return each


def separation(matrix: Matrix, classes: Sequence[str], *, seed: int = 0) -> Separation:
    """Return the figures of a distance matrix.

    Parameters
    ----------
    matrix : np.ndarray [shape=(J, J), float64]
        As for `variation`; J is 2 or more.
    classes : sequence of str
        Class of each scene, such as ``fight``.
    seed : int
        Seed of resamples and shuffles.

    Returns
    -------
    Separation

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
    labels, places = np.array(classes), np.arange(scenes)
    nearest = matrix.argmin(axis=1)
    own_scene, own_class = nearest == places, labels[nearest] == labels
    each = variation_by_scene(matrix)
    # With shuffled music, column order[i] counts as the own music of scene i.
    shuffled, orders = shuffled_variations(matrix, seed=seed), _shuffles(scenes, seed)
    shuffled_classes = (labels[np.argsort(orders, axis=1)[:, nearest]] == labels).sum(axis=1)

    def share(right: npt.NDArray[np.bool_]) -> Interval:
        return bootstrap(scenes, lambda chosen: right[chosen].mean(axis=1), seed=seed)

    return Separation(
        # Resamples the summands. A scene that is drawn twice must not count as another scene to itself.
        variation=bootstrap(scenes, lambda chosen: each[chosen].sum(axis=1), seed=seed),
        relative_variation=float(each.sum()) / (scenes * (scenes - 1)) / float(matrix.mean())
        if matrix.any()
        else 0.0,
        shuffled_variation=float(shuffled.mean()),
        shuffled_high=float(np.quantile(shuffled, 0.95)),
        variation_p=share_as_high(shuffled, float(each.sum())),
        right_scene=int(own_scene.sum()),
        right_class=int(own_class.sum()),
        scene_share=share(own_scene),
        class_share=share(own_class),
        class_p=share_as_high(shuffled_classes, float(own_class.sum())),
        scenes=scenes,
        chance_scene=1.0,
        chance_class=float(sum((labels == label).mean() for label in labels)),
    )


def shuffled_variations(matrix: Matrix, *, seed: int) -> Matrix:
    """Return the inter-scene variation with the scenes' music shuffled.

    Parameters
    ----------
    matrix : np.ndarray [shape=(J, J), float64]
        As for `variation`.
    seed : int
        Seed of the shuffles.

    Returns
    -------
    np.ndarray [shape=(RESAMPLES,), float64]
        One value for each shuffle.
    """
    scenes = len(matrix)
    own = matrix[np.arange(scenes), _shuffles(scenes, seed)].sum(axis=1)
    shuffled: Matrix = matrix.sum() - scenes * own
    return shuffled


def rank_combinations(
    choices: Sequence[FeatureCombination], classes: Sequence[str], *, seed: int = 0
) -> list[RankedCombination]:
    """Rank sets of features by their inter-scene variation, the largest first.

    Parameters
    ----------
    choices : sequence of FeatureCombination
        With the scenes' own music as ``actual``.
    classes : sequence of str
        Class of each scene.
    seed : int
        Seed of resamples and shuffles.

    Returns
    -------
    list of RankedCombination
    """
    ranked = []
    for choice in choices:
        matrix = distance_matrix(choice.predicted, choice.actual)
        ranked.append(RankedCombination(choice, matrix, separation(matrix, classes, seed=seed)))
    return sorted(ranked, key=lambda one: -one.found.variation.value)


def winner_p(ranked: Sequence[RankedCombination], *, seed: int = 0) -> float:
    """Return the share of shuffles in which some set of features is as good as the winner.

    Among many sets one looks good by chance. This p value takes that into account.

    Parameters
    ----------
    ranked : sequence of RankedCombination
        All sets, from `rank_combinations`.
    seed : int
        The same seed as there.

    Returns
    -------
    float
        Above 0, at most 1.
    """
    best = np.max([shuffled_variations(one.matrix, seed=seed) for one in ranked], axis=0)
    return share_as_high(best, ranked[0].found.variation.value)


def share_as_high(shuffled: npt.NDArray[np.generic], value: float) -> float:
    """Return the share of shuffles that reach a value. The real order counts as one of the shuffles.

    Parameters
    ----------
    shuffled : np.ndarray [shape=(n,)]
        The statistic for each shuffle.
    value : float
        The statistic for the real order.

    Returns
    -------
    float
        The p-value: above 0, at most 1.
    """
    as_high = int((np.asarray(shuffled, np.float64) >= value - 1e-9).sum())
    return (as_high + 1) / (len(shuffled) + 1)


@lru_cache(maxsize=16)
def _shuffles(scenes: int, seed: int) -> npt.NDArray[np.int64]:
    """Return shuffled places [shape=(RESAMPLES, scenes)], the same ones for all sets of features."""
    random = np.random.default_rng(seed)
    return np.array([random.permutation(scenes) for _ in range(RESAMPLES)], np.int64)
