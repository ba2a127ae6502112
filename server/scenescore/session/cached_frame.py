"""Frames of a session's window, and what answers need of them: computed once for each frame."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenescore.frames.appearance import look_of
from scenescore.frames.stillness import stillness_of
from scenescore.model.memory import Prediction
from scenescore.model.predict import Predictor

Floats = npt.NDArray[np.float32]


@dataclass
class SeenFrame:
    """A frame; what an answer has needed of it stands beside it from then on.

    Attributes
    ----------
    picture : np.ndarray [shape=(80, 80, 3), uint8]
        In HSV.
    arrived_s : float
        When it arrived, on the daemon's monotonic clock.
    embedding : np.ndarray [shape=(128,), float32], optional
        From the bundle's network.
    look : np.ndarray [shape=(234,), float32], optional
        From `look_of`.
    likeness : np.ndarray [shape=(m,), float32], optional
        To each window that the bundle remembers.
    """

    picture: npt.NDArray[np.uint8]
    arrived_s: float
    embedding: Floats | None = None
    look: Floats | None = None
    likeness: Floats | None = None


def predict(
    predictor: Predictor,
    shown: Sequence[SeenFrame],
    *,
    playing: npt.NDArray[np.bool_] | None = None,
    beside: Executor | None = None,
) -> Prediction:
    """Predict how the music for a window should sound.

    Parameters
    ----------
    predictor : Predictor
        The bundle's; the frames must be of sessions with this one alone.
    shown : sequence of SeenFrame
        The window, a frame for each step; one may stand in several steps.
    playing : np.ndarray [shape=(m,), bool], optional
        Which of the windows that are remembered lead to the track that plays.
    beside : Executor, optional
        Compares the frames with what is remembered, if it has a thread to spare, while this one predicts.
    """
    if predictor.memory is None:
        return predictor.complete(_embeddings(predictor, shown), None)
    compared = beside.submit(_likeness, predictor, shown) if beside else None
    embeddings = _embeddings(predictor, shown)
    if compared is None or compared.cancel():
        return predictor.complete(embeddings, _likeness(predictor, shown), playing)
    return predictor.complete(embeddings, compared.result(), playing)


def looks(shown: Sequence[SeenFrame]) -> Floats:
    """Return what frames are compared by [shape=(n, 234), float32]."""
    for frame in shown:
        if frame.look is None:
            frame.look = look_of(frame.picture)
    return np.stack([frame.look for frame in shown if frame.look is not None])


def stillness(shown: Sequence[SeenFrame]) -> float | None:
    """Return how still a window is, 0 to 1; None for one with too few frames of its own."""
    return stillness_of([frame.picture for frame in _different(shown)])


def _embeddings(predictor: Predictor, shown: Sequence[SeenFrame]) -> Floats:
    """Embed what no answer has needed before, all at once."""
    new = [frame for frame in _different(shown) if frame.embedding is None]
    if new:
        embedded = predictor.embed(np.stack([frame.picture for frame in new]))
        for frame, embedding in zip(new, embedded, strict=True):
            frame.embedding = embedding
    return np.stack([frame.embedding for frame in shown if frame.embedding is not None])


def _likeness(predictor: Predictor, shown: Sequence[SeenFrame]) -> Floats:
    """Return how much frames look like what the bundle remembers."""
    new = [frame for frame in _different(shown) if frame.likeness is None]
    if new and predictor.memory is not None:
        for frame, likeness in zip(new, predictor.memory.likeness(looks(new)), strict=True):
            frame.likeness = likeness
    return np.stack([frame.likeness for frame in shown if frame.likeness is not None])


def _different(shown: Sequence[SeenFrame]) -> list[SeenFrame]:
    return list({id(frame): frame for frame in shown}.values())
