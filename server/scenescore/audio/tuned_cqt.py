"""The constant-Q transform behind the CQT chromas: ``librosa.cqt`` with cached filters.

librosa computes the filters again for each sound, which takes as long as applying them. The filters depend
only on the tuning. It is estimated to a hundredth of a bin, so there are only a hundred sets of filters.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import librosa
import numpy as np
import numpy.typing as npt

from scenescore.audio.sample_rate import SAMPLE_RATE
from scenescore.audio.segment import HOP_LENGTH, N_FFT

OCTAVES: Final = 7
"""Octaves of the transform: the default of librosa's CQT chromas."""
BINS_PER_OCTAVE: Final = 36
"""Bins in an octave: the default of librosa's CQT chromas."""
PITCH_THRESHOLD: Final = 0.1
"""A magnitude counts as a pitch from this share of the frame's largest magnitude on: librosa's default."""
SPARSITY: Final = 0.01
"""Share of a filter's energy that is left out: librosa's default."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Octave:
    """The filters of one octave. Each octave has its own sample rate.

    Attributes
    ----------
    filters : scipy.sparse.csr_matrix [shape=(36, 1 + n_fft // 2), complex64]
        One filter in each row, in the frequency domain.
    n_fft : int
        Length of a filter in samples.
    """

    filters: Any
    n_fft: int


def tuned_cqt(samples: Floats, magnitudes: Floats) -> Floats:
    """Return the magnitudes of ``librosa.cqt`` with 7 octaves of 36 bins at the sound's own tuning.

    Parameters
    ----------
    samples : np.ndarray [shape=(n,), float32]
        Mono at 22,050 samples per second.
    magnitudes : np.ndarray [shape=(1025, 1 + n // 512), float32]
        Magnitudes of its STFT at librosa's defaults; the tuning is estimated from them.

    Returns
    -------
    np.ndarray [shape=(252, 1 + n // 512), float32]
        Magnitudes, from the lowest bin up.
    """
    octaves, scale = filter_bank(round(estimate_tuning(magnitudes), 4))
    transform = np.empty((OCTAVES * BINS_PER_OCTAVE, 1 + samples.size // HOP_LENGTH), np.float32)
    resampled, hop = samples, HOP_LENGTH
    for down, octave in enumerate(octaves):
        if down:
            # Each octave is computed at half the sample rate of the one above.
            resampled = librosa.resample(resampled, orig_sr=2, target_sr=1, res_type="soxr_hq", scale=True)
            hop //= 2
        spectrum = librosa.stft(resampled, n_fft=octave.n_fft, hop_length=hop, window="ones")
        first = (OCTAVES - 1 - down) * BINS_PER_OCTAVE
        response = np.abs(octave.filters.dot(spectrum))
        transform[first : first + BINS_PER_OCTAVE] = response[:, : transform.shape[1]]
    scaled: Floats = transform / scale[:, None]
    return scaled


def estimate_tuning(magnitudes: Floats) -> float:
    """Return the same as ``librosa.estimate_tuning``, from half of the spectrum.

    librosa looks for pitches below 4 kHz. The upper half of the spectrum only matters for the largest
    magnitude of each frame. The lower half is the spectrum of a sound at half the sample rate.

    Parameters
    ----------
    magnitudes : np.ndarray [shape=(1025, frames), float32]
        Magnitudes of the STFT at librosa's defaults.

    Returns
    -------
    float
        Deviation from 440 Hz in bins, -0.5 to 0.5.
    """
    lower = magnitudes[: 1 + N_FFT // 4]
    min_magnitudes = PITCH_THRESHOLD * magnitudes.max(axis=0, keepdims=True)
    tuning = librosa.estimate_tuning(
        S=lower, sr=SAMPLE_RATE / 2, n_fft=N_FFT // 2, bins_per_octave=BINS_PER_OCTAVE, ref=min_magnitudes
    )
    return float(tuning)


@lru_cache(maxsize=100)
def filter_bank(tuning: float) -> tuple[tuple[Octave, ...], Floats]:
    """Compute the filters for one tuning.

    Parameters
    ----------
    tuning : float
        Deviation from 440 Hz in bins, -0.5 to 0.5.

    Returns
    -------
    octaves : tuple of Octave
        Filters of each octave, from the highest octave down.
    scale : np.ndarray [shape=(252,), float32]
        The response of each bin is divided by its scale.
    """
    lowest_hz = librosa.note_to_hz("C1") * 2.0 ** (tuning / BINS_PER_OCTAVE)
    frequencies = librosa.interval_frequencies(
        OCTAVES * BINS_PER_OCTAVE,
        fmin=lowest_hz,
        intervals="equal",
        bins_per_octave=BINS_PER_OCTAVE,
        sort=True,
    )
    # The relative bandwidth is the same for all bins: half of the way to either neighbour.
    step = 2.0 ** (2 / BINS_PER_OCTAVE)
    alpha = (step - 1) / (step + 1)
    octaves = []
    for down in range(OCTAVES):
        own = slice((OCTAVES - 1 - down) * BINS_PER_OCTAVE, (OCTAVES - down) * BINS_PER_OCTAVE)
        basis, lengths = librosa.filters.wavelet(
            freqs=frequencies[own], sr=SAMPLE_RATE / 2**down, filter_scale=1, norm=1, pad_fft=True,
            window="hann", gamma=0, alpha=alpha,
        )  # fmt: skip
        n_fft = basis.shape[1]
        basis *= lengths[:, None] / n_fft
        spectra = np.fft.fft(basis, axis=1)[:, : n_fft // 2 + 1]
        filters = librosa.util.sparsify_rows(spectra, quantile=SPARSITY, dtype=np.complex64)
        octaves.append(Octave(filters * np.float32(2 ** (down / 2)), n_fft))
    lengths, _ = librosa.filters.wavelet_lengths(
        freqs=frequencies, sr=SAMPLE_RATE, window="hann", filter_scale=1, gamma=0, alpha=alpha
    )
    return tuple(octaves), np.sqrt(lengths).astype(np.float32)
