"""The paper's nine audio features (Table 1) on a window's steps."""

import re
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self

import numpy as np
import numpy.typing as npt

from scenescore.audio import nmf
from scenescore.audio.feature_extractor import FeatureExtractor
from scenescore.audio.sample_rate import SAMPLE_RATE
from scenescore.audio.segment import HOP_LENGTH, WINDOW_SAMPLES
from scenescore.audio.single_threaded import single_threaded
from scenescore.errors import InvalidInputError
from scenescore.window import WINDOW_S

FEATURE_VERSION = 1
"""Goes up when the same sound would give other values; part of each `feature_key`."""

MAX_STEPS = 240
"""So that each step holds at least two of librosa's frames."""

TOLERANCE_SAMPLES = round(0.02 * SAMPLE_RATE)
"""By how much an excerpt may be shorter or longer than 12 s: what a codec's last block may be off."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Feature:
    """One of the paper's nine."""

    name: str
    """librosa's name for it."""
    dimensions: int
    """D: values a step."""
    scale: str
    """Unit and range of the values."""
    outline: str
    """What it describes."""


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
            Feature(
                "mfcc_delta2", 20, "dB per frame², about -5 to 5", "second differential of mfcc over time"
            ),
            Feature("nmf", 16, "0 and up, about 1 in sum", "activations of the bundle's fixed dictionary"),
        )
    }
)
"""The nine by name, in the order of the paper's Table 1."""


@dataclass(frozen=True)
class FeatureSet:
    """One or several features, concatenated."""

    names: tuple[str, ...]
    """Names of features in the order of their columns."""

    def __post_init__(self) -> None:
        check_names(self.names)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a feature set as people write it.

        Parameters
        ----------
        text : str
            Names between commas, plus signs or spaces, such as ``"chroma_cqt,mfcc"``.

        Returns
        -------
        FeatureSet
            In the order given.

        Raises
        ------
        InvalidInputError
            No name, an unknown one, or one that is there twice.
        """
        return cls(tuple(name.lower() for name in re.split(r"[,+\s]+", text) if name))

    @property
    def dimensions(self) -> int:
        """Values a step, over all features."""
        return sum(FEATURES[name].dimensions for name in self.names)

    @property
    def blocks(self) -> list[slice]:
        """The columns of each feature, in the order of `names`."""
        ends = np.cumsum([FEATURES[name].dimensions for name in self.names]).tolist()
        return [slice(start, end) for start, end in zip([0, *ends[:-1]], ends, strict=True)]

    def __str__(self) -> str:
        return "+".join(self.names)


def check_names(names: Iterable[str]) -> None:
    """Refuse names that aren't among the nine, twice the same, and none at all."""
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
    """Refuse a number of steps that 12 s of sound can't be averaged onto."""
    if not 1 <= steps <= MAX_STEPS:
        raise InvalidInputError(f"a window of {steps} steps can't be: give 1 to {MAX_STEPS}", field="steps")


def feature_key(name: str, steps: int, *, segments: int = 1, nmf_dictionary_sha256: str = "") -> str:
    """Return the name under which a track's values of one feature are kept.

    Parameters
    ----------
    name : str
        A feature.
    steps : int
        Steps of the window.
    segments : int
        How many segments stand for a track, at most.
    nmf_dictionary_sha256 : str
        Of the bundle's dictionary; for ``nmf`` alone, whose values mean nothing without it.

    Returns
    -------
    str
        Such as ``"chroma_cqt@24v1"``, with eight segments ``"chroma_cqt@24x8v1"``, or
        ``"nmf@24v1:ab12cd34ef56"``.

    Raises
    ------
    InvalidInputError
        Unknown feature, impossible steps, or ``nmf`` without its dictionary's hash.
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
    """Compute features of one 12-second excerpt, averaged onto a window's steps.

    Each is what librosa's function of that name returns at its defaults (hop 512); power spectrograms (cqt,
    iirt, melspectrogram) in decibels by ``power_to_db``. A step's value is the mean of the frames whose
    centres lie in it.

    Parameters
    ----------
    samples : np.ndarray [shape=(264600,), float32]
        12 s, mono at 22,050 samples per second; 20 ms more or less are let pass.
    names : iterable of str
        Which of the nine.
    steps : int
        Steps of the window, 1 to 240.
    nmf_dictionary : np.ndarray [shape=(1025, 16), float32], optional
        The bundle's dictionary; needed for ``nmf``.

    Returns
    -------
    dict of str to np.ndarray [shape=(steps, D), float32]
        By name, in the order given.

    Raises
    ------
    InvalidInputError
        Unknown name, impossible steps, an excerpt that isn't 12 s, or ``nmf`` without its dictionary.
    """
    names = tuple(names)
    check_names(names)
    check_steps(steps)
    if samples.ndim != 1 or abs(samples.size - WINDOW_SAMPLES) > TOLERANCE_SAMPLES:
        raise InvalidInputError(
            f"features are taken from {WINDOW_S:g} s of one channel ({WINDOW_SAMPLES} samples), "
            f"not from samples of shape {samples.shape}"
        )
    if "nmf" in names:
        if nmf_dictionary is None:
            raise InvalidInputError("the feature nmf needs the bundle's dictionary", field="features")
        nmf.check_dictionary(nmf_dictionary, FEATURES["nmf"].dimensions)
    excerpt = FeatureExtractor(np.ascontiguousarray(samples, np.float32), nmf_dictionary)
    with single_threaded(), warnings.catch_warnings():
        # A silent excerpt has no tuning that could be estimated: its values are defined all the same.
        warnings.simplefilter("ignore", UserWarning)
        return {name: average_onto_steps(excerpt.feature(name), steps) for name in names}


def stack(features: Mapping[str, Floats], feature_set: FeatureSet) -> Floats:
    """Concatenate features to one sequence.

    Parameters
    ----------
    features : mapping of str to np.ndarray [shape=(steps, D_f), float32]
        At least the set's features.
    feature_set : FeatureSet
        Which, and in what order.

    Returns
    -------
    np.ndarray [shape=(steps, D), float32]
        Columns as in the set's `blocks`.
    """
    return np.concatenate([features[name] for name in feature_set.names], axis=1)


def average_onto_steps(frames: Floats, steps: int) -> Floats:
    """Average a feature's frames [shape=(D, n)] onto the steps [shape=(steps, D), float32]."""
    step_samples = WINDOW_SAMPLES / steps
    step_of_frame = np.minimum(np.arange(frames.shape[1]) * HOP_LENGTH / step_samples, steps - 1).astype(int)
    starts = np.searchsorted(step_of_frame, np.arange(steps))
    sums = np.add.reduceat(frames.astype(np.float64), starts, axis=1)
    counts = np.bincount(step_of_frame, minlength=steps)
    return (sums / counts).T.astype(np.float32)
