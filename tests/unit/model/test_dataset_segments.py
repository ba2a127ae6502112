"""Scenes and segments of a game's videos."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenescore.errors import InvalidInputError
from scenescore.model.dataset.footage import Footage
from scenescore.model.dataset.scenes import VideoScene, find_scenes
from scenescore.model.dataset.segments import DrawnSegments, SceneSegment, draw_segments, shifted_copies


def footage(scenes: Sequence[tuple[int, float]], *, silent: Sequence[tuple[float, float]] = ()) -> Footage:
    """Return the scan of a video of scenes (colour, seconds), with a little noise in the colours."""
    random = np.random.default_rng(0)
    rows = []
    for colour, seconds in scenes:
        for _ in range(round(seconds * 2)):
            row = random.random(34) * 0.01
            row[colour] += 1.0
            rows.append(row / row.sum())
    quiet = np.array([any(start <= one < end for start, end in silent) for one in range(len(rows) // 2)])
    everything, hashes = np.ones(len(rows), bool), np.zeros(len(rows), np.uint64)
    return Footage(Path("play.mp4"), "0" * 64, len(rows) / 2, np.array(rows), quiet, everything, hashes)


def draw(
    videos: Sequence[Footage], *, count: int = 100, by_time: bool = True, seed: int = 0
) -> DrawnSegments:
    return draw_segments(videos, count=count, steps=24, by_time=by_time, validation_share=0.2, seed=seed)


def test_each_scene_of_a_video_is_found() -> None:
    scenes = find_scenes([footage([(0, 30), (9, 20), (0, 25)])], seed=0)
    edges = [(scene.start_s, scene.end_s) for scene in scenes]
    assert np.allclose(edges, [(0, 30), (30, 50), (50, 75)], atol=1.0)
    assert scenes[0].scene_class == scenes[2].scene_class != scenes[1].scene_class


def test_a_flash_does_not_cut_a_scene_and_short_scenes_are_left_out() -> None:
    scenes = find_scenes([footage([(0, 20), (9, 1), (0, 20), (18, 8)])], seed=0)
    assert len(scenes) == 1
    assert scenes[0].end_s == pytest.approx(41, abs=1.0)


def test_scenes_lie_in_usable_footage_only() -> None:
    video = footage([(0, 30), (9, 40)])
    usable = np.zeros(140, bool)
    usable[20:100] = True
    scenes = find_scenes([replace(video, usable=usable), replace(video, usable=~usable | True)], seed=0)
    edges = [(scene.video, scene.start_s, scene.end_s) for scene in scenes]
    assert np.allclose(edges, [(0, 10, 30), (0, 30, 50), (1, 0, 30), (1, 30, 70)], atol=1.0)
    assert scenes[0].start_s >= 10
    assert scenes[1].end_s <= 50


def test_spans_outside_of_the_videos_are_refused() -> None:
    with pytest.raises(InvalidInputError, match="no moment"):
        find_scenes([replace(footage([(0, 30)]), usable=np.zeros(60, bool))], seed=0)


def test_scenes_of_the_same_look_are_one_class() -> None:
    still = footage([(3, 60)])
    assert len({one.scene_class for one in find_scenes([still], seed=0)}) == 1


@given(seed=st.integers(0, 1000), by_time=st.booleans(), count=st.integers(4, 60))
@settings(max_examples=15, deadline=None)
def test_no_two_segments_overlap_and_all_stay_in_one_scene(seed: int, by_time: bool, count: int) -> None:
    videos = [footage([(0, 70), (9, 45)]), footage([(18, 50), (0, 31.5)])]
    drawn = draw(videos, count=count, by_time=by_time, seed=seed)
    together = [*drawn.training, *drawn.validation, *drawn.test]
    assert not any(one.overlaps(other) for one, other in combinations(together, 2))
    for one in together:
        assert one.scene.start_s <= one.start_s
        assert one.end_s <= one.scene.end_s + 1e-9
        assert one.start_s * 2 == int(one.start_s * 2)
    assert len(together) <= count
    assert abs(len(drawn.training) + len(drawn.validation) - len(drawn.test)) <= 1


def test_a_split_by_time_trains_on_the_earlier_part_of_each_stretch() -> None:
    drawn = draw([footage([(0, 100), (9, 100)])])
    for scene in {one.scene for one in drawn.test}:
        learnt = [one.start_s for one in (*drawn.training, *drawn.validation) if one.scene == scene]
        tested = [one.start_s for one in drawn.test if one.scene == scene]
        assert max(learnt) < min(tested)


def test_the_classes_are_balanced() -> None:
    drawn = draw([footage([(0, 600), (9, 60)])], count=16)
    counts = np.bincount([one.scene.scene_class for one in drawn.test])
    assert counts.min() >= 2


def test_silent_segments_are_left_out_and_counted() -> None:
    drawn = draw([footage([(0, 48), (9, 48)], silent=[(48, 96)])])
    assert drawn.silent == 4
    assert all(one.start_s < 48 for one in (*drawn.training, *drawn.validation, *drawn.test))


def test_the_same_seed_draws_the_same_segments() -> None:
    videos = [footage([(0, 200), (9, 200)])]
    assert draw(videos, count=10, seed=3) == draw(videos, count=10, seed=3)
    assert draw(videos, count=10, seed=3) != draw(videos, count=10, seed=4)


def test_too_few_segments_are_refused_with_their_number() -> None:
    with pytest.raises(InvalidInputError, match=r"hold 0 segments .* \(1 silent"):
        draw([footage([(0, 14)], silent=[(0, 14)])])


def test_shifted_copies_stay_in_the_scene_and_off_the_test() -> None:
    video = footage([(0, 60)])
    scene = VideoScene(0, 0.0, 60.0, 0)
    segment, tested = SceneSegment(14.0, scene), SceneSegment(30.0, scene)
    copies = shifted_copies(segment, [tested], [video], 24)
    assert copies[0] == segment
    assert [copy.start_s for copy in copies[1:]] == [12.5, 15.5, 11.0, 17.0, 9.5, 8.0]
    assert not any(copy.overlaps(tested) for copy in copies)
