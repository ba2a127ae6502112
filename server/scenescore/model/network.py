"""The CNN-LSTM in Keras (the paper, section 2.2); ``docs/training.md`` describes its layers."""

import os
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from scenescore.model.bundle.bundle import EMBEDDING_SIZE
from scenescore.model.onnx_export import embed_network, sequence_network
from scenescore.model.predict import FRAME_SHAPE

# TensorFlow reads this when it is imported. 2: it writes errors, but no notes about kernels and graphs.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import tensorflow

CONVOLUTION_CHANNELS: Final = (16, 32, 64, 64)
"""Output channels of each convolution. All have 3×3 kernels; max pooling halves each output."""

LSTM_UNITS: Final = (128, 64)

_HSV_SCALE: Final = (1 / 179, 1 / 255, 1 / 255)
"""Brings hue (0 to 179 in OpenCV), saturation and value (0 to 255) to 0 to 1."""

Floats = npt.NDArray[np.float32]
Frames = npt.NDArray[np.uint8]


def make_deterministic(seed: int) -> None:
    """Make all random numbers and all sums of Keras and TensorFlow depend on the seed alone.

    Parameters
    ----------
    seed : int
        Seed of the whole process, 0 or more.
    """
    keras.utils.set_random_seed(seed % 2**32)
    tensorflow.config.experimental.enable_op_determinism()


class Network:
    """The network that is trained, with its two parts: frame to embedding, embeddings to features.

    Parameters
    ----------
    steps : int
        Steps of the window.
    dimensions : int
        Feature values in a step (D).
    batch : int
        Windows in a batch.
    learning_rate : float
        Learning rate of Adam.
    half_precision : bool
        Whether convolutions compute in bfloat16 during training. Weights, predictions and the exported
        networks stay float32. Faster on processors with AVX-512 BF16, slower on others.
    """

    def __init__(
        self, steps: int, dimensions: int, *, batch: int, learning_rate: float, half_precision: bool = False
    ) -> None:
        self.batch = batch
        self._steps = steps
        self._embed = _embed_model()
        self._sequence = _sequence_model(steps, dimensions)
        self._model = _whole_model(steps, self._embed, self._sequence, learning_rate)
        self._trained = self._model
        if half_precision:
            # Keras fixes a layer's precision when it is made. So the model that is trained is a twin.
            self._trained = _whole_model(
                steps, _embed_model("mixed_bfloat16"), _sequence_model(steps, dimensions), learning_rate
            )
            self._trained.set_weights(self._model.get_weights())
        self._is_stale = False

    def train_step(self, frames: Frames, targets: Floats) -> float:
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
            Mean squared error of this batch before the step.
        """
        self._trained.reset_metrics()
        self._is_stale = self._trained is not self._model
        return float(self._trained.train_on_batch(frames, targets))

    def predict_batch(self, frames: Frames) -> Floats:
        """Predict one batch in the precision of the training.

        Parameters
        ----------
        frames : np.ndarray [shape=(n, steps, 80, 80, 3), uint8]
            A batch.

        Returns
        -------
        np.ndarray [shape=(n, steps, D), float32]
            Standardised features.
        """
        return np.asarray(self._trained.predict_on_batch(frames))

    def predict(self, frames: Frames) -> Floats:
        """Predict any number of windows in float32.

        Parameters
        ----------
        frames : np.ndarray [shape=(n, steps, 80, 80, 3), uint8]
            Windows.

        Returns
        -------
        np.ndarray [shape=(n, steps, D), float32]
            Standardised features.
        """
        self._copy_trained_weights()
        if len(frames) <= self.batch:
            return np.asarray(self._model.predict_on_batch(frames))
        parts = []
        for start in range(0, len(frames), self.batch):
            part = frames[start : start + self.batch]
            # TensorFlow would compile another graph for a last batch of another size. So it is filled up.
            full = np.concatenate([part, np.repeat(part[:1], self.batch - len(part), axis=0)])
            parts.append(np.asarray(self._model.predict_on_batch(full))[: len(part)])
        return np.concatenate(parts)

    def as_graph(self) -> Callable[[Frames], Floats]:
        """Return the network as one TensorFlow graph, its fastest form without an export.

        Returns
        -------
        callable
            From windows [shape=(n, steps, 80, 80, 3), uint8] to features [shape=(n, steps, D), float32].
        """
        run = tensorflow.function(lambda frames: self._model(frames, training=False))
        return lambda frames: np.asarray(run(frames))

    @property
    def keras_model(self) -> "keras.Model":
        """The float32 model, from windows to features."""
        return self._model

    def weights(self) -> list[Floats]:
        """Return a copy of all weights, in Keras' order."""
        copied: list[Floats] = self._trained.get_weights()
        return copied

    def restore(self, weights: list[Floats]) -> None:
        """Set all weights.

        Parameters
        ----------
        weights : list of np.ndarray, float32
            From `weights`.
        """
        self._trained.set_weights(weights)
        self._model.set_weights(weights)
        self._is_stale = False

    def rescale(self, gain: Floats, offset: Floats) -> None:
        """Change the last layer so that the network returns ``prediction * gain + offset`` from now on.

        Parameters
        ----------
        gain, offset : np.ndarray [shape=(D,), float32]
            One value for each feature dimension.
        """
        self._copy_trained_weights()
        last = self._sequence.layers[-1]
        kernel, bias = last.get_weights()
        last.set_weights([kernel * gain, bias * gain + offset])
        self._trained.set_weights(self._model.get_weights())

    def export(self) -> tuple[bytes, bytes]:
        """Return the two parts as ONNX.

        Returns
        -------
        embed, sequence : bytes
            As `scenescore.model.onnx_export` describes them.
        """
        self._copy_trained_weights()
        first_kernel, *others = self._embed.get_weights()
        # The scale of the pixels goes into the first kernel [height, width, channel, filter], which saves a
        # pass over each frame.
        scaled = first_kernel * np.array(_HSV_SCALE, np.float32)[:, None]
        return (
            embed_network([scaled, *others], FRAME_SHAPE),
            sequence_network(self._sequence.get_weights(), self._steps),
        )

    def _copy_trained_weights(self) -> None:
        """Give the float32 model the weights of the half-precision twin that is trained."""
        if self._is_stale:
            self._model.set_weights(self._trained.get_weights())
            self._is_stale = False


