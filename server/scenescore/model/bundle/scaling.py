"""The space that distances are taken in: standardised, and no feature outweighs another."""

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.audio.features import FeatureSet

MIN_DEVIATION_SHARE: Final = 0.1
"""Share of the median deviation of a feature's dimensions below which none is taken to lie: a band that is
silent in the training game must not outweigh all others in another's music."""

MAX_SPREAD_GAIN: Final = 4.0
"""By how much a prediction's spread is raised at most: beyond that it is noise."""

Floats = npt.NDArray[np.float32]


def mean_and_deviation(features: Floats, feature_set: FeatureSet) -> tuple[Floats, Floats]:
    """Return the mean and the deviation of each dimension, over all windows and steps.

    Parameters
    ----------
    features : np.ndarray [shape=(n, steps, D), float32]
        Of the training half.
    feature_set : FeatureSet
        What they are.

    Returns
    -------
    mean, deviation : np.ndarray [shape=(D,), float32]
        The deviation is at least a tenth of the median over its feature's dimensions, and above 0.
    """
    values = features.reshape(-1, features.shape[-1]).astype(np.float64)
    deviation = values.std(axis=0)
    for block in feature_set.blocks:
        floor = MIN_DEVIATION_SHARE * float(np.median(deviation[block]))
        deviation[block] = np.maximum(deviation[block], floor if floor > 0 else 1.0)
    return values.mean(axis=0).astype(np.float32), deviation.astype(np.float32)


def spread_correction(predicted: Floats, targets: Floats) -> tuple[Floats, Floats]:
    """Return what brings each dimension's predictions to the mean and the deviation of their targets.

    What can't be seen in the picture is predicted as its mean; so predictions crowd together, and the music
    that is nearest to the crowd is nearest to all of them.

    Parameters
    ----------
    predicted, targets : np.ndarray [shape=(n, steps, D), float32]
        Of the training half.

    Returns
    -------
    gain, offset : np.ndarray [shape=(D,), float32]
        ``predicted * gain + offset``; the gain is 1 to `MAX_SPREAD_GAIN`.
    """
    ours, theirs = (
        values.reshape(-1, values.shape[-1]).astype(np.float64) for values in (predicted, targets)
    )
    gain = np.clip(theirs.std(axis=0) / np.maximum(ours.std(axis=0), 1e-9), 1.0, MAX_SPREAD_GAIN)
    offset = theirs.mean(axis=0) - gain * ours.mean(axis=0)
    return gain.astype(np.float32), offset.astype(np.float32)


def block_weights(feature_set: FeatureSet) -> Floats:
    """Return each dimension's weight in a distance [shape=(D,), float32]: ``1 / sqrt(B * D_b)``.

    B features are in the set, and D_b dimensions in the feature that a column belongs to. So the plain
    Euclidean distance is the root of the mean over features of each one's mean squared difference.
    """
    blocks = feature_set.blocks
    widths = [block.stop - block.start for block in blocks]
    return np.concatenate(
        [np.full(width, 1 / math.sqrt(len(blocks) * width), np.float32) for width in widths]
    )
