"""The space that distances are taken in: standardised, and no feature outweighs another."""

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.audio.features import FeatureSet

DEVIATION_FLOOR: Final = 0.1
"""Share of the median deviation of a feature's dimensions below which none is taken to lie: a band that is
silent in the training game must not outweigh all others in another's music."""

Floats = npt.NDArray[np.float32]


def standard(features: Floats, feature_set: FeatureSet) -> tuple[Floats, Floats]:
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
        floor = DEVIATION_FLOOR * float(np.median(deviation[block]))
        deviation[block] = np.maximum(deviation[block], floor if floor > 0 else 1.0)
    return values.mean(axis=0).astype(np.float32), deviation.astype(np.float32)


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
