"""Hub correction and the occurrences of tracks in the diversity study."""

from pathlib import Path

import numpy as np
import pytest

from scenescore.studies.data_folder import LabelledScene
from scenescore.studies.diversity.correction_comparison import ASSIGNED, compare_corrections
from scenescore.studies.diversity.diversity import occurrences
from scenescore.studies.diversity.picture import drawn_at_random
from scenescore.studies.windows import LabelledWindow


def test_hub_correction_spreads_shrunken_predictions_and_finds_more_right_tracks() -> None:
    random = np.random.default_rng(3)
    tracks = random.normal(size=(99, 12))

    def distances(to: np.ndarray) -> np.ndarray:
        shrunken = 0.4 * (to + random.normal(scale=0.6, size=to.shape))
        found: np.ndarray = np.linalg.norm(shrunken[:, None] - tracks[None], axis=2)
        return found

    windows = [
        LabelledWindow(
            LabelledScene("game", Path("clip"), 20.0 * i, 20.0 * i + 12, "fight", str(i), ""), 20.0 * i
        )
        for i in range(72)
    ]
    bank = distances(random.normal(size=(300, 12)))
    outcomes, auto = compare_corrections(
        distances(tracks[:72]), bank, windows, [str(number) for number in range(99)], {}
    )
    assert auto is not None
    plain, (own,) = outcomes[0], [one for one in outcomes if one.is_automatic]
    assert own.method == auto.method != "none"
    assert own.relevance.spread.objective < plain.relevance.spread.objective
    assert own.relevance.right_piece.value > plain.relevance.right_piece.value
    assert own.skew_among < plain.skew_among
    together = outcomes[-1]
    assert together.method == ASSIGNED
    assert together.relevance.spread.objective == pytest.approx(together.relevance.spread.best_objective)
    assert together.relevance.right_piece.value > plain.relevance.right_piece.value


def test_occurrences_by_hand() -> None:
    scores = np.array([[0.1, 0.2, 0.9], [0.3, 0.1, 0.2]])
    assert occurrences(scores).tolist() == [1, 1, 0]
    assert occurrences(scores, 2).tolist() == [1, 2, 1]


def test_random_draws_repeat_tracks_and_add_up_to_all_scenes() -> None:
    drawn = drawn_at_random(72, 99)
    assert drawn.sum() == pytest.approx(72)
    assert 3 < drawn[0] < 5
    assert (np.diff(drawn) <= 0).all()
