"""Hub correction follows its formulas, and makes hubs rarer."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.stats import binom

from scenescore.errors import InvalidInputError
from scenescore.matching.hubness import (
    AUTO_METHOD,
    METHODS,
    chance_skewness,
    correct_hubs,
    mutual_proximity,
    skewness,
    track_bias,
)

banks = arrays.arrays(
    np.float64, st.tuples(st.integers(2, 12), st.integers(2, 8)), elements=st.floats(0.01, 10)
)


@given(banks, st.floats(0.5, 50))
def test_inverted_softmax_ranks_as_its_definition(bank: np.ndarray, strength: float) -> None:
    query = bank[0]
    scale = strength / bank.mean()
    by_definition = np.exp(-scale * query) / np.exp(-scale * bank).sum(axis=0)
    scores = query + track_bias(bank, "inverted_softmax", strength=strength)
    np.testing.assert_allclose(
        np.exp(-scale * (scores - scores.min())), by_definition / by_definition.max(), rtol=1e-6, atol=1e-9
    )


@given(banks)
def test_csls_ranks_as_its_definition(bank: np.ndarray) -> None:
    query = bank[0]
    nearest = np.sort(bank, axis=0)[:5].mean(axis=0)
    by_definition = 2 * query - nearest
    scores = query + track_bias(bank, "csls")
    np.testing.assert_allclose(2 * (scores - scores[0]), by_definition - by_definition[0], atol=1e-9)


@pytest.mark.parametrize("method", METHODS[:2])
def test_the_bias_is_centred(method: str) -> None:
    bank = np.random.default_rng(0).uniform(0.5, 2, (30, 9))
    assert track_bias(bank, method).mean() == pytest.approx(0)


def test_mutual_proximity_of_three_tracks_by_hand() -> None:
    # 1.22 deviations nearer than the query's mean, and as near as usual seen from the track.
    distances = np.array([1.0, 2.0, 3.0])
    bank = np.array([[0.0, 2.0, 3.0], [2.0, 4.0, 9.0]])
    assert mutual_proximity(distances, bank)[0] == pytest.approx(1 - 0.8897 * 0.5, abs=1e-4)


@pytest.mark.parametrize("method", METHODS[:2])
def test_shrunken_predictions_find_their_own_tracks_more_often(method: str) -> None:
    random = np.random.default_rng(3)
    tracks = random.normal(size=(99, 12))

    def predictions(of: np.ndarray) -> np.ndarray:
        return 0.4 * (of + random.normal(scale=0.6, size=of.shape))

    def distances(to: np.ndarray) -> np.ndarray:
        found: np.ndarray = np.linalg.norm(to[:, None] - tracks[None], axis=2)
        return found

    bank = distances(predictions(random.normal(size=(300, 12))))
    queries = distances(predictions(tracks))
    raw, corrected = queries.argmin(axis=1), (queries + track_bias(bank, method)).argmin(axis=1)
    own = np.arange(99)
    assert (corrected == own).mean() > (raw == own).mean() + 0.1
    assert len(set(corrected)) > len(set(raw))
    assert skewness(np.bincount(corrected, minlength=99)) < skewness(np.bincount(raw, minlength=99))


def test_an_unknown_method_and_an_empty_bank_are_named() -> None:
    with pytest.raises(InvalidInputError, match="not 'magic'"):
        track_bias(np.ones((2, 2)), "magic")
    with pytest.raises(InvalidInputError, match=r"not \(0, 4\)"):
        track_bias(np.ones((0, 4)))


def test_drawing_at_random_is_not_taken_for_hubs() -> None:
    random = np.random.default_rng(4)
    for tracks in (20, 141, 2000):
        # The nearest track is any, whatever the collection's size.
        assert correct_hubs(random.uniform(1, 2, (96, tracks))).method == "none"


def test_a_track_that_is_near_to_everything_is_corrected_by_itself() -> None:
    bank = np.random.default_rng(5).uniform(1, 2, (60, 40))
    bank[:, 7] = 0.9
    found = correct_hubs(bank)
    assert (found.method, int(found.bias.argmax())) == (AUTO_METHOD, 7)
    assert found.skew > found.chance_skew
    assert not correct_hubs(bank, "none").bias.any()


def test_many_tracks_and_few_predictions_are_skewed_by_chance_alone() -> None:
    by_theory = binom(96, 1 / 2000).stats(moments="s")
    assert float(by_theory) < chance_skewness(96, 2000) < 2 * float(by_theory)
    assert chance_skewness(100_000, 20) < 2


def test_an_empty_collection_has_no_hubs() -> None:
    assert correct_hubs(np.ones((3, 0))).bias.shape == (0,)
