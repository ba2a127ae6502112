"""The constant-Q transform that chromas fold, as ``librosa.cqt`` computes it, with its filters kept.

librosa makes the filters anew for each sound, which costs as much as their use. They depend on the tuning
alone, which is estimated to a hundredth of a bin: a hundred sets are all there are.
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
BINS_PER_OCTAVE: Final = 36
"""What librosa's CQT chromas fold, by default."""
PITCH_THRESHOLD: Final = 0.1
"""Share of a frame's largest magnitude above which librosa takes one for a pitch."""
SPARSITY: Final = 0.01
"""Share of a filter's energy that librosa leaves out."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Octave:
    """The filters of one octave, which run at a rate of their own.

    Attributes
    ----------
    filters : scipy.sparse.csr_matrix [shape=(36, 1 + n_fft // 2), complex64]
        In the frequency domain.
    n_fft : int
        Samples of a filter.
    """

    filters: Any
    n_fft: int


def tuned_cqt(samples: Floats, magnitudes: Floats) -> Floats:
    """Return the magnitudes of ``librosa.cqt`` with 7 octaves of 36 bins on the sound's own tuning.

    Parameters
    ----------
    samples : np.ndarray [shape=(n,), float32]
        Mono at 22,050 samples per second.
    magnitudes : np.ndarray [shape=(1025, 1 + n // 512), float32]
        Of its STFT at librosa's defaults: the tuning is estimated from them.

    Returns
    -------
    np.ndarray [shape=(252, 1 + n // 512), float32]
    """
    octaves, scale = filter_bank(round(estimate_tuning(magnitudes), 4))
    transform = np.empty((OCTAVES * BINS_PER_OCTAVE, 1 + samples.size // HOP_LENGTH), np.float32)
    slowed, hop = samples, HOP_LENGTH
    for down, octave in enumerate(octaves):
        if down:
            # Each octave is heard at half the rate of the one above.
            slowed = librosa.resample(slowed, orig_sr=2, target_sr=1, res_type="soxr_hq", scale=True)
            hop //= 2
        spectrum = librosa.stft(slowed, n_fft=octave.n_fft, hop_length=hop, window="ones")
        first = (OCTAVES - 1 - down) * BINS_PER_OCTAVE
        found = np.abs(octave.filters.dot(spectrum))
        transform[first : first + BINS_PER_OCTAVE] = found[:, : transform.shape[1]]
    scaled: Floats = transform / scale[:, None]
    return scaled


def estimate_tuning(magnitudes: Floats) -> float:
    """Return what ``librosa.estimate_tuning`` returns, in bins, -0.5 to 0.5.

    Pitches are looked for below 4 kHz alone, so the upper half of the spectrum only says how loud each frame
    is. The lower half is that of a sound at half the rate.

    Parameters
    ----------
    magnitudes : np.ndarray [shape=(1025, frames), float32]
        Of the STFT at librosa's defaults.
    """
    lower = magnitudes[: 1 + N_FFT // 4]
    loud_enough = PITCH_THRESHOLD * magnitudes.max(axis=0, keepdims=True)
    tuning = librosa.estimate_tuning(
        S=lower, sr=SAMPLE_RATE / 2, n_fft=N_FFT // 2, bins_per_octave=BINS_PER_OCTAVE, ref=loud_enough
    )
    return float(tuning)


@lru_cache(maxsize=100)
def filter_bank(tuning: float) -> tuple[tuple[Octave, ...], Floats]:
    """Make the filters.

    Parameters
    ----------
    tuning : float
        In bins, -0.5 to 0.5.

    Returns
    -------
    octaves : tuple of Octave
        From the highest down.
    scale : np.ndarray [shape=(252,), float32]
        What each bin's response is divided by.
    """
    lowest_hz = librosa.note_to_hz("C1") * 2.0 ** (tuning / BINS_PER_OCTAVE)
    frequencies = librosa.interval_frequencies(
        OCTAVES * BINS_PER_OCTAVE,
        fmin=lowest_hz,
        intervals="equal",
        bins_per_octave=BINS_PER_OCTAVE,
        sort=True,
    )
    # Relative bandwidth, the same for all bins: half of the way to either neighbour.
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
