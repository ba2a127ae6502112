"""Whether what is found in a collection is what the game itself plays, or of its kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenescore.experiments.data_folder import LabelledScene
from scenescore.experiments.diversity import Diversity, diversity
from scenescore.experiments.intervals import Interval, clustered_mean
from scenescore.experiments.windows import LabelledWindow
from scenescore.matching.search import TrackIndex

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Retrieval:
    """How often the nearest track is right."""

    right_piece: Interval
    """It is the piece that the game plays there."""
    right_kind: Interval | None
    """It is of that piece's kind; over windows whose kind is known, None where none is."""
    right_scene: Interval
    """It is a piece that the game plays in scenes of this kind; over the game's own pieces alone."""
    chance_piece: float
    """Right pieces where tracks are drawn at random."""
    chance_kind: float
    """Right kinds where tracks are drawn at random."""
    chance_scene: float
    """Right scenes where the game's pieces are drawn at random."""
    spread: Diversity
    """How the windows' nearest tracks are spread over the collection."""
    scenes: int
    """Stretches of play that the windows lie in."""


def judge(
    predicted: Sequence[Floats],
    windows: Sequence[LabelledWindow],
    index: TrackIndex,
    kind_of: Mapping[str, str],
    *,
    bias: npt.NDArray[np.float64] | None = None,
    seed: int = 0,
) -> Retrieval:
    """Search with predictions and compare what is found with what the game plays.

    Parameters
    ----------
    predicted : sequence of np.ndarray [shape=(steps, D), float32]
        Each window's, in the index's space.
    windows : sequence of LabelledWindow
        The windows, of one game.
    index : TrackIndex
        The collection; its ids are the tracks' file names.
    kind_of : mapping
        Each track's kind, where known.
    bias : np.ndarray [shape=(tracks,), float64], optional
        Added to the distances, from `scenescore.matching.hubs`.
    seed : int
        Of the intervals.

    Returns
    -------
    Retrieval
    """
    played = pieces_by_scene([window.scene for window in windows])
    own = [
        place for place, track in enumerate(index.ids) if any(track in pieces for pieces in played.values())
    ]
    distances = [np.array(all_distances(index, one)) + (0 if bias is None else bias) for one in predicted]
    found = [index.ids[int(row.argmin())] for row in distances]
    among_own = [index.ids[own[int(row[own].argmin())]] for row in distances]
    clusters = [window.scene for window in windows]
    known = [place for place, window in enumerate(windows) if window.scene.kind]
    share_of = kind_shares(index.ids, kind_of)
    return Retrieval(
        right_piece=clustered_mean(
            [track == window.scene.track for track, window in zip(found, windows, strict=True)],
            clusters,
            seed=seed,
        ),
        right_kind=clustered_mean(
            [kind_of.get(found[place]) == windows[place].scene.kind for place in known],
            [clusters[place] for place in known],
            seed=seed,
        )
        if known
        else None,
        right_scene=clustered_mean(
            [track in played[window.scene.scene] for track, window in zip(among_own, windows, strict=True)],
            clusters,
            seed=seed,
        ),
        chance_piece=1 / len(index.ids),
        chance_kind=float(
            np.mean([share_of.get(windows[place].scene.kind, 0.0) for place in known] or [0.0])
        ),
        chance_scene=float(np.mean([len(played[window.scene.scene]) / len(own) for window in windows])),
        spread=diversity(found, len(index.ids)),
        scenes=len(set(clusters)),
    )


def pieces_by_scene(scenes: Sequence[LabelledScene]) -> dict[str, set[str]]:
    """Return the pieces that are played in each kind of scene."""
    played: dict[str, set[str]] = {}
    for scene in scenes:
        played.setdefault(scene.scene, set()).add(scene.track)
    return played


def kind_shares(tracks: Sequence[str], kind_of: Mapping[str, str]) -> dict[str, float]:
    """Return the share of tracks that are of each kind."""
    kinds = [kind_of.get(track, "") for track in tracks]
    return {kind: kinds.count(kind) / len(kinds) for kind in set(kinds) if kind}


def all_distances(index: TrackIndex, query: Floats) -> list[float]:
    """Return the distance of a query to each track, in the index's order."""
    found = dict(index.search(query, len(index.ids)))
    return [found[track] for track in index.ids]
