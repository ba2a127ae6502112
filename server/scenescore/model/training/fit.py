"""The training loop: epochs, early stopping, and keeping the best weights."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from scenescore.model.dataset.augment import vary
from scenescore.model.dataset.windows import Windows
from scenescore.model.training.evaluation import StepAlignment

VALIDATION_AVERAGE_EPOCHS: Final = 5
"""Epochs whose validation errors are averaged. With few validation windows a single value is chance."""

Floats = npt.NDArray[np.float32]
Weights = list[npt.NDArray[np.float32]]


class TrainableNetwork(Protocol):
    """What can be trained: `scenescore.model.network.Network`."""

    batch: int
    """Windows in a batch."""

    def train_step(self, frames: npt.NDArray[np.uint8], targets: Floats) -> float:
        """Take one optimiser step and return the loss.

        Parameters
        ----------
        frames : np.ndarray [shape=(n, steps, 80, 80, 3), uint8]
            A batch of windows in HSV.
        targets : np.ndarray [shape=(n, steps, D), float32]
            Standardised features of the music.

        Returns
        -------
        float
            The mean squared error before the step.
        """
        ...

    def predict_batch(self, frames: npt.NDArray[np.uint8]) -> Floats:
        """Predict one batch in the precision of the training.

        Parameters
        ----------
        frames : np.ndarray [shape=(n, steps, 80, 80, 3), uint8]
            A batch of windows in HSV.

        Returns
        -------
        np.ndarray [shape=(n, steps, D), float32]
            Standardised features.
        """
        ...

    def predict(self, frames: npt.NDArray[np.uint8]) -> Floats:
        """Predict any number of windows in float32.

        Parameters
        ----------
        frames : np.ndarray [shape=(n, steps, 80, 80, 3), uint8]
            Windows in HSV.

        Returns
        -------
        np.ndarray [shape=(n, steps, D), float32]
            Standardised features.
        """
        ...

    def weights(self) -> Weights:
        """Return a copy of all weights."""
        ...

    def restore(self, weights: Weights) -> None:
        """Set all weights.

        Parameters
        ----------
        weights : Weights
            From `weights`.
        """
        ...


@dataclass
class TrainingHistory:
    """How a training went."""

    losses: list[float] = field(default_factory=list)
    """Mean training loss of each epoch."""
    validation_losses: list[float] = field(default_factory=list)
    """Loss on the validation windows after each epoch; empty without validation windows."""
    best_epoch: int = 0
    """The epoch whose weights were kept, from 1; 0 if no epoch was finished."""
    stopped: bool = False
    """Whether the user stopped it."""


def fit(
    network: TrainableNetwork,
    training: Windows,
    groups: list[npt.NDArray[np.int64]],
    validation: Windows | None,
    *,
    align_steps: StepAlignment | None,
    validation_score: Callable[[Floats, Floats], float],
    epochs: int,
    patience: int,
    augments: bool,
    random: np.random.Generator,
    after_epoch: Callable[[TrainingHistory], None],
    stop: threading.Event,
) -> TrainingHistory:
    """Train a network and leave it with its best weights.

    Parameters
    ----------
    network : TrainableNetwork
        The network.
    training : Windows
        Standardised windows: each segment with its shifted copies.
    groups : list of np.ndarray [shape=(copies,), int64]
        Places of each segment and its copies. An epoch takes one of each group.
    validation : Windows, optional
        Standardised windows. Without them the last epoch counts as the best.
    align_steps : callable, optional
        Reorders the steps of the targets to match the predictions. By default steps keep their order.
    validation_score : callable
        Returns the error of predictions for the validation windows, given predictions and their features.
    epochs : int
        The most epochs.
    patience : int
        Epochs without a lower validation error before training stops.
    augments : bool
        Whether training windows are varied.
    random : np.random.Generator
        Source of all random draws.
    after_epoch : callable
        Called with the history after each epoch.
    stop : threading.Event
        Stops the training after the current batch.

    Returns
    -------
    TrainingHistory
    """
    history = TrainingHistory()
    best = np.inf
    errors: list[float] = []
    kept: Weights = []
    for epoch in range(1, epochs + 1):
        losses = _train_epoch(
            network, training, groups, align_steps=align_steps, augments=augments, random=random, stop=stop
        )
        if stop.is_set():
            history.stopped = True
            break
        history.losses.append(float(np.mean(losses)))
        error = -float(epoch)
        if validation is not None:
            predicted = network.predict(validation.frames())
            targets = align_steps(predicted, validation.features) if align_steps else validation.features
            history.validation_losses.append(float(np.mean((predicted - targets) ** 2)))
            errors.append(validation_score(predicted, validation.features))
            error = float(np.mean(errors[-VALIDATION_AVERAGE_EPOCHS:]))
        if error < best:
            best, kept, history.best_epoch = error, network.weights(), epoch
        after_epoch(history)
        if validation is not None and epoch - history.best_epoch >= patience:
            break
    if kept:
        network.restore(kept)
    return history


def _train_epoch(
    network: TrainableNetwork,
    training: Windows,
    groups: list[npt.NDArray[np.int64]],
    *,
    align_steps: StepAlignment | None,
    augments: bool,
    random: np.random.Generator,
    stop: threading.Event,
) -> list[float]:
    """Train on one window of each group and return the loss of each batch."""
    chosen = random.permutation([random.choice(group) for group in groups])
    losses = []
    for start in range(0, len(chosen), network.batch):
        if stop.is_set():
            break
        batch = chosen[start : start + network.batch]
        frames, targets = training.frames(batch), training.features[batch]
        if augments:
            frames = vary(frames, random)
        if align_steps:
            targets = align_steps(network.predict_batch(frames), targets)
        losses.append(network.train_step(frames, targets))
    return losses
