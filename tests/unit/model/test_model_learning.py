"""Scaling, step alignment, variations, presets and the training loop."""

import threading

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist

from scenescore.audio.features import FeatureSet
from scenescore.errors import InvalidInputError
from scenescore.model.bundle.scaling import block_weights, mean_and_deviation
from scenescore.model.dataset.augment import move, recolour, start_late, vary
from scenescore.model.dataset.windows import Windows
from scenescore.model.presets import PRESETS, find_preset
from scenescore.model.training.evaluation import mean_squared_error, step_alignment, validation_error
from scenescore.model.training.fit import TrainingHistory, Weights, fit

CHROMA = FeatureSet(("chroma_cqt",))
BOTH = FeatureSet(("chroma_cqt", "mfcc"))


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=25, deadline=None)
def test_each_feature_counts_the_same_in_a_distance(seed: int) -> None:
    one, other = np.random.default_rng(seed).normal(size=(2, 32))
    squares = (one - other) ** 2
    expected = np.sqrt((squares[:12].mean() + squares[12:].mean()) / 2)
    assert np.linalg.norm((one - other) * block_weights(BOTH)) == pytest.approx(expected, rel=1e-6)


def test_a_silent_band_gets_a_minimum_deviation() -> None:
    features = np.random.default_rng(0).normal(size=(4, 24, 12)).astype(np.float32)
    features[..., 5] = 0.25
    mean, deviation = mean_and_deviation(features, CHROMA)
    assert mean[5] == pytest.approx(0.25)
    assert deviation[5] == pytest.approx(0.1 * np.median(np.delete(deviation, 5)), rel=0.05)
    assert np.all(mean_and_deviation(np.zeros((1, 24, 12), np.float32), CHROMA)[1] == 1)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=25, deadline=None)
def test_aligned_steps_give_the_earth_movers_distance(seed: int) -> None:
    predicted, targets = np.random.default_rng(seed).normal(size=(2, 3, 6, 12)).astype(np.float32)
    weights = block_weights(CHROMA)
    ordered = step_alignment(CHROMA)(predicted, targets)
    for guess, target, matched in zip(predicted, targets, ordered, strict=True):
        costs = cdist(guess * weights, target * weights)
        best = costs[linear_sum_assignment(costs)].mean()
        assert np.linalg.norm((guess - matched) * weights, axis=1).mean() == pytest.approx(best, rel=1e-5)
        assert sorted(map(tuple, matched.tolist())) == sorted(map(tuple, target.tolist()))


def test_aligned_steps_ignore_the_order() -> None:
    targets = np.random.default_rng(0).normal(size=(2, 6, 12)).astype(np.float32)
    assert mean_squared_error(targets[:, ::-1], targets, step_alignment(CHROMA)) == 0
    assert mean_squared_error(targets[:, ::-1], targets, None) > 0


def test_the_validation_error_counts_music_nearer_than_the_right_one() -> None:
    own = np.zeros((1, 2, 1), np.float32)
    others = np.array([0.9, 2.0, 3.0, -5.0], np.float32)[:, None, None].repeat(2, axis=1)
    assert validation_error(own, own, others, None) == 0
    assert validation_error(own + 1, own, others, None) == pytest.approx(0.25 + 1)


