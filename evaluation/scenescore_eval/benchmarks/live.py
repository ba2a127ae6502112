"""From the last frame to the answer, over real gRPC, beside what a first version would take."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import count, cycle
from typing import Final

import numpy as np

from scenescore.demo.demo_daemon import RECORDING
from scenescore.frames.decode import decode
from scenescore.frames.rolling_window import RollingWindow
from scenescore.matching.search import TrackIndex
from scenescore.matching.track_segments import TrackSegments
from scenescore.model.bundle.bundle import Bundle
from scenescore.model.predict import Predictor
from scenescore.window import WINDOW_S
from scenescore_client.messages import Frame, SessionConfig
from scenescore_client.sources import video_frames
from scenescore_eval.benchmarks.baselines.answers import FirstVersion
from scenescore_eval.benchmarks.bench_daemon import client_of, daemon, musical_library, musical_segments
from scenescore_eval.benchmarks.environment import percentile

FRAMES_PER_SECOND: Final = 10
ANSWERS_PER_SECOND: Final = 2
TOP_K: Final = 3
ROUNDING: Final = 1e-6
"""By what share two exact solvers' distances may differ."""
_BEFORE_GIVING_UP_S: Final = 30.0
_WARM_UPS: Final = 3


@dataclass(frozen=True)
class LiveResult:
    """How long a player waits for an answer.

    Attributes
    ----------
    tracks, segments, answers, baseline_answers : int
        In the library; segments of each of them; answers that were timed; how many of them were computed the
        other two ways, too.
    p50_ms, p95_ms : float
        From handing the frame to the client until its answer is there, milliseconds.
    daemon_p50_ms, daemon_p95_ms : float
        From the frame's arrival in the daemon until its answer was ready.
    naive_p50_ms, fair_p50_ms : float
        The other two ways, from the window as it is: they neither decode nor send anything.
    ratio_naive, ratio_fair : float
        Their medians over our 95th percentile.
    mismatches : int
        Answers of the baselines whose closest tracks are not at the distances that our search found.
    """

    tracks: int
    segments: int
    answers: int
    baseline_answers: int
    p50_ms: float
    p95_ms: float
    daemon_p50_ms: float
    daemon_p95_ms: float
    naive_p50_ms: float
    fair_p50_ms: float
    ratio_naive: float
    ratio_fair: float
    mismatches: int


