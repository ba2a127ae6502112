"""Benchmark of the daemon's start: time from the command to ready and to the first answer, and memory."""

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
from scenescore_eval.benchmarks.bench_daemon import client_of, daemon, temporary_library

BYTES_PER_MB: Final = 1e6
_LIBRARIES: Final = "import cv2, grpc, numpy, onnxruntime"
_KERAS: Final = "import scenescore.model.network"
_PRINT_MEMORY: Final = "; import psutil; print(psutil.Process().memory_info().rss)"
_GREY_FRAME: Final = Frame(capture_time_us=0, data=bytes([90]) * (80 * 80 * 3))


@dataclass(frozen=True)
class StartBenchmark:
    """Time and memory of a start.

    Attributes
    ----------
    tracks, starts : int
        Tracks in the library; number of timed starts.
    ready_s, slowest_ready_s : float
        Time from the command to the ready file, seconds: median and maximum.
    ready_cpu_s : float
        Processor time of the daemon until then, seconds: median. A busy machine changes it less.
    memory_mb : float
        Resident memory when ready, MB: median.
    answered_s, answered_memory_mb : float
        Time from the command to the answer to a first frame, seconds, and resident memory then, MB: medians.
    tensorflow_loaded : bool
        Whether any daemon mapped a library of TensorFlow.
    bare_s, bare_memory_mb : float
        The lower bound: an interpreter that imports NumPy, OpenCV, gRPC and ONNX Runtime.
    keras_s, keras_memory_mb : float, optional
        The lower bound of serving with Keras: an interpreter that imports it; None if it isn't installed.
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


def measure_start(bundle: Bundle, *, tracks: int, starts: int, seed: int) -> StartBenchmark:
    """Start daemons one after the other. The first start isn't timed, as it reads files from the disk.

    Parameters
    ----------
    bundle : Bundle
        The bundle to predict with.
    tracks : int
        Number of tracks in the library.
    starts : int
        Number of timed starts.
    seed : int
        Seed of the library.

    Returns
    -------
    StartBenchmark
    """
    with temporary_library(bundle, tracks, seed=seed) as library:
        _start(bundle, library)
        timed = [_start(bundle, library) for _ in range(starts)]
    bare_s, bare_memory_mb = _load(_LIBRARIES, starts)
    has_keras = importlib.util.find_spec("keras") is not None
    keras = _load(_KERAS, 1) if has_keras else (None, None)
    return StartBenchmark(
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
        memory_mb = process.memory_info().rss / BYTES_PER_MB
        for _ in client_of(ready).match_frames([_GREY_FRAME]):
            break
        answered_s = time.perf_counter() - began_s
        return _Start(
            ready_s=ready_s,
            ready_cpu_s=spent.user + spent.system,
            memory_mb=memory_mb,
            answered_s=answered_s,
            answered_memory_mb=process.memory_info().rss / BYTES_PER_MB,
            tensorflow_loaded=any("tensorflow" in mapped.path.lower() for mapped in process.memory_maps()),
        )


def _load(imports: str, times: int) -> tuple[float, float]:
    """Return the median time in seconds of an interpreter that only imports, and its memory in MB."""
    took_s, memory_mb = [], []
    command: Sequence[str] = (sys.executable, "-c", imports + _PRINT_MEMORY)
    for _ in range(times + 1):
        began_s = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        took_s.append(time.perf_counter() - began_s)
        memory_mb.append(int(done.stdout.split()[-1]) / BYTES_PER_MB)
    return statistics.median(took_s[1:]), statistics.median(memory_mb[1:])
