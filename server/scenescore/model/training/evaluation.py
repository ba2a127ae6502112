"""The error of predictions. It can compare a window's steps as a set, as the distance between tracks does."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist

from scenescore.audio.features import FeatureSet
from scenescore.model.bundle.scaling import block_weights

Floats = npt.NDArray[np.float32]
StepAlignment = Callable[[Floats, Floats], Floats]
"""Takes predictions and targets, returns the targets with their steps in another order."""


def step_alignment(feature_set: FeatureSet) -> StepAlignment:
    """Return a function that reorders the steps of targets to lie closest to those of the predictions.

    A picture doesn't show where in a piece the window begins. A network that is held to the order of the
    steps learns the mean of the piece: music that doesn't move. A network that is held to the set of steps
    learns how the music moves. The Earth Mover's Distance doesn't know an order either, and this is its
    matching.

    Parameters
    ----------
    feature_set : FeatureSet
        Features of the predictions. Distances are taken in its scaled space.

    Returns
    -------
    callable
        From predictions and targets, both standardised [shape=(n, steps, D)], to the reordered targets.
    """
    weights = block_weights(feature_set)

    def align(predicted: Floats, targets: Floats) -> Floats:
        aligned = np.empty_like(targets)
        for place, (guess, target) in enumerate(zip(predicted, targets, strict=True)):
            _, nearest = linear_sum_assignment(cdist(guess * weights, target * weights))
            aligned[place] = target[nearest]
        return aligned

    return align


def mean_squared_error(predicted: Floats, targets: Floats, align_steps: StepAlignment | None) -> float:
    """Return the loss of the training.

    Parameters
    ----------
    predicted, targets : np.ndarray [shape=(n, steps, D), float32]
        Standardised features.
    align_steps : callable, optional
        From `step_alignment`. Without it, features are compared step by step.

    Returns
    -------
    float
        Mean over all windows, steps and dimensions, in standardised units.
    """
    compared = align_steps(predicted, targets) if align_steps else targets
    return float(np.mean((predicted - compared) ** 2))


def validation_error(
    predicted: Floats, own: Floats, others: Floats, align_steps: StepAlignment | None
) -> float:
    """Return how far predictions are from finding the music that was heard. The loss alone doesn't tell.

    Parameters
    ----------
    predicted : np.ndarray [shape=(n, steps, D), float32]
        Standardised predictions.
    own : np.ndarray [shape=(n, steps, D), float32]
        The music that was heard.
    others : np.ndarray [shape=(m, steps, D), float32]
        Other music of the game.
    align_steps : callable, optional
        From `step_alignment`.

    Returns
    -------
    float
        0 or more, lower is better: the mean squared error, plus the mean share of the other music that lies
        closer to a prediction than its own music does. Each window of music counts as one point, its mean.
    """
    guesses = predicted.mean(axis=1)
    own_distance = np.linalg.norm(guesses - own.mean(axis=1), axis=1)
    nearer = np.mean(cdist(guesses, others.mean(axis=1)) < own_distance[:, None])
    return float(nearer) + mean_squared_error(predicted, own, align_steps)
