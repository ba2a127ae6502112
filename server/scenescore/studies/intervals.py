"""How sure a figure is: bootstrap intervals that respect what was drawn together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

RESAMPLES: Final = 2000
CONFIDENCE: Final = 0.95


@dataclass(frozen=True)
class Interval:
    """A figure with its 95 % interval."""

    value: float
    """The figure itself."""
    low: float
    """The interval's lower end."""
    high: float
    """Its upper end."""
    cases: int
    """How many cases it rests on."""

    def __str__(self) -> str:
        return f"{self.value:.2f} [{self.low:.2f}, {self.high:.2f}]"


def bootstrap(
    cases: int, statistic: Callable[[npt.NDArray[np.int64]], float], *, seed: int, resamples: int = RESAMPLES
) -> Interval:
    """Return a statistic of cases with its percentile interval.

    Parameters
    ----------
    cases : int
        How many cases there are, 1 or more.
    statistic : callable
        Of the places of the chosen cases [shape=(cases,), int64], some of them several times.
    seed : int
        Of the draws.
    resamples : int
        How many draws.
    """
    random = np.random.default_rng(seed)
    draws = [statistic(random.integers(cases, size=cases)) for _ in range(resamples)]
    low, high = np.quantile(draws, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return Interval(statistic(np.arange(cases)), float(low), float(high), cases)


def clustered_mean(values: npt.ArrayLike, clusters: Sequence[object], *, seed: int) -> Interval:
    """Return the mean of values with an interval that draws whole clusters.

    Windows of one stretch of play are near copies of each other: drawing them one by one would make a figure
    look surer than it is.

    Parameters
    ----------
    values : array_like [shape=(n,)]
        Such as 1 for right and 0 for wrong.
    clusters : sequence [length=n]
        What each value belongs to, such as its stretch of play.
    seed : int
        Of the draws.
    """
    numbers = np.asarray(values, np.float64)
    names = {cluster: place for place, cluster in enumerate(dict.fromkeys(clusters))}
    places = np.array([names[cluster] for cluster in clusters], np.int64)
    sums = np.bincount(places, numbers, len(names))
    counts = np.bincount(places, minlength=len(names))

    def mean(chosen: npt.NDArray[np.int64]) -> float:
        return float(sums[chosen].sum() / counts[chosen].sum())

    drawn = bootstrap(len(names), mean, seed=seed)
    return Interval(drawn.value, drawn.low, drawn.high, len(numbers))
