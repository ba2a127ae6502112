"""The figures of the diversity study: how retrieved tracks are spread over a collection (section 3.4)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenescore.matching.hubness import skewness


@dataclass(frozen=True)
class Diversity:
    """How the tracks of J scenes are spread over a collection of K tracks."""

    scenes: int
    """Number of scenes (J)."""
    tracks: int
    """Number of tracks in the collection (K)."""
    objective: float
    """The paper's objective, lower is better: the sum over tracks of (X - J/K)², where X scenes got the
    track."""
    best_objective: float
    """The lowest objective that whole numbers allow."""
    random_objective: float
    """Expected objective of drawing tracks at random: J (1 - 1/K)."""
    distinct: int
    """Number of different tracks that scenes got."""
    random_distinct: float
    """Expected number of different tracks when drawing at random."""
    largest_share: float
    """Share of scenes that got the most frequent track, 0 to 1."""
    skew: float
    """Skewness of how often each track occurs. Above 1.2 some tracks are hubs."""
    never: int
    """Number of tracks that no scene got."""


def diversity(retrieved: Sequence[str], tracks: int) -> Diversity:
    """Measure how retrieved tracks are spread.

    Parameters
    ----------
    retrieved : sequence of str
        The track of each scene; one scene or more.
    tracks : int
        Tracks in the collection, at least as many as were retrieved.

    Returns
    -------
    Diversity
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
        How many scenes got each track.

    Returns
    -------
    float
        Sum of squared differences from an even spread, 0 or more.
    """
    return float(((counts - counts.sum() / len(counts)) ** 2).sum())


def occurrences(scores: npt.NDArray[np.float64], k: int = 1) -> npt.NDArray[np.int64]:
    """Return the k-occurrence: how often each track is among the k best of a scene.

    Parameters
    ----------
    scores : np.ndarray [shape=(J, K), float64]
        Score of each track for each scene; lower is better.
    k : int
        1 to K.

    Returns
    -------
    np.ndarray [shape=(K,), int64]
        A large skewness means that some tracks are hubs.
    """
    best = np.argsort(scores, axis=1, kind="stable")[:, :k]
    counts: npt.NDArray[np.int64] = np.bincount(best.ravel(), minlength=scores.shape[1])
    return counts