def measure_live(
    bundle: Bundle, *, tracks: int, segments: int = 0, answers: int, baseline_answers: int, seed: int
) -> LiveResult:
    """Play the demo's recording into a daemon at its own pace, and compute some of the answers otherwise.

    Parameters
    ----------
    bundle : Bundle
        That predicts.
    tracks : int
        In the library.
    segments : int
        Of each track; 0 for as many as the bundle compares.
    answers : int
        How many are timed, two a second, once the window is full.
    baseline_answers : int
        How many of them are computed the other two ways, too.
    seed : int
        Of the library.

    Returns
    -------
    LiveResult

    Raises
    ------
    UnavailableError
        TensorFlow isn't installed, or the daemon didn't answer.
    """
    library = musical_segments(bundle, tracks, seed=seed, segments=segments)
    baselines = Baselines(bundle, library)
    every = max(1, answers // max(1, baseline_answers))
    filling = round(WINDOW_S * ANSWERS_PER_SECOND)
    play = Play(recorded_frames())
    ours_ms: list[float] = []
    daemon_ms: list[float] = []
    config = SessionConfig(top_k=TOP_K, answer_interval_s=1 / ANSWERS_PER_SECOND)
    with (
        musical_library(bundle, tracks, seed=seed, segments=segments) as folder,
        daemon(bundle, folder) as ready,
        closing(client_of(ready).match_frames(play.frames(), config)) as stream,
    ):
        for number, answer in enumerate(stream):
            took_ms = play.since_sent_ms(answer.frame_time_us)
            if number >= filling:
                ours_ms.append(took_ms)
                daemon_ms.append(answer.answer_delay_s * 1000)
                if (number - filling) % every == 0 and baselines.answers < baseline_answers:
                    baselines.compute(play.window(bundle.steps))
            if len(ours_ms) == answers:
                break
            play.go_on()
    p95_ms = percentile(ours_ms, 95)
    naive_p50_ms = percentile(baselines.naive_ms, 50)
    fair_p50_ms = percentile(baselines.fair_ms, 50)
    return LiveResult(
        tracks=tracks,
        segments=len(library.features) // tracks,
        answers=len(ours_ms),
        baseline_answers=baselines.answers,
        p50_ms=percentile(ours_ms, 50),
        p95_ms=p95_ms,
        daemon_p50_ms=percentile(daemon_ms, 50),
        daemon_p95_ms=percentile(daemon_ms, 95),
        naive_p50_ms=naive_p50_ms,
        fair_p50_ms=fair_p50_ms,
        ratio_naive=naive_p50_ms / p95_ms,
        ratio_fair=fair_p50_ms / p95_ms,
        mismatches=baselines.mismatches,
    )


def recorded_frames() -> list[Frame]:
    """Return the demo's recording as frames of 80×80, ten a second."""
    return list(video_frames(RECORDING, frames_per_second=FRAMES_PER_SECOND, real_time=False))


class Play:
    """Hands frames to a client at their own pace, and waits where an answer is due.

    So the baselines, which are computed meanwhile, neither delay an answer nor make frames pile up.

    Parameters
    ----------
    frames : list of Frame
        Played over and over.
    """

    def __init__(self, frames: list[Frame]) -> None:
        self._frames = frames
        self._sent_s: dict[int, float] = {}
        self._shown: list[tuple[float, Frame]] = []
        self._may_go_on = threading.Event()

    def frames(self) -> Iterator[Frame]:
        """Yield frames until closed; drawn from in the client's thread."""
        due_s = time.perf_counter()
        for number, frame in zip(count(), cycle(self._frames), strict=False):
            time.sleep(max(0.0, due_s - time.perf_counter()))
            time_us = number * 1_000_000 // FRAMES_PER_SECOND
            timed = replace(frame, capture_time_us=time_us)
            self._shown.append((time_us / 1e6, timed))
            self._may_go_on.clear()
            self._sent_s[time_us] = time.perf_counter()
            yield timed
            if number % (FRAMES_PER_SECOND // ANSWERS_PER_SECOND) == 0:
                if not self._may_go_on.wait(_BEFORE_GIVING_UP_S):
                    return
                due_s = time.perf_counter()
            due_s += 1 / FRAMES_PER_SECOND

    def go_on(self) -> None:
        """Let the next frames come."""
        self._may_go_on.set()

    def since_sent_ms(self, time_us: int) -> float:
        """Return how long ago a frame was handed out, milliseconds."""
        return (time.perf_counter() - self._sent_s[time_us]) * 1000

    def window(self, steps: int) -> np.ndarray:
        """Return the last 12 s as they were shown [shape=(steps, 80, 80, 3), uint8], HSV."""
        window: RollingWindow[Frame] = RollingWindow(steps)
        for time_s, frame in self._shown[-(round(WINDOW_S) + 2) * FRAMES_PER_SECOND :]:
            window.add(time_s, frame)
        return np.stack([decode("rgb8", one.data, one.width, one.height) for one in window.snapshot().items])


class Baselines:
    """Times the two other ways, and holds their answers against our search's.

    Parameters
    ----------
    bundle : Bundle
        That predicts what is searched for.
    library : TrackSegments
        In its scaled space.

    Attributes
    ----------
    naive_ms, fair_ms : list of float
        How long each took, milliseconds.
    mismatches : int
        Of their answers and our search's.
    """

    def __init__(self, bundle: Bundle, library: TrackSegments) -> None:
        self._predictor = Predictor(bundle)
        self._first = FirstVersion(bundle, library)
        self._index = TrackIndex.of([f"{place:016x}" for place in range(len(library))], library)
        self.naive_ms: list[float] = []
        self.fair_ms: list[float] = []
        self.mismatches = 0
        blank = np.zeros((bundle.steps, 80, 80, 3), np.uint8)
        for _ in range(_WARM_UPS):
            self._first.naive(blank, library.features[0])
            self._first.fair(blank, library.features[0])

    @property
    def answers(self) -> int:
        """How many were computed."""
        return len(self.naive_ms)

    def compute(self, window: np.ndarray) -> None:
        """Answer for a window [shape=(steps, 80, 80, 3), uint8] both ways."""
        query = self._predictor.answer(window).features
        found = [distance for _, distance in self._index.search(query, TOP_K)]
        for ways, took_ms in (
            (self._first.naive, self.naive_ms),
            (self._first.fair, self.fair_ms),
        ):
            distances = self._timed(ways, window, query, took_ms)
            self.mismatches += not np.allclose(
                found, np.sort(distances)[:TOP_K], rtol=ROUNDING, atol=ROUNDING
            )

    @staticmethod
    def _timed(
        way: Callable[[np.ndarray, np.ndarray], np.ndarray],
        window: np.ndarray, query: np.ndarray, took_ms: list[float],
    ) -> np.ndarray:  # fmt: skip
        began_s = time.perf_counter()
        distances = way(window, query)
        took_ms.append((time.perf_counter() - began_s) * 1000)
        return distances
