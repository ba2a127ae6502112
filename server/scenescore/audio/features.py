"""The paper's nine audio features (Table 1), averaged onto the steps of a window."""

import re
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from scenescore.audio import nmf
from scenescore.audio.feature_extractor import FeatureExtractor
from scenescore.audio.sample_rate import SAMPLE_RATE
from scenescore.audio.segment import HOP_LENGTH, WINDOW_SAMPLES
from scenescore.audio.single_threaded import single_threaded
from scenescore.errors import InvalidInputError
from scenescore.window import WINDOW_S

FEATURE_VERSION: Final = 1
"""Part of each `feature_key`. Raise it when the same sound gives other values than before."""

MAX_STEPS: Final = 240
"""Most steps of a window: each step then holds at least two of librosa's frames."""

MAX_LENGTH_ERROR_SAMPLES: Final = round(0.02 * SAMPLE_RATE)
"""How much shorter or longer than 12 s an excerpt may be: a codec's last block may be incomplete."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Feature:
    """One of the paper's nine features."""

    name: str
    """librosa's name of the feature."""
    dimensions: int
    """D: the number of values in a step."""
    scale: str
    """Unit and range of the values."""
    description: str
    """What the feature describes."""


FEATURES: Mapping[str, Feature] = MappingProxyType(
    {
        feature.name: feature
        for feature in (
            Feature(
                "cqt", 84, "dB, at most 80 below the loudest", "power of 84 semitones, constant-Q transform"
            ),
            Feature("iirt", 85, "dB, at most 80 below the loudest", "power of 85 semitones, IIR filter bank"),
            Feature("chroma_stft", 12, "0 to 1, loudest is 1", "power of each pitch class, from the STFT"),
            Feature("chroma_cqt", 12, "0 to 1, loudest is 1", "power of each pitch class, from the CQT"),
            Feature("chroma_cens", 12, "0 to 1, unit length", "chroma_cqt, quantised and smoothed over time"),
            Feature("melspectrogram", 128, "dB, at most 80 below the loudest", "power of 128 mel bands"),
            Feature("mfcc", 20, "dB, about -600 to 300", "mel-frequency cepstral coefficients: timbre"),
            Feature("mfcc_delta2", 20, "dB per frame², about -5 to 5", "second derivative of mfcc over time"),
            Feature("nmf", 16, "0 and up, about 1 in sum", "activations of the bundle's fixed dictionary"),
        )
    }
)
"""The nine features by name, in the order of the paper's Table 1."""


