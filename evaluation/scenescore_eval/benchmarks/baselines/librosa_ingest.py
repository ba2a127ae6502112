"""Baseline of importing music: a plain loop over librosa's own functions."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import librosa
import numpy as np
import numpy.typing as npt

from scenescore.audio.numba_cache import compile_librosa
from scenescore.audio.sample_rate import SAMPLE_RATE
from scenescore.audio.segment import CLUSTERS, HOP_LENGTH, WINDOW_SAMPLES, Segment, spread_segments
from scenescore.errors import InvalidInputError

Floats = npt.NDArray[np.float32]

LIBROSA_FEATURES: Final[Mapping[str, Callable[[Floats], Any]]] = {
    "cqt": lambda y: librosa.power_to_db(np.abs(librosa.cqt(y, sr=SAMPLE_RATE)) ** 2),
    "iirt": lambda y: librosa.power_to_db(librosa.iirt(y, sr=SAMPLE_RATE)),
    "chroma_stft": lambda y: librosa.feature.chroma_stft(y=y, sr=SAMPLE_RATE),
    "chroma_cqt": lambda y: librosa.feature.chroma_cqt(y=y, sr=SAMPLE_RATE),
    "chroma_cens": lambda y: librosa.feature.chroma_cens(y=y, sr=SAMPLE_RATE),
    "melspectrogram": lambda y: librosa.power_to_db(librosa.feature.melspectrogram(y=y, sr=SAMPLE_RATE)),
    "mfcc": lambda y: librosa.feature.mfcc(y=y, sr=SAMPLE_RATE),
    "mfcc_delta2": lambda y: librosa.feature.delta(librosa.feature.mfcc(y=y, sr=SAMPLE_RATE), order=2),
}
"""librosa's function for each feature. It has none for activations of a fixed dictionary (nmf)."""


@dataclass(frozen=True)
class BaselineTrack:
    """The loop's result for one file."""

    segment_start_s: float
    """Start of the representative segment, seconds."""
    features: dict[str, Floats]
    """Features of the segments by name [shape=(segments, steps, D_f), float32]."""


def require_librosa_features(names: Iterable[str]) -> None:
    """Refuse features that librosa has no function for.

    Parameters
    ----------
    names : iterable of str
        Names of features.

    Raises
    ------
    InvalidInputError
        librosa lacks one of them.
    """
    for name in names:
        if name not in LIBROSA_FEATURES:
            raise InvalidInputError(
                f"librosa has no function for {name} to compare with; give another bundle, such as starter"
            )


def analyse_with_librosa(file: Path, names: Iterable[str], steps: int, segments: int) -> BaselineTrack:
    """Read a file, find its segments and compute their features.

    Parameters
    ----------
    file : Path
        A file with at least 12 s of music.
    names : iterable of str
        Names from `LIBROSA_FEATURES`.
    steps : int
        Steps of the averaged features.
    segments : int
        Maximum number of segments for the track.

    Returns
    -------
    BaselineTrack
    """
    from sklearn.cluster import KMeans  # noqa: PLC0415 (takes a second)

    compile_librosa()
    samples, _ = librosa.load(file, sr=SAMPLE_RATE, mono=True)
    labels = KMeans(CLUSTERS, n_init=10, random_state=0).fit_predict(
        librosa.feature.mfcc(y=samples, sr=SAMPLE_RATE).T
    )
    is_mode = labels == np.bincount(labels).argmax()
    inside = np.convolve(is_mode, np.ones(1 + WINDOW_SAMPLES // HOP_LENGTH, int), mode="valid")
    first = int(np.argmax(inside[: 1 + (len(samples) - WINDOW_SAMPLES) // HOP_LENGTH])) * HOP_LENGTH
    start_s = first / SAMPLE_RATE
    chosen = Segment(start_s, samples[first : first + WINDOW_SAMPLES], looped=False)
    excerpts = spread_segments(samples, chosen, segments)
    features = {
        name: np.stack([average_over_steps(LIBROSA_FEATURES[name](excerpt), steps) for excerpt in excerpts])
        for name in names
    }
    return BaselineTrack(start_s, features)


def average_over_steps(frames: Any, steps: int) -> Floats:
    """Average the frames of each step.

    Parameters
    ----------
    frames : np.ndarray [shape=(D, n)]
        A feature by librosa.
    steps : int
        Number of steps.

    Returns
    -------
    np.ndarray [shape=(steps, D), float32]
    """
    step = np.minimum(np.arange(frames.shape[1]) * HOP_LENGTH * steps // WINDOW_SAMPLES, steps - 1)
    means = [frames[:, step == place].mean(axis=1, dtype=np.float64) for place in range(steps)]
    return np.stack(means).astype(np.float32)
