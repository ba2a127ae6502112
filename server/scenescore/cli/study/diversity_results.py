"""Results of ``scenescore study diversity`` for programs: CSV and JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from scenescore.cli.study.options import as_csv

if TYPE_CHECKING:
    from scenescore.library.store.track import Track
    from scenescore.matching.hubness import HubCorrection
    from scenescore.model.bundle.bundle import Bundle
    from scenescore.studies.diversity.correction_comparison import CorrectionOutcome
    from scenescore.studies.diversity.diversity import Diversity
    from scenescore.studies.feature_combinations import FeatureCombination
    from scenescore.studies.scene_predictions import ScenePredictions
    from scenescore.studies.windows import LabelledWindow

RankedSets = Sequence[tuple["FeatureCombination", "CorrectionOutcome"]]
"""Sets of features with what they retrieve without hub correction, best first."""


@dataclass(frozen=True, eq=False)
class BundleResult:
    """What the study found for one bundle."""

    bundle: "Bundle"
    """The bundle."""
    outcomes: "Sequence[CorrectionOutcome]"
    """One for each hub correction; ``none`` comes first."""
    automatic: "HubCorrection | None"
    """The correction that a session chooses by itself; None without a bank."""


def own_music(windows: "Sequence[LabelledWindow]", tracks: int) -> "Diversity | None":
    """Return how the games themselves spread their tracks. A perfect model would do the same.

    Parameters
    ----------
    windows : sequence of LabelledWindow
        The scenes.
    tracks : int
        Tracks in the collection.

    Returns
    -------
    Diversity or None
    """
    from scenescore.studies.diversity.diversity import diversity

    played = [window.scene.track for window in windows if window.scene.track]
    return diversity(played, tracks) if played and len(set(played)) <= tracks else None


def pieces_csv(
    windows: "Sequence[LabelledWindow]", results: Sequence[BundleResult], described: "Mapping[str, Track]"
) -> bytes:
    """Return each scene's track by bundle and correction as CSV.

    Parameters
    ----------
    windows : sequence of LabelledWindow
        The scenes.
    results : sequence of BundleResult
        Results of each bundle.
    described : mapping of str to Track
        Library entry of each track, by file name.

    Returns
    -------
    bytes
        The file, with a row for each scene and correction.
    """
    from scenescore.studies.scene_sampling import numbered_names

    head = "model correction by_itself scene game clip start_s emd piece title artist url own_piece"
    rows: list[Sequence[object]] = [head.split()]
    for result in results:
        for one in result.outcomes:
            for name, window, piece, distance in zip(
                numbered_names(windows), windows, one.found, one.distances, strict=True
            ):
                track = described[piece]
                rows.append(
                    [
                        *(result.bundle.name, one.method, one.is_automatic, name, window.scene.game),
                        *(window.scene.clip.name, window.start_s, distance, piece),
                        *(track.title, track.artist, track.url, window.scene.track),
                    ]
                )
    return as_csv(rows)


def as_object(read: "ScenePredictions", results: Sequence[BundleResult], sets: RankedSets) -> dict[str, Any]:
    """Return what ``--json`` prints.

    Parameters
    ----------
    read : ScenePredictions
        The scenes.
    results : sequence of BundleResult
        Results of each bundle.
    sets : sequence
        Sets of features, best first.

    Returns
    -------
    dict
    """
    from scenescore.studies.scene_sampling import numbered_names

    truth = own_music(read.windows, results[0].outcomes[0].relevance.spread.tracks)
    return {
        "own_music": None if truth is None else asdict(truth),
        "scenes": [
            {
                "name": name,
                "game": window.scene.game,
                "scene": window.scene.scene,
                "clip": window.scene.clip.name,
                "start_s": round(window.start_s, 3),
                "track": window.scene.track,
            }
            for name, window in zip(numbered_names(read.windows), read.windows, strict=True)
        ],
        "models": [
            {
                "name": result.bundle.name,
                "features": list(result.bundle.feature_set.names),
                "auto": None
                if result.automatic is None
                else {
                    "method": result.automatic.method,
                    "skew": result.automatic.skew,
                    "chance_skew": result.automatic.chance_skew,
                },
                "corrections": [outcome_as_object(one) for one in result.outcomes],
            }
            for result in results
        ],
        "sets": [
            {
                "features": [block.feature for block in choice.blocks],
                "models": [block.model for block in choice.blocks],
                **outcome_as_object(one),
            }
            for choice, one in sets
        ],
        "broken": [{"file": str(one.path), "reason": one.problem} for one in read.broken],
    }


def outcome_as_object(one: "CorrectionOutcome") -> dict[str, Any]:
    """Return the figures and tracks of one correction for ``--json``.

    Parameters
    ----------
    one : CorrectionOutcome
        The outcome.

    Returns
    -------
    dict
    """
    return {
        "method": one.method,
        "by_itself": one.is_automatic,
        "skew_among_5": one.skew_among,
        "found": one.found,
        "distances": one.distances,
        **asdict(one.relevance),
    }
