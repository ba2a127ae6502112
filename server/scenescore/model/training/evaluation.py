"""A prediction's error as the distance sees it: two sets of steps, in no order."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist

from scenescore.audio.features import FeatureSet
from scenescore.model.bundle.scaling import block_weights

Floats = npt.NDArray[np.float32]
Order = Callable[[Floats, Floats], Floats]
"""Given predictions and targets, returns the targets with their steps in another order."""


def step_alignment(feature_set: FeatureSet) -> Order:
    """Return what puts each target's steps in the order in which they lie nearest to the prediction's.

    Where in a piece a window begins can't be seen. A network that is held to the order learns the piece's
    mean, a music that doesn't move; one that is held to the set of steps learns how the music moves. The
    Earth Mover's Distance, for which the prediction is made, knows no order either: this is its own matching.

    Parameters
    ----------
    feature_set : FeatureSet
        Whose scaled space the distance is taken in.

    Returns
    -------
    callable
        From predictions and targets, both standardised [shape=(n, steps, D)], to the ordered targets.
    """
    weights = block_weights(feature_set)

    def order(predicted: Floats, targets: Floats) -> Floats:
        ordered = np.empty_like(targets)
        for place, (guess, target) in enumerate(zip(predicted, targets, strict=True)):
            _, nearest = linear_sum_assignment(cdist(guess * weights, target * weights))
            ordered[place] = target[nearest]
        return ordered

    return order


def mean_squared_error(predicted: Floats, targets: Floats, order: Order | None) -> float:
    """Return the loss that is trained on; without `order`, step by step."""
    compared = order(predicted, targets) if order else targets
    return float(np.mean((predicted - compared) ** 2))


def validation_error(predicted: Floats, own: Floats, others: Floats, order: Order | None) -> float:
    """Say how far predictions are from finding their own music; the error alone doesn't tell.

    Parameters
    ----------
    predicted : np.ndarray [shape=(n, steps, D), float32]
        Standardised.
    own : np.ndarray [shape=(n, steps, D), float32]
        The music that was heard.
    others : np.ndarray [shape=(m, steps, D), float32]
        Other music of the game.
    order : callable, optional
        From `step_alignment`.

    Returns
    -------
    float
        0 is best: the mean squared error, plus the mean share of the others that lie nearer to a prediction
        than its own music does, each music taken as one point.
    """
    guesses = predicted.mean(axis=1)
    own_distance = np.linalg.norm(guesses - own.mean(axis=1), axis=1)
    nearer = np.mean(cdist(guesses, others.mean(axis=1)) < own_distance[:, None])
    return float(nearer) + mean_squared_error(predicted, own, order)
