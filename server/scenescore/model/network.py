"""The CNN-LSTM (the paper's section 2.2) in Keras; its layers as ``docs/training.md`` reads them."""

import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnx

from scenescore.model.bundle.bundle import EMBED_FILE, EMBEDDING_SIZE, SEQUENCE_FILE
from scenescore.model.quiet_tensorflow import without_notes

with without_notes():
    import keras
    import tensorflow

CHANNELS: Final = (16, 32, 64, 64)
"""Of the four convolutions, each with 3×3 kernels and halved by max pooling."""

LSTM_UNITS: Final = (128, 64)

_SCALE: Final = (1 / 179, 1 / 255, 1 / 255)
"""OpenCV's hues reach 179, saturation and value 255."""

Floats = npt.NDArray[np.float32]
Frames = npt.NDArray[np.uint8]


def make_deterministic(seed: int) -> None:
    """Let all that Keras and TensorFlow draw and add up from now on depend on the seed alone."""
    keras.utils.set_random_seed(seed % 2**32)
    tensorflow.config.experimental.enable_op_determinism()


class Network:
    """The two parts and the whole, sharing their weights.

    Parameters
    ----------
    steps : int
        Steps of the window.
    dimensions : int
        D: feature values a step.
    batch : int
        Windows in a batch.
    learning_rate : float
        Adam's.
    half_precision : bool
        Whether the convolutions of an optimiser step compute in bfloat16. Weights, predictions and what is
        exported stay float32. Quicker on processors that know the type (AVX-512 BF16), slower on others.
    """

    def __init__(
        self, steps: int, dimensions: int, *, batch: int, learning_rate: float, half_precision: bool = False
    ) -> None:
        self.batch = batch
        self.embed = _embed_part()
        self.sequence = _sequence_part(steps, dimensions)
        self.whole = _whole(steps, self.embed, self.sequence, learning_rate)
        self._taught = self.whole
        if half_precision:
            # A twin, as Keras fixes a layer's precision when it is made.
            self._taught = _whole(
                steps, _embed_part("mixed_bfloat16"), _sequence_part(steps, dimensions), learning_rate
            )
            self._taught.set_weights(self.whole.get_weights())
        self._is_behind = False

    def learn(self, frames: Frames, targets: Floats) -> float:
        """Take one optimiser step.

        Parameters
        ----------
        frames : np.ndarray [shape=(n, steps, 80, 80, 3), uint8]
            A batch.
        targets : np.ndarray [shape=(n, steps, D), float32]
            Standardised features.

        Returns
        -------
        float
            Mean squared error of this batch, before the step.
        """
        self._taught.reset_metrics()
        self._is_behind = self._taught is not self.whole
        return float(self._taught.train_on_batch(frames, targets))

    def expect(self, frames: Frames) -> Floats:
        """Predict as the network is taught, in half precision where that was asked for.

        Parameters
        ----------
        frames : np.ndarray [shape=(n, steps, 80, 80, 3), uint8]
            A batch.

        Returns
        -------
        np.ndarray [shape=(n, steps, D), float32]
            Standardised features.
        """
        return np.asarray(self._taught.predict_on_batch(frames))

    def predict(self, frames: Frames) -> Floats:
        """Predict standardised features [shape=(n, steps, D)] of windows [shape=(n, steps, 80, 80, 3)]."""
        self._catch_up()
        if len(frames) <= self.batch:
            return np.asarray(self.whole.predict_on_batch(frames))
        parts = []
        for start in range(0, len(frames), self.batch):
            part = frames[start : start + self.batch]
            # The last one of another size would be compiled anew.
            full = np.concatenate([part, np.repeat(part[:1], self.batch - len(part), axis=0)])
            parts.append(np.asarray(self.whole.predict_on_batch(full))[: len(part)])
        return np.concatenate(parts)

    def as_graph(self) -> Callable[[Frames], Floats]:
        """Return the whole network as one TensorFlow graph: the fastest that it runs without being exported.

        Returns
        -------
        callable
            From windows [shape=(n, steps, 80, 80, 3), uint8] to features [shape=(n, steps, D), float32].
        """
        run = tensorflow.function(lambda frames: self.whole(frames, training=False))
        return lambda frames: np.asarray(run(frames))

    def weights(self) -> list[npt.NDArray[np.float32]]:
        """Return a copy of all weights."""
        copied: list[npt.NDArray[np.float32]] = self._taught.get_weights()
        return copied

    def restore(self, weights: list[npt.NDArray[np.float32]]) -> None:
        """Set all weights."""
        self._taught.set_weights(weights)
        self.whole.set_weights(weights)
        self._is_behind = False

    def rescale(self, gain: Floats, offset: Floats) -> None:
        """Let the network give ``prediction * gain + offset`` from now on, both [shape=(D,)]."""
        self._catch_up()
        last = self.sequence.layers[-1]
        kernel, bias = last.get_weights()
        last.set_weights([kernel * gain, bias * gain + offset])
        self._taught.set_weights(self.whole.get_weights())

    def export(self) -> tuple[bytes, bytes]:
        """Return the two parts as ONNX networks: of one frame, and of a window's embeddings."""
        self._catch_up()
        with tempfile.TemporaryDirectory() as folder:
            return (
                _to_onnx(_without_scaling(self.embed), Path(folder) / EMBED_FILE, ("n", EMBEDDING_SIZE)),
                _to_onnx(self.sequence, Path(folder) / SEQUENCE_FILE, ("n", *self.sequence.output_shape[1:])),
            )

    def _catch_up(self) -> None:
        """Give the network that predicts the weights of the one that is taught."""
        if self._is_behind:
            self.whole.set_weights(self._taught.get_weights())
            self._is_behind = False


