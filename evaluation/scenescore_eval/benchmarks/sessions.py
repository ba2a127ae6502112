"""Benchmark of the number of sessions that one daemon serves, with their clients on the same machine."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import psutil

from scenescore.daemon.process.ready_file import ReadyFile
from scenescore.errors import ScenescoreError, UnavailableError
from scenescore.model.bundle.bundle import Bundle
from scenescore_eval.benchmarks.baselines.answers import AnswerBaselines
from scenescore_eval.benchmarks.bench_daemon import daemon, library_segments, temporary_library
from scenescore_eval.benchmarks.load_generator import RAMP_S
from scenescore_eval.benchmarks.timing import percentile

MAX_SESSIONS: Final = 1000
"""The daemon's own limit in this benchmark."""
_SETTLE_S: Final = 4.0
"""Time between the start of the last stream and the measurement, seconds."""
_BASELINE_ANSWERS: Final = 10


@dataclass(frozen=True)
class Level:
    """Measurement with one number of sessions.

    Attributes
    ----------
    sessions : int
        Number of open streams.
    p50_ms, p95_ms : float
        Time from when a frame was due until its answer, milliseconds.
    answers, frames_dropped : int
        Answers of all streams during the measurement; frames that the daemon dropped.
    cpu_percent, memory_mb : float
        The daemon's processor time, 100 a core, and its resident memory, MB.
    load_cpu_percent : float
        Processor time of the load generator, 100 a core.
    """

    sessions: int
    p50_ms: float
    p95_ms: float
    answers: int
    frames_dropped: int
    cpu_percent: float
    memory_mb: float
    load_cpu_percent: float


@dataclass(frozen=True)
class SessionsBenchmark:
    """How many sessions the daemon served in time. The figures are those of the highest such number.

    Attributes
    ----------
    tracks : int
        Number of tracks in the library.
    limit_ms : float
        Limit of the 95th percentile, milliseconds.
    sessions : int
        The highest number of sessions within the limit; 0 if even the first level was above it.
    p95_ms, cpu_percent, memory_mb : float
        As in `Level`.
    reached_limit : bool
        Whether a level was above the limit; if not, more sessions may be possible.
    fair_sessions : int, optional
        Number of streams whose answers, one a second each, the fair baseline of
        `scenescore_eval.benchmarks.baselines.answers` could compute with all cores and nothing else to do;
        None if TensorFlow isn't installed.
    levels : list of Level
        All measurements.
    """

    tracks: int
    limit_ms: float
    sessions: int
    p95_ms: float
    cpu_percent: float
    memory_mb: float
    reached_limit: bool
    fair_sessions: int | None
    levels: list[Level]


def measure_sessions(
    bundle: Bundle,
    *,
    tracks: int,
    first: int,
    step: int,
    most: int,
    seconds: float,
    limit_ms: float,
    seed: int,
) -> SessionsBenchmark:
    """Add streams of 5 frames and one answer a second until answers take too long.

    Parameters
    ----------
    bundle : Bundle
        The bundle to predict with.
    tracks : int
        Number of tracks in the library.
    first, step, most : int
        Number of streams to begin with, to add each time, and to end with.
    seconds : float
        Duration of each measurement.
    limit_ms : float
        Limit of the 95th percentile, milliseconds.
    seed : int
        Seed of the library and of the streams' start times.

    Returns
    -------
    SessionsBenchmark

    Raises
    ------
    ScenescoreError
        The load generator has failed.
    """
    levels: list[Level] = []
    with (
        temporary_library(bundle, tracks, seed=seed) as folder,
        daemon(bundle, folder, ["--max-sessions", str(MAX_SESSIONS)]) as ready,
        _load(ready, seed) as load,
    ):
        for sessions in range(first, most + 1, step):
            _ask(load, f"add {sessions - (levels[-1].sessions if levels else 0)}")
            time.sleep(RAMP_S + _SETTLE_S)
            levels.append(_measure(load, ready, sessions, seconds))
            if levels[-1].p95_ms > limit_ms:
                break
    return summarise_levels(
        levels, tracks=tracks, limit_ms=limit_ms, fair_sessions=_fair_sessions(bundle, tracks, seed)
    )


def summarise_levels(
    levels: list[Level], *, tracks: int, limit_ms: float, fair_sessions: int | None
) -> SessionsBenchmark:
    """Return the result of a benchmark from its measurements.

    Parameters
    ----------
    levels : list of Level
        One or more measurements, by number of sessions.
    tracks, limit_ms, fair_sessions
        As in `SessionsBenchmark`.

    Returns
    -------
    SessionsBenchmark
    """
    within = [level for level in levels if level.p95_ms <= limit_ms]
    best = within[-1] if within else levels[0]
    return SessionsBenchmark(
        tracks=tracks,
        limit_ms=limit_ms,
        sessions=best.sessions if within else 0,
        p95_ms=best.p95_ms,
        cpu_percent=best.cpu_percent,
        memory_mb=best.memory_mb,
        reached_limit=len(within) < len(levels),
        fair_sessions=fair_sessions,
        levels=levels,
    )


@contextmanager
def _load(ready: ReadyFile, seed: int) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "scenescore_eval.benchmarks.load_generator",
            ready.address,
            ready.token_file,
            str(seed),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _ask(load: "subprocess.Popen[str]", command: str) -> dict[str, Any]:
    assert load.stdin is not None
    assert load.stdout is not None
    load.stdin.write(command + "\n")
    load.stdin.flush()
    line = load.stdout.readline()
    if not line:
        raise ScenescoreError(f"the load generator has ended with code {load.wait()}; see its error above")
    answer: dict[str, Any] = json.loads(line)
    return answer


def _measure(load: "subprocess.Popen[str]", ready: ReadyFile, sessions: int, seconds: float) -> Level:
    process = psutil.Process(ready.pid)
    before, began_s = process.cpu_times(), time.perf_counter()
    found = _ask(load, f"measure {seconds}")
    after, took_s = process.cpu_times(), time.perf_counter() - began_s
    if not found["took_ms"]:
        raise ScenescoreError(f"no answer came within {seconds:g} s: measure longer with --seconds")
    return Level(
        sessions=sessions,
        p50_ms=percentile(found["took_ms"], 50),
        p95_ms=percentile(found["took_ms"], 95),
        answers=len(found["took_ms"]),
        frames_dropped=found["frames_dropped"],
        cpu_percent=(after.user + after.system - before.user - before.system) / took_s * 100,
        memory_mb=process.memory_info().rss / 1e6,
        load_cpu_percent=found["cpu_percent"],
    )


def _fair_sessions(bundle: Bundle, tracks: int, seed: int) -> int | None:
    library = library_segments(bundle, tracks, seed=seed)
    try:
        baselines = AnswerBaselines(bundle, library)
    except UnavailableError:
        return None
    window = np.random.default_rng(seed).integers(0, 180, (bundle.steps, 80, 80, 3), np.uint8)
    baselines.fair(window, library.features[0])
    began_s = time.process_time()
    for place in range(_BASELINE_ANSWERS):
        baselines.fair(window, library.features[place % len(library.features)])
    answer_s = (time.process_time() - began_s) / _BASELINE_ANSWERS
    return int((os.cpu_count() or 1) / answer_s)
