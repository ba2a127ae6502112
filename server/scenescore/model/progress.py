"""Progress of a training, and stopping it."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from scenescore.errors import ScenescoreError

NOTHING_KEPT: Final = "the training was stopped before its first epoch was done: nothing is kept"


@dataclass(frozen=True)
class TrainProgress:
    """How far a training is."""

    stage: str
    """``segments``, ``features``, ``training`` or ``export``."""
    done: int
    """What is done of the stage: videos scanned, segments computed, epochs."""
    total: int
    """What the stage has in all."""
    eta_s: float = 0.0
    """Estimated time until the stage ends, seconds."""
    loss: float = 0.0
    """Mean training loss of the last epoch; 0 before the first."""
    validation_loss: float = 0.0
    """Loss on the validation windows; 0 if there are none."""
    note: str = ""
    """A note for the user, such as a video that was skipped."""


class TrainingStoppedError(ScenescoreError):
    """The training was stopped before there was anything to keep."""

    status = "CANCELLED"
    reason = "TRAINING_STOPPED"


class ProgressReporter:
    """Reports the progress of a training to a callback and watches for a stop.

    Parameters
    ----------
    progress : callable
        Called with each `TrainProgress`.
    stop : threading.Event
        Set by another thread to stop the training.
    """

    def __init__(self, progress: Callable[[TrainProgress], None], stop: threading.Event) -> None:
        self._progress = progress
        self.stop = stop
        self._stage = ""
        self._began_s = 0.0

    def report(
        self,
        stage: str,
        done: int,
        total: int,
        *,
        loss: float = 0.0,
        validation_loss: float = 0.0,
        note: str = "",
    ) -> None:
        """Call the callback, with the time left estimated from the stage so far.

        Parameters
        ----------
        stage, done, total, loss, validation_loss, note
            As the attributes of `TrainProgress`.
        """
        now_s = time.monotonic()
        if stage != self._stage:
            self._stage, self._began_s = stage, now_s
        eta_s = (now_s - self._began_s) / done * (total - done) if done else 0.0
        self._progress(TrainProgress(stage, done, total, eta_s, loss, validation_loss, note))

    def raise_if_stopped(self) -> None:
        """Raise if the training was stopped.

        Raises
        ------
        TrainingStoppedError
            It was stopped.
        """
        if self.stop.is_set():
            raise TrainingStoppedError(NOTHING_KEPT)
