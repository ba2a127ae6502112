"""Reading the frames and the music of segments."""

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from making.game import FIGHT, TOWN, write_game
from making.sound import tone
from making.video import plain, write_video
from scenescore.audio.features import FEATURES, FeatureSet
from scenescore.audio.load import is_silent, load
from scenescore.audio.sample_rate import SAMPLE_RATE
from scenescore.errors import InvalidInputError
from scenescore.frames.rolling_window import RollingWindow
from scenescore.model.bundle.scaling import mean_and_deviation
from scenescore.model.dataset.footage import VideoPart, scan_video
from scenescore.model.dataset.scenes import VideoScene
from scenescore.model.dataset.segments import SceneSegment
from scenescore.model.dataset.sound_features import learn_nmf_dictionary, read_excerpts, read_features
from scenescore.model.dataset.windows import consecutive_runs, read_windows


def test_frames_within_the_spans_are_usable(tmp_path: Path) -> None:
    path = write_game(tmp_path / "game.mp4", [(TOWN, 6), (FIGHT, 6)])
    usable = scan_video(VideoPart(path, ((1.0, 3.0), (5.0, 8.2)))).usable
    assert np.flatnonzero(usable).tolist() == [2, 3, 4, 5, 10, 11, 12, 13, 14, 15]
    assert scan_video(path).usable.all()


def test_a_training_window_shows_what_a_live_window_shows(tmp_path: Path) -> None:
    # Grey rises by 1 with each of ten pictures a second, so each frame shows its time.
    path = write_video(
        tmp_path / "play.mp4", (plain((i, i, i)) for i in range(20, 200)), frames_per_second=10
    )
    scene = VideoScene(0, 0.0, 18.0, 0)
    segments = [SceneSegment(1.5, scene), SceneSegment(4.0, scene)]
    windows = read_windows(segments, [path], 24)
    for segment, frames in zip(segments, windows.frames([0, 1]), strict=True):
        live: RollingWindow[int] = RollingWindow(24)
        for i in range(round(segment.end_s * 10) + 1):
            live.add(i / 10, 20 + i)
        expected = np.array(live.snapshot().items)
        assert np.max(np.abs(frames[:, 40, 40, 2].astype(int) - expected)) <= 2
    assert len(windows.pool) == len(np.unique(windows.places)) == 29


def test_a_segment_may_end_with_its_video(tmp_path: Path) -> None:
    path = write_video(tmp_path / "play.mp4", (plain((i, i, i)) for i in range(120)))
    windows = read_windows([SceneSegment(0.0, VideoScene(0, 0, 12, 0))], [path], 24)
    assert windows.frames([0]).shape == (1, 24, 80, 80, 3)
    assert windows.places[0, -1] == windows.places[0, -2]


def test_a_short_segment_is_looped(tmp_path: Path) -> None:
    path = write_game(tmp_path / "play.mp4", [(TOWN, 6.0), (FIGHT, 5.0)])
    short = SceneSegment(6.5, VideoScene(0, 6, 11, 1), 4.0)
    windows = read_windows([short], [path], 24)
    assert windows.places[0].tolist() == [*range(8), *range(8), *range(8)]
    ((_, excerpt),) = read_excerpts([short], [path])
    once = round(4 * SAMPLE_RATE)
    assert len(excerpt) == 3 * once
    assert np.array_equal(excerpt[:once], excerpt[once : 2 * once])
    assert np.array_equal(excerpt[:once], load(path)[round(6.5 * SAMPLE_RATE) :][:once])


def test_features_are_those_of_the_segments_own_sound(tmp_path: Path) -> None:
    path = write_game(tmp_path / "play.mp4", [(TOWN, 14.0), (FIGHT, 14.0)])
    segments = [SceneSegment(15.0, VideoScene(0, 14, 28, 1)), SceneSegment(1.0, VideoScene(0, 0, 14, 0))]
    counts: list[int] = []
    feature_set = FeatureSet(("chroma_stft", "mfcc"))
    features = read_features(segments, [path], feature_set, 24, dictionary=None, done=counts.append, jobs=1)
    assert features.shape == (2, 24, 32)
    assert counts == [1, 2]
    # The town's chord is C major; the fight's isn't.
    assert set(np.argsort(features[1, :, :12].mean(axis=0))[-3:]) == {0, 4, 7}
    assert set(np.argsort(features[0, :, :12].mean(axis=0))[-3:]) != {0, 4, 7}
    assert [place for place, _ in read_excerpts(segments, [path])] == [0, 1]


def test_each_of_the_nine_features_can_be_computed_for_training(tmp_path: Path) -> None:
    path = write_game(tmp_path / "play.mp4", [(TOWN, 13.0)])
    segments = [SceneSegment(0.5, VideoScene(0, 0, 13, 0))]
    dictionary = learn_nmf_dictionary(segments, [path], seed=0)
    for name, feature in FEATURES.items():
        feature_set = FeatureSet((name,))
        features = read_features(
            segments, [path], feature_set, 24, dictionary=dictionary, done=lambda count: None, jobs=1
        )
        mean, deviation = mean_and_deviation(features, feature_set)
        assert features.shape == (1, 24, feature.dimensions)
        assert np.all(np.isfinite((features - mean) / deviation))


def test_consecutive_runs_have_no_gap() -> None:
    assert consecutive_runs(np.array([3, 4, 5, 8, 10, 11])) == [(3, 5), (8, 8), (10, 11)]
    assert consecutive_runs(np.zeros(0, int)) == []


def test_the_music_of_the_sound_track_that_is_named_is_learnt_from(tmp_path: Path) -> None:
    path = tmp_path / "play.mkv"
    with av.open(str(path), "w") as container:
        pictures: Any = container.add_stream("mpeg4", rate=10)
        pictures.width, pictures.height, pictures.pix_fmt = 64, 48, "yuv420p"
        tracks: list[Any] = [container.add_stream("aac", rate=48_000, layout="mono") for _ in range(2)]
        for _ in range(120):
            container.mux(pictures.encode(av.VideoFrame.from_ndarray(plain((9, 9, 9)), format="rgb24")))
        container.mux(pictures.encode())
        for track, level in zip(tracks, (0.0, 0.3), strict=True):
            sound = tone(440, 12, rate=48_000, level=level)[None, :]
            frame = av.AudioFrame.from_ndarray(sound, format="fltp", layout="mono")
            frame.sample_rate, frame.pts = 48_000, 0
            container.mux(track.encode(frame))
            container.mux(track.encode())
    assert scan_video(path).silent.all()
    assert not scan_video(path, audio_track=2).silent.any()
    segment = SceneSegment(0.0, VideoScene(0, 0, 12, 0))
    ((_, silence),) = read_excerpts([segment], [path])
    ((_, music),) = read_excerpts([segment], [path], audio_track=2)
    assert is_silent(silence)
    assert not is_silent(music)
    with pytest.raises(InvalidInputError, match="no sound track 3; it has 1"):
        scan_video(path, audio_track=3)
