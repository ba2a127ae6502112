"""Whether predictions tell scenes apart (the paper, section 3.3, Fig. 4)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenescore.errors import InvalidInputError
from scenescore.matching.emd import distance_matrix
from scenescore.studies.feature_combinations import FeatureCombination
from scenescore.studies.intervals import RESAMPLES, Interval, bootstrap

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
    variation_p: float
    """The share of shuffles whose objective is as high."""
    right_scene: int
    """Scenes whose nearest music is their own."""
    right_class: int
    """Scenes whose nearest music is that of a scene of their class."""
    scene_share: Interval
    """`right_scene` of all, 0 to 1."""
    class_share: Interval
    """`right_class` of all, 0 to 1."""
    class_p: float
    """The share of shuffles with as many right classes."""
    scenes: int
    """J."""
    chance_scene: float
    """Scenes that are right by chance, which is what shuffled music gives on average."""
    chance_class: float
    """Scenes whose class is right by chance, likewise."""


@dataclass(frozen=True, eq=False)
class RankedCombination:
    """A set of features and how well it tells scenes apart."""

    choice: FeatureCombination
    matrix: Matrix
    """Its distances, predicted x actual [shape=(J, J)]."""
    found: Separation


def variation(matrix: Matrix) -> float:
    """Return the inter-scene variation: each scene's distances to the others' music minus that to its own.

    Parameters
    ----------
    matrix : np.ndarray [shape=(J, J), float64]
        From `distance_matrix`.
    """
    return float(summands(matrix).sum())


def summands(matrix: Matrix) -> Matrix:
    """Return what each scene adds to the inter-scene variation [shape=(J,), float64]."""
    each: Matrix = matrix.sum(axis=1) - len(matrix) * matrix.diagonal()
    return each


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
    labels, places = np.array(classes), np.arange(scenes)
    nearest = matrix.argmin(axis=1)
    own_scene, own_class = nearest == places, labels[nearest] == labels
    each = summands(matrix)
    # With its music shuffled, scene i has column order[i] for its own.
    shuffled, orders = shuffled_variations(matrix, seed=seed), _orders(scenes, seed)
    shuffled_classes = (labels[np.argsort(orders, axis=1)[:, nearest]] == labels).sum(axis=1)

    def share(right: npt.NDArray[np.bool_]) -> Interval:
        return bootstrap(scenes, lambda chosen: float(right[chosen].mean()), seed=seed)

    return Separation(
        # Over pairs of different scenes only: a scene that is drawn twice is no other scene to itself.
        variation=bootstrap(scenes, lambda chosen: float(each[chosen].sum()), seed=seed),
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
    """Return the inter-scene variation for each of `RESAMPLES` shuffles of the scenes' music."""
    scenes = len(matrix)
    shuffled: Matrix = matrix.sum() - scenes * matrix[np.arange(scenes), _orders(scenes, seed)].sum(axis=1)
    return shuffled


def winner_p(judged: Sequence[RankedCombination], *, seed: int = 0) -> float:
    """Return the share of shuffles in which some set of features does as well as the winner does.

    Whoever tries many sets finds one that looks good: this is the winner's p with that taken into account.

    Parameters
    ----------
    judged : sequence of RankedCombination
        All sets, from `rank_combinations`.
    seed : int
        The same.
    """
    best = np.max([shuffled_variations(one.matrix, seed=seed) for one in judged], axis=0)
    return share_as_high(best, judged[0].found.variation.value)


def _orders(scenes: int, seed: int) -> npt.NDArray[np.int64]:
    random = np.random.default_rng(seed)
    return np.array([random.permutation(scenes) for _ in range(RESAMPLES)], np.int64)


def share_as_high(shuffled: npt.NDArray[np.generic], value: float) -> float:
    """Return how often shuffles come up to a value, the unshuffled order counted as one of them."""
    as_high = int((np.asarray(shuffled, np.float64) >= value - 1e-9).sum())
    return (as_high + 1) / (len(shuffled) + 1)


def rank_combinations(
    choices: Sequence[FeatureCombination], classes: Sequence[str], *, seed: int = 0
) -> list[RankedCombination]:
    """Judge feature sets on scenes, the one with the largest inter-scene variation first.

    Parameters
    ----------
    choices : sequence of FeatureCombination
        With the scenes' own music as ``actual``.
    classes : sequence of str
        Each scene's class.
    seed : int
        Of the resamples and shuffles.
    """
    judged = []
    for choice in choices:
        matrix = distance_matrix(choice.predicted, choice.actual)
        judged.append(RankedCombination(choice, matrix, separation(matrix, classes, seed=seed)))
    return sorted(judged, key=lambda one: -one.found.variation.value)
