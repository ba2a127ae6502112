"""Benchmark of answers over gRPC: time from the last frame to the answer, beside two baselines."""

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
from scenescore_eval.benchmarks.baselines.answers import AnswerBaselines
from scenescore_eval.benchmarks.bench_daemon import client_of, daemon, library_segments, temporary_library
from scenescore_eval.benchmarks.timing import percentile

FRAMES_PER_SECOND: Final = 10
ANSWERS_PER_SECOND: Final = 2
TOP_K: Final = 3
MAX_ROUNDING_ERROR: Final = 1e-6
"""Maximum difference of two exact solvers' distances, absolute and relative."""
_ANSWER_TIMEOUT_S: Final = 30.0
_WARM_UP_ANSWERS: Final = 3


@dataclass(frozen=True)
class LiveBenchmark:
    """Duration of an answer.

    Attributes
    ----------
    tracks, segments, answers, baseline_answers : int
        Tracks in the library; segments of each track; timed answers; number of those that the baselines
        computed, too.
    p50_ms, p95_ms : float
        Time from handing the frame to the client until its answer arrives, milliseconds.
    daemon_p50_ms, daemon_p95_ms : float
        Time from the frame's arrival in the daemon until its answer is ready, milliseconds.
    naive_p50_ms, fair_p50_ms : float
        Time of the baselines, which start from a decoded window and send nothing, milliseconds.
    ratio_naive, ratio_fair : float
        Their medians divided by `p95_ms`.
    mismatches : int
        Answers of the baselines whose nearest tracks have other distances than those that the search found.
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
) -> LiveBenchmark:
    """Play the demo's recording into a daemon in real time, and compute some of the answers with baselines.

    Parameters
    ----------
    bundle : Bundle
        The bundle to predict with.
    tracks : int
        Number of tracks in the library.
    segments : int
        Segments of each track; 0 for as many as the bundle compares.
    answers : int
        Number of timed answers, two a second, once the window is full.
    baseline_answers : int
        Number of those that the baselines compute, too.
    seed : int
        Seed of the library.

    Returns
    -------
    LiveBenchmark

    Raises
    ------
    UnavailableError
        TensorFlow isn't installed, or the daemon didn't answer.
    """
    library = library_segments(bundle, tracks, seed=seed, segments=segments)
    baselines = BaselineTimer(bundle, library)
    every = max(1, answers // max(1, baseline_answers))
    full_after = round(WINDOW_S * ANSWERS_PER_SECOND)
    play = PacedPlay(recorded_frames())
    ours_ms: list[float] = []
    daemon_ms: list[float] = []
    config = SessionConfig(top_k=TOP_K, answer_interval_s=1 / ANSWERS_PER_SECOND)
    with (
        temporary_library(bundle, tracks, seed=seed, segments=segments) as folder,
        daemon(bundle, folder) as ready,
        closing(client_of(ready).match_frames(play.frames(), config)) as stream,
    ):
        for number, answer in enumerate(stream):
            took_ms = play.since_sent_ms(answer.frame_time_us)
            if number >= full_after:
                ours_ms.append(took_ms)
                daemon_ms.append(answer.answer_delay_s * 1000)
                if (number - full_after) % every == 0 and baselines.answers < baseline_answers:
                    baselines.compute(play.window(bundle.steps))
            if len(ours_ms) == answers:
                break
            play.resume()
    p95_ms = percentile(ours_ms, 95)
    naive_p50_ms = percentile(baselines.naive_ms, 50)
    fair_p50_ms = percentile(baselines.fair_ms, 50)
    return LiveBenchmark(
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


class PacedPlay:
    """Hands frames to a client in real time, and waits whenever an answer is due.

    The baselines are computed during these waits, so they neither delay an answer nor make frames pile up.

    Parameters
    ----------
    frames : list of Frame
        Frames that are repeated endlessly.
    """

    def __init__(self, frames: list[Frame]) -> None:
        self._frames = frames
        self._sent_s: dict[int, float] = {}
        self._shown: list[tuple[float, Frame]] = []
        self._may_resume = threading.Event()

    def frames(self) -> Iterator[Frame]:
        """Yield frames endlessly. The client's thread iterates over them."""
        due_s = time.perf_counter()
        for number, frame in zip(count(), cycle(self._frames), strict=False):
            time.sleep(max(0.0, due_s - time.perf_counter()))
            time_us = number * 1_000_000 // FRAMES_PER_SECOND
            timed = replace(frame, capture_time_us=time_us)
            self._shown.append((time_us / 1e6, timed))
            self._may_resume.clear()
            self._sent_s[time_us] = time.perf_counter()
            yield timed
            if number % (FRAMES_PER_SECOND // ANSWERS_PER_SECOND) == 0:
                if not self._may_resume.wait(_ANSWER_TIMEOUT_S):
                    return
                due_s = time.perf_counter()
            due_s += 1 / FRAMES_PER_SECOND

    def resume(self) -> None:
        """Yield the next frames."""
        self._may_resume.set()

    def since_sent_ms(self, time_us: int) -> float:
        """Return the time since a frame was handed to the client, milliseconds.

        Parameters
        ----------
        time_us : int
            The frame's capture time, microseconds.

        Returns
        -------
        float
        """
        return (time.perf_counter() - self._sent_s[time_us]) * 1000

    def window(self, steps: int) -> np.ndarray:
        """Return the last 12 s.

        Parameters
        ----------
        steps : int
            Steps of the window.

        Returns
        -------
        np.ndarray [shape=(steps, 80, 80, 3), uint8]
            HSV.
        """
        window: RollingWindow[Frame] = RollingWindow(steps)
        for time_s, frame in self._shown[-(round(WINDOW_S) + 2) * FRAMES_PER_SECOND :]:
            window.add(time_s, frame)
        return np.stack([decode("rgb8", one.data, one.width, one.height) for one in window.snapshot().items])


class BaselineTimer:
    """Times both baselines, and compares their answers with the search's.

    Parameters
    ----------
    bundle : Bundle
        The bundle whose predictions are the queries.
    library : TrackSegments
        The tracks, in the bundle's scaled space.

    Attributes
    ----------
    naive_ms, fair_ms : list of float
        Time of each answer, milliseconds.
    mismatches : int
        Number of answers that differ from the search's.
    """

    def __init__(self, bundle: Bundle, library: TrackSegments) -> None:
        self._predictor = Predictor(bundle)
        self._baselines = AnswerBaselines(bundle, library)
        self._index = TrackIndex.of([f"{place:016x}" for place in range(len(library))], library)
        self.naive_ms: list[float] = []
        self.fair_ms: list[float] = []
        self.mismatches = 0
        blank = np.zeros((bundle.steps, 80, 80, 3), np.uint8)
        for _ in range(_WARM_UP_ANSWERS):
            self._baselines.naive(blank, library.features[0])
            self._baselines.fair(blank, library.features[0])

    @property
    def answers(self) -> int:
        """Number of computed answers."""
        return len(self.naive_ms)

    def compute(self, window: np.ndarray) -> None:
        """Answer with both baselines.

        Parameters
        ----------
        window : np.ndarray [shape=(steps, 80, 80, 3), uint8]
            HSV.
        """
        query = self._predictor.answer(window).features
        found = [distance for _, distance in self._index.search(query, TOP_K)]
        for baseline, took_ms in (
            (self._baselines.naive, self.naive_ms),
            (self._baselines.fair, self.fair_ms),
        ):
            distances = self._timed(baseline, window, query, took_ms)
            self.mismatches += not np.allclose(
                found, np.sort(distances)[:TOP_K], rtol=MAX_ROUNDING_ERROR, atol=MAX_ROUNDING_ERROR
            )

    @staticmethod
    def _timed(
        baseline: Callable[[np.ndarray, np.ndarray], np.ndarray],
        window: np.ndarray, query: np.ndarray, took_ms: list[float],
    ) -> np.ndarray:  # fmt: skip
        began_s = time.perf_counter()
        distances = baseline(window, query)
        took_ms.append((time.perf_counter() - began_s) * 1000)
        return distances
