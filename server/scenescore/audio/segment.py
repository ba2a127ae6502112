"""The 12 seconds that stand for a track (the paper's section 2.3), and some more of it."""

import warnings
from dataclasses import dataclass
from functools import cache

import librosa
import numpy as np
import numpy.typing as npt

from scenescore.audio.numba_cache import compile_librosa
from scenescore.audio.sample_rate import SAMPLE_RATE
from scenescore.audio.single_threaded import single_threaded
from scenescore.errors import InvalidInputError
from scenescore.window import WINDOW_S

WINDOW_SAMPLES = round(WINDOW_S * SAMPLE_RATE)
"""Samples of a window: 264,600."""

CLUSTERS = 4
"""k of the k-means, as in the paper."""

MAX_SEGMENTS = 64
"""Of a track."""

QUIET = 0.1
"""Share of a track's loudness (root mean square) below which a segment stands for nothing: silence before a
piece begins is the same in all."""

N_FFT = 2048
HOP_LENGTH = 512
"""librosa's defaults, which the whole room keeps to."""

CHUNK_FRAMES = 256
"""Spectrum frames that are held at once: so many fit into a core's cache; four hours would take 5 GB."""


@dataclass(frozen=True)
class Segment:
    """The 12 seconds that stand for a track."""

    start_s: float
    """Where they begin, seconds from the track's start."""
    samples: npt.NDArray[np.float32]
    """[shape=(264600,), float32] at 22,050 per second."""
    looped: bool
    """Whether the track is shorter than 12 s and was repeated to fill them."""


def representative_segment(samples: npt.NDArray[np.float32], *, seed: int = 0) -> Segment:
    """Pick the 12 seconds that stand for a track by the paper's rule (section 2.3).

    The MFCC vectors are clustered with k-means (k = 4); of all windows of 12 s the one is taken that holds
    most vectors of the most frequent cluster, the first where several do.

    Parameters
    ----------
    samples : np.ndarray [shape=(n,), float32]
        The whole track, mono at 22,050 samples per second. Shorter than 12 s it is looped.
    seed : int
        For the k-means' starting points.

    Returns
    -------
    Segment
        Where it begins, its samples, and whether the track was looped.

    Raises
    ------
    InvalidInputError
        There are no samples.
    """
    if samples.ndim != 1 or samples.size == 0:
        raise InvalidInputError(
            f"a track's samples are of shape {samples.shape}: give one channel of at least one"
        )
    if samples.size < WINDOW_SAMPLES:
        return Segment(start_s=0.0, samples=np.resize(samples, WINDOW_SAMPLES), looped=True)
    with single_threaded():
        clusters = cluster(mfcc(samples), seed)
    is_mode = clusters == np.argmax(np.bincount(clusters, minlength=CLUSTERS))
    first = densest_window(is_mode, samples.size) * HOP_LENGTH
    return Segment(
        start_s=first / SAMPLE_RATE, samples=samples[first : first + WINDOW_SAMPLES].copy(), looped=False
    )


