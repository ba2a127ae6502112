"""A training's frames and features."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from scenescore.audio import nmf
from scenescore.audio.features import FEATURES, FeatureSet, extract, stack
from scenescore.audio.load import load
from scenescore.audio.sample_rate import SAMPLE_RATE
from scenescore.frames.video import read_frames
from scenescore.model.dataset.segments import SceneSegment
from scenescore.parallel import parallel_map
from scenescore.window import WINDOW_S

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Windows:
    """Windows of play with the features of the music that was heard."""

    pool: npt.NDArray[np.uint8]
    """Each frame once [shape=(m, 80, 80, 3)], HSV."""
    places: npt.NDArray[np.int64]
    """Which frame of the pool each step shows [shape=(n, steps)]."""
    features: Floats
    """[shape=(n, steps, D)]."""

    def __len__(self) -> int:
        return len(self.places)

    def frames(self, chosen: npt.ArrayLike | None = None) -> npt.NDArray[np.uint8]:
        """Return the frames of some windows, or of all [shape=(k, steps, 80, 80, 3), uint8]."""
        places = self.places if chosen is None else self.places[np.asarray(chosen)]
        frames: npt.NDArray[np.uint8] = self.pool[places]
        return frames


def read_windows(segments: Sequence[SceneSegment], videos: Sequence[Path], steps: int) -> Windows:
    """Read the frames of segments; step i shows what is on the screen at the step's end, as live windows do.

    A segment of less than 12 seconds is shown again from its start.

    Parameters
    ----------
    segments : sequence of SceneSegment
        May overlap: a frame that several show is kept once.
    videos : sequence of Path
        Those that the segments' stretches number.
    steps : int
        Steps of the window.

    Returns
    -------
    Windows
        Without features yet [shape=(n, steps, 0)].
    """
    step_s = WINDOW_S / steps
    ticks = [
        round(segment.start_s / step_s) + 1 + np.arange(steps) % round(segment.length_s / step_s)
        for segment in segments
    ]
    pool: list[npt.NDArray[np.uint8]] = []
    place_of: dict[tuple[int, int], int] = {}
    for video, path in enumerate(videos):
        own = [tick for tick, segment in zip(ticks, segments, strict=True) if segment.stretch.video == video]
        for first, last in runs(np.unique(np.concatenate(own)) if own else np.zeros(0, int)):
            times = read_frames(
                path, frames_per_second=1 / step_s, start_s=first * step_s, end_s=(last + 0.5) * step_s
            )
            frame = None
            for tick, (_, frame) in zip(range(first, last + 1), times, strict=False):
                place_of[video, tick] = len(pool)
                pool.append(frame)
            # The last step may end with the video itself: its last picture is what is shown then.
            for tick in range(first, last + 1):
                place_of.setdefault((video, tick), len(pool) - 1)
    places = np.array(
        [
            [place_of[segment.stretch.video, int(tick)] for tick in own]
            for own, segment in zip(ticks, segments, strict=True)
        ]
    )
    return Windows(np.stack(pool), places, np.zeros((len(segments), steps, 0), np.float32))


def learn_nmf(segments: Sequence[SceneSegment], videos: Sequence[Path], *, seed: int) -> Floats:
    """Learn the nmf dictionary from the training segments' sound [shape=(1025, 16), float32]."""
    excerpts = [excerpt for _, excerpt in excerpts_of(segments, videos)]
    return nmf.learn_dictionary(excerpts, components=FEATURES["nmf"].dimensions, seed=seed)


def read_features(
    segments: Sequence[SceneSegment],
    videos: Sequence[Path],
    feature_set: FeatureSet,
    steps: int,
    *,
    dictionary: Floats | None,
    done: Callable[[int], None],
    jobs: int,
) -> Floats:
    """Compute the features of segments' sound.

    Parameters
    ----------
    segments : sequence of SceneSegment
        Which.
    videos : sequence of Path
        Those that the segments' stretches number.
    feature_set : FeatureSet
        What to compute.
    steps : int
        Steps of the window.
    dictionary : np.ndarray [shape=(1025, 16), float32], optional
        For ``nmf``.
    done : callable
        Called with how many are done; may raise to stop.
    jobs : int
        Processes of this machine; inside of `using_parallel_map`, what that says instead.

    Returns
    -------
    np.ndarray [shape=(n, steps, D), float32]
    """
    features = np.zeros((len(segments), steps, feature_set.dimensions), np.float32)
    work = (
        (place, excerpt, feature_set, steps, dictionary) for place, excerpt in excerpts_of(segments, videos)
    )
    for count, (place, values) in enumerate(parallel_map(_features_at, work, jobs=jobs), 1):
        features[place] = values
        done(count)
    return features


def excerpts_of(segments: Sequence[SceneSegment], videos: Sequence[Path]) -> Iterator[tuple[int, Floats]]:
    """Yield each segment's place and sound [shape=(264600,), float32], video by video; looped if short."""
    whole = round(WINDOW_S * SAMPLE_RATE)
    for video, path in enumerate(videos):
        own = [place for place, segment in enumerate(segments) if segment.stretch.video == video]
        if not own:
            continue
        samples = load(path)
        for place in own:
            start, length = (
                round(at * SAMPLE_RATE) for at in (segments[place].start_s, segments[place].length_s)
            )
            excerpt = samples[start : start + length]
            once = np.pad(excerpt, (0, length - len(excerpt)))
            yield place, np.resize(once, whole)


def runs(ticks: npt.NDArray[np.int64]) -> list[tuple[int, int]]:
    """Return the first and last of each run of sorted whole numbers without a gap."""
    if not len(ticks):
        return []
    breaks = np.flatnonzero(np.diff(ticks) > 1)
    firsts = [ticks[0], *ticks[breaks + 1]]
    lasts = [*ticks[breaks], ticks[-1]]
    return [(int(first), int(last)) for first, last in zip(firsts, lasts, strict=True)]


def _features_at(task: tuple[int, Floats, FeatureSet, int, Floats | None]) -> tuple[int, Floats]:
    place, excerpt, feature_set, steps, dictionary = task
    extracted = extract(excerpt, feature_set.names, steps, nmf_dictionary=dictionary)
    return place, stack(extracted, feature_set)
