"""Taking in music, beside a plain loop over librosa's functions for the same features."""

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

from scenescore.audio.load import duration, load
from scenescore.audio.sample_rate import SAMPLE_RATE
from scenescore.audio.segment import representative_segment
from scenescore.audio.single_threaded import single_threaded
from scenescore.errors import InvalidInputError, ScenescoreError
from scenescore.library.ingest.ingest import ingest
from scenescore.library.ingest.requirements import requirements_of
from scenescore.library.ingest.sources import find_files
from scenescore.library.store.library import Library
from scenescore.model.bundle.bundle import Bundle
from scenescore.window import WINDOW_S
from scenescore_eval.benchmarks.baselines.librosa_ingest import PlainTrack, check_plain, plain_track
from scenescore_eval.benchmarks.synthetic_library import music_files

LONG_S: Final = 180.0
"""Length of the track that the representative segment is looked for in, seconds."""
_WARM_UPS: Final = 8
"""Files that are taken in before the clock starts: workers and librosa's compiled parts are there then."""
_SEGMENTS: Final = 5


@dataclass(frozen=True)
class IngestResult:
    """How fast music is taken in.

    Attributes
    ----------
    tracks, plain_tracks : int
        Files that were timed; those of them that the plain loop did, too.
    music_s : float
        How long a track is, seconds: median.
    jobs : int
        Processes that took them in.
    features : str
        What was computed.
    tracks_per_s, plain_tracks_per_s : float
        Whole files: read, segment found, features computed, and ours kept in a library.
    ratio_plain : float
        The first over the second.
    max_difference : float
        The largest difference of any feature value, of the tracks with the same segment, from what the loop
        computes on one thread.
    threads_difference : float
        The largest that the loop's own values differ when it computes on all cores instead of one.
    other_segments : int
        Tracks for which the two found another representative segment.
    segment_s : float
        The search for the representative segment of a three-minute track, seconds: median.
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
) -> IngestResult:
    """Take music into a library that is thrown away, and some of it by the plain loop, too.

    Parameters
    ----------
    bundle : Bundle
        Whose features.
    music : Path, optional
        A folder of music; by default tracks of a minute and more are made from the demo's pieces.
    tracks : int
        How many are timed, at most.
    plain_tracks : int
        How many of them the plain loop does.
    jobs : int, optional
        Processes; all cores by default.
    seed : int
        Of the music that is made.

    Returns
    -------
    IngestResult

    Raises
    ------
    InvalidInputError
        Too little music, or a bundle whose features librosa has no function for.
    ScenescoreError
        A file can't be read.
    """
    check_plain(bundle.feature_set.names)
    with TemporaryDirectory(prefix="scenescore-bench-") as scratch:
        if music is None:
            files = make_music(Path(scratch, "music"), tracks + _WARM_UPS, seed=seed)
        else:
            files = [file for file in find_files([music])[0] if duration(file) >= WINDOW_S]
        if len(files) <= _WARM_UPS:
            raise InvalidInputError(
                f"{len(files)} files of at least {WINDOW_S:g} s are too few: give more than {_WARM_UPS}"
            )
        warm, timed = files[:_WARM_UPS], files[_WARM_UPS : _WARM_UPS + tracks]
        requirements = requirements_of([bundle])
        with Library(Path(scratch, "library")) as library:
            ingest(library, warm, requirements, jobs=jobs)
            began_s = time.perf_counter()
            report = ingest(library, timed, requirements, jobs=jobs)
            took_s = time.perf_counter() - began_s
            if report.broken:
                raise ScenescoreError(f"{report.broken[0].file}: {report.broken[0].reason}")
            ours = {file: _kept(library, bundle, file) for file in timed[:plain_tracks]}
        _plain(warm[0], bundle)
        began_s = time.perf_counter()
        plain = {file: _plain(file, bundle) for file in ours}
        plain_s = time.perf_counter() - began_s
        # BLAS adds up in another order for each number of threads.
        with single_threaded():
            alone = {file: _plain(file, bundle) for file in ours}
        differences = [_difference(ours[file], alone[file]) for file in ours]
        by_threads = [_difference(plain[file], alone[file]) for file in ours]
        return IngestResult(
            tracks=len(timed),
            plain_tracks=len(plain),
            music_s=statistics.median(duration(file) for file in timed),
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


def make_music(folder: Path, tracks: int, *, seed: int) -> list[Path]:
    """Make tracks from the demo's pieces, each begun elsewhere, repeated to one to two minutes, in FLAC.

    Parameters
    ----------
    folder : Path
        Made here.
    tracks : int
        How many.
    seed : int
        Of where they begin and how long they are.
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


def _plain(file: Path, bundle: Bundle) -> PlainTrack:
    """Return what the plain loop makes of a file."""
    return plain_track(file, bundle.feature_set.names, bundle.steps, bundle.track_segments)


def _kept(library: Library, bundle: Bundle, file: Path) -> PlainTrack:
    """Return what the library keeps of a file."""
    found = library.track_of_file(file)
    if found is None:
        raise ScenescoreError(f"{file} was not taken in: another file holds the same music")
    track = found[0]
    features = {}
    for name, key in bundle.feature_keys().items():
        ids, segments = library.segments([key])
        features[name] = np.array(segments.of(ids.index(track.id)))
    return PlainTrack(track.segment_start_s, features)


def _difference(ours: PlainTrack, plain: PlainTrack) -> float | None:
    """Return the largest difference of two tracks' features; None where they are of other segments."""
    if abs(ours.segment_start_s - plain.segment_start_s) > 1e-3:
        return None
    return max(float(np.max(np.abs(ours.features[name] - plain.features[name]))) for name in plain.features)


def _largest(differences: Sequence[float | None]) -> float:
    return max((one for one in differences if one is not None), default=0.0)


def _segment_s(file: Path) -> float:
    samples = np.resize(load(file), round(LONG_S * SAMPLE_RATE))
    representative_segment(samples)
    took_s: Sequence[float] = [_timed(samples) for _ in range(_SEGMENTS)]
    return statistics.median(took_s)


def _timed(samples: np.ndarray) -> float:
    began_s = time.perf_counter()
    representative_segment(samples)
    return time.perf_counter() - began_s
