"""The query bank: distances of a bundle's training predictions to a library. Hub correction uses them."""

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.matching.emd import emd
from scenescore.matching.track_segments import TrackSegments

MAX_ALIKE_DISTANCE_RATIO: Final = 0.5
"""Predictions count as alike below this share of the mean distance between two predictions. Predictions that
are alike count once: a piece that fits many moments of one kind of scene is no hub."""
MAX_BANK_ROWS: Final = 96
"""Most predictions of a bank that are used. More of them hardly change the correction."""
MAX_EXACT_PAIRS: Final = 50_000
"""Most pairs of prediction and segment whose distances are exact. They take one core about ten seconds."""

_SAMPLE_PAIRS: Final = 400
_CHUNK_VALUES: Final = 4_000_000
_TRACKS_PER_CHUNK: Final = 4096

Floats = npt.NDArray[np.float32]
CheckCancelled = Callable[[], None]


def select_bank_rows(bank: Floats, *, has_memory: bool = False) -> Floats:
    """Return the predictions of a bank that hubs are measured with.

    Parameters
    ----------
    bank : np.ndarray [shape=(n, steps, D), float32]
        Predictions, from `scenescore.model.bundle.bundle.Bundle.bank`.
    has_memory : bool
        Whether the bundle remembers windows. Scenes like these are answered from memory, without hub
        correction. So the correction does no harm to a piece that fits many of them, and all predictions
        count.

    Returns
    -------
    np.ndarray [shape=(m, steps, D), float32]
        At most `MAX_BANK_ROWS` predictions, evenly spread over the bank. Without memory only the first of
        predictions that are alike.
    """
    if has_memory:
        return _spread(bank, MAX_BANK_ROWS)
    bank = _spread(bank, 3 * MAX_BANK_ROWS)
    between = relaxed_distances(bank, bank)
    pairs = between[np.triu_indices(len(bank), 1)]
    if not pairs.size:
        return bank
    alike = MAX_ALIKE_DISTANCE_RATIO * float(pairs.mean())
    kept: list[int] = []
    for place in range(len(bank)):
        if not kept or between[place, kept].min() >= alike:
            kept.append(place)
    return _spread(bank[kept], MAX_BANK_ROWS)


def _spread(bank: Floats, most: int) -> Floats:
    """Return at most so many rows of an array, evenly spread over it."""
    if len(bank) <= most:
        return bank
    chosen: Floats = bank[np.linspace(0, len(bank) - 1, most).round().astype(int)]
    return chosen


def bank_distances(
    bank: Floats,
    segments: TrackSegments,
    *,
    exact_pairs: int = MAX_EXACT_PAIRS,
    check_cancelled: CheckCancelled = lambda: None,
) -> Floats:
    """Return the distance of each prediction of a bank to each track, that is to its nearest segment.

    Distances are exact for few pairs. For more they are estimated: the relaxed EMD, in which every vector
    goes to its nearest, times the mean ratio of exact to relaxed distances over a sample of pairs. The
    estimate is good enough to detect hubs. It is never shown or used for ranking.

    Parameters
    ----------
    bank : np.ndarray [shape=(n, steps, D), float32]
        Predictions in the bundle's scaled space.
    segments : TrackSegments
        Segments of the tracks in the same space.
    exact_pairs : int
        Most pairs of prediction and segment whose distances are exact.
    check_cancelled : callable
        Called often; it may raise an exception to stop the computation.

    Returns
    -------
    np.ndarray [shape=(n, tracks), float32]
        Distances.
    """
    features = segments.features
    if len(bank) * len(features) <= exact_pairs:
        exact = np.empty((len(bank), len(features)), np.float32)
        for place, row in enumerate(features):
            check_cancelled()
            exact[:, place] = [emd(one, row) for one in bank]
        return segments.nearest(exact)
    relaxed = np.empty((len(bank), len(segments)), np.float32)
    for first in range(0, len(segments), _TRACKS_PER_CHUNK):
        part = segments.between(first, min(first + _TRACKS_PER_CHUNK, len(segments)))
        relaxed[:, first : first + len(part)] = part.nearest(
            relaxed_distances(bank, part.features, check_cancelled=check_cancelled)
        )
    return relaxed * exact_to_relaxed_ratio(bank, features)


def exact_to_relaxed_ratio(bank: Floats, features: Floats) -> np.float32:
    """Return the mean ratio of exact to relaxed distances over a sample of pairs.

    Parameters
    ----------
    bank : np.ndarray [shape=(n, steps, D), float32]
        Predictions in the bundle's scaled space.
    features : np.ndarray [shape=(rows, steps, D), float32]
        Segments in the same space.

    Returns
    -------
    np.float32
        The ratio, about 1 or more.
    """
    random = np.random.default_rng(0)
    some, rows = (
        random.integers(len(bank), size=_SAMPLE_PAIRS),
        random.integers(len(features), size=_SAMPLE_PAIRS),
    )
    pairs = list(zip(some.tolist(), rows.tolist(), strict=True))
    exact = sum(emd(bank[one], features[row]) for one, row in pairs)
    relaxed = sum(float(relaxed_distances(bank[[one]], features[[row]])[0, 0]) for one, row in pairs)
    return np.float32(exact / relaxed if relaxed > 0 else 1.0)


def relaxed_distances(
    bank: Floats, features: Floats, *, check_cancelled: CheckCancelled = lambda: None
) -> Floats:
    """Return the relaxed EMD of each prediction to each segment, the greater of both directions.

    Parameters
    ----------
    bank : np.ndarray [shape=(n, steps, D), float32]
        Predictions in the bundle's scaled space.
    features : np.ndarray [shape=(rows, steps, D), float32]
        Segments in the same space.
    check_cancelled : callable
        Called often; it may raise an exception to stop the computation.

    Returns
    -------
    np.ndarray [shape=(n, rows), float32]
        Lower bounds of the EMD, apart from rounding errors.
    """
    rows, steps, width = features.shape
    found = np.empty((len(bank), rows), np.float32)
    size = max(1, _CHUNK_VALUES // max(1, steps * bank.shape[1]))
    for start in range(0, rows, size):
        part = np.ascontiguousarray(features[start : start + size], np.float32)
        flat = part.reshape(-1, width)
        squares = np.einsum("ij,ij->i", flat, flat)[:, None]
        for place, row in enumerate(bank):
            check_cancelled()
            cost = squares + np.einsum("ij,ij->i", row, row) - 2 * (flat @ row.T)
            cost = np.sqrt(np.maximum(cost, 0, out=cost), out=cost).reshape(len(part), steps, len(row))
            found[place, start : start + size] = np.maximum(
                cost.min(axis=2).mean(axis=1), cost.min(axis=1).mean(axis=1)
            )
    return found
