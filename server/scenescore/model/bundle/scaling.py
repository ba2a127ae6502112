"""The scaled space in which distances are taken: standardised, and each feature counts the same."""

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.audio.features import FeatureSet

MIN_DEVIATION_SHARE: Final = 0.1
"""Lower limit of a dimension's deviation, as a share of the median deviation of its feature. A band that is
silent in the training game must not outweigh all others in other music."""

MAX_SPREAD_GAIN: Final = 4.0
"""The most by which the spread of predictions is multiplied. Beyond that it is noise."""

Floats = npt.NDArray[np.float32]


def mean_and_deviation(features: Floats, feature_set: FeatureSet) -> tuple[Floats, Floats]:
    """Return the mean and the standard deviation of each dimension over all windows and steps.

    Parameters
    ----------
    features : np.ndarray [shape=(n, steps, D), float32]
        Features of the training half.
    feature_set : FeatureSet
        Names of the features.

    Returns
    -------
    mean, deviation : np.ndarray [shape=(D,), float32]
        The deviation is above 0 and at least `MIN_DEVIATION_SHARE` of the median of its feature.
    """
    values = features.reshape(-1, features.shape[-1]).astype(np.float64)
    deviation = values.std(axis=0)
    for block in feature_set.blocks:
        floor = MIN_DEVIATION_SHARE * float(np.median(deviation[block]))
        deviation[block] = np.maximum(deviation[block], floor if floor > 0 else 1.0)
    return values.mean(axis=0).astype(np.float32), deviation.astype(np.float32)


def spread_correction(predicted: Floats, targets: Floats) -> tuple[Floats, Floats]:
    """Return the gain and offset that give predictions the mean and the deviation of their targets.

    A network predicts the mean of whatever the pictures don't show. So its predictions crowd together, and
    the track that is nearest to the crowd is nearest to all of them.

    Parameters
    ----------
    predicted, targets : np.ndarray [shape=(n, steps, D), float32]
        Predictions and features of the training half.

    Returns
    -------
    gain, offset : np.ndarray [shape=(D,), float32]
        For ``predicted * gain + offset``. The gain is 1 to `MAX_SPREAD_GAIN`.
    """
    ours, theirs = (
        values.reshape(-1, values.shape[-1]).astype(np.float64) for values in (predicted, targets)
    )
    gain = np.clip(theirs.std(axis=0) / np.maximum(ours.std(axis=0), 1e-9), 1.0, MAX_SPREAD_GAIN)
    offset = theirs.mean(axis=0) - gain * ours.mean(axis=0)
    return gain.astype(np.float32), offset.astype(np.float32)


def block_weights(feature_set: FeatureSet) -> Floats:
    """Return the weight of each dimension in a distance: ``1 / sqrt(B * D_b)``.

    B is the number of features in the set, and D_b the number of dimensions of the feature that the dimension
    belongs to. With these weights the Euclidean distance is the root of the mean over features of their mean
    squared differences.

    Parameters
    ----------
    feature_set : FeatureSet
        Names of the features.

    Returns
    -------
    np.ndarray [shape=(D,), float32]
    """
    blocks = feature_set.blocks
    widths = [block.stop - block.start for block in blocks]
    return np.concatenate(
        [np.full(width, 1 / math.sqrt(len(blocks) * width), np.float32) for width in widths]
    )
