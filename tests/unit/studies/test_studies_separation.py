"""Figures of the separation study."""

import numpy as np
import pytest

from scenescore.studies.feature_combinations import FeatureBlock, FeatureCombination
from scenescore.studies.separation.separation import rank_combinations, separation, winner_p


def test_separation_figures_by_hand() -> None:
    # Each scene's prediction is 1 from its own music and 2 from the others': 12 summands of 1.
    matrix = 2.0 - np.eye(4)
    found = separation(matrix, ["fight", "fight", "walk", "walk"])
    assert found.variation.value == 12.0
    assert (found.variation.low, found.variation.high) == (12.0, 12.0)
    assert found.relative_variation == pytest.approx(1 / 1.75)
    # One order of 24 is the right one, and no other does as well.
    assert found.variation_p == pytest.approx(1 / 24, abs=0.02)
    assert found.shuffled_variation == pytest.approx(0, abs=0.5)
    assert (found.scene_share.value, found.class_share.value) == (1.0, 1.0)
    # Classes are all right in 4 of 24 orders: each class within itself, in two ways.
    assert found.class_p == pytest.approx(4 / 24, abs=0.03)


def test_the_best_of_many_random_sets_is_not_significant() -> None:
    random = np.random.default_rng(0)
    sets = [
        FeatureCombination(
            (FeatureBlock("m", str(number), *random.normal(size=(2, 6, 24, 4)).astype(np.float32)),)
        )
        for number in range(40)
    ]
    judged = rank_combinations(sets, ["fight", "fight", "talk", "talk", "walk", "walk"])
    assert judged[0].found.variation_p < 0.05
    assert winner_p(judged) > 0.05
