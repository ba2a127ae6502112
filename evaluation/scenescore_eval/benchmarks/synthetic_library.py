"""Synthetic libraries of any size: the demo's pieces, transposed, at other tempi and with other timbres.

Random points are no substitute for music: they are far from each other in every direction, so a search prunes
them far better than music. Synthetic tracks keep the distribution of real features. Chroma comes from one
piece, transposed by up to eleven semitones. All other features (timbre, loudness) come from another piece.
Both start at another moment and have another tempo.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore import paths
from scenescore.demo.music.library import write_library
from scenescore.errors import ScenescoreError
from scenescore.library.ingest.analysis import Requirement
from scenescore.library.ingest.ingest import ingest
from scenescore.library.ingest.requirements import requirements_of
from scenescore.library.store.library import Library
from scenescore.model.bundle.bundle import Bundle

SEMITONES_PER_OCTAVE: Final = 12
CHROMA_FEATURES: Final = ("chroma_stft", "chroma_cqt", "chroma_cens")
MIN_TEMPO_RATIO: Final = 0.5
"""Slowest tempo of a synthetic track, relative to the piece's. The fastest is the inverse."""
TIMBRE_SPREAD: Final = 0.03
"""Standard deviation of the constant that is added to each dimension, relative to the dimension's own."""

Floats = npt.NDArray[np.float32]


def music_files() -> list[Path]:
    """Render the demo's 24 pieces (CC0) into Scenescore's own folder. Existing files are kept."""
    return write_library(paths.home() / "demo" / "music")


def bundle_features(bundle: Bundle) -> dict[str, Floats]:
    """Compute the features that a bundle compares, for the demo's music.

    Parameters
    ----------
    bundle : Bundle
        The bundle.

    Returns
    -------
    dict of str to np.ndarray [shape=(24, steps, D_f), float32]
        As from `demo_features`.
    """
    (requirement,) = requirements_of([bundle])
    return demo_features(requirement)


def demo_features(requirement: Requirement) -> dict[str, Floats]:
    """Compute features of the demo's music, and cache them in Scenescore's own folder.

    Parameters
    ----------
    requirement : Requirement
        The features and their number of steps.

    Returns
    -------
    dict of str to np.ndarray [shape=(24, steps, D_f), float32]
        By feature name. The pieces are sorted by file name.

    Raises
    ------
    ScenescoreError
        A piece can't be read.
    """
    with Library(paths.home() / "demo" / "benchmark") as library:
        report = ingest(library, music_files(), [requirement])
        if report.broken:
            broken = report.broken[0]
            raise ScenescoreError(f"{broken.file}: {broken.reason}; delete {library.path.parent}, try again")
        features = {}
        for name, key in requirement.keys().items():
            ids, values = library.matrix([key])
            files = [Path(track.file).name for track in library.tracks_by_id(ids)]
            features[name] = np.array(values)[np.argsort(files)]
        return features


def synthesize_tracks(real: Mapping[str, Floats], tracks: int, *, seed: int) -> dict[str, Floats]:
    """Make the features of many tracks from those of a few pieces.

    Parameters
    ----------
    real : mapping of str to np.ndarray [shape=(pieces, steps, D_f), float32]
        Features of the pieces, by name.
    tracks : int
        Number of tracks. The first ones are the pieces themselves.
    seed : int
        Seed of the random choices.

    Returns
    -------
    dict of str to np.ndarray [shape=(tracks, steps, D_f), float32]
    """
    random = np.random.default_rng(seed)
    pieces = len(next(iter(real.values())))
    more = max(0, tracks - pieces)
    turns = random.integers(0, SEMITONES_PER_OCTAVE, more)
    harmonies, timbres = random.integers(0, pieces, (2, more))
    starts = random.random(more)
    tempi = MIN_TEMPO_RATIO ** random.uniform(-1, 1, more)
    made = {}
    for name, values in real.items():
        is_chroma = name in CHROMA_FEATURES
        fresh = np.empty((tracks, *values.shape[1:]), np.float32)
        fresh[:pieces] = values[:tracks]
        tones = random.normal(0, TIMBRE_SPREAD, (more, values.shape[2])) * values.std(axis=(0, 1))
        for place in range(more):
            piece = values[harmonies[place] if is_chroma else timbres[place]]
            played = loop_at_tempo(piece, float(starts[place]), float(tempi[place]))
            if is_chroma:
                played = np.roll(played, turns[place], axis=1)
            fresh[pieces + place] = (
                np.clip(played + tones[place], 0, 1) if is_chroma else played + tones[place]
            )
        made[name] = fresh
    return made


def loop_at_tempo(piece: Floats, start: float, tempo: float) -> Floats:
    """Return the features of a looped piece from another moment on and at another tempo.

    Parameters
    ----------
    piece : np.ndarray [shape=(steps, D), float32]
        Features of the piece.
    start : float
        Start, as a share of the piece, 0 to 1.
    tempo : float
        Tempo relative to the piece's.

    Returns
    -------
    np.ndarray [shape=(steps, D), float32]
    """
    steps = len(piece)
    moments = (start * steps + tempo * np.arange(steps)) % steps
    first = moments.astype(int)
    share = (moments - first)[:, None]
    mixed: Floats = (piece[first] * (1 - share) + piece[(first + 1) % steps] * share).astype(np.float32)
    return mixed
