"""How well a track fits, for people: 0 to 1, where the distances of a bundle have any size."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from scenescore.matching.emd import nearest_segment_distance
from scenescore.matching.track_segments import TrackSegments

SAMPLED_PAIRS: Final = 64
"""Pairs of tracks that a library's typical distance is computed from. More would hardly change the median."""
_SAMPLED_COSTS: Final = SAMPLED_PAIRS * 24 * 24
"""Pairs of steps that are compared. A bundle with a longer window gets fewer pairs of tracks, since the time
of a distance grows with the cube of its steps."""
_MIN_PAIRS: Final = 4
_SEED: Final = 0
"""The same library always gets the same sample."""


@dataclass(frozen=True)
class FitScale:
    """Turns scores into fits. A lower score never gets a lower fit, so both give the same order.

    Attributes
    ----------
    typical : float
        The distance between two tracks of the library, as a rule; 0 where it has no two different ones.
    shift : float
        What stages of the ranking add to the score of a typical track.
    """

    typical: float
    shift: float = 0.0

    def fit(self, score: float) -> float:
        """Return how well a track fits.

        Parameters
        ----------
        score : float
            The track's score.

        Returns
        -------
        float
            1: it sounds as the scene asks for, to 0: it is no closer than two tracks usually are to each
            other. Where there are no two tracks to compare, it is 1 for a distance of 0, and else 0.
        """
        distance = score - self.shift
        if self.typical <= 0.0:
            return 1.0 if distance <= 0.0 else 0.0
        return min(1.0, max(0.0, 1.0 - distance / self.typical))


def typical_distance(segments: TrackSegments) -> float:
    """Return the median distance of a track's representative segment to another track.

    Parameters
    ----------
    segments : TrackSegments
        Segments of a library's tracks in a bundle's scaled space.

    Returns
    -------
    float
        The Earth Mover's Distance to the nearest segment, over a sample of pairs that is always the same; 0
        for fewer than two tracks.
    """
    tracks = len(segments)
    if tracks < 2:
        return 0.0
    steps = segments.features.shape[1]
    count = min(SAMPLED_PAIRS, max(_MIN_PAIRS, _SAMPLED_COSTS // steps**2), tracks * (tracks - 1))
    # A pair is a place in the square of all tracks, without its diagonal.
    places = np.random.default_rng(_SEED).choice(tracks * (tracks - 1), count, replace=False)
    firsts, others = np.divmod(places, tracks - 1)
    others += others >= firsts
    distances = [
        nearest_segment_distance(segments.of(first)[0], segments.of(other))
        for first, other in zip(firsts.tolist(), others.tolist(), strict=True)
    ]
    return float(np.median(distances))
