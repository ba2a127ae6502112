"""From the command to a daemon that answers: how long it takes, and what memory it holds then."""

import importlib.util
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from scenescore.model.bundle.bundle import Bundle
from scenescore_client.messages import Frame
from scenescore_eval.benchmarks.bench_daemon import client_of, daemon, musical_library

MB: Final = 1e6
_FRAMES: Final = "import cv2, grpc, numpy, onnxruntime"
_KERAS: Final = "import scenescore.model.network"
_SAY_MEMORY: Final = "; import psutil; print(psutil.Process().memory_info().rss)"
_GREY: Final = Frame(capture_time_us=0, data=bytes([90]) * (80 * 80 * 3))


@dataclass(frozen=True)
class StartResult:
    """What starting takes.

    Attributes
    ----------
    tracks, starts : int
        Tracks in the library; how often it was started.
    ready_s, slowest_ready_s : float
        From the command to the ready file, seconds: median and worst.
    ready_cpu_s : float
        Processor time that the daemon had taken then, seconds: median. A busy machine changes it less.
    memory_mb : float
        Resident memory when ready, MB: median.
    answered_s, answered_memory_mb : float
        From the command to the answer to a first frame, seconds, and resident memory then, MB: medians.
    tensorflow_loaded : bool
        Whether any start mapped a library of TensorFlow into the daemon.
    bare_s, bare_memory_mb : float
        The least that can be: an interpreter that loads NumPy, OpenCV, gRPC and ONNX Runtime.
    keras_s, keras_memory_mb : float, optional
        What serving with Keras would load at least: Keras and TensorFlow; None where they aren't installed.
    """

    tracks: int
    starts: int
    ready_s: float
    slowest_ready_s: float
    ready_cpu_s: float
    memory_mb: float
    answered_s: float
    answered_memory_mb: float
    tensorflow_loaded: bool
    bare_s: float
    bare_memory_mb: float
    keras_s: float | None
    keras_memory_mb: float | None


def measure_start(bundle: Bundle, *, tracks: int, starts: int, seed: int) -> StartResult:
    """Start daemons one after the other, the first one untimed: files are read from the disk only once.

    Parameters
    ----------
    bundle : Bundle
        That they predict with.
    tracks : int
        In their library.
    starts : int
        How many are timed.
    seed : int
        Of the library.

    Returns
    -------
    StartResult
    """
    with musical_library(bundle, tracks, seed=seed) as library:
        _start(bundle, library)
        timed = [_start(bundle, library) for _ in range(starts)]
    bare_s, bare_memory_mb = _load(_FRAMES, starts)
    has_keras = importlib.util.find_spec("keras") is not None
    keras = _load(_KERAS, 1) if has_keras else (None, None)
    return StartResult(
        tracks=tracks,
        starts=starts,
        ready_s=statistics.median(one.ready_s for one in timed),
        slowest_ready_s=max(one.ready_s for one in timed),
        ready_cpu_s=statistics.median(one.ready_cpu_s for one in timed),
        memory_mb=statistics.median(one.memory_mb for one in timed),
        answered_s=statistics.median(one.answered_s for one in timed),
        answered_memory_mb=statistics.median(one.answered_memory_mb for one in timed),
        tensorflow_loaded=any(one.tensorflow_loaded for one in timed),
        bare_s=bare_s,
        bare_memory_mb=bare_memory_mb,
        keras_s=keras[0],
        keras_memory_mb=keras[1],
    )


@dataclass(frozen=True)
class _Start:
    ready_s: float
    ready_cpu_s: float
    memory_mb: float
    answered_s: float
    answered_memory_mb: float
    tensorflow_loaded: bool


def _start(bundle: Bundle, library: Path) -> _Start:
    began_s = time.perf_counter()
    with daemon(bundle, library) as ready:
        ready_s = time.perf_counter() - began_s
        process = psutil.Process(ready.pid)
        spent = process.cpu_times()
        memory_mb = process.memory_info().rss / MB
        for _ in client_of(ready).match_frames([_GREY]):
            break
        answered_s = time.perf_counter() - began_s
        return _Start(
            ready_s=ready_s,
            ready_cpu_s=spent.user + spent.system,
            memory_mb=memory_mb,
            answered_s=answered_s,
            answered_memory_mb=process.memory_info().rss / MB,
            tensorflow_loaded=any("tensorflow" in mapped.path.lower() for mapped in process.memory_maps()),
        )


def _load(imports: str, times: int) -> tuple[float, float]:
    """Return the median time in seconds of an interpreter that only imports, and its memory in MB."""
    took_s, memory_mb = [], []
    command: Sequence[str] = (sys.executable, "-c", imports + _SAY_MEMORY)
    for _ in range(times + 1):
        began_s = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        took_s.append(time.perf_counter() - began_s)
        memory_mb.append(int(done.stdout.split()[-1]) / MB)
    return statistics.median(took_s[1:]), statistics.median(memory_mb[1:])
