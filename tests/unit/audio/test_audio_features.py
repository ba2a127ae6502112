"""The nine features are librosa's, on a window's steps."""

from collections.abc import Callable
from typing import Any

import librosa
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import nnls

from making.sound import chords, tone
from scenescore.audio.features import (
    FEATURE_VERSION,
    FEATURES,
    FeatureSet,
    extract,
    feature_key,
    stack,
)
from scenescore.audio.nmf import learn_dictionary
from scenescore.audio.sample_rate import SAMPLE_RATE
from scenescore.audio.segment import WINDOW_SAMPLES
from scenescore.errors import InvalidInputError
from scenescore.window import WINDOW_S

Floats = npt.NDArray[np.float32]

MUSIC = chords(WINDOW_S)
SILENCE = np.zeros(WINDOW_SAMPLES, np.float32)


@pytest.fixture(scope="module")
def dictionary() -> Floats:
    return learn_dictionary([chords(WINDOW_S, seed=1), chords(WINDOW_S, seed=2)], seed=0)


def plain_nmf(y: Floats, dictionary: Floats) -> npt.NDArray[np.float64]:
    spectrum = np.abs(librosa.stft(y))
    spectrum = spectrum / spectrum.sum(axis=0).mean()
    solutions = [nnls(dictionary.astype(float), frame)[0] for frame in spectrum.T.astype(float)]
    return np.array(solutions).T


PLAIN: dict[str, Callable[[Floats], Any]] = {
    "cqt": lambda y: librosa.amplitude_to_db(np.abs(librosa.cqt(y))),
    "iirt": lambda y: librosa.power_to_db(librosa.iirt(y)),
    "chroma_stft": lambda y: librosa.feature.chroma_stft(y=y),
    "chroma_cqt": lambda y: librosa.feature.chroma_cqt(y=y),
    "chroma_cens": lambda y: librosa.feature.chroma_cens(y=y),
    "melspectrogram": lambda y: librosa.power_to_db(librosa.feature.melspectrogram(y=y)),
    "mfcc": lambda y: librosa.feature.mfcc(y=y),
    "mfcc_delta2": lambda y: librosa.feature.delta(librosa.feature.mfcc(y=y), order=2),
}


def plain_average(frames: Any, steps: int) -> npt.NDArray[np.float64]:
    """A step's value is the mean over the frames whose centre lies in it, written as one would say it."""
    averaged = []
    for step in range(steps):
        begin_s, end_s = step * WINDOW_S / steps, (step + 1) * WINDOW_S / steps
        inside = [i for i in range(frames.shape[1]) if begin_s <= i * 512 / SAMPLE_RATE < end_s]
        averaged.append(frames[:, inside].mean(axis=1))
    return np.array(averaged)


@pytest.fixture(scope="module")
def plain_frames(dictionary: Floats) -> dict[str, Any]:
    frames = {name: compute(MUSIC) for name, compute in PLAIN.items()}
    return {**frames, "nmf": plain_nmf(MUSIC, dictionary)}


@pytest.mark.parametrize("steps", [24, 60, 120])
def test_all_nine_are_librosas_own_values_averaged_on_the_steps(
    steps: int, dictionary: Floats, plain_frames: dict[str, Any]
) -> None:
    features = extract(MUSIC, FEATURES, steps, nmf_dictionary=dictionary)

    assert list(features) == list(FEATURES)
    assert len(features) == 9
    for name, values in features.items():
        assert values.shape == (steps, FEATURES[name].dimensions)
        assert values.dtype == np.float32
        expected = plain_average(plain_frames[name], steps)
        assert np.max(np.abs(values - expected)) <= 1e-5 * np.max(np.abs(expected)), name


def test_a_feature_has_the_same_values_alone_and_in_company(dictionary: Floats) -> None:
    together = extract(MUSIC, FEATURES, 24, nmf_dictionary=dictionary)

    for name in FEATURES:
        alone = extract(MUSIC, [name], 24, nmf_dictionary=dictionary)[name]
        np.testing.assert_array_equal(alone, together[name])


def test_decibels_reach_no_further_than_80_below_the_loudest() -> None:
    features = extract(MUSIC, ["cqt", "iirt", "melspectrogram"], 24)

    for values in features.values():
        assert values.max() - values.min() <= 80


def test_silence_has_finite_values_and_warns_of_nothing(
    dictionary: Floats, recwarn: pytest.WarningsRecorder
) -> None:
    features = extract(SILENCE, FEATURES, 24, nmf_dictionary=dictionary)

    assert all(np.all(np.isfinite(values)) for values in features.values())
    assert [str(warning.message) for warning in recwarn] == []


def test_a_tone_lies_where_its_pitch_class_is() -> None:
    samples = tone(440, WINDOW_S, rate=SAMPLE_RATE)

    features = extract(samples, ["chroma_stft", "chroma_cqt", "chroma_cens", "cqt", "iirt"], 24)

    for name in ("chroma_stft", "chroma_cqt", "chroma_cens"):
        assert set(features[name].argmax(axis=1)) == {9}, name
    # The CQT begins at C1 (MIDI note 24), the filter bank too; A4 is note 69.
    assert set(features["cqt"].argmax(axis=1)) == {69 - 24}
    assert set(features["iirt"].argmax(axis=1)) == {69 - 24}


