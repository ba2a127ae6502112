"""The 12 seconds that represent a track (the paper, section 2.3), and further segments of it."""

import warnings
from dataclasses import dataclass
from functools import cache
from typing import Final

import librosa
import numpy as np
import numpy.typing as npt

from scenescore.audio.numba_cache import compile_librosa
from scenescore.audio.sample_rate import SAMPLE_RATE
from scenescore.audio.single_threaded import single_threaded
from scenescore.errors import InvalidInputError
from scenescore.window import WINDOW_S

WINDOW_SAMPLES: Final = round(WINDOW_S * SAMPLE_RATE)
"""Samples of a window: 264,600."""

CLUSTERS: Final = 4
"""k of the k-means, as in the paper."""

MAX_SEGMENTS: Final = 64
"""Most segments that represent a track."""

MIN_RELATIVE_LOUDNESS: Final = 0.1
"""Least loudness (root mean square) of a further segment, as a share of the track's: the silence before a
piece begins is the same in all pieces."""

N_FFT: Final = 2048
"""Samples of a spectrum frame: librosa's default, which all features use."""

HOP_LENGTH: Final = 512
"""Samples from one spectrum frame to the next: librosa's default, which all features use."""

FRAMES_PER_CHUNK: Final = 256
"""Spectrum frames that are computed at once: they fit into a core's cache."""

Samples = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Segment:
    """The 12 seconds that represent a track."""

    start_s: float
    """Start of the segment, in seconds from the start of the track."""
    samples: Samples
    """The sound [shape=(264600,), float32] at 22,050 samples per second."""
    looped: bool
    """Whether the track is shorter than 12 s and was repeated to fill the segment."""


def representative_segment(samples: Samples, *, seed: int = 0) -> Segment:
    """Pick the 12 seconds that represent a track, by the paper's rule (section 2.3).

    The track's MFCC vectors are clustered with k-means (k = 4). The segment is the window of 12 s that holds
    most vectors of the most frequent cluster; the first such window where several are equal.

    Parameters
    ----------
    samples : np.ndarray [shape=(n,), float32]
        The whole track, mono at 22,050 samples per second. A track shorter than 12 s is looped.
    seed : int
        Seed of the k-means' starting points.

    Returns
    -------
    Segment
        The segment.

    Raises
    ------
    InvalidInputError
        There are no samples, or several channels.
    """
    if samples.ndim != 1 or samples.size == 0:
        raise InvalidInputError(
            f"a track's samples have the shape {samples.shape}: give one channel of at least one sample"
        )
    if samples.size < WINDOW_SAMPLES:
        return Segment(start_s=0.0, samples=np.resize(samples, WINDOW_SAMPLES), looped=True)
    with single_threaded():
        clusters = cluster_frames(mfcc(samples), seed)
    is_in_largest = clusters == np.argmax(np.bincount(clusters, minlength=CLUSTERS))
    start = densest_window(is_in_largest, samples.size) * HOP_LENGTH
    return Segment(
        start_s=start / SAMPLE_RATE, samples=samples[start : start + WINDOW_SAMPLES].copy(), looped=False
    )


