"""The 12 seconds that stand for a track (the paper's section 2.3)."""

import librosa
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import KMeans

from making.sound import chords, tone
from scenescore.audio import segment
from scenescore.audio.sample_rate import SAMPLE_RATE
from scenescore.audio.segment import (
    FRAMES_PER_CHUNK,
    HOP_LENGTH,
    WINDOW_SAMPLES,
    densest_window,
    mfcc,
    representative_segment,
    spread_segments,
)
from scenescore.errors import InvalidInputError
from scenescore.window import WINDOW_S


def by_the_papers_words(samples: npt.NDArray[np.float32]) -> int:
    """Section 2.3, step by step; returns the first vector of the window."""
    x = librosa.feature.mfcc(y=samples, sr=SAMPLE_RATE).T
    c = KMeans(4, n_init=10, random_state=0).fit_predict(x)
    c_mode = np.bincount(c).argmax()
    n = WINDOW_SAMPLES // HOP_LENGTH
    starts = range((samples.size - WINDOW_SAMPLES) // HOP_LENGTH + 1)
    counts = [np.count_nonzero(c[i : i + n + 1] == c_mode) for i in starts]
    return int(np.argmax(counts))


def test_the_segment_is_the_one_that_the_papers_steps_lead_to() -> None:
    quiet, main = 0.05 * chords(15, seed=4), chords(20, seed=5)
    track = np.concatenate([quiet, tone(200, 5, rate=SAMPLE_RATE), main])

    found = representative_segment(track)

    expected = by_the_papers_words(track) * HOP_LENGTH
    assert found.start_s == expected / SAMPLE_RATE
    np.testing.assert_array_equal(found.samples, track[expected : expected + WINDOW_SAMPLES])
    assert found.looped is False


def test_the_segment_lies_in_what_the_track_mostly_is() -> None:
    intro = 0.01 * np.random.default_rng(0).standard_normal(10 * SAMPLE_RATE).astype(np.float32)
    track = np.concatenate([intro, np.tile(tone(440, 1, rate=SAMPLE_RATE), 40), intro])

    found = representative_segment(track)

    assert 10 - 0.1 <= found.start_s <= 38.1


@pytest.mark.parametrize("seconds", [0.01, 3.0, 11.9])
def test_a_track_shorter_than_12_seconds_is_looped_and_says_so(seconds: float) -> None:
    track = chords(seconds)

    found = representative_segment(track)

    assert found.looped is True
    assert found.start_s == 0
    assert found.samples.size == WINDOW_SAMPLES
    np.testing.assert_array_equal(found.samples[: track.size], track)
    np.testing.assert_array_equal(
        found.samples[track.size : 2 * track.size], track[: WINDOW_SAMPLES - track.size]
    )


@pytest.mark.parametrize("extra", [0, 1, HOP_LENGTH - 1, HOP_LENGTH, HOP_LENGTH + 1])
def test_a_track_of_just_12_seconds_is_taken_as_it_is(extra: int) -> None:
    track = np.resize(chords(13), WINDOW_SAMPLES + extra)

    found = representative_segment(track)

    assert found.looped is False
    assert found.samples.size == WINDOW_SAMPLES
    assert found.start_s * SAMPLE_RATE <= extra


def test_a_silent_track_is_represented_by_its_beginning(recwarn: pytest.WarningsRecorder) -> None:
    found = representative_segment(np.zeros(20 * SAMPLE_RATE, np.float32))

    assert found.start_s == 0
    assert [str(warning.message) for warning in recwarn] == []


def test_the_segment_does_not_keep_the_whole_track_in_memory() -> None:
    track = chords(15)

    assert not np.shares_memory(representative_segment(track).samples, track)


def test_more_segments_are_spread_over_the_track_the_representative_one_first() -> None:
    track = chords(120)
    first = representative_segment(track)

    found = spread_segments(track, first, 8)

    assert 7 <= len(found) <= 8
    np.testing.assert_array_equal(found[0], first.samples)
    np.testing.assert_array_equal(found[-1], track[-WINDOW_SAMPLES:])
    assert {len(segment) for segment in found} == {WINDOW_SAMPLES}
    assert len(spread_segments(track, first, 1)) == 1


def test_a_short_track_has_fewer_segments() -> None:
    for seconds, most in ((3, 1), (12, 1), (13, 1), (20, 3), (26, 4)):
        track = chords(seconds)
        found = spread_segments(track, representative_segment(track), 8)
        assert 1 <= len(found) <= most, seconds


def test_no_segment_represents_silence() -> None:
    silence = np.zeros(30 * SAMPLE_RATE, np.float32)
    track = np.concatenate([silence, chords(40), silence])

    _, *others = spread_segments(track, representative_segment(track), 16)

    assert 3 <= len(others) < 15
    assert min(float(np.abs(segment).max()) for segment in others) > 0


@pytest.mark.parametrize("count", [0, -3, 65])
def test_a_number_of_segments_that_cannot_be_is_refused(count: int) -> None:
    with pytest.raises(InvalidInputError, match=f"{count} segments"):
        spread_segments(chords(12), representative_segment(chords(12)), count)


def test_no_samples_are_refused() -> None:
    with pytest.raises(InvalidInputError, match=r"shape \(0,\)"):
        representative_segment(np.zeros(0, np.float32))


@pytest.mark.parametrize("frames", [5, FRAMES_PER_CHUNK - 1, FRAMES_PER_CHUNK, 2 * FRAMES_PER_CHUNK + 5])
def test_mfcc_in_pieces_are_librosas_own(frames: int) -> None:
    samples = np.resize(chords(10), max(1, (frames - 1) * HOP_LENGTH + 17))

    expected = librosa.feature.mfcc(y=samples, sr=SAMPLE_RATE)

    assert expected.shape == (20, frames)
    np.testing.assert_allclose(mfcc(samples), expected, atol=1e-5 * np.abs(expected).max())


@settings(max_examples=50)
@given(st.integers(0, 2**32 - 1), st.integers(0, 300), st.integers(0, HOP_LENGTH - 1))
def test_the_densest_window_is_the_first_that_a_plain_count_finds(seed: int, more: int, rest: int) -> None:
    size = WINDOW_SAMPLES + more * HOP_LENGTH + rest
    is_mode = np.random.default_rng(seed).random(1 + size // HOP_LENGTH) < 0.6

    vectors = segment.WINDOW_SAMPLES // HOP_LENGTH + 1
    counts = [int(is_mode[start : start + vectors].sum()) for start in range(more + 1)]

    assert densest_window(is_mode, size) == counts.index(max(counts))


def test_a_window_is_as_long_as_the_paper_says() -> None:
    assert WINDOW_S == 12
    assert WINDOW_SAMPLES == 12 * SAMPLE_RATE
