"""Hub correction: a track that is close to everything is not what fits.

A regression shrinks predictions towards the mean, and what lies in the middle of a library is then the
nearest of all of them. A bank of other predictions shows how near a track comes to any scene; that is taken
off. Distances stay as they are: only the score that the ranking is sorted by changes.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.errors import InvalidInputError

Floats = npt.NDArray[np.float64]

METHODS: Final = ("inverted_softmax", "csls", "none")
"""Those that are one number a track, and so cost a search nothing."""
AUTO: Final = "auto"
"""`AUTO_METHOD` where there are hubs, ``none`` where there are none."""
AUTO_METHOD: Final = "inverted_softmax"
MIN_HUB_SKEWNESS: Final = 1.2
"""Skewness of how often tracks are nearest, above which some count as hubs, if chance doesn't give it."""
MIN_SKEWNESS_OVER_CHANCE: Final = 1.5
"""By how much it must be above what chance gives: a wrong correction costs more than a hub."""
DRAWS: Final = 200

CSLS_NEIGHBOURS: Final = 5
INVERSE_TEMPERATURE: Final = 20.0
"""Of the inverted softmax, in units of one over the bank's mean distance."""


@dataclass(frozen=True)
class HubCorrection:
    """How a collection's scores are corrected, and why."""

    method: str
    """What is applied: one of `METHODS`."""
    bias: Floats
    """Added to each track's distance [shape=(tracks,), float64]."""
    skew: float
    """Skewness of how often each track is the nearest of the bank's predictions."""
    chance_skew: float
    """What 99 of 100 random draws of as many tracks stay below."""


def correct_hubs(bank: Floats, method: str = AUTO) -> HubCorrection:
    """Measure how a collection's hubs stand out, and correct them.

    Parameters
    ----------
    bank : np.ndarray [shape=(n, tracks), float64]
        Distances of a bundle's own training predictions to each track.
    method : str
        ``auto``, or one of `METHODS`.

    Raises
    ------
    InvalidInputError
        Another method, or a bank without rows.
    """
    check_bank(bank)
    if bank.shape[1] == 0:
        return HubCorrection("none", np.zeros(0), 0.0, 0.0)
    skew = skewness(np.bincount(bank.argmin(axis=1), minlength=bank.shape[1]))
    by_chance = chance_skewness(*bank.shape)
    if method == AUTO:
        method = AUTO_METHOD if skew > max(MIN_HUB_SKEWNESS, MIN_SKEWNESS_OVER_CHANCE * by_chance) else "none"
    return HubCorrection(method, track_bias(bank, method), skew, by_chance)


def check_bank(bank: Floats) -> None:
    """Refuse what is no bank."""
    if bank.ndim != 2 or not len(bank):
        raise InvalidInputError(
            f"a bank is (predictions, tracks) with one prediction at least, not {bank.shape}"
        )


def track_bias(
    bank: Floats, method: str = "inverted_softmax", *, strength: float = INVERSE_TEMPERATURE
) -> Floats:
    """Return by what each track's distances are corrected: score = distance + bias.

    The inverted softmax (Smith et al., 2017; QB-Norm) divides exp(-b d) by its sum over the bank, and CSLS
    (Conneau et al., 2018) takes off half the mean distance to the nearest of it. For a ranking of tracks
    both are one number a track. It is centred: scores keep the distances' size.

    Parameters
    ----------
    bank : np.ndarray [shape=(n, tracks), float64]
        Distances of other predictions (the bundle's own training predictions) to each track.
    method : str
        ``inverted_softmax`` or ``csls``; ``none`` gives zeros.
    strength : float
        The softmax's inverse temperature over the bank's mean distance, above 0.

    Returns
    -------
    np.ndarray [shape=(tracks,), float64]

    Raises
    ------
    InvalidInputError
        Another method, or a bank without rows.
    """
    check_bank(bank)
    if method == "none":
        return np.zeros(bank.shape[1])
    if method == "inverted_softmax":
        scale = strength / max(float(bank.mean()), np.finfo(float).tiny)
        least = bank.min(axis=0)
        # The least distance is taken out of the sum: exp of large negative numbers would be 0.
        bias = np.log(np.exp(-scale * (bank - least)).mean(axis=0)) / scale - least
    elif method == "csls":
        nearest = min(CSLS_NEIGHBOURS, len(bank))
        bias = -np.partition(bank, nearest - 1, axis=0)[:nearest].mean(axis=0) / 2
    else:
        raise InvalidInputError(f"hub correction is one of {', '.join((AUTO, *METHODS))}, not {method!r}")
    centred: Floats = bias - bias.mean()
    return centred


def mutual_proximity(distances: Floats, bank: Floats) -> Floats:
    """Return scores by mutual proximity (Schnitzer et al., 2012), as if distances were normally distributed.

    How unlikely it is to be nearer, seen from the prediction and from the track.

    Parameters
    ----------
    distances : np.ndarray [shape=(tracks,), float64]
        Of one prediction to all tracks.
    bank : np.ndarray [shape=(n, tracks), float64]
        Of other predictions, two or more.

    Returns
    -------
    np.ndarray [shape=(tracks,), float64]
        0 to 1, lower is better.
    """
    from scipy.special import ndtr  # noqa: PLC0415 (only who asks for this method waits for it)

    tiny = np.finfo(float).tiny
    from_query = 1 - ndtr((distances - distances.mean()) / max(float(distances.std()), tiny))
    from_track = 1 - ndtr((distances - bank.mean(axis=0)) / np.maximum(bank.std(axis=0), tiny))
    scores: Floats = 1 - from_query * from_track
    return scores


def skewness(counts: npt.ArrayLike) -> float:
    """Return the skewness of how often each track is the nearest.

    Parameters
    ----------
    counts : array_like [shape=(tracks,)]
        How many predictions each track is the nearest of.

    Returns
    -------
    float
        0 where all occur equally often; above `MIN_HUB_SKEWNESS` some are hubs.
    """
    numbers = np.asarray(counts, np.float64)
    deviation = float(numbers.std())
    return float((((numbers - numbers.mean()) / deviation) ** 3).mean()) if deviation > 0 else 0.0


def chance_skewness(predictions: int, tracks: int) -> float:
    """Return the skewness that 99 of 100 random draws stay below.

    Many tracks and few predictions give a skewed count by themselves: most tracks occur never, some once.

    Parameters
    ----------
    predictions : int
        How many tracks are drawn, 1 or more.
    tracks : int
        Out of how many, 1 or more.
    """
    random = np.random.default_rng(0)
    drawn = [
        skewness(np.bincount(random.integers(tracks, size=predictions), minlength=tracks))
        for _ in range(DRAWS)
    ]
    return float(np.quantile(drawn, 0.99))
