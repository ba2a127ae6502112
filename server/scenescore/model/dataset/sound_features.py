"""Reading the music of segments: their features, and the dictionary of ``nmf``."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed

from scenescore.audio import nmf
from scenescore.audio.features import FEATURES, FeatureSet, extract, stack
from scenescore.audio.load import load
from scenescore.audio.sample_rate import SAMPLE_RATE
from scenescore.model.dataset.segments import SceneSegment
from scenescore.window import WINDOW_S

Floats = npt.NDArray[np.float32]


def read_features(
    segments: Sequence[SceneSegment],
    videos: Sequence[Path],
    feature_set: FeatureSet,
    steps: int,
    *,
    dictionary: Floats | None,
    done: Callable[[int], None],
    jobs: int,
    audio_track: int | None = None,
) -> Floats:
    """Compute the features of segments' sound.

    Parameters
    ----------
    segments : sequence of SceneSegment
        The segments.
    videos : sequence of Path
        The videos, by the numbers that the segments' scenes have.
    feature_set : FeatureSet
        Features to compute.
    steps : int
        Steps of the window.
    dictionary : np.ndarray [shape=(1025, 16), float32], optional
        Dictionary of ``nmf``.
    done : callable
        Called with the number of segments that are done. It may raise to stop.
    jobs : int
        Processes. If joblib has been given a cluster, all of its workers are used instead.
    audio_track : int, optional
        Number of the videos' sound track, from 1 on; by default the one that players choose.

    Returns
    -------
    np.ndarray [shape=(n, steps, D), float32]

    Raises
    ------
    BrokenFileError
        The sound of a video can't be decoded.
    """
    features = np.zeros((len(segments), steps, feature_set.dimensions), np.float32)
    work = (
        # One tuple: joblib would keep a large argument on one worker of a cluster and lose it with it.
        delayed(_features_at)((place, excerpt, feature_set, steps, dictionary))
        for place, excerpt in read_excerpts(segments, videos, audio_track=audio_track)
    )
    for count, (place, values) in enumerate(Parallel(n_jobs=jobs, return_as="generator")(work), 1):
        features[place] = values
        done(count)
    return features


def learn_nmf_dictionary(
    segments: Sequence[SceneSegment], videos: Sequence[Path], *, seed: int, audio_track: int | None = None
) -> Floats:
    """Learn the dictionary of ``nmf`` from the sound of segments.

    Parameters
    ----------
    segments : sequence of SceneSegment
        Segments of the training half.
    videos : sequence of Path
        The videos, by the numbers that the segments' scenes have.
    seed : int
        Seed of the factorisation.
    audio_track : int, optional
        As in `read_features`.

    Returns
    -------
    np.ndarray [shape=(1025, 16), float32]
    """
    excerpts = [excerpt for _, excerpt in read_excerpts(segments, videos, audio_track=audio_track)]
    return nmf.learn_dictionary(excerpts, components=FEATURES["nmf"].dimensions, seed=seed)


def read_excerpts(
    segments: Sequence[SceneSegment], videos: Sequence[Path], *, audio_track: int | None = None
) -> Iterator[tuple[int, Floats]]:
    """Yield the sound of each segment, video by video.

    Parameters
    ----------
    segments : sequence of SceneSegment
        The segments. One that is shorter than 12 s is looped.
    videos : sequence of Path
        The videos, by the numbers that the segments' scenes have.
    audio_track : int, optional
        As in `read_features`.

    Yields
    ------
    place : int
        Place of the segment in `segments`.
    samples : np.ndarray [shape=(264600,), float32]
        Mono at 22,050 samples per second.
    """
    window_samples = round(WINDOW_S * SAMPLE_RATE)
    for video, path in enumerate(videos):
        own = [place for place, segment in enumerate(segments) if segment.scene.video == video]
        if not own:
            continue
        samples = load(path, audio_track=audio_track)
        for place in own:
            segment = segments[place]
            start, length = round(segment.start_s * SAMPLE_RATE), round(segment.length_s * SAMPLE_RATE)
            excerpt = samples[start : start + length]
            once = np.pad(excerpt, (0, length - len(excerpt)))
            yield place, np.resize(once, window_samples)


def _features_at(task: tuple[int, Floats, FeatureSet, int, Floats | None]) -> tuple[int, Floats]:
    place, excerpt, feature_set, steps, dictionary = task
    extracted = extract(excerpt, feature_set.names, steps, nmf_dictionary=dictionary)
    return place, stack(extracted, feature_set)
