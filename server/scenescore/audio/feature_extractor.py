"""The features of one excerpt at librosa's frames.

Features share the transforms that they have in common. That changes no value.
"""

from functools import cached_property

import librosa
import numpy as np
import numpy.typing as npt

from scenescore.audio.nmf import magnitude_spectrogram, solve_activations
from scenescore.audio.numba_cache import compile_librosa
from scenescore.audio.sample_rate import SAMPLE_RATE
from scenescore.audio.tuned_cqt import tuned_cqt
from scenescore.errors import InvalidInputError

Floats = npt.NDArray[np.float32]


class FeatureExtractor:
    """Computes the features of one excerpt. Each is computed when it is first read.

    Every feature has the shape (D, 1 + n // 512) and the values that librosa's function of that name returns
    at its defaults.

    Parameters
    ----------
    samples : np.ndarray [shape=(n,), float32]
        Mono at 22,050 samples per second.
    nmf_dictionary : np.ndarray [shape=(1025, components), float32], optional
        Spectra of the bundle; only `nmf` needs it.
    """

    def __init__(self, samples: Floats, nmf_dictionary: Floats | None = None) -> None:
        compile_librosa()
        self.samples = samples
        self.nmf_dictionary = nmf_dictionary

    def feature(self, name: str) -> Floats:
        """Return a feature by its name.

        Parameters
        ----------
        name : str
            A name of `scenescore.audio.features.FEATURES`.

        Returns
        -------
        np.ndarray [shape=(D, 1 + n // 512), float32]
            One column for each of librosa's frames.

        Raises
        ------
        InvalidInputError
            `nmf` is asked for, and there is no dictionary.
        """
        values: Floats = getattr(self, name)
        return values

    @cached_property
    def magnitudes(self) -> Floats:
        """Magnitudes of the STFT."""
        return magnitude_spectrogram(self.samples)

    @cached_property
    def power(self) -> Floats:
        """Power of the STFT."""
        return np.square(self.magnitudes)

    @cached_property
    def tuned_cqt(self) -> Floats:
        """Magnitudes of the CQT at the excerpt's own tuning; both CQT chromas are made from them."""
        return tuned_cqt(self.samples, self.magnitudes)

    @cached_property
    def cqt(self) -> Floats:
        """Semitone power by the constant-Q transform, decibels."""
        transform = np.abs(librosa.cqt(self.samples, sr=SAMPLE_RATE))
        decibels: Floats = librosa.power_to_db(np.square(transform))
        return decibels

    @cached_property
    def iirt(self) -> Floats:
        """Semitone power by IIR filters, decibels."""
        decibels: Floats = librosa.power_to_db(librosa.iirt(self.samples, sr=SAMPLE_RATE))
        return decibels

    @cached_property
    def chroma_stft(self) -> Floats:
        """Pitch classes from the STFT."""
        chroma: Floats = librosa.feature.chroma_stft(S=self.power, sr=SAMPLE_RATE)
        return chroma

    @cached_property
    def chroma_cqt(self) -> Floats:
        """Pitch classes from the CQT."""
        chroma: Floats = librosa.feature.chroma_cqt(C=self.tuned_cqt, sr=SAMPLE_RATE)
        return chroma

    @cached_property
    def chroma_cens(self) -> Floats:
        """Pitch classes from the CQT, quantised and smoothed over time."""
        chroma: Floats = librosa.feature.chroma_cens(C=self.tuned_cqt, sr=SAMPLE_RATE)
        return chroma

    @cached_property
    def melspectrogram(self) -> Floats:
        """Power in mel bands, decibels."""
        decibels: Floats = librosa.power_to_db(librosa.feature.melspectrogram(S=self.power, sr=SAMPLE_RATE))
        return decibels

    @cached_property
    def mfcc(self) -> Floats:
        """Mel-frequency cepstral coefficients."""
        coefficients: Floats = librosa.feature.mfcc(S=self.melspectrogram, sr=SAMPLE_RATE)
        return coefficients

    @cached_property
    def mfcc_delta2(self) -> Floats:
        """Second derivative of `mfcc` over time."""
        derivative: Floats = librosa.feature.delta(self.mfcc, order=2)
        return derivative

    @cached_property
    def nmf(self) -> Floats:
        """Activations of the dictionary's spectra."""
        if self.nmf_dictionary is None:
            raise InvalidInputError("the feature nmf needs the bundle's dictionary", field="features")
        return solve_activations(self.magnitudes, self.nmf_dictionary)