class PlainNetwork:
    """The same network in its simplest form, as a baseline: Keras' own loop over float32 arrays.

    Parameters
    ----------
    steps, dimensions : int
        As for `Network`.
    batch : int
        Windows in a batch.
    learning_rate : float
        Learning rate of Adam.
    seed : int
        Seed of the first weights and of the order of the windows.
    """

    def __init__(self, steps: int, dimensions: int, *, batch: int, learning_rate: float, seed: int) -> None:
        keras.utils.set_random_seed(seed)
        frames = keras.Input(FRAME_SHAPE)
        embed = keras.Model(frames, _convolve(frames, None))
        window = keras.Input((steps, *FRAME_SHAPE))
        features = _sequence_model(steps, dimensions)(keras.layers.TimeDistributed(embed)(window))
        self._model = keras.Model(window, features)
        self._model.compile(optimizer=keras.optimizers.Adam(learning_rate), loss="mean_squared_error")
        self._batch = batch

    def fit(self, windows: Floats, targets: Floats, epochs: int) -> None:
        """Train for a number of epochs.

        Parameters
        ----------
        windows : np.ndarray [shape=(n, steps, 80, 80, 3), float32]
            Pixels from 0 to 1.
        targets : np.ndarray [shape=(n, steps, D), float32]
            Standardised features.
        epochs : int
            Passes over all windows.
        """
        self._model.fit(windows, targets, batch_size=self._batch, epochs=epochs, verbose=0)

    def loss(self, windows: Floats, targets: Floats) -> float:
        """Return the mean squared error.

        Parameters
        ----------
        windows, targets : np.ndarray
            As for `fit`.

        Returns
        -------
        float
            Mean over all windows, steps and dimensions, in standardised units.
        """
        return float(self._model.evaluate(windows, targets, batch_size=self._batch, verbose=0))


def _whole_model(steps: int, embed: Any, sequence: Any, learning_rate: float) -> Any:
    window = keras.Input((steps, *FRAME_SHAPE), dtype="uint8", name="window")
    frames = keras.ops.reshape(window, (-1, *FRAME_SHAPE))
    embeddings = keras.ops.reshape(embed(frames), (-1, steps, EMBEDDING_SIZE))
    whole = keras.Model(window, sequence(embeddings), name="whole")
    whole.compile(optimizer=keras.optimizers.Adam(learning_rate), loss="mean_squared_error")
    return whole


def _embed_model(precision: str | None = None) -> Any:
    frames = keras.Input(FRAME_SHAPE, dtype="uint8", name="frames")
    values = keras.layers.Rescaling(scale=_HSV_SCALE, dtype=precision)(frames)
    return keras.Model(frames, _convolve(values, precision), name="embed")


def _convolve(values: Any, precision: str | None) -> Any:
    for channels in CONVOLUTION_CHANNELS:
        values = keras.layers.Conv2D(channels, 3, padding="same", activation="relu", dtype=precision)(values)
        values = keras.layers.MaxPooling2D(dtype=precision)(values)
    values = keras.layers.Flatten(dtype=precision)(values)
    return keras.layers.Dense(EMBEDDING_SIZE, activation="relu", dtype=precision)(values)


def _sequence_model(steps: int, dimensions: int) -> Any:
    embeddings = keras.Input((steps, EMBEDDING_SIZE), name="embeddings")
    values = embeddings
    for units in LSTM_UNITS:
        values = keras.layers.LSTM(units, return_sequences=True)(values)
    return keras.Model(embeddings, keras.layers.Dense(dimensions)(values), name="sequence")
