"""Pictures that are kept of a scene."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore.session.frame_samples import FIRST_INTERVAL_S, MAX_SAMPLES, FrameSamples


def numbered(samples: FrameSamples, before_s: float = np.inf) -> list[int]:
    return [int(picture[0, 0, 0]) for picture in samples.frames(before_s)]


@given(st.integers(1, 4000), st.sampled_from([0.1, 0.5, 1.7]))
def test_pictures_are_spread_over_all_of_a_scene_however_long(frames: int, step_s: float) -> None:
    samples = FrameSamples()
    for place in range(frames):
        samples.add(place * step_s, np.full((1, 1, 1), place))
    kept = numbered(samples)
    assert 1 <= len(kept) <= MAX_SAMPLES
    assert kept[0] == 0
    length_s = (frames - 1) * step_s
    pauses_s = np.diff([*(place * step_s for place in kept), length_s])
    assert pauses_s.max(initial=0) <= max(2 * length_s / (MAX_SAMPLES / 2 - 1), FIRST_INTERVAL_S + step_s)


def test_samples_after_a_time_are_left_out() -> None:
    samples = FrameSamples()
    for place in range(10):
        samples.add(place * FIRST_INTERVAL_S, np.full((1, 1, 1), place))
    assert numbered(samples, before_s=3 * FIRST_INTERVAL_S) == [0, 1, 2]
    assert numbered(FrameSamples()) == []


@pytest.mark.parametrize("frames_per_second", [2, 10, 60])
def test_quick_frames_are_passed_over(frames_per_second: int) -> None:
    samples = FrameSamples()
    for place in range(5 * frames_per_second):
        samples.add(place / frames_per_second, np.full((1, 1, 1), place))
    assert len(numbered(samples)) == 5
