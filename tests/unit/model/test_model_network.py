"""The network in its parts: one frame at a time is the whole window, and half precision stays in training."""

import numpy as np
import onnxruntime
import pytest

from scenescore.model.network import Network

STEPS, DIMENSIONS = 6, 5


def network(*, half_precision: bool = False) -> Network:
    return Network(STEPS, DIMENSIONS, batch=4, learning_rate=1e-3, half_precision=half_precision)


def play(frames: int) -> np.ndarray:
    """Frames of a game that moves on [shape=(frames, 80, 80, 3), uint8]."""
    random = np.random.default_rng(0)
    picture = random.integers(0, 180, (80, 80 + frames, 3), np.uint8)
    return np.stack([picture[:, first : first + 80] for first in range(frames)])


def windows_of(frames: np.ndarray) -> np.ndarray:
    return np.stack([frames[first : first + STEPS] for first in range(len(frames) - STEPS + 1)])


def test_embedding_each_frame_once_gives_what_the_whole_network_gives_for_each_window() -> None:
    whole = network()
    frames = play(12)
    embed, sequence = (onnxruntime.InferenceSession(part) for part in whole.export())
    kept = np.concatenate([embed.run(None, {"frames": frame[None]})[0] for frame in frames])
    step_by_step = [
        sequence.run(None, {"embeddings": kept[None, first : first + STEPS]})[0][0]
        for first in range(len(frames) - STEPS + 1)
    ]
    np.testing.assert_allclose(np.stack(step_by_step), whole.predict(windows_of(frames)), atol=1e-5)


def test_a_graph_of_the_network_predicts_the_same() -> None:
    whole = network()
    windows = windows_of(play(9))
    np.testing.assert_allclose(whole.as_graph()(windows), whole.predict(windows), atol=1e-5)


@pytest.mark.parametrize("half_precision", [False, True])
def test_what_was_learnt_is_what_predicts_and_what_is_exported(half_precision: bool) -> None:
    trained = network(half_precision=half_precision)
    windows = windows_of(play(9))
    targets = np.ones((len(windows), STEPS, DIMENSIONS), np.float32)
    before = float(np.mean((trained.predict(windows) - targets) ** 2))
    for _ in range(12):
        trained.train_step(windows, targets)
    predicted = trained.predict(windows)
    assert float(np.mean((predicted - targets) ** 2)) < 0.8 * before
    embed, sequence = (onnxruntime.InferenceSession(part) for part in trained.export())
    embeddings = np.stack([embed.run(None, {"frames": window})[0] for window in windows])
    np.testing.assert_allclose(
        sequence.run(None, {"embeddings": embeddings})[0], predicted, atol=1e-5
    )  # bfloat16 would be off by a hundredth


def test_what_half_precision_expects_is_what_it_predicts_but_for_rounding() -> None:
    trained = network(half_precision=True)
    windows = windows_of(play(9))
    for _ in range(3):
        trained.train_step(windows, np.ones((len(windows), STEPS, DIMENSIONS), np.float32))
    expected, predicted = trained.predict_batch(windows), trained.predict(windows)
    np.testing.assert_allclose(expected, predicted, atol=0.05)
    assert not np.array_equal(expected, predicted)


def test_restored_weights_predict_as_they_did_in_half_precision_too() -> None:
    trained = network(half_precision=True)
    windows = windows_of(play(9))
    kept, first = trained.weights(), trained.predict(windows)
    trained.train_step(windows, np.ones((len(windows), STEPS, DIMENSIONS), np.float32))
    assert not np.allclose(trained.predict(windows), first, atol=1e-5)
    trained.restore(kept)
    np.testing.assert_allclose(trained.predict(windows), first, atol=1e-6)
