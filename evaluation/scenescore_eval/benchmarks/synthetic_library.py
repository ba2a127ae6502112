"""Libraries of any size that sound like music: the demo's pieces, transposed, slowed and given other timbres.

Random points are no library: they lie far apart in every direction, and a search prunes them as it never
prunes music. What is made here keeps how real features lie: chroma is one piece's, turned by up to eleven
semitones; all else (timbre, loudness) is another's; both are played from another moment on, at another
tempo.
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

SEMITONES: Final = 12
CHROMAS: Final = ("chroma_stft", "chroma_cqt", "chroma_cens")
SLOWEST: Final = 0.5
"""Tempo of what is made, in shares of the piece's; the fastest is as much faster."""
TONE: Final = 0.03
"""By what share of their own spread the values of a piece are changed as a whole."""

Floats = npt.NDArray[np.float32]


def music_files() -> list[Path]:
    """Render the demo's 24 pieces, CC0, into Scenescore's own folder; those that are there stay."""
    return write_library(paths.home() / "demo" / "music")


def real_features(bundle: Bundle) -> dict[str, Floats]:
    """Compute the features that a bundle compares, of the demo's music; see `demo_features`."""
    (requirement,) = requirements_of([bundle])
    return demo_features(requirement)


def demo_features(requirement: Requirement) -> dict[str, Floats]:
    """Compute features of the demo's music; they are kept for the next time.

    Parameters
    ----------
    requirement : Requirement
        Which, and on how many steps.

    Returns
    -------
    dict of str to np.ndarray [shape=(24, steps, D_f), float32]
        By feature name; the pieces by their files' names.

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


def musical(real: Mapping[str, Floats], tracks: int, *, seed: int) -> dict[str, Floats]:
    """Make the features of many pieces from those of a few.

    Parameters
    ----------
    real : mapping of str to np.ndarray [shape=(pieces, steps, D_f), float32]
        Features of music, by name.
    tracks : int
        How many are wanted. The first are the pieces themselves.
    seed : int
        Of all that is drawn.

    Returns
    -------
    dict of str to np.ndarray [shape=(tracks, steps, D_f), float32]
    """
    random = np.random.default_rng(seed)
    pieces = len(next(iter(real.values())))
    more = max(0, tracks - pieces)
    turns = random.integers(0, SEMITONES, more)
    harmonies, timbres = random.integers(0, pieces, (2, more))
    starts = random.random(more)
    tempi = SLOWEST ** random.uniform(-1, 1, more)
    made = {}
    for name, values in real.items():
        is_chroma = name in CHROMAS
        fresh = np.empty((tracks, *values.shape[1:]), np.float32)
        fresh[:pieces] = values[:tracks]
        tones = random.normal(0, TONE, (more, values.shape[2])) * values.std(axis=(0, 1))
        for place in range(more):
            piece = values[harmonies[place] if is_chroma else timbres[place]]
            played = replayed(piece, float(starts[place]), float(tempi[place]))
            if is_chroma:
                played = np.roll(played, turns[place], axis=1)
            fresh[pieces + place] = (
                np.clip(played + tones[place], 0, 1) if is_chroma else played + tones[place]
            )
        made[name] = fresh
    return made


def replayed(piece: Floats, start: float, tempo: float) -> Floats:
    """Play a piece [shape=(steps, D)] in a loop from another moment on (0 to 1) and at another tempo."""
    steps = len(piece)
    moments = (start * steps + tempo * np.arange(steps)) % steps
    first = moments.astype(int)
    share = (moments - first)[:, None]
    mixed: Floats = (piece[first] * (1 - share) + piece[(first + 1) % steps] * share).astype(np.float32)
    return mixed
