"""Which features to compare by: every set of those that bundles predict (the paper, section 3.3)."""

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

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class FeatureBlock:
    """One feature, as one bundle predicts and scales it: standardised, over the root of its dimensions."""

    model: str
    """The bundle's name."""
    feature: str
    """The feature's name."""
    predicted: Floats = field(repr=False)
    """For each scene [shape=(n, steps, D_b)]."""
    actual: Floats = field(repr=False)
    """What is compared with: the scenes' own music, or a collection's [shape=(m, steps, D_b)]."""
    bank: Floats | None = field(repr=False, default=None)
    """The bundle's predictions for its training segments [shape=(b, steps, D_b)]; None where it has none."""


@dataclass(frozen=True, eq=False)
class FeatureCombination:
    """A set of features to compare by; each counts the same, whatever its dimensions."""

    blocks: tuple[FeatureBlock, ...]
    """One or more, on the same steps."""

    @property
    def features(self) -> str:
        """The features' names, joined."""
        return " + ".join(block.feature for block in self.blocks)

    @property
    def models(self) -> str:
        """The bundles' names, joined."""
        return " + ".join(dict.fromkeys(block.model for block in self.blocks))

    @property
    def predicted(self) -> Floats:
        """Predictions [shape=(n, steps, D)], in a space that distances are taken in."""
        return self._joined([block.predicted for block in self.blocks])

    @property
    def actual(self) -> Floats:
        """What they are compared with [shape=(m, steps, D)], in the same space."""
        return self._joined([block.actual for block in self.blocks])

    @property
    def bank(self) -> Floats | None:
        """The bank in the same space; None where there is none, or several bundles predict together."""
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
    """Take a bundle's features apart.

    Parameters
    ----------
    bundle : Bundle
        Who predicted.
    predicted, actual, bank : np.ndarray [shape=(n, steps, D), float32]
        In the bundle's scaled space.
    """
    # A scaled block is weighted by one over the root of how many there are: alone it counts in full.
    alone = np.float32(math.sqrt(len(bundle.feature_set.names)))
    return [
        FeatureBlock(
            bundle.name,
            name,
            predicted[..., columns] * alone,
            actual[..., columns] * alone,
            None if bank is None else bank[..., columns] * alone,
        )
        for name, columns in zip(bundle.feature_set.names, bundle.feature_set.blocks, strict=True)
    ]


def feature_combinations(blocks: Sequence[FeatureBlock], up_to: int) -> list[FeatureCombination]:
    """Return every set of different features, up to a size; those that several bundles predict one by one.

    Parameters
    ----------
    blocks : sequence of FeatureBlock
        Of all bundles. Only those on the same steps are joined.
    up_to : int
        Features in a set, at most; 1 or more.

    Raises
    ------
    InvalidInputError
        There would be more than `MAX_COMBINATIONS`.
    """
    found: list[FeatureCombination] = []
    for size in range(1, min(up_to, len({block.feature for block in blocks})) + 1):
        for chosen in combinations(blocks, size):
            different = len({block.feature for block in chosen}) == size
            if different and len({block.predicted.shape[1] for block in chosen}) == 1:
                found.append(FeatureCombination(chosen))
                if len(found) > MAX_COMBINATIONS:
                    raise InvalidInputError(
                        f"there are more than {MAX_COMBINATIONS} sets of up to {up_to} features: lower "
                        "--features-up-to, or name fewer bundles"
                    )
    return found