@dataclass(frozen=True)
class FeatureSet:
    """One feature or several, concatenated."""

    names: tuple[str, ...]
    """Names of the features in the order of their columns."""

    def __post_init__(self) -> None:
        check_names(self.names)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a feature set as people write it.

        Parameters
        ----------
        text : str
            Names separated by commas, plus signs or spaces, such as ``"chroma_cqt,mfcc"``.

        Returns
        -------
        FeatureSet
            The features in the order given.

        Raises
        ------
        InvalidInputError
            There is no name, an unknown name, or the same name twice.
        """
        return cls(tuple(name.lower() for name in re.split(r"[,+\s]+", text) if name))

    @property
    def dimensions(self) -> int:
        """D: the number of values in a step, over all features."""
        return sum(FEATURES[name].dimensions for name in self.names)

    @property
    def blocks(self) -> list[slice]:
        """The columns of each feature, in the order of `names`."""
        ends = np.cumsum([FEATURES[name].dimensions for name in self.names]).tolist()
        return [slice(start, end) for start, end in zip([0, *ends[:-1]], ends, strict=True)]

    def __str__(self) -> str:
        return "+".join(self.names)


def check_names(names: Iterable[str]) -> None:
    """Check names of features.

    Parameters
    ----------
    names : iterable of str
        The names to check.

    Raises
    ------
    InvalidInputError
        There is no name, an unknown name, or the same name twice.
    """
    names = tuple(names)
    nine = ", ".join(FEATURES)
    if not names:
        raise InvalidInputError(f"no feature is named: give one or several of {nine}", field="features")
    for name in names:
        if name not in FEATURES:
            raise InvalidInputError(
                f"there is no feature {name!r}: give one or several of {nine}", field="features"
            )
        if names.count(name) > 1:
            raise InvalidInputError(f"the feature {name!r} is named twice: once is enough", field="features")


def check_steps(steps: int) -> None:
    """Check that 12 s of sound can be averaged onto a number of steps.

    Parameters
    ----------
    steps : int
        Steps of a window.

    Raises
    ------
    InvalidInputError
        The number is not from 1 to `MAX_STEPS`.
    """
    if not 1 <= steps <= MAX_STEPS:
        raise InvalidInputError(f"a window can't have {steps} steps: give 1 to {MAX_STEPS}", field="steps")


def feature_key(name: str, steps: int, *, segments: int = 1, nmf_dictionary_sha256: str = "") -> str:
    """Return the key under which the library stores a track's values of one feature.

    Parameters
    ----------
    name : str
        A feature.
    steps : int
        Steps of the window.
    segments : int
        Most segments that represent a track.
    nmf_dictionary_sha256 : str
        Hash of the bundle's dictionary in hexadecimal; only ``nmf`` depends on it.

    Returns
    -------
    str
        A key such as ``"chroma_cqt@24v1"``, with eight segments ``"chroma_cqt@24x8v1"``, or
        ``"nmf@24v1:ab12cd34ef56"``.

    Raises
    ------
    InvalidInputError
        The feature is unknown, the number of steps is out of range, or the hash for ``nmf`` is missing.
    """
    check_names([name])
    check_steps(steps)
    times = f"x{segments}" if segments > 1 else ""
    key = f"{name}@{steps}{times}v{FEATURE_VERSION}"
    if name != "nmf":
        return key
    if len(nmf_dictionary_sha256) < 12:
        raise InvalidInputError(f"nmf needs its dictionary's sha256, got {nmf_dictionary_sha256!r}")
    return f"{key}:{nmf_dictionary_sha256[:12]}"


def extract(
    samples: Floats, names: Iterable[str], steps: int, *, nmf_dictionary: Floats | None = None
) -> dict[str, Floats]:
    """Compute features of a 12-second excerpt, averaged onto the steps of a window.

    Each feature is what librosa's function of that name returns at its defaults (hop length 512). The power
    spectrograms (cqt, iirt, melspectrogram) are in decibels, by ``power_to_db``. The value of a step is the
    mean over the frames whose centres lie in it.

    Parameters
    ----------
    samples : np.ndarray [shape=(264600,), float32]
        12 s, mono at 22,050 samples per second. It may be 20 ms shorter or longer.
    names : iterable of str
        Names of features.
    steps : int
        Steps of the window, 1 to 240.
    nmf_dictionary : np.ndarray [shape=(1025, 16), float32], optional
        The bundle's dictionary; only ``nmf`` needs it.

    Returns
    -------
    dict of str to np.ndarray [shape=(steps, D), float32]
        The features by name, in the order given.

    Raises
    ------
    InvalidInputError
        A name is unknown, the number of steps is out of range, the excerpt isn't 12 s long, or ``nmf`` lacks
        its dictionary.
    """
    names = tuple(names)
    check_names(names)
    check_steps(steps)
    if samples.ndim != 1 or abs(samples.size - WINDOW_SAMPLES) > MAX_LENGTH_ERROR_SAMPLES:
        raise InvalidInputError(
            f"features are computed from {WINDOW_S:g} s of one channel ({WINDOW_SAMPLES} samples), "
            f"not from samples of shape {samples.shape}"
        )
    if "nmf" in names:
        if nmf_dictionary is None:
            raise InvalidInputError("the feature nmf needs the bundle's dictionary", field="features")
        nmf.check_dictionary(nmf_dictionary, FEATURES["nmf"].dimensions)
    extractor = FeatureExtractor(np.ascontiguousarray(samples, np.float32), nmf_dictionary)
    with single_threaded(), warnings.catch_warnings():
        # librosa warns that it can't estimate the tuning of silence. The values are defined nevertheless.
        warnings.simplefilter("ignore", UserWarning)
        return {name: average_onto_steps(extractor.feature(name), steps) for name in names}


def stack(features: Mapping[str, Floats], feature_set: FeatureSet) -> Floats:
    """Concatenate features into one sequence.

    Parameters
    ----------
    features : mapping of str to np.ndarray [shape=(steps, D_f), float32]
        Values by name; at least those of the feature set.
    feature_set : FeatureSet
        The features to concatenate, in this order.

    Returns
    -------
    np.ndarray [shape=(steps, D), float32]
        The columns of each feature are those in the set's `blocks`.
    """
    return np.concatenate([features[name] for name in feature_set.names], axis=1)


def average_onto_steps(frames: Floats, steps: int) -> Floats:
    """Average the frames of a feature onto the steps of a window.

    Parameters
    ----------
    frames : np.ndarray [shape=(D, n), float32]
        The values at librosa's frames.
    steps : int
        Steps of the window.

    Returns
    -------
    np.ndarray [shape=(steps, D), float32]
        The mean over the frames of each step.
    """
    step_samples = WINDOW_SAMPLES / steps
    step_of_frame = np.minimum(np.arange(frames.shape[1]) * HOP_LENGTH / step_samples, steps - 1).astype(int)
    starts = np.searchsorted(step_of_frame, np.arange(steps))
    sums = np.add.reduceat(frames.astype(np.float64), starts, axis=1)
    counts = np.bincount(step_of_frame, minlength=steps)
    return (sums / counts).T.astype(np.float32)
