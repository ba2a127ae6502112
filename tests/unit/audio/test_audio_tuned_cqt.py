"""The transform that chromas fold is librosa's, whatever the tuning."""

import librosa
import numpy as np
import pytest

from scenescore.audio.nmf import magnitude_spectrogram
from scenescore.audio.sample_rate import SAMPLE_RATE
from scenescore.audio.segment import WINDOW_SAMPLES
from scenescore.audio.tuned_cqt import BINS_PER_OCTAVE, OCTAVES, estimate_tuning, tuned_cqt


def chord(detuned_semitones: float) -> np.ndarray:
    """Twelve seconds of a seventh chord with a little noise."""
    seconds = np.arange(WINDOW_SAMPLES) / SAMPLE_RATE
    tones = [110 * 2 ** ((note + detuned_semitones) / 12) for note in (0, 4, 7, 10, 24)]
    noise = np.random.default_rng(0).normal(0, 0.01, WINDOW_SAMPLES)
    return (sum(0.1 * np.sin(2 * np.pi * tone * seconds) for tone in tones) + noise).astype(np.float32)


@pytest.mark.parametrize("detuned_semitones", [-0.5, -0.17, 0.0, 0.08, 0.33, 0.49])
def test_the_tuned_transform_is_librosas(detuned_semitones: float) -> None:
    samples = chord(detuned_semitones)
    theirs = np.abs(
        librosa.cqt(
            samples,
            sr=SAMPLE_RATE,
            n_bins=OCTAVES * BINS_PER_OCTAVE,
            bins_per_octave=BINS_PER_OCTAVE,
            tuning=None,
        )
    )
    np.testing.assert_allclose(tuned_cqt(samples, magnitude_spectrogram(samples)), theirs, atol=1e-5)


@pytest.mark.parametrize("detuned_semitones", [-0.5, -0.17, 0.0, 0.08, 0.33, 0.49])
def test_the_tuning_is_librosas_to_the_last_bit(detuned_semitones: float) -> None:
    spectrum = magnitude_spectrogram(chord(detuned_semitones))
    # What is loudest lies above where pitches are looked for.
    spectrum[700] = 2 * spectrum.max(axis=0)
    theirs = librosa.estimate_tuning(S=spectrum, sr=SAMPLE_RATE, bins_per_octave=BINS_PER_OCTAVE)
    assert estimate_tuning(spectrum) == theirs