class PlainNetwork:
    """The same network as one would write it down first: Keras's own loop over float32 arrays.

    Parameters
    ----------
    steps, dimensions : int
        As those of `Network`.
    batch : int
        Windows in a batch.
    learning_rate : float
        Adam's.
    seed : int
        Of its first weights and of the order of the windows.
    """

    def __init__(self, steps: int, dimensions: int, *, batch: int, learning_rate: float, seed: int) -> None:
        keras.utils.set_random_seed(seed)
        frames = keras.Input((80, 80, 3))
        embed = keras.Model(frames, _convolved(frames, None))
        window = keras.Input((steps, 80, 80, 3))
        features = _sequence_part(steps, dimensions)(keras.layers.TimeDistributed(embed)(window))
        self._whole = keras.Model(window, features)
        self._whole.compile(optimizer=keras.optimizers.Adam(learning_rate), loss="mean_squared_error")
        self._batch = batch

    def fit(self, windows: Floats, targets: Floats, epochs: int) -> None:
        """Train on windows [shape=(n, steps, 80, 80, 3)], 0 to 1, and features [shape=(n, steps, D)]."""
        self._whole.fit(windows, targets, batch_size=self._batch, epochs=epochs, verbose=0)

    def loss(self, windows: Floats, targets: Floats) -> float:
        """Return the mean squared error on windows and features of the same shapes."""
        return float(self._whole.evaluate(windows, targets, batch_size=self._batch, verbose=0))


def _whole(steps: int, embed: Any, sequence: Any, learning_rate: float) -> Any:
    window = keras.Input((steps, 80, 80, 3), dtype="uint8", name="window")
    single = keras.ops.reshape(window, (-1, 80, 80, 3))
    embeddings = keras.ops.reshape(embed(single), (-1, steps, EMBEDDING_SIZE))
    whole = keras.Model(window, sequence(embeddings), name="whole")
    whole.compile(optimizer=keras.optimizers.Adam(learning_rate), loss="mean_squared_error")
    return whole


def _embed_part(precision: str | None = None) -> Any:
    frames = keras.Input((80, 80, 3), dtype="uint8", name="frames")
    values = keras.layers.Rescaling(scale=_SCALE, dtype=precision)(frames)
    return keras.Model(frames, _convolved(values, precision), name="embed")


def _without_scaling(embed: Any) -> Any:
    """Return the same network with the pictures' scale in its first kernel: a pass less over each frame."""
    frames = keras.Input((80, 80, 3), dtype="uint8", name="frames")
    scaled = keras.Model(frames, _convolved(keras.ops.cast(frames, "float32"), None), name="embed")
    kernel, *others = embed.get_weights()
    # [height, width, channel, filter]
    scaled.set_weights([kernel * np.array(_SCALE, np.float32)[:, None], *others])
    return scaled


def _convolved(values: Any, precision: str | None) -> Any:
    for channels in CHANNELS:
        values = keras.layers.Conv2D(channels, 3, padding="same", activation="relu", dtype=precision)(values)
        values = keras.layers.MaxPooling2D(dtype=precision)(values)
    values = keras.layers.Flatten(dtype=precision)(values)
    return keras.layers.Dense(EMBEDDING_SIZE, activation="relu", dtype=precision)(values)


def _sequence_part(steps: int, dimensions: int) -> Any:
    embeddings = keras.Input((steps, EMBEDDING_SIZE), name="embeddings")
    values = embeddings
    for units in LSTM_UNITS:
        values = keras.layers.LSTM(units, return_sequences=True)(values)
    return keras.Model(embeddings, keras.layers.Dense(dimensions)(values), name="sequence")


def _to_onnx(part: Any, path: Path, output_shape: tuple[str | int, ...]) -> bytes:
    """Export one part and give its output the name and the shape that bundles have."""
    # Keras exports only what has been called.
    shape = [1, *part.input_shape[1:]]
    part(np.zeros(shape, part.inputs[0].dtype))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        part.export(str(path), format="onnx", verbose=False)
    model = onnx.load(str(path))
    output = model.graph.output[0]
    name = "embeddings" if part.name == "embed" else "features"
    for node in model.graph.node:
        node.output[:] = [name if one == output.name else one for one in node.output]
        node.input[:] = [name if one == output.name else one for one in node.input]
    output.CopyFrom(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, output_shape))
    model.graph.input[0].type.tensor_type.shape.dim[0].dim_param = "n"
    onnx.checker.check_model(model)
    exported: bytes = model.SerializeToString(deterministic=True)
    return exported
