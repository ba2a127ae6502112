"""What hub correction does to diversity, and to relevance: side by side on the same scenes (section 3.4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.matching.assign import assign
from scenescore.matching.hubness import (
    METHODS,
    HubCorrection,
    correct_hubs,
    mutual_proximity,
    skewness,
    track_bias,
)
from scenescore.matching.query_bank import bank_distances, select_bank_rows
from scenescore.matching.track_segments import TrackSegments
from scenescore.model.bundle.bundle import BANK_FILE, MEMORY_APPEARANCE_FILE, Bundle
from scenescore.studies.diversity.diversity import occurrences
from scenescore.studies.diversity.relevance import Relevance, summarise_relevance
from scenescore.studies.windows import LabelledWindow

MUTUAL_PROXIMITY: Final = "mutual_proximity"
"""Needs all of a scene's distances, so that no search can leave any out: for comparison only."""
ASSIGNED: Final = "assigned together"
"""All scenes at once, each its own piece, by the scores that a session goes by: what ``assign`` does."""
AMONG: Final = 5
"""The k of the k-occurrence that is shown beside that of the nearest track alone."""

Floats = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class CorrectionOutcome:
    """What a collection gives scenes under one correction."""

    method: str
    """``none``, or how hubs are corrected."""
    by_itself: bool
    """Whether it is what a session would do by itself (``auto``)."""
    found: list[str]
    """Each scene's piece."""
    distances: list[float]
    """Its EMD, whatever the correction."""
    occurrences: npt.NDArray[np.int64]
    """How many scenes have each piece [shape=(K,)]."""
    skew_among: float
    """Skewness of how often each piece is among the best `AMONG`."""
    judged: Relevance
    """Diversity and relevance."""


def compare_corrections(
    distances: Matrix,
    bank: Matrix | None,
    windows: Sequence[LabelledWindow],
    tracks: Sequence[str],
    kind_of: Mapping[str, str],
    *,
    network_share: Floats | None = None,
    seed: int = 0,
) -> tuple[list[CorrectionOutcome], HubCorrection | None]:
    """Judge what scenes are given without hub correction and with each way of it.

    Parameters
    ----------
    distances : np.ndarray [shape=(J, K), float64]
        From `scenescore.matching.emd.distance_matrix`.
    bank : np.ndarray [shape=(n, K), float64] or None
        The distances of the bundle's own training predictions; None where it has none: nothing is corrected.
    windows : sequence of LabelledWindow
        The scenes.
    tracks : sequence of str
        The pieces' file names.
    kind_of : mapping
        Each piece's kind, where known.
    network_share : np.ndarray [shape=(J,), float32], optional
        How much of each prediction the network made: so far a correction counts; by default all of it.
    seed : int
        Of the intervals.

    Returns
    -------
    outcomes : list of CorrectionOutcome
        ``none`` first.
    by_itself : HubCorrection or None
        What a session would do by itself, with the skew that it decides by.
    """
    auto = None if bank is None else correct_hubs(bank)
    chosen = "none" if auto is None else auto.method
    scores = {"none": distances}
    if bank is not None:
        shares = np.ones(len(distances)) if network_share is None else network_share.astype(np.float64)
        scores |= {
            method: distances + shares[:, None] * track_bias(bank, method)
            for method in METHODS
            if method != "none"
        }
        scores[MUTUAL_PROXIMITY] = np.array([mutual_proximity(row, bank) for row in distances])
    if len(windows) <= len(tracks):
        scores[ASSIGNED] = assigned(scores[chosen])
    outcomes = []
    for method, values in scores.items():
        places = values.argmin(axis=1)
        outcomes.append(
            CorrectionOutcome(
                method=method,
                by_itself=method == chosen,
                found=[tracks[place] for place in places],
                distances=[float(row[place]) for row, place in zip(distances, places, strict=True)],
                occurrences=occurrences(values),
                skew_among=skewness(occurrences(values, min(AMONG, len(tracks)))),
                judged=summarise_relevance(values, windows, tracks, kind_of, seed=seed),
            )
        )
    return outcomes, auto


def assigned(scores: Matrix) -> Matrix:
    """Return scores [shape=(J, K)] in which each scene's own piece of the least total cost is the best."""
    forced = scores.copy()
    for scene, track in enumerate(assign(scores)):
        forced[scene, track] = -np.inf
    return forced


def bank_to(bundle: Bundle, tracks: TrackSegments) -> Matrix | None:
    """Return a bundle's bank's distances to a collection as a daemon measures them; None without a bank.

    Parameters
    ----------
    bundle : Bundle
        Whose.
    tracks : TrackSegments
        The collection's, scaled.

    Returns
    -------
    np.ndarray [shape=(n, K), float64]
    """
    if BANK_FILE not in bundle.manifest["files"]:
        return None
    rows = select_bank_rows(bundle.bank(), remembers=MEMORY_APPEARANCE_FILE in bundle.manifest["files"])
    return bank_distances(rows, tracks).astype(np.float64)
