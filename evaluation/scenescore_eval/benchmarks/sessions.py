"""How many games one daemon answers at the same time, with the games' clients on the same machine."""

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
from scenescore_eval.benchmarks.baselines.answers import FirstVersion
from scenescore_eval.benchmarks.bench_daemon import daemon, musical_library, musical_segments
from scenescore_eval.benchmarks.environment import percentile
from scenescore_eval.benchmarks.load_generator import RAMP_S

MOST: Final = 1000
"""Sessions that a daemon can be told to take."""
_SETTLE_S: Final = 4.0
_BASELINE_ANSWERS: Final = 10


@dataclass(frozen=True)
class Level:
    """What a number of sessions took.

    Attributes
    ----------
    sessions : int
        Open streams.
    p50_ms, p95_ms : float
        From when the frame was due until its answer, milliseconds.
    answers, frames_dropped : int
        Of all streams while it was measured; frames that the daemon had to drop.
    cpu_percent, memory_mb : float
        The daemon's processor time, 100 a core, and its resident memory in MB.
    load_cpu_percent : float
        Processor time of what makes the load.
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
class SessionsResult:
    """How many sessions were held; the figures are those of the most that were.

    Attributes
    ----------
    tracks : int
        In the library.
    limit_ms : float
        What the 95th percentile must not pass, milliseconds.
    sessions : int
        The most that were held; 0 where even the first level passed the limit.
    p95_ms, cpu_percent, memory_mb : float
        As in `Level`.
    reached_limit : bool
        Whether more sessions passed the limit; else the benchmark ended before.
    fair_sessions : int, optional
        For how many streams the way of `scenescore_eval.benchmarks.baselines.answers` could compute one answer a
        second with all cores and nothing else to do; None where TensorFlow isn't installed.
    levels : list of Level
        All that were measured.
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
) -> SessionsResult:
    """Open streams of 5 frames and one answer a second, more and more, until answers come too late.

    Parameters
    ----------
    bundle : Bundle
        That predicts.
    tracks : int
        In the library.
    first, step, most : int
        Streams to begin with, to add each time, and to end with.
    seconds : float
        How long each level is measured.
    limit_ms : float
        What the 95th percentile must not pass, milliseconds.
    seed : int
        Of the library and of when the streams begin.

    Returns
    -------
    SessionsResult

    Raises
    ------
    ScenescoreError
        The load can't be made.
    """
    levels: list[Level] = []
    with (
        musical_library(bundle, tracks, seed=seed) as folder,
        daemon(bundle, folder, ["--max-sessions", str(MOST)]) as ready,
        _load(ready, seed) as load,
    ):
        for sessions in range(first, most + 1, step):
            _ask(load, f"add {sessions - (levels[-1].sessions if levels else 0)}")
            time.sleep(RAMP_S + _SETTLE_S)
            levels.append(_measure(load, ready, sessions, seconds))
            if levels[-1].p95_ms > limit_ms:
                break
    held = [level for level in levels if level.p95_ms <= limit_ms]
    best = held[-1] if held else levels[0]
    return SessionsResult(
        tracks=tracks,
        limit_ms=limit_ms,
        sessions=best.sessions if held else 0,
        p95_ms=best.p95_ms,
        cpu_percent=best.cpu_percent,
        memory_mb=best.memory_mb,
        reached_limit=len(held) < len(levels),
        fair_sessions=_fair_sessions(bundle, tracks, seed),
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
        raise ScenescoreError(
            f"what makes the load has ended with code {load.wait()}; its error stands above"
        )
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
    library = musical_segments(bundle, tracks, seed=seed)
    try:
        first_version = FirstVersion(bundle, library)
    except UnavailableError:
        return None
    window = np.random.default_rng(seed).integers(0, 180, (bundle.steps, 80, 80, 3), np.uint8)
    first_version.fair(window, library.features[0])
    began_s = time.process_time()
    for place in range(_BASELINE_ANSWERS):
        first_version.fair(window, library.features[place % len(library.features)])
    answer_s = (time.process_time() - began_s) / _BASELINE_ANSWERS
    return int((os.cpu_count() or 1) / answer_s)
