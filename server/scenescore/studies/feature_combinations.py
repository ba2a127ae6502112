"""Sets of features to compare by: all combinations of those that bundles predict (the paper, section 3.3)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.errors import InvalidInputError
from scenescore.model.bundle.bundle import Bundle

MAX_COMBINATIONS: Final = 3000
"""The most combinations that are tried."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class FeatureBlock:
    """One feature as one bundle predicts and scales it, divided by the root of its dimensions."""

    model: str
    """Name of the bundle."""
    feature: str
    """Name of the feature."""
    predicted: Floats = field(repr=False)
    """Prediction for each scene [shape=(n, steps, D_b)]."""
    actual: Floats = field(repr=False)
    """Music to compare with: the scenes' own, or a collection's [shape=(m, steps, D_b)]."""
    bank: Floats | None = field(repr=False, default=None)
    """The bundle's predictions for its training segments [shape=(b, steps, D_b)]; None if it has no bank."""


@dataclass(frozen=True, eq=False)
class FeatureCombination:
    """A set of features to compare by. Each counts the same, however many dimensions it has."""

    blocks: tuple[FeatureBlock, ...]
    """One or more, on the same steps."""

    @property
    def features(self) -> str:
        """Names of the features, joined by plus signs."""
        return " + ".join(block.feature for block in self.blocks)

    @property
    def models(self) -> str:
        """Names of the bundles, joined by plus signs."""
        return " + ".join(dict.fromkeys(block.model for block in self.blocks))

    @property
    def predicted(self) -> Floats:
        """Predictions in a space for distances [shape=(n, steps, D)]."""
        return self._joined([block.predicted for block in self.blocks])

    @property
    def actual(self) -> Floats:
        """Music to compare with, in the same space [shape=(m, steps, D)]."""
        return self._joined([block.actual for block in self.blocks])

    @property
    def bank(self) -> Floats | None:
        """The bank in the same space. None if there is none, or if several bundles predict together."""
        banks = [block.bank for block in self.blocks if block.bank is not None]
        if len(banks) < len(self.blocks) or len({block.model for block in self.blocks}) > 1:
            return None
        return self._joined(banks)

    def _joined(self, parts: Sequence[Floats]) -> Floats:
        joined: Floats = (np.concatenate(parts, axis=-1) / math.sqrt(len(parts))).astype(np.float32)
        return joined


def feature_blocks(
    bundle: Bundle, predicted: Floats, actual: Floats, bank: Floats | None = None
) -> list[FeatureBlock]:
    """Split predictions and music into the features of a bundle.

    Parameters
    ----------
    bundle : Bundle
        The bundle that predicted.
    predicted, actual, bank : np.ndarray [shape=(n, steps, D), float32]
        In the bundle's scaled space.

    Returns
    -------
    list of FeatureBlock
        One for each feature.
    """
    # A scaled feature is divided by the root of the number of features. On its own it counts in full.
    factor = np.float32(math.sqrt(len(bundle.feature_set.names)))
    return [
        FeatureBlock(
            bundle.name,
            name,
            predicted[..., columns] * factor,
            actual[..., columns] * factor,
            None if bank is None else bank[..., columns] * factor,
        )
        for name, columns in zip(bundle.feature_set.names, bundle.feature_set.blocks, strict=True)
    ]


def feature_combinations(blocks: Sequence[FeatureBlock], max_features: int) -> list[FeatureCombination]:
    """Return every set of different features up to a size.

    Parameters
    ----------
    blocks : sequence of FeatureBlock
        Blocks of all bundles. A feature that several bundles predict is tried with each of them. Only blocks
        on the same steps are combined.
    max_features : int
        The most features in a set, 1 or more.

    Returns
    -------
    list of FeatureCombination
        The smallest sets first.

    Raises
    ------
    InvalidInputError
        There are more than `MAX_COMBINATIONS`.
    """
    found: list[FeatureCombination] = []
    for size in range(1, min(max_features, len({block.feature for block in blocks})) + 1):
        for chosen in combinations(blocks, size):
            different = len({block.feature for block in chosen}) == size
            if different and len({block.predicted.shape[1] for block in chosen}) == 1:
                found.append(FeatureCombination(chosen))
                if len(found) > MAX_COMBINATIONS:
                    raise InvalidInputError(
                        f"there are more than {MAX_COMBINATIONS} sets of up to {max_features} features: "
                        "lower --features-up-to, or name fewer bundles"
                    )
    return found
