"""Benchmark of importing music, beside a plain loop over librosa's functions for the same features."""

import os
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
import soundfile

from scenescore.audio.load import load
from scenescore.audio.sample_rate import SAMPLE_RATE
from scenescore.audio.segment import representative_segment
from scenescore.audio.single_threaded import single_threaded
from scenescore.errors import InvalidInputError, ScenescoreError
from scenescore.library.ingest.ingest import ingest
from scenescore.library.ingest.music_files import find_files
from scenescore.library.ingest.requirements import requirements_of
from scenescore.library.store.library import Library
from scenescore.model.bundle.bundle import Bundle
from scenescore.window import WINDOW_S
from scenescore_eval.benchmarks.baselines.librosa_ingest import (
    BaselineTrack,
    analyse_with_librosa,
    require_librosa_features,
)
from scenescore_eval.benchmarks.synthetic_library import music_files

LONG_TRACK_S: Final = 180.0
"""Length of the track for timing the search for the representative segment, seconds."""
_WARM_UP_FILES: Final = 8
"""Files that are imported before the clock starts, so that workers and librosa's compiled code are ready."""
_TIMED_SEGMENTS: Final = 5


@dataclass(frozen=True)
class IngestBenchmark:
    """Speed of importing music.

    Attributes
    ----------
    tracks, plain_tracks : int
        Number of timed files; number of those that the plain loop analysed, too.
    music_s : float
        Length of a track, seconds: median.
    jobs : int
        Number of processes.
    features : str
        The feature set.
    tracks_per_s, plain_tracks_per_s : float
        Whole files: decoding, segment search, features; for Scenescore also storing them in a library.
    ratio_plain : float
        The first over the second.
    max_difference : float
        Largest difference of a feature value from the loop's on one thread, over the tracks with the same
        segment.
    threads_difference : float
        Largest difference between the loop's own values on one thread and on all cores.
    other_segments : int
        Number of tracks with another representative segment.
    segment_s : float
        Time to find the representative segment of a three-minute track, seconds: median.
    """

    tracks: int
    plain_tracks: int
    music_s: float
    jobs: int
    features: str
    tracks_per_s: float
    plain_tracks_per_s: float
    ratio_plain: float
    max_difference: float
    threads_difference: float
    other_segments: int
    segment_s: float


def measure_ingest(
    bundle: Bundle, *, music: Path | None, tracks: int, plain_tracks: int, jobs: int | None, seed: int
) -> IngestBenchmark:
    """Import music into a temporary library, and analyse some of it with the plain loop, too.

    Parameters
    ----------
    bundle : Bundle
        The bundle whose features are computed.
    music : Path, optional
        A folder of music. By default tracks of one to two minutes are made from the demo's pieces.
    tracks : int
        Maximum number of timed tracks.
    plain_tracks : int
        Number of those that the plain loop analyses.
    jobs : int, optional
        Number of processes; all cores by default.
    seed : int
        Seed of the music that is made.

    Returns
    -------
    IngestBenchmark

    Raises
    ------
    InvalidInputError
        There is too little music, or librosa has no function for one of the bundle's features.
    ScenescoreError
        A file can't be read.
    """
    require_librosa_features(bundle.feature_set.names)
    with TemporaryDirectory(prefix="scenescore-bench-") as scratch:
        if music is None:
            files = make_music(Path(scratch, "music"), tracks + _WARM_UP_FILES, seed=seed)
        else:
            files = [file for file in find_files([music]).files if _seconds(file) >= WINDOW_S]
        if len(files) <= _WARM_UP_FILES:
            raise InvalidInputError(
                f"{len(files)} files of at least {WINDOW_S:g} s are too few: give more than {_WARM_UP_FILES}"
            )
        warm, timed = files[:_WARM_UP_FILES], files[_WARM_UP_FILES : _WARM_UP_FILES + tracks]
        requirements = requirements_of([bundle])
        with Library(Path(scratch, "library")) as library:
            ingest(library, warm, requirements, jobs=jobs)
            began_s = time.perf_counter()
            report = ingest(library, timed, requirements, jobs=jobs)
            took_s = time.perf_counter() - began_s
            if report.broken:
                raise ScenescoreError(f"{report.broken[0].file}: {report.broken[0].reason}")
            ours = {file: _stored(library, bundle, file) for file in timed[:plain_tracks]}
        _plain(warm[0], bundle)
        began_s = time.perf_counter()
        plain = {file: _plain(file, bundle) for file in ours}
        plain_s = time.perf_counter() - began_s
        # The order of BLAS's sums depends on the number of threads.
        with single_threaded():
            alone = {file: _plain(file, bundle) for file in ours}
        differences = [_difference(ours[file], alone[file]) for file in ours]
        by_threads = [_difference(plain[file], alone[file]) for file in ours]
        return IngestBenchmark(
            tracks=len(timed),
            plain_tracks=len(plain),
            music_s=statistics.median(_seconds(file) for file in timed),
            jobs=jobs or os.cpu_count() or 1,
            features=str(bundle.feature_set),
            tracks_per_s=len(timed) / took_s,
            plain_tracks_per_s=len(plain) / plain_s,
            ratio_plain=len(timed) / took_s / (len(plain) / plain_s),
            max_difference=_largest(differences),
            threads_difference=_largest(by_threads),
            other_segments=differences.count(None),
            segment_s=_segment_s(timed[0]),
        )


