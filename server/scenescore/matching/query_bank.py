"""The distances of a bundle's own predictions to a collection: what hub correction measures hubs by."""

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.matching.emd import emd
from scenescore.matching.track_segments import TrackSegments

ALIKE: Final = 0.5
"""Predictions that are nearer to each other than so much of the mean distance between any two count once: a
piece that is right for many moments of one kind of scene is no hub; one that is near to many kinds is."""
MAX_BANK_ROWS: Final = 96
"""Predictions of a bank that are compared; more tell little that these don't."""
MAX_EXACT_PAIRS: Final = 50_000
"""Pairs up to which the distances are exact: some ten seconds of one core."""

_SAMPLE: Final = 400
_CHUNK_VALUES: Final = 4_000_000
_TRACKS_AT_ONCE: Final = 4096

Floats = npt.NDArray[np.float32]
GoOn = Callable[[], None]


def select_bank_rows(bank: Floats, *, remembers: bool = False) -> Floats:
    """Return the predictions of a bank that hubs are measured by, `MAX_BANK_ROWS` at most.

    Parameters
    ----------
    bank : np.ndarray [shape=(n, steps, D), float32]
        From `scenescore.model.bundle.bundle.Bundle.bank`.
    remembers : bool
        Whether the bundle remembers windows. Moments like those that it was shown are then answered from
        memory, uncorrected; so a piece that is right for many of them comes to no harm, and all predictions
        count.

    Returns
    -------
    np.ndarray [shape=(m, steps, D), float32]
        Of predictions that are alike the first one, unless it remembers; spread over all of the bank where
        there are too many.
    """
    if remembers:
        return _spread(bank, MAX_BANK_ROWS)
    bank = _spread(bank, 3 * MAX_BANK_ROWS)
    between = relaxed_distances(bank, bank)
    pairs = between[np.triu_indices(len(bank), 1)]
    if not pairs.size:
        return bank
    alike = ALIKE * float(pairs.mean())
    kept: list[int] = []
    for place in range(len(bank)):
        if not kept or between[place, kept].min() >= alike:
            kept.append(place)
    return _spread(bank[kept], MAX_BANK_ROWS)


def _spread(bank: Floats, most: int) -> Floats:
    """Return `most` rows of an array, evenly spread over it; all where there are fewer."""
    if len(bank) <= most:
        return bank
    chosen: Floats = bank[np.linspace(0, len(bank) - 1, most).round().astype(int)]
    return chosen


def bank_distances(
    bank: Floats,
    segments: TrackSegments,
    *,
    exact_pairs: int = MAX_EXACT_PAIRS,
    check_cancelled: GoOn = lambda: None,
) -> Floats:
    """Return the distance of each prediction of a bank to each track, that is to its nearest segment.

    Up to `exact_pairs` pairs they are exact. Beyond, each is estimated by its relaxed EMD, in which every
    vector goes to its nearest alone (a lower bound, one matrix product a prediction), times the mean ratio
    of the exact to the relaxed one over a sample of pairs. That is near enough to tell a hub, and never used
    for a distance that is shown or ranked by.

    Parameters
    ----------
    bank : np.ndarray [shape=(n, steps, D), float32]
        In the bundle's scaled space.
    segments : TrackSegments
        The tracks', in the same space.
    exact_pairs : int
        See above; a segment makes a pair.
    check_cancelled : callable
        Called now and then; may raise to stop.

    Returns
    -------
    np.ndarray [shape=(n, tracks), float32]
    """
    features = segments.features
    if len(bank) * len(features) <= exact_pairs:
        exact = np.empty((len(bank), len(features)), np.float32)
        for place, row in enumerate(features):
            check_cancelled()
            exact[:, place] = [emd(one, row) for one in bank]
        return segments.nearest(exact)
    relaxed = np.empty((len(bank), len(segments)), np.float32)
    for first in range(0, len(segments), _TRACKS_AT_ONCE):
        part = segments.between(first, min(first + _TRACKS_AT_ONCE, len(segments)))
        relaxed[:, first : first + len(part)] = part.nearest(
            relaxed_distances(bank, part.features, check_cancelled=check_cancelled)
        )
    return relaxed * exact_over_relaxed(bank, features)


def exact_over_relaxed(bank: Floats, features: Floats) -> np.float32:
    """Return the mean ratio of exact to relaxed distances over a sample of pairs."""
    random = np.random.default_rng(0)
    some, rows = random.integers(len(bank), size=_SAMPLE), random.integers(len(features), size=_SAMPLE)
    pairs = list(zip(some.tolist(), rows.tolist(), strict=True))
    exact = sum(emd(bank[one], features[row]) for one, row in pairs)
    relaxed = sum(float(relaxed_distances(bank[[one]], features[[row]])[0, 0]) for one, row in pairs)
    return np.float32(exact / relaxed if relaxed > 0 else 1.0)


def relaxed_distances(bank: Floats, features: Floats, *, check_cancelled: GoOn = lambda: None) -> Floats:
    """Return the relaxed EMD of each prediction to each track, the greater of both directions.

    Parameters
    ----------
    bank : np.ndarray [shape=(n, steps, D), float32]
        In the bundle's scaled space.
    features : np.ndarray [shape=(rows, steps, D), float32]
        TrackSegments, in the same space.
    check_cancelled : callable
        Called now and then; may raise to stop.

    Returns
    -------
    np.ndarray [shape=(n, rows), float32]
        Never above the EMD, but for rounding.
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
