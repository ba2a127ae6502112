"""Whether different scenes get different pieces (the paper, section 3.4), and whether the pieces fit."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenescore.matching.hubness import skewness


@dataclass(frozen=True)
class Diversity:
    """How a number of scenes is spread over a collection."""

    scenes: int
    """J: scenes that were given a piece."""
    tracks: int
    """K: pieces in the collection."""
    objective: float
    """The paper's: the sum over pieces of (X - J/K)^2, X scenes having the piece. Lower is better."""
    best_objective: float
    """The least that can be reached, by spreading as evenly as whole numbers allow."""
    random_objective: float
    """What drawing pieces at random gives on average: J (1 - 1/K)."""
    distinct: int
    """Different pieces."""
    random_distinct: float
    """Different pieces that drawing at random gives on average."""
    largest_share: float
    """The share of scenes that the most frequent piece has, 0 to 1."""
    skew: float
    """Skewness of how often each piece occurs; above 1.2 some pieces are hubs."""
    never: int
    """Pieces that no scene has."""


def diversity(retrieved: Sequence[str], tracks: int) -> Diversity:
    """Measure how the pieces that scenes were given are spread.

    Parameters
    ----------
    retrieved : sequence of str
        Each scene's piece, one or more.
    tracks : int
        Pieces in the collection, at least as many as were retrieved.
    """
    scenes = len(retrieved)
    counts = np.zeros(tracks)
    times = sorted(Counter(retrieved).values(), reverse=True)
    counts[: len(times)] = times
    return Diversity(
        scenes=scenes,
        tracks=tracks,
        objective=objective(counts),
        best_objective=objective(np.full(tracks, scenes // tracks) + (np.arange(tracks) < scenes % tracks)),
        random_objective=scenes * (1 - 1 / tracks),
        distinct=len(times),
        random_distinct=tracks * (1 - (1 - 1 / tracks) ** scenes),
        largest_share=times[0] / scenes,
        skew=skewness(counts),
        never=tracks - len(times),
    )


def objective(counts: npt.NDArray[np.float64]) -> float:
    """Return the paper's objective.

    Parameters
    ----------
    counts : np.ndarray [shape=(K,)]
        How many scenes have each piece.
    """
    return float(((counts - counts.sum() / len(counts)) ** 2).sum())


def occurrences(scores: npt.NDArray[np.float64], k: int = 1) -> npt.NDArray[np.int64]:
    """Return how often each piece is among the k best of a scene.

    Parameters
    ----------
    scores : np.ndarray [shape=(J, K), float64]
        Of each piece for each scene, lower is better.
    k : int
        1 to K.

    Returns
    -------
    np.ndarray [shape=(K,), int64]
        Its skewness tells hubs: the k-occurrence of the literature.
    """
    best = np.argsort(scores, axis=1, kind="stable")[:, :k]
    counts: npt.NDArray[np.int64] = np.bincount(best.ravel(), minlength=scores.shape[1])
    return counts
