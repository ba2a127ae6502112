"""Activations of a fixed dictionary."""

import numpy as np
import numpy.typing as npt
import pytest

from making.sound import chords, tone
from scenescore.audio.nmf import (
    MAX_TRAINING_FRAMES,
    SPECTRUM_BINS,
    activations,
    learn_dictionary,
    magnitude_spectrogram,
    solve_activations,
)
from scenescore.audio.sample_rate import SAMPLE_RATE
from scenescore.errors import InvalidInputError

Floats = npt.NDArray[np.float32]


@pytest.fixture(scope="module")
def dictionary() -> Floats:
    return learn_dictionary([chords(5, seed=1), chords(5, seed=2)], seed=0)


def test_a_dictionary_holds_16_spectra_of_sum_1_sorted_by_frequency(dictionary: Floats) -> None:
    assert dictionary.shape == (SPECTRUM_BINS, 16)
    assert dictionary.dtype == np.float32
    assert np.all(dictionary >= 0)
    np.testing.assert_allclose(dictionary.sum(axis=0), 1, rtol=1e-5)
    assert np.all(np.diff(np.arange(SPECTRUM_BINS) @ dictionary.astype(float)) >= 0)


def test_the_same_seed_learns_the_same_dictionary(dictionary: Floats) -> None:
    again = learn_dictionary([chords(5, seed=1), chords(5, seed=2)], seed=0)

    np.testing.assert_array_equal(again, dictionary)


def test_a_learnt_dictionary_explains_its_music_better_than_noise_does(dictionary: Floats) -> None:
    music = chords(6, seed=1)
    spectrum = magnitude_spectrogram(music)
    spectrum = spectrum / spectrum.sum(axis=0).mean()
    noise = np.random.default_rng(0).random((SPECTRUM_BINS, 16)).astype(np.float32)
    noise /= noise.sum(axis=0)

    def residual(basis: Floats) -> float:
        return float(
            np.linalg.norm(spectrum - basis @ solve_activations(magnitude_spectrogram(music), basis))
        )

    assert residual(dictionary) < 0.6 * residual(noise)


def test_loudness_does_not_change_the_activations(dictionary: Floats) -> None:
    music = chords(4, seed=3)

    quiet, loud = activations(0.05 * music, dictionary), activations(music, dictionary)

    assert quiet.shape == (1 + music.size // 512, 16)
    np.testing.assert_allclose(quiet, loud, atol=1e-4 * loud.max())


def test_each_of_two_tones_activates_its_own_spectrum() -> None:
    low, high = tone(330, 3, rate=SAMPLE_RATE), tone(2000, 3, rate=SAMPLE_RATE)
    dictionary = learn_dictionary([low, high], components=2, seed=0)

    assert activations(low, dictionary).mean(axis=0).argmax() == 0
    assert activations(high, dictionary).mean(axis=0).argmax() == 1


def test_a_game_with_fewer_sounds_than_spectra_still_gets_a_whole_dictionary() -> None:
    dictionary = learn_dictionary([tone(440, 4, rate=SAMPLE_RATE)], seed=0)

    np.testing.assert_allclose(dictionary.sum(axis=0), 1, rtol=1e-5)
    assert np.all(np.isfinite(activations(tone(440, 2, rate=SAMPLE_RATE), dictionary)))


def test_long_excerpts_are_sampled_over_their_whole_length() -> None:
    second = SAMPLE_RATE
    quiet_part = tone(330, 1.05 * MAX_TRAINING_FRAMES * 512 / second, rate=second)
    late = tone(3000, 60, rate=second)

    dictionary = learn_dictionary([quiet_part, late], components=2, seed=0)

    late_bin = round(3000 * 2048 / second)
    assert abs(int(dictionary[:, 1].argmax()) - late_bin) <= 1


def test_silence_activates_nothing(dictionary: Floats) -> None:
    assert not np.any(activations(np.zeros(SAMPLE_RATE, np.float32), dictionary))


def test_silent_excerpts_are_ignored_and_silence_alone_is_refused(dictionary: Floats) -> None:
    silence = np.zeros(SAMPLE_RATE, np.float32)
    with_silence = learn_dictionary([silence, chords(5, seed=1), silence, chords(5, seed=2)], seed=0)

    np.testing.assert_array_equal(with_silence, dictionary)
    with pytest.raises(InvalidInputError, match="give excerpts that hold music"):
        learn_dictionary([silence, silence], seed=0)


def test_negative_spectra_are_refused() -> None:
    negative = np.full((SPECTRUM_BINS, 16), -1, np.float32)

    with pytest.raises(InvalidInputError, match="non-negative"):
        activations(chords(1), negative)