def spread_segments(
    samples: npt.NDArray[np.float32], first: Segment, count: int
) -> list[npt.NDArray[np.float32]]:
    """Pick more segments of a track: a piece is more than one part of it.

    They are spread evenly over the track and overlap by half at most, so a short track has fewer. One that is
    nearly the representative segment, or far quieter than the track, is left out.

    Parameters
    ----------
    samples : np.ndarray [shape=(n,), float32]
        The whole track, mono at 22,050 samples per second.
    first : Segment
        Its representative segment.
    count : int
        At most so many, that one included; see `check_segment_count`.

    Returns
    -------
    list of np.ndarray [shape=(264600,), float32]
        The representative segment first.
    """
    check_segment_count(count)
    found = [first.samples]
    if first.looped or count == 1:
        return found
    last = samples.size - WINDOW_SAMPLES
    places = min(count - 1, 1 + 2 * last // WINDOW_SAMPLES)
    least = QUIET * loudness(samples)
    for start in np.linspace(0, last, places).round().astype(int):
        segment = samples[start : start + WINDOW_SAMPLES]
        is_first = abs(start - first.start_s * SAMPLE_RATE) < WINDOW_SAMPLES / 4
        if not is_first and loudness(segment) >= least:
            found.append(segment)
    return found


def check_segment_count(count: int) -> int:
    """Refuse a number of segments that can't be, and return one that can.

    Raises
    ------
    InvalidInputError
        It is not 1 to 64.
    """
    if not 1 <= count <= MAX_SEGMENTS:
        raise InvalidInputError(f"{count} segments of a track can't be: give 1 to {MAX_SEGMENTS}")
    return count


def loudness(samples: npt.NDArray[np.float32]) -> float:
    """Return the root mean square of samples."""
    return float(np.sqrt(np.mean(np.square(samples))))


def mfcc(samples: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return what ``librosa.feature.mfcc`` returns for a sound of any length, without its spectrum in memory.

    Parameters
    ----------
    samples : np.ndarray [shape=(n,), float32]
        At 22,050 samples per second.

    Returns
    -------
    np.ndarray [shape=(20, 1 + n // 512), float32]
        Mel-frequency cepstral coefficients.
    """
    # A daemon's start must not pay for it.
    from scipy import fft  # noqa: PLC0415

    window, bands = analysis()
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(samples, N_FFT // 2), N_FFT)[::HOP_LENGTH]
    mel = np.empty((len(frames), bands.shape[1]), np.float32)
    for start in range(0, len(frames), CHUNK_FRAMES):
        spectrum = fft.rfft(frames[start : start + CHUNK_FRAMES] * window, axis=1)
        power = np.square(spectrum.real)
        power += np.square(spectrum.imag)
        mel[start : start + CHUNK_FRAMES] = power @ bands
    coefficients: npt.NDArray[np.float32] = librosa.feature.mfcc(S=librosa.power_to_db(mel.T), sr=SAMPLE_RATE)
    return coefficients


@cache
def analysis() -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Return librosa's window [shape=(2048,)] and its mel filters [shape=(1025, 128)], float32."""
    compile_librosa()
    window = librosa.filters.get_window("hann", N_FFT, fftbins=True).astype(np.float32)
    return window, np.ascontiguousarray(librosa.filters.mel(sr=SAMPLE_RATE, n_fft=N_FFT).T)


def cluster(coefficients: npt.NDArray[np.float32], seed: int) -> npt.NDArray[np.int32]:
    """Return each MFCC vector's cluster."""
    # A second that a daemon's start must not cost.
    from sklearn.cluster import KMeans  # noqa: PLC0415
    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415

    with warnings.catch_warnings():
        # Silence or a single held tone has fewer than four different vectors: fewer clusters are right then.
        warnings.simplefilter("ignore", ConvergenceWarning)
        means = KMeans(CLUSTERS, n_init=10, random_state=seed)
        labels: npt.NDArray[np.int32] = means.fit_predict(coefficients.T)
    return labels


def densest_window(is_mode: npt.NDArray[np.bool_], size: int) -> int:
    """Return the first of the windows that hold most of the cluster.

    Parameters
    ----------
    is_mode : np.ndarray [shape=(N,), bool]
        Which vectors are of the most frequent cluster.
    size : int
        Samples of the track: a window must end within it.

    Returns
    -------
    int
        The index of the window's first vector.
    """
    # A window's n + 1 vectors are those that librosa finds in 12 s of sound.
    vectors = 1 + WINDOW_SAMPLES // HOP_LENGTH
    counted = np.concatenate([[0], np.cumsum(is_mode)])
    last_start = (size - WINDOW_SAMPLES) // HOP_LENGTH
    inside = counted[vectors : vectors + last_start + 1] - counted[: last_start + 1]
    return int(np.argmax(inside))
