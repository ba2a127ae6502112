"""The feature `nmf`: activations of a bundle's fixed dictionary of spectra.

All tracks share one dictionary, so their activations can be compared.
"""

import warnings
from collections.abc import Sequence
from typing import Final

import librosa
import numpy as np
import numpy.typing as npt

from scenescore.audio.numba_cache import compile_librosa
from scenescore.audio.segment import HOP_LENGTH
from scenescore.audio.single_threaded import single_threaded
from scenescore.errors import InvalidInputError

SPECTRUM_BINS: Final = 1025
"""Frequencies of a spectrum at librosa's defaults."""

COMPONENTS: Final = 16
"""Spectra in a dictionary."""

MAX_TRAINING_FRAMES: Final = 5_168
"""Most spectrum frames that a dictionary is trained on: two minutes of sound."""

TRAINING_ITERATIONS: Final = 200
"""Iterations of the training. The residual hardly changes after that."""

ACTIVATION_ITERATIONS: Final = 200
"""Most iterations when activations are solved for. About 20 are enough for music."""

ACTIVATION_TOLERANCE: Final = 1e-7
"""The solver stops when an iteration changes the activations by less than this share of the first change."""

Floats = npt.NDArray[np.float32]


def learn_dictionary(excerpts: Sequence[Floats], *, components: int = COMPONENTS, seed: int) -> Floats:
    """Learn the spectra whose mixtures come closest to a game's music.

    Parameters
    ----------
    excerpts : sequence of np.ndarray [shape=(n,), float32]
        Sound of the game that is learnt from, mono at 22,050 samples per second. Silent excerpts are ignored.
    components : int
        Number of spectra.
    seed : int
        Seed of the random numbers. The same seed gives the same dictionary.

    Returns
    -------
    np.ndarray [shape=(1025, components), float32]
        One spectrum in each column, from dark to bright. Each sums to 1.

    Raises
    ------
    InvalidInputError
        All excerpts are silent, or they have fewer spectrum frames than `components`.
    """
    # These imports take a second, which would delay the daemon's start.
    from sklearn.decomposition import NMF  # noqa: PLC0415
    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415

    spectra = training_spectra([excerpt for excerpt in excerpts if np.any(excerpt)])
    if spectra.shape[1] < components:
        raise InvalidInputError(
            f"an nmf dictionary of {components} spectra can't be learnt from {spectra.shape[1]} frames: "
            "give excerpts that hold music"
        )
    with single_threaded(), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = NMF(components, init="nndsvda", max_iter=TRAINING_ITERATIONS, random_state=seed)
        model.fit(spectra.T)
    return normalise_dictionary(np.asarray(model.components_.T, np.float64))


def activations(samples: Floats, dictionary: Floats) -> Floats:
    """Return how much of each spectrum of a dictionary sounds at each moment of an excerpt.

    Parameters
    ----------
    samples : np.ndarray [shape=(n,), float32]
        An excerpt, mono at 22,050 samples per second.
    dictionary : np.ndarray [shape=(1025, components), float32]
        From `learn_dictionary`.

    Returns
    -------
    np.ndarray [shape=(1 + n // 512, components), float32]
        The activations; see `solve_activations`.

    Raises
    ------
    InvalidInputError
        The dictionary has a wrong shape or values that no spectrum has.
    """
    with single_threaded():
        return solve_activations(magnitude_spectrogram(samples), dictionary).T


def solve_activations(spectrogram: Floats, dictionary: Floats) -> Floats:
    """Solve for the activations of a dictionary: non-negative least squares.

    Parameters
    ----------
    spectrogram : np.ndarray [shape=(1025, frames), float32]
        Magnitudes at any loudness. They are scaled to one loudness first.
    dictionary : np.ndarray [shape=(1025, components), float32]
        The spectra.

    Returns
    -------
    np.ndarray [shape=(components, frames), float32]
        Activations, 0 or more.

    Raises
    ------
    InvalidInputError
        The dictionary has a wrong shape or values that no spectrum has.
    """
    # These imports take a second, which would delay the daemon's start.
    from sklearn.decomposition import non_negative_factorization  # noqa: PLC0415
    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415

    check_dictionary(dictionary)
    # Within the caller's block, this one limits the libraries that were imported just now.
    with single_threaded(), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        solution, _, _ = non_negative_factorization(
            normalise_loudness(spectrogram).T.astype(np.float64),
            H=np.ascontiguousarray(dictionary.T, np.float64),
            n_components=dictionary.shape[1],
            update_H=False,
            tol=ACTIVATION_TOLERANCE,
            max_iter=ACTIVATION_ITERATIONS,
        )
    found: Floats = solution.T.astype(np.float32)
    return found


