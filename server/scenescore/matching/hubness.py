"""Hub correction: hubs are tracks that are near to every prediction.

A regression shrinks predictions towards the mean. Tracks in the middle of a library are then the nearest of
all predictions. A bank of other predictions shows how near a track is to any scene. The correction subtracts
that from the score. Distances stay as they are.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.errors import InvalidInputError

Floats = npt.NDArray[np.float64]

METHODS: Final = ("inverted_softmax", "csls", "none")
"""Methods of correction. Each gives one number for each track, so a search takes no longer."""
AUTO: Final = "auto"
"""Choice of the method by measurement: `AUTO_METHOD` if there are hubs, else ``none``."""
AUTO_METHOD: Final = "inverted_softmax"
"""The method that `AUTO` applies if there are hubs."""
MIN_HUB_SKEWNESS: Final = 1.2
"""Least skewness of the counts of nearest tracks for which some tracks count as hubs."""
MIN_SKEWNESS_OVER_CHANCE: Final = 1.5
"""Least ratio of that skewness to the skewness by chance. A wrong correction does more harm than a hub."""
CHANCE_DRAWS: Final = 200
"""Random draws that estimate the skewness by chance."""

CSLS_NEIGHBOURS: Final = 5
"""Nearest predictions that CSLS averages over."""
INVERSE_TEMPERATURE: Final = 20.0
"""Inverse temperature of the inverted softmax, divided by the bank's mean distance."""


@dataclass(frozen=True)
class HubCorrection:
    """How the scores of a library are corrected, and why."""

    method: str
    """The method that is applied, one of `METHODS`."""
    bias: Floats
    """Added to the distance of each track [shape=(tracks,), float64]."""
    skew: float
    """Skewness of the counts of nearest tracks over the bank's predictions."""
    chance_skew: float
    """Skewness that 99 of 100 random draws of as many tracks stay below."""


def correct_hubs(bank: Floats, method: str = AUTO) -> HubCorrection:
    """Measure whether a library has hubs, and compute their correction.

    Parameters
    ----------
    bank : np.ndarray [shape=(n, tracks), float64]
        Distances of a bundle's training predictions to each track.
    method : str
        ``auto``, or one of `METHODS`.

    Returns
    -------
    HubCorrection
        Method and bias, with the measured skewness.

    Raises
    ------
    InvalidInputError
        The method is unknown, or the bank has no rows.
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
    """Check the shape of a bank of distances.

    Parameters
    ----------
    bank : np.ndarray
        The bank.

    Raises
    ------
    InvalidInputError
        The shape is not (predictions, tracks), or there are no predictions.
    """
    if bank.ndim != 2 or not len(bank):
        raise InvalidInputError(
            f"a bank is (predictions, tracks) with one prediction at least, not {bank.shape}"
        )


def track_bias(
    bank: Floats, method: str = "inverted_softmax", *, strength: float = INVERSE_TEMPERATURE
) -> Floats:
    """Return the bias of each track: score = distance + bias.

    The inverted softmax (Smith et al., 2017; QB-Norm) divides exp(-b d) by its sum over the bank. CSLS
    (Conneau et al., 2018) subtracts half the mean distance to the nearest predictions of the bank. For a
    ranking of tracks both are one number for each track.

    Parameters
    ----------
    bank : np.ndarray [shape=(n, tracks), float64]
        Distances of other predictions, such as the bundle's training predictions, to each track.
    method : str
        ``inverted_softmax`` or ``csls``; ``none`` gives zeros.
    strength : float
        Inverse temperature of the softmax, divided by the bank's mean distance; above 0.

    Returns
    -------
    np.ndarray [shape=(tracks,), float64]
        The bias. Its mean is 0, so scores have the size of distances.

    Raises
    ------
    InvalidInputError
        The method is unknown, or the bank has no rows.
    """
    check_bank(bank)
    if method == "none":
        return np.zeros(bank.shape[1])
    if method == "inverted_softmax":
        scale = strength / max(float(bank.mean()), np.finfo(float).tiny)
        least = bank.min(axis=0)
        # The least distance is moved out of the sum, because exp of large negative numbers is 0.
        bias = np.log(np.exp(-scale * (bank - least)).mean(axis=0)) / scale - least
    elif method == "csls":
        nearest = min(CSLS_NEIGHBOURS, len(bank))
        bias = -np.partition(bank, nearest - 1, axis=0)[:nearest].mean(axis=0) / 2
    else:
        raise InvalidInputError(f"hub correction is one of {', '.join((AUTO, *METHODS))}, not {method!r}")
    centred: Floats = bias - bias.mean()
    return centred


def mutual_proximity(distances: Floats, bank: Floats) -> Floats:
    """Return scores by mutual proximity (Schnitzer et al., 2012), for normally distributed distances.

    The score is how likely a smaller distance is, both for the prediction and for the track.

    Parameters
    ----------
    distances : np.ndarray [shape=(tracks,), float64]
        Distances of one prediction to all tracks.
    bank : np.ndarray [shape=(n, tracks), float64]
        Distances of two or more other predictions.

    Returns
    -------
    np.ndarray [shape=(tracks,), float64]
        Scores, 0 to 1. Lower is better.
    """
    from scipy.special import ndtr  # noqa: PLC0415 (only this method needs it)

    tiny = np.finfo(float).tiny
    from_query = 1 - ndtr((distances - distances.mean()) / max(float(distances.std()), tiny))
    from_track = 1 - ndtr((distances - bank.mean(axis=0)) / np.maximum(bank.std(axis=0), tiny))
    scores: Floats = 1 - from_query * from_track
    return scores


def skewness(counts: npt.ArrayLike) -> float:
    """Return the skewness of the counts of nearest tracks.

    Parameters
    ----------
    counts : array_like [shape=(tracks,)]
        Number of predictions that each track is the nearest of.

    Returns
    -------
    float
        0 if all tracks are equally often the nearest.
    """
    numbers = np.asarray(counts, np.float64)
    deviation = float(numbers.std())
    return float((((numbers - numbers.mean()) / deviation) ** 3).mean()) if deviation > 0 else 0.0


def chance_skewness(predictions: int, tracks: int) -> float:
    """Return the skewness that 99 of 100 random draws stay below.

    With many tracks and few predictions counts are always skewed: most tracks have the count 0, some have 1.

    Parameters
    ----------
    predictions : int
        Number of draws of a track, 1 or more.
    tracks : int
        Number of tracks to draw from, 1 or more.

    Returns
    -------
    float
        The skewness.
    """
    random = np.random.default_rng(0)
    drawn = [
        skewness(np.bincount(random.integers(tracks, size=predictions), minlength=tracks))
        for _ in range(CHANCE_DRAWS)
    ]
    return float(np.quantile(drawn, 0.99))
