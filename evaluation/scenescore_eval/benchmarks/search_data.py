"""What a search is measured on: a library that sounds like music, and what is searched for in it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.audio.features import FeatureSet
from scenescore.errors import InvalidInputError, NotFoundError
from scenescore.library.ingest.analysis import Requirement
from scenescore.library.store.library import Library
from scenescore.model.bundle.bundle import BANK_FILE, Bundle
from scenescore.model.bundle.scaling import block_weights, mean_and_deviation
from scenescore_eval.benchmarks.synthetic_library import demo_features, musical, real_features

LIKE_A_PREDICTION: Final = 0.65
"""Share of a piece in what stands for a prediction; the rest is the mean of the library."""
SMOOTHED: Final = 5
"""Steps that it is averaged over."""
MOST_OF_ANOTHER: Final = 0.3
"""Share, at most, of another of a bundle's predictions that is mixed into one."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Material:
    """A library to search and what is searched for, in one scaled space.

    Attributes
    ----------
    library : np.ndarray [shape=(tracks, steps, D), float32]
        The tracks.
    pieces : np.ndarray [shape=(n, steps, D), float32]
        Queries that are music which the library doesn't have.
    predictions : np.ndarray [shape=(m, steps, D), float32]
        Queries that are like a network's predictions.
    features : str
        The feature set.
    """

    library: Floats
    pieces: Floats
    predictions: Floats
    features: str


def bundle_material(
    bundle: Bundle, *, tracks: int, queries: int, seed: int, library: Path | None = None
) -> Material:
    """Make a library in a bundle's space; half of the queries are its own predictions, if it has any.

    Parameters
    ----------
    bundle : Bundle
        Whose features are compared.
    tracks, queries : int
        How many.
    seed : int
        Of all that is drawn.
    library : Path, optional
        A library of music to make the tracks from; the demo's pieces by default.

    Raises
    ------
    NotFoundError
        The library has no tracks for this bundle.
    """
    keys = bundle.feature_keys()
    if library is None:
        real = real_features(bundle)
    else:
        with Library(library, read_only=True) as opened:
            ids, together = opened.matrix([keys[name] for name in bundle.feature_set.names])
        if not ids:
            raise NotFoundError(f"the library {library} has no tracks for {bundle.name}; add music to it")
        blocks = zip(bundle.feature_set.names, bundle.feature_set.blocks, strict=True)
        real = {name: np.array(together[:, :, block]) for name, block in blocks}
    made = musical(real, tracks + queries, seed=seed)
    values = bundle.scale(np.concatenate([made[name] for name in bundle.feature_set.names], axis=2))
    pieces = values[tracks : tracks + queries - queries // 2]
    if BANK_FILE in bundle.manifest["files"]:
        predictions = mixed(bundle.bank(), queries // 2, seed=seed)
    else:
        predictions = flattened(values[tracks + len(pieces) :], values.mean(axis=(0, 1)))
    return Material(np.ascontiguousarray(values[:tracks]), pieces, predictions, str(bundle.feature_set))


def feature_material(features: FeatureSet, steps: int, *, tracks: int, queries: int, seed: int) -> Material:
    """Make a library of any features but nmf; half of the queries are made as flat as predictions are.

    Parameters
    ----------
    features : FeatureSet
        Which.
    steps : int
        Steps of a window.
    tracks, queries : int
        How many.
    seed : int
        Of all that is drawn.

    Raises
    ------
    InvalidInputError
        The feature nmf, whose values need a bundle's dictionary.
    """
    if "nmf" in features.names:
        raise InvalidInputError("nmf needs a bundle's dictionary: name a bundle with it", field="features")
    made = musical(demo_features(Requirement(features.names, steps)), tracks + queries, seed=seed)
    values = np.concatenate([made[name] for name in features.names], axis=2)
    mean, deviation = mean_and_deviation(values[:tracks], features)
    values = (values - mean) / deviation * block_weights(features)
    pieces = values[tracks : tracks + queries - queries // 2]
    predictions = flattened(values[tracks + len(pieces) :], values.mean(axis=(0, 1)))
    return Material(np.ascontiguousarray(values[:tracks]), pieces, predictions, str(features))


def mixed(bank: Floats, count: int, *, seed: int) -> Floats:
    """Return predictions that each have a little of another one in them."""
    random = np.random.default_rng(seed)
    ours, others = random.integers(0, len(bank), (2, count))
    share = random.uniform(0, MOST_OF_ANOTHER, (count, 1, 1)).astype(np.float32)
    made: Floats = bank[ours] * (1 - share) + bank[others] * share
    return made


def flattened(pieces: Floats, mean: Floats) -> Floats:
    """Smooth pieces over their steps and draw them to the mean, as a network's predictions are."""
    reach = SMOOTHED // 2
    padded = np.pad(pieces, ((0, 0), (reach, reach), (0, 0)), mode="edge")
    steps = pieces.shape[1]
    smooth = sum(padded[:, start : start + steps] for start in range(SMOOTHED)) / SMOOTHED
    made: Floats = (LIKE_A_PREDICTION * smooth + (1 - LIKE_A_PREDICTION) * mean).astype(np.float32)
    return made
