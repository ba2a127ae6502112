"""Which windows of the videos a bundle remembers."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenescore.model.dataset.footage import SCAN_FRAMES_PER_S, Footage
from scenescore.model.dataset.memory_windows import (
    MEMORY_WINDOW_SPACING_S,
    choose_memory_windows,
    is_of_one_class,
    window_starts,
)
from scenescore.model.dataset.scenes import UNUSABLE, VideoScene
from scenescore.model.dataset.segments import SceneSegment


def footage(
    seconds: float, *, silent: tuple[int, int] = (0, 0), usable: tuple[float, float] | None = None
) -> Footage:
    frames, whole = round(seconds * SCAN_FRAMES_PER_S), int(np.ceil(seconds))
    start_s, end_s = usable or (0.0, seconds)
    times_s = np.arange(frames) / SCAN_FRAMES_PER_S
    return Footage(
        path=Path("play.mp4"),
        sha256="0" * 64,
        duration_s=seconds,
        colours=np.ones((frames, 34)),
        silent=np.array([silent[0] <= second < silent[1] for second in range(whole)]),
        usable=(times_s >= start_s) & (times_s < end_s),
        hashes=np.zeros(frames, np.uint64),
    )


@settings(deadline=None)
@given(st.floats(0, 50), st.floats(0, 300), st.sampled_from([24, 60]))
def test_windows_cover_a_span_from_end_to_end(start_s: float, length_s: float, steps: int) -> None:
    step_s = 12 / steps
    span = VideoScene(0, start_s, start_s + length_s, UNUSABLE)
    found = window_starts(span, step_s)
    if length_s >= 12 + step_s:
        assert start_s - 1e-6 <= found[0] < start_s + step_s
        assert span.end_s - step_s < found[-1] + 12 <= span.end_s + 1e-6
        assert max(np.diff(found), default=0.0) <= MEMORY_WINDOW_SPACING_S + 1e-6
    if length_s < 12:
        assert found == []


def test_no_window_lies_in_two_kinds_of_scene_and_footage_without_scene_is_remembered() -> None:
    scenes = [VideoScene(0, 0, 40, 1), VideoScene(0, 40, 80, 2)]
    found = choose_memory_windows([footage(120)], scenes, 24, 100)
    assert not any(30 < window.start_s < 38 for window in found)
    assert any(window.start_s >= 80 for window in found)
    assert any(window.start_s == 0 for window in found)
    own = SceneSegment(28.0, VideoScene(0, 0, 80, UNUSABLE))
    assert is_of_one_class(own, scenes)
    assert is_of_one_class(SceneSegment(34.0, own.scene), [VideoScene(0, 0, 40, 1), VideoScene(0, 40, 80, 1)])
    assert not is_of_one_class(SceneSegment(34.0, own.scene), scenes)


def test_silent_and_unusable_footage_is_not_remembered() -> None:
    found = choose_memory_windows([footage(100, silent=(0, 40))], [], 24, 100)
    assert min(window.start_s for window in found) >= 33
    found = choose_memory_windows([footage(100, usable=(20, 50))], [], 24, 100)
    assert min(window.start_s for window in found) >= 20
    assert max(window.end_s for window in found) <= 50


@pytest.mark.parametrize(("span", "remembered"), [((0.0, 8.0), 8.0), ((20.0, 25.5), 5.5), ((3.0, 6.0), 0.0)])
def test_clips_of_4_to_12_seconds_are_remembered_whole_and_shorter_ones_not(
    span: tuple[float, float], remembered: float
) -> None:
    found = choose_memory_windows([footage(60, usable=span)], [], 24, 100)
    assert [(one.start_s, one.length_s) for one in found] == ([(span[0], remembered)] if remembered else [])
    assert all(window.end_s <= span[1] for window in found)
    silent = footage(60, usable=span, silent=(0, 60))
    assert choose_memory_windows([silent], [], 24, 100) == []


def test_windows_of_long_videos_are_chosen_evenly() -> None:
    found = choose_memory_windows([footage(600), footage(900)], [], 24, 50)
    assert len(found) == 50
    assert {window.scene.video for window in found} == {0, 1}
    assert 15 <= sum(window.scene.video == 0 for window in found) <= 25