def _seconds(file: Path) -> float:
    return load(file).size / SAMPLE_RATE


def make_music(folder: Path, tracks: int, *, seed: int) -> list[Path]:
    """Make FLAC tracks of one to two minutes from the demo's pieces, each looped from another place on.

    Parameters
    ----------
    folder : Path
        Folder to make.
    tracks : int
        Number of tracks.
    seed : int
        Seed of their starts and lengths.

    Returns
    -------
    list of Path
        The files.
    """
    folder.mkdir(parents=True)
    random = np.random.default_rng(seed)
    pieces = [soundfile.read(file, dtype="float32") for file in music_files()]
    made = []
    for number in range(tracks):
        samples, rate = pieces[number % len(pieces)]
        begun = np.roll(samples, -int(random.integers(len(samples))))
        path = folder / f"track-{number:04d}.flac"
        soundfile.write(path, np.resize(begun, round(rate * random.uniform(60, 120))), rate)
        made.append(path)
    return made


def _plain(file: Path, bundle: Bundle) -> BaselineTrack:
    """Return the plain loop's result for a file."""
    return analyse_with_librosa(file, bundle.feature_set.names, bundle.steps, bundle.track_segments)


def _stored(library: Library, bundle: Bundle, file: Path) -> BaselineTrack:
    """Return the library's content for a file."""
    track = library.track_of_file(file)
    if track is None:
        raise ScenescoreError(f"{file} was not imported")
    features = {}
    for name, key in bundle.feature_keys().items():
        ids, segments = library.segments([key])
        features[name] = np.array(segments.of(ids.index(track.id)))
    return BaselineTrack(track.segment_start_s, features)


def _difference(ours: BaselineTrack, plain: BaselineTrack) -> float | None:
    """Return the largest difference of two tracks' features; None if their segments differ."""
    if abs(ours.segment_start_s - plain.segment_start_s) > 1e-3:
        return None
    return max(float(np.max(np.abs(ours.features[name] - plain.features[name]))) for name in plain.features)


def _largest(differences: Sequence[float | None]) -> float:
    return max((one for one in differences if one is not None), default=0.0)


def _segment_s(file: Path) -> float:
    samples = np.resize(load(file), round(LONG_TRACK_S * SAMPLE_RATE))
    representative_segment(samples)
    took_s: Sequence[float] = [_timed(samples) for _ in range(_TIMED_SEGMENTS)]
    return statistics.median(took_s)


def _timed(samples: np.ndarray) -> float:
    began_s = time.perf_counter()
    representative_segment(samples)
    return time.perf_counter() - began_s
