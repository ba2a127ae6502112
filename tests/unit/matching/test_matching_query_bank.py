"""The distances of a bundle's training predictions to a library."""

import numpy as np
import pytest

from scenescore.matching.emd import emd
from scenescore.matching.query_bank import MAX_BANK_ROWS, bank_distances, relaxed_distances, select_bank_rows
from scenescore.matching.track_segments import TrackSegments

RANDOM = np.random.default_rng(0)
BANK = RANDOM.normal(size=(12, 24, 6)).astype(np.float32)
TRACKS = (RANDOM.normal(size=(50, 1, 6)) + 0.5 * RANDOM.normal(size=(50, 24, 6))).astype(np.float32)
MUSIC = TrackSegments.single(TRACKS)


def test_few_pairs_are_exact() -> None:
    found = bank_distances(BANK, MUSIC)
    assert found.shape == (12, 50)
    assert found[3, 7] == pytest.approx(emd(BANK[3], TRACKS[7]), rel=1e-6)


@pytest.mark.parametrize("exact_pairs", [0, 10_000])
def test_a_track_is_as_near_as_its_nearest_segment(exact_pairs: int) -> None:
    rows = bank_distances(BANK, MUSIC, exact_pairs=exact_pairs)
    found = bank_distances(BANK, TrackSegments(TRACKS, np.array([0, 1, 4, 50])), exact_pairs=exact_pairs)
    expected = np.stack([rows[:, 0], rows[:, 1:4].min(axis=1), rows[:, 4:].min(axis=1)], axis=1)
    assert found == pytest.approx(expected, rel=1e-6)


def test_many_pairs_are_estimated_about_right_and_in_the_right_order() -> None:
    exact, estimated = (
        bank_distances(BANK, MUSIC),
        bank_distances(BANK, MUSIC, exact_pairs=0),
    )
    assert estimated.mean() == pytest.approx(exact.mean(), rel=0.02)
    assert np.corrcoef(exact.mean(axis=0), estimated.mean(axis=0))[0, 1] > 0.98


def test_the_relaxed_distance_is_a_lower_bound_and_0_to_itself() -> None:
    assert (relaxed_distances(BANK, TRACKS) <= bank_distances(BANK, MUSIC) * (1 + 1e-5)).all()
    assert relaxed_distances(TRACKS[:5], TRACKS).diagonal() == pytest.approx(0, abs=2e-3)


def test_predictions_that_are_alike_count_once() -> None:
    random = np.random.default_rng(1)
    kinds = random.normal(size=(5, 1, 6))
    bank = (kinds[random.integers(5, size=60)] + 0.05 * random.normal(size=(60, 24, 6))).astype(np.float32)
    rows = select_bank_rows(bank)
    assert len(rows) == 5
    # The limit is relative, because shrunken predictions are all near to each other.
    assert len(select_bank_rows(0.01 * bank)) == 5
    assert len(select_bank_rows(bank[:1])) == 1
    # With a memory, all predictions count.
    assert len(select_bank_rows(bank, has_memory=True)) == 60


def test_a_large_bank_of_unlike_predictions_is_thinned_out_evenly() -> None:
    bank = np.zeros((400, 1, 400), np.float32)
    bank[np.arange(400), 0, np.arange(400)] = 1.0
    rows = select_bank_rows(bank)[:, 0].argmax(axis=1)
    assert (len(rows), rows[0], rows[-1]) == (MAX_BANK_ROWS, 0, 399)
    assert max(np.diff(rows)) <= 6


def test_the_computation_can_be_cancelled() -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    for pairs in (0, 10_000):
        with pytest.raises(KeyboardInterrupt):
            bank_distances(BANK, MUSIC, exact_pairs=pairs, check_cancelled=stop)
