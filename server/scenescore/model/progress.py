"""How far a training is."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from scenescore.errors import ScenescoreError


@dataclass(frozen=True)
class TrainProgress:
    """What a training is at."""

    stage: str
    """``segments``, ``features``, ``training`` or ``export``."""
    done: int
    """Of the stage: videos looked through, segments computed, epochs."""
    total: int
    """Of the stage in all."""
    eta_s: float = 0.0
    """Estimated seconds that are left of the stage."""
    loss: float = 0.0
    """Mean training loss of the last epoch; 0 before the first."""
    validation_loss: float = 0.0
    """Loss on the validation windows; 0 where there are none."""
    note: str = ""
    """Something worth telling, such as a video that was skipped."""


class TrainingStoppedError(ScenescoreError):
    """The training was stopped before there was anything to keep."""

    status = "CANCELLED"
    reason = "TRAINING_STOPPED"


class ProgressReporter:
    """Tells a caller how far the training is, and ends it when asked to.

    Parameters
    ----------
    progress : callable
        Called with each `TrainProgress`.
    stop : threading.Event
        Set to end.
    """

    def __init__(self, progress: Callable[[TrainProgress], None], stop: threading.Event) -> None:
        self._progress = progress
        self.stop = stop
        self._stage = ""
        self._began_s = 0.0

    def tell(
        self,
        stage: str,
        done: int,
        total: int,
        *,
        loss: float = 0.0,
        validation_loss: float = 0.0,
        note: str = "",
    ) -> None:
        """Tell; the time that is left follows from the time the stage took so far."""
        now_s = time.monotonic()
        if stage != self._stage:
            self._stage, self._began_s = stage, now_s
        eta_s = (now_s - self._began_s) / done * (total - done) if done else 0.0
        self._progress(TrainProgress(stage, done, total, eta_s, loss, validation_loss, note))

    def check(self) -> None:
        """Raise where the training was stopped.

        Raises
        ------
        TrainingStoppedError
            There is nothing to keep yet.
        """
        if self.stop.is_set():
            raise TrainingStoppedError(
                "the training was stopped before its first epoch was done: nothing is kept"
            )