def test_variations_keep_type_and_shape_and_depend_on_the_seed_alone() -> None:
    frames = np.random.default_rng(0).integers(0, 180, (2, 6, 80, 80, 3), np.uint8)
    one, again, other = (vary(frames, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert one.shape == frames.shape
    assert one.dtype == np.uint8
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)
    assert one[..., 0].max() < 180


def test_a_window_that_starts_late_repeats_its_first_frame() -> None:
    window = np.arange(8, dtype=np.uint8)[:, None, None, None].repeat(3, axis=3)
    late = [start_late(window, np.random.default_rng(seed))[:, 0, 0, 0].tolist() for seed in range(40)]
    for shown in late:
        first = shown[0]
        assert shown == [max(i, first) for i in range(8)]
    assert 8 <= sum(shown[0] > 0 for shown in late) <= 32


def test_all_frames_of_a_window_are_varied_alike() -> None:
    window = np.random.default_rng(0).integers(0, 180, (1, 80, 80, 3), np.uint8).repeat(4, axis=0)
    for change in (move, recolour):
        changed = change(window, np.random.default_rng(5))
        assert np.all(changed == changed[:1])
        assert not np.array_equal(changed, window)


def test_the_paper_preset_has_the_papers_values() -> None:
    paper = PRESETS["paper"]
    assert (paper.batch, paper.segments, paper.augments, paper.aligns_steps, paper.splits_by_time) == (
        16,
        100,
        False,
        False,
        False,
    )
    assert paper.epochs_for(FeatureSet(("chroma_stft", "chroma_cens"))) == 500
    assert paper.epochs_for(BOTH) == 100
    with pytest.raises(InvalidInputError, match="default or paper"):
        find_preset("best")


class Slope:
    """A network of one number: the factor from a frame's brightness to its feature."""

    batch = 4

    def __init__(self) -> None:
        self.slope = np.zeros(1, np.float32)

    def predict(self, frames: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
        return (self.slope * frames[..., 0, 0, 2:] / 255).astype(np.float32)

    def predict_batch(self, frames: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
        return self.predict(frames)

    def train_step(self, frames: npt.NDArray[np.uint8], targets: npt.NDArray[np.float32]) -> float:
        error = self.predict(frames) - targets
        self.slope = self.slope - np.float32(np.mean(error * frames[..., 0, 0, 2:] / 255))
        return float(np.mean(error**2))

    def weights(self) -> Weights:
        return [self.slope]

    def restore(self, weights: Weights) -> None:
        (self.slope,) = weights


def windows(count: int, slope: float) -> Windows:
    pool = np.random.default_rng(0).integers(0, 255, (count * 3, 80, 80, 3), np.uint8)
    features = (slope * pool[:, 0, 0, 2:] / 255).astype(np.float32).reshape(count, 3, 1)
    return Windows(pool, np.arange(count * 3).reshape(count, 3), features)


def run(
    validation: Windows | None, *, epochs: int, patience: int = 3, stop_after: int | None = None
) -> tuple[Slope, TrainingHistory]:
    stop, network, training = threading.Event(), Slope(), windows(8, 2.0)

    def after_epoch(history: TrainingHistory) -> None:
        if len(history.losses) == stop_after:
            stop.set()

    history = fit(
        network,
        training,
        [np.array([i]) for i in range(8)],
        validation,
        align_steps=None,
        validation_score=lambda predicted, own: float(np.mean((predicted - own) ** 2)),
        epochs=epochs,
        patience=patience,
        augments=False,
        random=np.random.default_rng(0),
        after_epoch=after_epoch,
        stop=stop,
    )
    return network, history


def test_without_validation_training_runs_to_the_last_epoch() -> None:
    network, history = run(None, epochs=30)
    assert (len(history.losses), history.best_epoch, history.stopped) == (30, 30, False)
    assert network.slope[0] == pytest.approx(2.0, abs=0.05)
    assert history.validation_losses == []


def test_training_stops_early_and_restores_the_best_epoch() -> None:
    # The best slope for validation is smaller than that for training. Training passes it and stops.
    network, history = run(windows(8, 1.0), epochs=200)
    assert len(history.losses) == history.best_epoch + 3
    assert abs(history.best_epoch - np.argmin(history.validation_losses)) <= 5
    assert network.slope[0] < 1.8


def test_a_stop_keeps_the_best_epoch_so_far() -> None:
    network, history = run(windows(8, 2.0), epochs=200, stop_after=4)
    assert (len(history.losses), history.best_epoch, history.stopped) == (4, 4, True)
    assert network.slope[0] > 0
