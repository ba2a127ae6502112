"""How each hub correction changes diversity and relevance on the same scenes (the paper, section 3.4)."""

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
"""A correction that is only compared. It needs all distances of a scene, so a pruned search can't use it."""
ASSIGNED: Final = "assigned together"
"""Each scene gets a track of its own, by the scores of a session, as the command ``assign`` does it."""
OCCURRENCE_K: Final = 5
"""The k of the k-occurrence whose skewness is shown beside that of the best track."""

Floats = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class CorrectionOutcome:
    """The tracks that scenes get under one hub correction."""

    method: str
    """Name of the correction, or ``none``."""
    is_automatic: bool
    """Whether a session chooses it by itself (``auto``)."""
    found: list[str]
    """Track of each scene."""
    distances: list[float]
    """Uncorrected Earth Mover's Distance of each scene to its track."""
    occurrences: npt.NDArray[np.int64]
    """How many scenes got each track [shape=(K,)]."""
    skew_among: float
    """Skewness of how often each track is among the best `OCCURRENCE_K`."""
    relevance: Relevance
    """How often the tracks are right, and how they are spread."""


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
    """Compare what scenes get without hub correction and with each method.

    Parameters
    ----------
    distances : np.ndarray [shape=(J, K), float64]
        Distance of each scene's prediction to each track.
    bank : np.ndarray [shape=(n, K), float64] or None
        Distances of the bundle's bank to each track (`distances_of_bank`). With None nothing is corrected.
    windows : sequence of LabelledWindow
        The scenes.
    tracks : sequence of str
        File name of each track.
    kind_of : mapping of str to str
        Kind of each track, where known.
    network_share : np.ndarray [shape=(J,), float32], optional
        How much of each prediction comes from the network. Corrections count by this share; by default 1.
    seed : int
        Seed of the intervals.

    Returns
    -------
    outcomes : list of CorrectionOutcome
        One for each method; ``none`` comes first.
    automatic : HubCorrection or None
        The correction that a session chooses by itself, with the skew it decides by; None without a bank.
    """
    automatic = None if bank is None else correct_hubs(bank)
    chosen = "none" if automatic is None else automatic.method
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
        scores[ASSIGNED] = assigned_scores(scores[chosen])
    outcomes = []
    for method, values in scores.items():
        places = values.argmin(axis=1)
        outcomes.append(
            CorrectionOutcome(
                method=method,
                is_automatic=method == chosen,
                found=[tracks[place] for place in places],
                distances=[float(row[place]) for row, place in zip(distances, places, strict=True)],
                occurrences=occurrences(values),
                skew_among=skewness(occurrences(values, min(OCCURRENCE_K, len(tracks)))),
                relevance=summarise_relevance(values, windows, tracks, kind_of, seed=seed),
            )
        )
    return outcomes, automatic


def assigned_scores(scores: Matrix) -> Matrix:
    """Return scores in which each scene's assigned track is the best.

    Parameters
    ----------
    scores : np.ndarray [shape=(J, K), float64]
        Score of each track for each scene; lower is better.

    Returns
    -------
    np.ndarray [shape=(J, K), float64]
    """
    forced = scores.copy()
    for scene, track in enumerate(assign(scores)):
        forced[scene, track] = -np.inf
    return forced


def distances_of_bank(bundle: Bundle, tracks: TrackSegments) -> Matrix | None:
    """Return the distances of a bundle's bank to a collection, as a session measures them.

    Parameters
    ----------
    bundle : Bundle
        The bundle.
    tracks : TrackSegments
        Scaled segments of the collection's tracks.

    Returns
    -------
    np.ndarray [shape=(n, K), float64] or None
        None if the bundle has no bank.
    """
    if BANK_FILE not in bundle.manifest["files"]:
        return None
    rows = select_bank_rows(bundle.bank(), has_memory=MEMORY_APPEARANCE_FILE in bundle.manifest["files"])
    return bank_distances(rows, tracks).astype(np.float64)
