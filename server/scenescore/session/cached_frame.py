"""Frames of a session's window with everything that is computed once for each frame."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenescore.frames.appearance import appearance_descriptor
from scenescore.frames.stillness import measure_stillness
from scenescore.model.memory import Prediction
from scenescore.model.predict import Predictor

Floats = npt.NDArray[np.float32]


@dataclass
class CachedFrame:
    """A frame, and the results that an answer has needed of it.

    Attributes
    ----------
    picture : np.ndarray [shape=(80, 80, 3), uint8]
        In HSV.
    arrived_s : float
        When it arrived, on the daemon's monotonic clock.
    embedding : np.ndarray [shape=(128,), float32], optional
        From the bundle's network.
    appearance : np.ndarray [shape=(234,), float32], optional
        Its appearance descriptor.
    similarity : np.ndarray [shape=(m,), float32], optional
        To each window that the bundle remembers.
    """

    picture: npt.NDArray[np.uint8]
    arrived_s: float
    embedding: Floats | None = None
    appearance: Floats | None = None
    similarity: Floats | None = None


def predict(
    predictor: Predictor,
    frames: Sequence[CachedFrame],
    *,
    playing: npt.NDArray[np.bool_] | None = None,
    parallel: Executor | None = None,
) -> Prediction:
    """Predict how the music for a window should sound.

    Parameters
    ----------
    predictor : Predictor
        The bundle's; frames must not be shared between predictors.
    frames : sequence of CachedFrame
        The window, a frame for each step; one frame may fill several steps.
    playing : np.ndarray [shape=(m,), bool], optional
        Which of the remembered windows lead to the track that plays.
    parallel : Executor, optional
        Compares the frames with the memory while this thread embeds them, if it has a free thread.

    Returns
    -------
    Prediction
    """
    if predictor.memory is None:
        return predictor.complete(_embeddings(predictor, frames), None)
    compared = parallel.submit(_similarities, predictor, frames) if parallel else None
    embeddings = _embeddings(predictor, frames)
    if compared is None or compared.cancel():
        return predictor.complete(embeddings, _similarities(predictor, frames), playing)
    return predictor.complete(embeddings, compared.result(), playing)


def appearances(frames: Sequence[CachedFrame]) -> Floats:
    """Return the frames' appearance descriptors [shape=(n, 234), float32].

    Parameters
    ----------
    frames : sequence of CachedFrame
        The frames of a window, one or more.

    Returns
    -------
    np.ndarray [shape=(n, 234), float32]
        A descriptor for each frame; each is computed once.
    """
    for frame in frames:
        if frame.appearance is None:
            frame.appearance = appearance_descriptor(frame.picture)
    return np.stack([frame.appearance for frame in frames if frame.appearance is not None])


def stillness(frames: Sequence[CachedFrame]) -> float | None:
    """Return how still a window is, 0 to 1; None for one with too few different frames.

    Parameters
    ----------
    frames : sequence of CachedFrame
        The frames of a window.

    Returns
    -------
    float or None
        The share of steps in which hardly a pixel changes.
    """
    return measure_stillness([frame.picture for frame in _different(frames)])


def _embeddings(predictor: Predictor, frames: Sequence[CachedFrame]) -> Floats:
    """Return the frames' embeddings; new ones are computed together."""
    new = [frame for frame in _different(frames) if frame.embedding is None]
    if new:
        embedded = predictor.embed(np.stack([frame.picture for frame in new]))
        for frame, embedding in zip(new, embedded, strict=True):
            frame.embedding = embedding
    return np.stack([frame.embedding for frame in frames if frame.embedding is not None])


def _similarities(predictor: Predictor, frames: Sequence[CachedFrame]) -> Floats:
    """Return how similar the frames look to each window that the bundle remembers."""
    new = [frame for frame in _different(frames) if frame.similarity is None]
    if new and predictor.memory is not None:
        for frame, similarity in zip(new, predictor.memory.similarity(appearances(new)), strict=True):
            frame.similarity = similarity
    return np.stack([frame.similarity for frame in frames if frame.similarity is not None])


def _different(frames: Sequence[CachedFrame]) -> list[CachedFrame]:
    return list({id(frame): frame for frame in frames}.values())
