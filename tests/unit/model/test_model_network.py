"""The network and its export: both parts predict what the whole network does; bfloat16 stays in training."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import onnx
import onnxruntime
import pytest

from scenescore.audio.features import FEATURES, FeatureSet
from scenescore.model.presets import PRESETS

if TYPE_CHECKING:
    from scenescore.model.network import Network

pytestmark = pytest.mark.ml

STEPS, DIMENSIONS = 6, 5


def new_network(
    steps: int = STEPS, dimensions: int = DIMENSIONS, *, half_precision: bool = False
) -> "Network":
    # TensorFlow takes seconds to import: only the tests that run wait for it.
    from scenescore.model.network import Network

    return Network(steps, dimensions, batch=4, learning_rate=1e-3, half_precision=half_precision)


@pytest.fixture(scope="module")
def network() -> "Network":
    """A network with random weights; for reading."""
    return new_network()


def moving_picture(frames: int) -> np.ndarray:
    """Return frames of a game that scrolls [shape=(frames, 80, 80, 3), uint8]."""
    random = np.random.default_rng(0)
    picture = random.integers(0, 180, (80, 80 + frames, 3), np.uint8)
    return np.stack([picture[:, first : first + 80] for first in range(frames)])


def windows_of(frames: np.ndarray, steps: int = STEPS) -> np.ndarray:
    return np.stack([frames[first : first + steps] for first in range(len(frames) - steps + 1)])


def predict_with_onnx(parts: tuple[bytes, bytes], windows: np.ndarray) -> np.ndarray:
    """Embed the frames of each window and predict its features with the exported networks."""
    embed, sequence = (onnxruntime.InferenceSession(part) for part in parts)
    embeddings = np.stack([embed.run(None, {"frames": window})[0] for window in windows])
    features: np.ndarray = sequence.run(None, {"embeddings": embeddings})[0]
    return features


def test_a_frame_that_is_embedded_once_serves_all_windows_that_show_it(network: "Network") -> None:
    frames = moving_picture(12)
    embed, sequence = (onnxruntime.InferenceSession(part) for part in network.export())
    embedded = np.concatenate([embed.run(None, {"frames": frame[None]})[0] for frame in frames])
    step_by_step = [
        sequence.run(None, {"embeddings": embedded[None, first : first + STEPS]})[0][0]
        for first in range(len(frames) - STEPS + 1)
    ]
    np.testing.assert_allclose(np.stack(step_by_step), network.predict(windows_of(frames)), atol=1e-5)


def test_the_graph_of_the_network_predicts_the_same(network: "Network") -> None:
    windows = windows_of(moving_picture(9))
    np.testing.assert_allclose(network.as_graph()(windows), network.predict(windows), atol=1e-5)


@pytest.mark.parametrize(
    ("feature_set", "steps"),
    [
        (PRESETS["default"].features, 24),
        (PRESETS["paper"].features, 60),
        (FeatureSet(tuple(FEATURES)), 2),
    ],
    ids=str,
)
def test_exported_networks_predict_what_keras_does_for_any_features_and_steps(
    feature_set: FeatureSet, steps: int
) -> None:
    trained = new_network(steps, feature_set.dimensions)
    windows = windows_of(moving_picture(steps + 2), steps)
    targets = np.random.default_rng(1).normal(size=(3, steps, feature_set.dimensions)).astype(np.float32)
    for _ in range(2):
        trained.train_step(windows, targets)
    parts = trained.export()
    np.testing.assert_allclose(predict_with_onnx(parts, windows), trained.predict(windows), atol=1e-5)
    assert [ports(part) for part in parts] == [
        [("frames", ["n", 80, 80, 3]), ("embeddings", ["n", 128])],
        [("embeddings", ["n", steps, 128]), ("features", ["n", steps, feature_set.dimensions])],
    ]


def ports(part: bytes) -> Sequence[tuple[str, list[str | int]]]:
    """Return the names and shapes of a network's input and output."""
    graph = onnx.load_from_string(part).graph
    return [
        (port.name, [size.dim_param or size.dim_value for size in port.type.tensor_type.shape.dim])
        for port in (*graph.input, *graph.output)
    ]


@pytest.mark.parametrize("half_precision", [False, True])
def test_a_trained_network_predicts_and_exports_what_it_has_learnt(half_precision: bool) -> None:
    trained = new_network(half_precision=half_precision)
    windows = windows_of(moving_picture(9))
    targets = np.ones((len(windows), STEPS, DIMENSIONS), np.float32)
    before = float(np.mean((trained.predict(windows) - targets) ** 2))
    for _ in range(12):
        trained.train_step(windows, targets)
    predicted = trained.predict(windows)
    assert float(np.mean((predicted - targets) ** 2)) < 0.8 * before
    # Predictions in bfloat16 would be off by a hundredth.
    np.testing.assert_allclose(predict_with_onnx(trained.export(), windows), predicted, atol=1e-5)


def test_half_precision_changes_predictions_only_by_rounding_and_weights_can_be_restored() -> None:
    trained = new_network(half_precision=True)
    windows = windows_of(moving_picture(9))
    targets = np.ones((len(windows), STEPS, DIMENSIONS), np.float32)
    weights, first = trained.weights(), trained.predict(windows)
    for _ in range(3):
        trained.train_step(windows, targets)
    in_half, in_full = trained.predict_batch(windows), trained.predict(windows)
    np.testing.assert_allclose(in_half, in_full, atol=0.05)
    assert not np.array_equal(in_half, in_full)
    assert not np.allclose(in_full, first, atol=1e-5)
    trained.restore(weights)
    np.testing.assert_allclose(trained.predict(windows), first, atol=1e-6)