def spread_segments(samples: Samples, representative: Segment, count: int) -> list[Samples]:
    """Pick further segments of a track, evenly spread over it.

    Segments overlap by half at most, so a short track has fewer. A segment is left out if it begins within
    3 s of the representative one, or if it is far quieter than the track.

    Parameters
    ----------
    samples : np.ndarray [shape=(n,), float32]
        The whole track, mono at 22,050 samples per second.
    representative : Segment
        The track's representative segment.
    count : int
        Most segments, the representative one included; 1 to `MAX_SEGMENTS`.

    Returns
    -------
    list of np.ndarray [shape=(264600,), float32]
        The representative segment, then the others in the order of the track.

    Raises
    ------
    InvalidInputError
        `count` is out of range.
    """
    check_segment_count(count)
    segments = [representative.samples]
    if representative.looped or count == 1:
        return segments
    last_start = samples.size - WINDOW_SAMPLES
    candidates = min(count - 1, 1 + 2 * last_start // WINDOW_SAMPLES)
    min_loudness = MIN_RELATIVE_LOUDNESS * loudness(samples)
    for start in np.linspace(0, last_start, candidates).round().astype(int):
        segment = samples[start : start + WINDOW_SAMPLES]
        is_representative = abs(start - representative.start_s * SAMPLE_RATE) < WINDOW_SAMPLES / 4
        if not is_representative and loudness(segment) >= min_loudness:
            segments.append(segment)
    return segments


def check_segment_count(count: int) -> int:
    """Check how many segments are to represent a track.

    Parameters
    ----------
    count : int
        The number of segments.

    Returns
    -------
    int
        The same number.

    Raises
    ------
    InvalidInputError
        The number is not from 1 to `MAX_SEGMENTS`.
    """
    if not 1 <= count <= MAX_SEGMENTS:
        raise InvalidInputError(f"a track can't have {count} segments: give 1 to {MAX_SEGMENTS}")
    return count


def loudness(samples: Samples) -> float:
    """Return the root mean square of samples.

    Parameters
    ----------
    samples : np.ndarray [shape=(n,), float32]
        At least one sample.

    Returns
    -------
    float
        0 or more; full scale is 1.
    """
    return float(np.sqrt(np.mean(np.square(samples))))


def mfcc(samples: Samples) -> Samples:
    """Return the same as ``librosa.feature.mfcc``, without holding the whole spectrogram in memory.

    Parameters
    ----------
    samples : np.ndarray [shape=(n,), float32]
        Mono at 22,050 samples per second, of any length.

    Returns
    -------
    np.ndarray [shape=(20, 1 + n // 512), float32]
        Mel-frequency cepstral coefficients.
    """
    # This import would delay the daemon's start.
    from scipy import fft  # noqa: PLC0415

    window, filters = window_and_mel_filters()
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(samples, N_FFT // 2), N_FFT)[::HOP_LENGTH]
    mel = np.empty((len(frames), filters.shape[1]), np.float32)
    for start in range(0, len(frames), FRAMES_PER_CHUNK):
        spectrum = fft.rfft(frames[start : start + FRAMES_PER_CHUNK] * window, axis=1)
        power = np.square(spectrum.real)
        power += np.square(spectrum.imag)
        mel[start : start + FRAMES_PER_CHUNK] = power @ filters
    coefficients: Samples = librosa.feature.mfcc(S=librosa.power_to_db(mel.T), sr=SAMPLE_RATE)
    return coefficients


@cache
def window_and_mel_filters() -> tuple[Samples, Samples]:
    """Return librosa's STFT window and its mel filters.

    Returns
    -------
    window : np.ndarray [shape=(2048,), float32]
        A Hann window.
    filters : np.ndarray [shape=(1025, 128), float32]
        One mel band in each column.
    """
    compile_librosa()
    window = librosa.filters.get_window("hann", N_FFT, fftbins=True).astype(np.float32)
    return window, np.ascontiguousarray(librosa.filters.mel(sr=SAMPLE_RATE, n_fft=N_FFT).T)


def cluster_frames(coefficients: Samples, seed: int) -> npt.NDArray[np.int32]:
    """Cluster MFCC vectors with k-means.

    Parameters
    ----------
    coefficients : np.ndarray [shape=(20, n), float32]
        One MFCC vector in each column.
    seed : int
        Seed of the starting points.

    Returns
    -------
    np.ndarray [shape=(n,), int32]
        Cluster of each vector, 0 to 3.
    """
    # These imports take a second, which would delay the daemon's start.
    from sklearn.cluster import KMeans  # noqa: PLC0415
    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415

    # Within the caller's block, this one limits the libraries that were imported just now.
    with single_threaded(), warnings.catch_warnings():
        # Silence or one held tone has fewer than four different vectors. It then has fewer clusters.
        warnings.simplefilter("ignore", ConvergenceWarning)
        k_means = KMeans(CLUSTERS, n_init=10, random_state=seed)
        clusters: npt.NDArray[np.int32] = k_means.fit_predict(coefficients.T)
    return clusters


def densest_window(is_in_largest: npt.NDArray[np.bool_], size: int) -> int:
    """Return the first of the windows that hold most vectors of the largest cluster.

    Parameters
    ----------
    is_in_largest : np.ndarray [shape=(n,), bool]
        Whether each MFCC vector belongs to the largest cluster.
    size : int
        Samples of the track. Windows must end within the track.

    Returns
    -------
    int
        Index of the window's first vector.
    """
    # librosa makes as many vectors of a sound of 12 s.
    vectors = 1 + WINDOW_SAMPLES // HOP_LENGTH
    cumulated = np.concatenate([[0], np.cumsum(is_in_largest)])
    last_start = (size - WINDOW_SAMPLES) // HOP_LENGTH
    counts = cumulated[vectors : vectors + last_start + 1] - cumulated[: last_start + 1]
    return int(np.argmax(counts))
