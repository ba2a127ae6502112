"""The data of the search benchmark: a synthetic library and queries."""

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
from scenescore_eval.benchmarks.synthetic_library import bundle_features, demo_features, synthesize_tracks

PIECE_SHARE: Final = 0.65
"""Share of a piece in a query that imitates a prediction; the rest is the library's mean."""
SMOOTHED_STEPS: Final = 5
"""Steps of the moving average in such a query."""
MAX_MIXED_SHARE: Final = 0.3
"""Maximum share of a second prediction that is mixed into one of a bundle's predictions."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class SearchData:
    """A library and queries in the same scaled space.

    Attributes
    ----------
    library : np.ndarray [shape=(tracks, steps, D), float32]
        The tracks.
    pieces : np.ndarray [shape=(n, steps, D), float32]
        Queries that are music, but not in the library.
    predictions : np.ndarray [shape=(m, steps, D), float32]
        Queries that are predictions of a network, or imitate them.
    features : str
        The feature set.
    """

    library: Floats
    pieces: Floats
    predictions: Floats
    features: str


def bundle_search_data(
    bundle: Bundle, *, tracks: int, queries: int, seed: int, library: Path | None = None
) -> SearchData:
    """Make a library in a bundle's scaled space.

    Half of the queries are music. The others are the bundle's predictions, or imitate them if it has none.

    Parameters
    ----------
    bundle : Bundle
        The bundle whose features are compared.
    tracks, queries : int
        Their numbers.
    seed : int
        Seed of the random choices.
    library : Path, optional
        A library to make the tracks from. By default they are made from the demo's pieces.

    Returns
    -------
    SearchData

    Raises
    ------
    NotFoundError
        The library has no tracks for this bundle.
    """
    keys = bundle.feature_keys()
    if library is None:
        real = bundle_features(bundle)
    else:
        with Library(library, read_only=True) as opened:
            ids, together = opened.matrix([keys[name] for name in bundle.feature_set.names])
        if not ids:
            raise NotFoundError(f"the library {library} has no tracks for {bundle.name}; add music to it")
        blocks = zip(bundle.feature_set.names, bundle.feature_set.blocks, strict=True)
        real = {name: np.array(together[:, :, block]) for name, block in blocks}
    made = synthesize_tracks(real, tracks + queries, seed=seed)
    values = bundle.scale(np.concatenate([made[name] for name in bundle.feature_set.names], axis=2))
    pieces = values[tracks : tracks + queries - queries // 2]
    if BANK_FILE in bundle.manifest["files"]:
        predictions = mix_predictions(bundle.bank(), queries // 2, seed=seed)
    else:
        predictions = imitate_predictions(values[tracks + len(pieces) :], values.mean(axis=(0, 1)))
    return SearchData(np.ascontiguousarray(values[:tracks]), pieces, predictions, str(bundle.feature_set))


def feature_search_data(
    features: FeatureSet, steps: int, *, tracks: int, queries: int, seed: int
) -> SearchData:
    """Make a library of any features but nmf. Half of the queries imitate predictions.

    Parameters
    ----------
    features : FeatureSet
        The features.
    steps : int
        Steps of a window.
    tracks, queries : int
        Their numbers.
    seed : int
        Seed of the random choices.

    Returns
    -------
    SearchData

    Raises
    ------
    InvalidInputError
        `features` has nmf, whose values need a bundle's dictionary.
    """
    if "nmf" in features.names:
        raise InvalidInputError("nmf needs a bundle's dictionary: name a bundle with it", field="features")
    made = synthesize_tracks(demo_features(Requirement(features.names, steps)), tracks + queries, seed=seed)
    values = np.concatenate([made[name] for name in features.names], axis=2)
    mean, deviation = mean_and_deviation(values[:tracks], features)
    values = (values - mean) / deviation * block_weights(features)
    pieces = values[tracks : tracks + queries - queries // 2]
    predictions = imitate_predictions(values[tracks + len(pieces) :], values.mean(axis=(0, 1)))
    return SearchData(np.ascontiguousarray(values[:tracks]), pieces, predictions, str(features))


def mix_predictions(bank: Floats, count: int, *, seed: int) -> Floats:
    """Return predictions with a small share of another one mixed in.

    Parameters
    ----------
    bank : np.ndarray [shape=(n, steps, D), float32]
        Predictions of a bundle.
    count : int
        Number of queries.
    seed : int
        Seed of the random choices.

    Returns
    -------
    np.ndarray [shape=(count, steps, D), float32]
    """
    random = np.random.default_rng(seed)
    ours, others = random.integers(0, len(bank), (2, count))
    share = random.uniform(0, MAX_MIXED_SHARE, (count, 1, 1)).astype(np.float32)
    made: Floats = bank[ours] * (1 - share) + bank[others] * share
    return made


def imitate_predictions(pieces: Floats, mean: Floats) -> Floats:
    """Smooth pieces over their steps and move them towards the mean, as a network does.

    Parameters
    ----------
    pieces : np.ndarray [shape=(n, steps, D), float32]
        Features of music.
    mean : np.ndarray [shape=(D,), float32]
        The library's mean.

    Returns
    -------
    np.ndarray [shape=(n, steps, D), float32]
    """
    reach = SMOOTHED_STEPS // 2
    padded = np.pad(pieces, ((0, 0), (reach, reach), (0, 0)), mode="edge")
    steps = pieces.shape[1]
    smooth = sum(padded[:, start : start + steps] for start in range(SMOOTHED_STEPS)) / SMOOTHED_STEPS
    made: Floats = (PIECE_SHARE * smooth + (1 - PIECE_SHARE) * mean).astype(np.float32)
    return made
