"""The training loop: epochs, early stopping, the best weights kept."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from scenescore.model.dataset.augment import vary
from scenescore.model.dataset.windows import Windows
from scenescore.model.training.evaluation import Order

VALIDATION_AVERAGE_EPOCHS: Final = 5
"""Epochs whose judgements are averaged: a single one is chance, where there are few validation windows."""

Floats = npt.NDArray[np.float32]
Weights = list[npt.NDArray[np.float32]]


class Learner(Protocol):
    """What can be trained: `scenescore.model.network.Network`."""

    batch: int

    def learn(self, frames: npt.NDArray[np.uint8], targets: Floats) -> float:
        """Take one optimiser step and return the loss."""
        ...

    def expect(self, frames: npt.NDArray[np.uint8]) -> Floats:
        """Predict as it learns: perhaps in a lower precision, and sooner."""
        ...

    def predict(self, frames: npt.NDArray[np.uint8]) -> Floats:
        """Predict standardised features."""
        ...

    def weights(self) -> Weights:
        """Return a copy of all weights."""
        ...

    def restore(self, weights: Weights) -> None:
        """Set all weights."""
        ...


@dataclass
class TrainingHistory:
    """How a training went."""

    losses: list[float] = field(default_factory=list)
    """Mean training loss of each epoch."""
    validation_losses: list[float] = field(default_factory=list)
    """Loss on the validation windows after each epoch; empty without any."""
    best_epoch: int = 0
    """Whose weights were kept, from 1; 0 where no epoch was finished."""
    stopped: bool = False
    """Whether someone stopped it."""


def fit(
    learner: Learner,
    training: Windows,
    groups: list[npt.NDArray[np.int64]],
    validation: Windows | None,
    *,
    order: Order | None,
    judge: Callable[[Floats, Floats], float],
    epochs: int,
    patience: int,
    augments: bool,
    random: np.random.Generator,
    after_epoch: Callable[[TrainingHistory], None],
    stop: threading.Event,
) -> TrainingHistory:
    """Train, and leave the learner with its best weights.

    Parameters
    ----------
    learner : Learner
        To be trained.
    training : Windows
        Standardised; each segment with its shifted copies.
    groups : list of np.ndarray [shape=(copies,), int64]
        Places of each segment and its copies: an epoch takes one of each.
    validation : Windows, optional
        Standardised; without it the last epoch is the best one.
    order : callable, optional
        Given predictions and targets, returns the targets with their steps in the order that is learnt; by
        default they stay as they are.
    judge : callable
        Turns the predictions for the validation windows, and their features, into what is to become least.
    epochs : int
        At most.
    patience : int
        Epochs without a better judgement before it ends.
    augments : bool
        Whether windows are varied.
    random : np.random.Generator
        Source of all that is drawn.
    after_epoch : callable
        Told how it goes.
    stop : threading.Event
        Ends it after the batch at hand.

    Returns
    -------
    TrainingHistory
    """
    course = TrainingHistory()
    best = np.inf
    judgements: list[float] = []
    kept: Weights = []
    for epoch in range(1, epochs + 1):
        losses = _one_epoch(
            learner, training, groups, order=order, augments=augments, random=random, stop=stop
        )
        if stop.is_set():
            course.stopped = True
            break
        course.losses.append(float(np.mean(losses)))
        judgement = -float(epoch)
        if validation is not None:
            predicted = learner.predict(validation.frames())
            targets = order(predicted, validation.features) if order else validation.features
            course.validation_losses.append(float(np.mean((predicted - targets) ** 2)))
            judgements.append(judge(predicted, validation.features))
            judgement = float(np.mean(judgements[-VALIDATION_AVERAGE_EPOCHS:]))
        if judgement < best:
            best, kept, course.best_epoch = judgement, learner.weights(), epoch
        after_epoch(course)
        if validation is not None and epoch - course.best_epoch >= patience:
            break
    if kept:
        learner.restore(kept)
    return course


def _one_epoch(
    learner: Learner,
    training: Windows,
    groups: list[npt.NDArray[np.int64]],
    *,
    order: Order | None,
    augments: bool,
    random: np.random.Generator,
    stop: threading.Event,
) -> list[float]:
    """Show the learner one window of each group, and return each batch's loss."""
    chosen = random.permutation([random.choice(group) for group in groups])
    losses = []
    for start in range(0, len(chosen), learner.batch):
        if stop.is_set():
            break
        batch = chosen[start : start + learner.batch]
        frames, targets = training.frames(batch), training.features[batch]
        if augments:
            frames = vary(frames, random)
        if order:
            targets = order(learner.expect(frames), targets)
        losses.append(learner.learn(frames, targets))
    return losses
