"""Bootstrap intervals for the figures of a study. Windows of one scene are drawn together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

RESAMPLES: Final = 2000
"""Draws of a bootstrap interval."""
CONFIDENCE: Final = 0.95
"""Share of the draws that lie in an interval."""


@dataclass(frozen=True)
class Interval:
    """A figure with its 95 % interval."""

    value: float
    """The figure."""
    low: float
    """Lower end of the interval."""
    high: float
    """Upper end of the interval."""
    cases: int
    """Number of cases behind it."""

    def __str__(self) -> str:
        return f"{self.value:.2f} [{self.low:.2f}, {self.high:.2f}]"


def bootstrap(
    cases: int,
    statistic: Callable[[npt.NDArray[np.int64]], npt.NDArray[np.float64]],
    *,
    seed: int,
    resamples: int = RESAMPLES,
) -> Interval:
    """Return a statistic of cases with its percentile interval.

    Parameters
    ----------
    cases : int
        Number of cases, 1 or more.
    statistic : callable
        Takes the places of drawn cases, with repeats [shape=(draws, cases), int64], and returns the statistic
        of each draw [shape=(draws,), float64].
    seed : int
        Seed of the draws.
    resamples : int
        Number of draws.

    Returns
    -------
    Interval
    """
    drawn = np.random.default_rng(seed).integers(cases, size=(resamples, cases))
    low, high = np.quantile(statistic(drawn), [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    (value,) = statistic(np.arange(cases)[None])
    return Interval(float(value), float(low), float(high), cases)


def clustered_mean(values: npt.ArrayLike, clusters: Sequence[object], *, seed: int) -> Interval:
    """Return the mean of values, with an interval that draws whole clusters.

    Windows of one scene are almost copies of each other. Drawing them one by one would give too narrow an
    interval.

    Parameters
    ----------
    values : array_like [shape=(n,)]
        Values such as 1 for right and 0 for wrong.
    clusters : sequence [length=n]
        Cluster of each value, such as its scene.
    seed : int
        Seed of the draws.

    Returns
    -------
    Interval
    """
    numbers = np.asarray(values, np.float64)
    names = {cluster: place for place, cluster in enumerate(dict.fromkeys(clusters))}
    places = np.array([names[cluster] for cluster in clusters], np.int64)
    sums = np.bincount(places, numbers, len(names))
    counts = np.bincount(places, minlength=len(names))

    def mean(chosen: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        means: npt.NDArray[np.float64] = sums[chosen].sum(axis=1) / counts[chosen].sum(axis=1)
        return means

    drawn = bootstrap(len(names), mean, seed=seed)
    return Interval(drawn.value, drawn.low, drawn.high, len(numbers))