def check_dictionary(dictionary: Floats, components: int | None = None) -> None:
    """Check that an array is a dictionary of spectra.

    Parameters
    ----------
    dictionary : np.ndarray
        The array to check.
    components : int, optional
        Number of spectra that it must have; by default any number.

    Raises
    ------
    InvalidInputError
        The shape is not (1025, components), a value is negative or not finite, or a spectrum is all zero.
    """
    expected = f"({SPECTRUM_BINS}, {'components' if components is None else components})"
    if (
        dictionary.ndim != 2
        or dictionary.shape[0] != SPECTRUM_BINS
        or components not in (None, dictionary.shape[1])
    ):
        raise InvalidInputError(f"an nmf dictionary has the shape {expected}, not {dictionary.shape}")
    if not (
        np.all(np.isfinite(dictionary)) and np.all(dictionary >= 0) and np.all(dictionary.sum(axis=0) > 0)
    ):
        raise InvalidInputError(
            "an nmf dictionary's spectra are non-negative, finite and not all zero; these aren't"
        )


def magnitude_spectrogram(samples: Floats) -> Floats:
    """Return the magnitude spectrogram at librosa's defaults.

    Parameters
    ----------
    samples : np.ndarray [shape=(n,), float32]
        Mono at 22,050 samples per second.

    Returns
    -------
    np.ndarray [shape=(1025, 1 + n // 512), float32]
        Magnitudes.
    """
    compile_librosa()
    magnitudes: Floats = np.abs(librosa.stft(samples))
    return magnitudes


def normalise_loudness(spectrogram: Floats) -> Floats:
    """Scale a spectrogram so that its frames sum to 1 on average. Silence stays as it is.

    Parameters
    ----------
    spectrogram : np.ndarray [shape=(bins, frames), float32]
        Magnitudes.

    Returns
    -------
    np.ndarray [shape=(bins, frames), float32]
        Scaled magnitudes.
    """
    mean_sum = float(np.mean(spectrogram.sum(axis=0, dtype=np.float64)))
    return spectrogram / np.float32(mean_sum) if mean_sum > 0 else spectrogram


def training_spectra(excerpts: Sequence[Floats]) -> Floats:
    """Return evenly spaced spectrum frames of all excerpts, at most `MAX_TRAINING_FRAMES` or so.

    Parameters
    ----------
    excerpts : sequence of np.ndarray [shape=(n,), float32]
        Mono at 22,050 samples per second.

    Returns
    -------
    np.ndarray [shape=(1025, frames), float32]
        Magnitudes, with each excerpt at the same loudness.
    """
    total = sum(1 + excerpt.size // HOP_LENGTH for excerpt in excerpts)
    every = max(1, -(-total // MAX_TRAINING_FRAMES))
    spectra = [np.zeros((SPECTRUM_BINS, 0), np.float32)]
    for excerpt in excerpts:
        spectra.append(normalise_loudness(magnitude_spectrogram(excerpt))[:, ::every].copy())
    return np.concatenate(spectra, axis=1)


def normalise_dictionary(spectra: npt.NDArray[np.float64]) -> Floats:
    """Scale each spectrum to the sum 1, and sort them by their mean frequency.

    Parameters
    ----------
    spectra : np.ndarray [shape=(1025, components), float64]
        0 or more. A spectrum of zeros, which the training didn't use, becomes flat.

    Returns
    -------
    np.ndarray [shape=(1025, components), float32]
        The dictionary.
    """
    spectra = np.where(spectra.sum(axis=0) > 0, spectra, 1.0)
    spectra = spectra / spectra.sum(axis=0)
    mean_bins = np.arange(SPECTRUM_BINS) @ spectra
    return spectra[:, np.argsort(mean_bins, kind="stable")].astype(np.float32)
