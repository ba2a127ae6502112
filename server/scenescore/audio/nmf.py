"""Activations of a fixed dictionary of spectra, so that two tracks' activations can be compared."""

import warnings
from collections.abc import Sequence

import librosa
import numpy as np
import numpy.typing as npt

from scenescore.audio.numba_cache import compile_librosa
from scenescore.audio.segment import HOP_LENGTH
from scenescore.audio.single_threaded import single_threaded
from scenescore.errors import InvalidInputError

BINS = 1025
"""Frequencies of librosa's default spectrum."""

COMPONENTS = 16
"""Spectra in a dictionary."""

LEARNING_FRAMES = 5_168
"""Spectrum frames that a dictionary is learnt from at most: two minutes of sound, spread over all given."""

MAX_SWEEPS = 200
"""Rounds over all components when activations are solved for; about thirty are needed."""

Floats = npt.NDArray[np.float32]


def learn_dictionary(excerpts: Sequence[Floats], *, components: int = COMPONENTS, seed: int) -> Floats:
    """Learn the spectra whose mixtures come closest to a game's music.

    Parameters
    ----------
    excerpts : sequence of np.ndarray [shape=(n,), float32]
        Sound of the training game, mono at 22,050 samples per second. Silent ones are passed over.
    components : int
        How many spectra.
    seed : int
        Same seed, same dictionary.

    Returns
    -------
    np.ndarray [shape=(1025, components), float32]
        Each column sums to 1; ordered from dark to bright.

    Raises
    ------
    InvalidInputError
        All excerpts are silent, or there are fewer spectra in them than components.
    """
    # A second that a daemon's start must not cost.
    from sklearn.decomposition import NMF  # noqa: PLC0415
    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415

    learnt_from = thinned_spectra([excerpt for excerpt in excerpts if np.any(excerpt)])
    if learnt_from.shape[1] < components:
        raise InvalidInputError(
            f"an nmf dictionary of {components} spectra can't be learnt from {learnt_from.shape[1]} frames: "
            "give excerpts that hold music"
        )
    with single_threaded(), warnings.catch_warnings():
        # After 200 rounds the residual has all but settled; more is not worth the minutes.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = NMF(components, init="nndsvda", max_iter=200, random_state=seed)
        model.fit(learnt_from.T)
    return ordered(np.asarray(model.components_.T, np.float64))


def activations(samples: Floats, dictionary: Floats) -> Floats:
    """Return how much of each of the dictionary's spectra sounds at each moment.

    Parameters
    ----------
    samples : np.ndarray [shape=(n,), float32]
        An excerpt, mono at 22,050 samples per second.
    dictionary : np.ndarray [shape=(1025, components), float32]
        From `learn_dictionary`.

    Returns
    -------
    np.ndarray [shape=(1 + n // 512, components), float32]
        The non-negative least squares solution for the excerpt's magnitude spectrum, with the excerpt brought
        to one loudness: the mean over its frames of a spectrum's sum is 1.

    Raises
    ------
    InvalidInputError
        The dictionary isn't one.
    """
    with single_threaded():
        return solve(magnitudes(samples), dictionary).T


def thinned_spectra(excerpts: Sequence[Floats]) -> Floats:
    """Return the excerpts' spectra, each at one loudness, thinned evenly [shape=(1025, frames), float32]."""
    frames = sum(1 + excerpt.size // HOP_LENGTH for excerpt in excerpts)
    every = max(1, -(-frames // LEARNING_FRAMES))
    thinned = [np.zeros((BINS, 0), np.float32)]
    for excerpt in excerpts:
        thinned.append(level(magnitudes(excerpt))[:, ::every].copy())
    return np.concatenate(thinned, axis=1)


def check_dictionary(dictionary: Floats, components: int | None = None) -> None:
    """Refuse what isn't a dictionary of non-negative spectra, none of them empty."""
    wanted = f"({BINS}, {'components' if components is None else components})"
    if dictionary.ndim != 2 or dictionary.shape[0] != BINS or components not in (None, dictionary.shape[1]):
        raise InvalidInputError(f"an nmf dictionary has the shape {wanted}, not {dictionary.shape}")
    if not (
        np.all(np.isfinite(dictionary)) and np.all(dictionary >= 0) and np.all(dictionary.sum(axis=0) > 0)
    ):
        raise InvalidInputError(
            "an nmf dictionary's spectra are non-negative, finite and not all zero; these aren't"
        )


def magnitudes(samples: Floats) -> Floats:
    """Return the magnitude spectrum at librosa's defaults [shape=(1025, frames), float32]."""
    compile_librosa()
    spectrum: Floats = np.abs(librosa.stft(samples))
    return spectrum


def level(spectrum: Floats) -> Floats:
    """Bring an excerpt to one loudness: the mean over its frames of a spectrum's sum becomes 1."""
    loudness = float(np.mean(spectrum.sum(axis=0, dtype=np.float64)))
    return spectrum / np.float32(loudness) if loudness > 0 else spectrum


def solve(spectrum: Floats, dictionary: Floats) -> Floats:
    """Solve for the activations by coordinate descent over the components (HALS).

    Parameters
    ----------
    spectrum : np.ndarray [shape=(1025, frames), float32]
        Magnitudes at any loudness.
    dictionary : np.ndarray [shape=(1025, components), float32]
        Fixed.

    Returns
    -------
    np.ndarray [shape=(components, frames), float32]
        Non-negative.
    """
    check_dictionary(dictionary)
    basis = dictionary.astype(np.float64)
    gram = basis.T @ basis
    target = basis.T @ level(spectrum)
    found = np.maximum(0.0, np.linalg.lstsq(gram, target, rcond=None)[0])
    for _ in range(MAX_SWEEPS):
        before = found.copy()
        for k in range(len(gram)):
            found[k] = np.maximum(0.0, found[k] + (target[k] - gram[k] @ found) / gram[k, k])
        if np.max(np.abs(found - before)) <= 1e-6 * max(float(found.max()), 1e-12):
            break
    solved: Floats = found.astype(np.float32)
    return solved


def ordered(spectra: npt.NDArray[np.float64]) -> Floats:
    """Scale each column to the sum 1 and sort them by mean frequency; an unused one becomes flat."""
    spectra = np.where(spectra.sum(axis=0) > 0, spectra, 1.0)
    spectra = spectra / spectra.sum(axis=0)
    brightness = np.arange(BINS) @ spectra
    return spectra[:, np.argsort(brightness, kind="stable")].astype(np.float32)