def test_a_change_of_music_shows_at_its_step() -> None:
    low, high = tone(220, 6, rate=SAMPLE_RATE), tone(311, 6, rate=SAMPLE_RATE)

    chroma = extract(np.concatenate([low, high]), ["chroma_stft"], 24)["chroma_stft"]

    assert set(chroma[:11].argmax(axis=1)) == {9}
    assert set(chroma[13:].argmax(axis=1)) == {3}


@pytest.mark.parametrize("size", [0, 1000, WINDOW_SAMPLES - 500, WINDOW_SAMPLES + 500])
def test_an_excerpt_that_is_not_12_seconds_is_refused(size: int) -> None:
    with pytest.raises(InvalidInputError, match=f"12 s of one channel.*{size}"):
        extract(np.zeros(size, np.float32), ["mfcc"], 24)


@pytest.mark.parametrize("off", [-440, 440])
@pytest.mark.parametrize("steps", [1, 24, 240])
def test_a_codecs_last_block_may_be_missing_or_too_much(steps: int, off: int) -> None:
    samples = np.resize(MUSIC, WINDOW_SAMPLES + off)

    mfcc = extract(samples, ["mfcc"], steps)["mfcc"]

    assert mfcc.shape == (steps, 20)
    assert np.all(np.isfinite(mfcc))


@pytest.mark.parametrize("steps", [0, -1, 241])
def test_steps_that_sound_cannot_be_averaged_onto_are_refused(steps: int) -> None:
    with pytest.raises(InvalidInputError, match=f"{steps} steps"):
        extract(MUSIC, ["mfcc"], steps)


def test_nmf_without_its_dictionary_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="nmf needs the bundle's dictionary"):
        extract(MUSIC, ["nmf"], 24)


@pytest.mark.parametrize("shape", [(1025, 8), (513, 16), (1025,)])
def test_a_dictionary_of_another_shape_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(InvalidInputError, match=r"shape \(1025, 16\)"):
        extract(MUSIC, ["nmf"], 24, nmf_dictionary=np.ones(shape, np.float32))


@pytest.mark.parametrize("text", ["chroma_cqt,mfcc", "chroma_cqt+mfcc", " chroma_cqt , MFCC "])
def test_a_feature_set_is_read_as_people_write_it(text: str) -> None:
    feature_set = FeatureSet.parse(text)

    assert feature_set.names == ("chroma_cqt", "mfcc")
    assert str(feature_set) == "chroma_cqt+mfcc"
    assert feature_set.dimensions == 32
    assert feature_set.blocks == [slice(0, 12), slice(12, 32)]


@pytest.mark.parametrize("text", ["", " , ", "chroma", "mfcc,chroma_sfft"])
def test_an_unknown_feature_is_answered_with_the_nine(text: str) -> None:
    with pytest.raises(InvalidInputError) as raised:
        FeatureSet.parse(text)

    assert all(name in raised.value.message for name in FEATURES)


def test_a_feature_named_twice_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="'mfcc' is named twice"):
        FeatureSet.parse("mfcc,cqt,mfcc")


@given(st.lists(st.sampled_from(list(FEATURES)), min_size=1, unique=True))
def test_any_combination_of_the_nine_is_a_feature_set(names: list[str]) -> None:
    feature_set = FeatureSet(tuple(names))

    assert FeatureSet.parse(str(feature_set)) == feature_set
    columns = [column for block in feature_set.blocks for column in range(block.start, block.stop)]
    assert columns == list(range(feature_set.dimensions))


def test_stacking_puts_each_feature_into_its_block() -> None:
    feature_set = FeatureSet.parse("mfcc,chroma_stft")
    features = extract(MUSIC, ["chroma_stft", "mfcc"], 24)

    sequence = stack(features, feature_set)

    assert sequence.shape == (24, 32)
    for name, block in zip(feature_set.names, feature_set.blocks, strict=True):
        np.testing.assert_array_equal(sequence[:, block], features[name])


def test_a_key_names_all_that_the_values_depend_on() -> None:
    assert feature_key("chroma_cqt", 24) == f"chroma_cqt@24v{FEATURE_VERSION}"
    assert feature_key("mfcc", 60, nmf_dictionary_sha256="ab" * 32) == f"mfcc@60v{FEATURE_VERSION}"
    assert feature_key("mfcc", 24, segments=8) == f"mfcc@24x8v{FEATURE_VERSION}"
    assert feature_key("nmf", 24, nmf_dictionary_sha256="ab" * 32) == f"nmf@24v{FEATURE_VERSION}:abababababab"
    with pytest.raises(InvalidInputError, match="sha256"):
        feature_key("nmf", 24)
    with pytest.raises(InvalidInputError, match="no feature 'tempo'"):
        feature_key("tempo", 24)
