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
    added = 0 if bias is None else bias
    scores = np.array([np.array(all_distances(index, one)) + added for one in predicted])
    return judge_scores(scores, windows, index.ids, kind_of, seed=seed)


def judge_scores(
    scores: npt.NDArray[np.float64],
    windows: Sequence[LabelledWindow],
    tracks: Sequence[str],
    kind_of: Mapping[str, str],
    *,
    seed: int = 0,
) -> Retrieval:
    """Compare the tracks of the least scores with what the game plays.

    Parameters
    ----------
    scores : np.ndarray [shape=(n, tracks), float64]
        Of each track for each window, lower is better.
    windows : sequence of LabelledWindow
        The windows, of one game or several.
    tracks : sequence of str
        The tracks' file names.
    kind_of : mapping
        Each track's kind, where known.
    seed : int
        Of the intervals.

    Returns
    -------
    Retrieval
        The right scene is judged among the pieces of the window's own game; over windows of which the
        collection has some.
    """
    place_of = {track: place for place, track in enumerate(tracks)}
    games = dict.fromkeys(window.scene.game for window in windows)
    played = {
        game: pieces_by_scene([window.scene for window in windows if window.scene.game == game])
        for game in games
    }
    own = {
        game: sorted(place_of[track] for track in set[str]().union(*pieces.values()) if track in place_of)
        for game, pieces in played.items()
    }
    found = [tracks[int(row.argmin())] for row in scores]
    clusters = [window.scene for window in windows]
    known = [place for place, window in enumerate(windows) if window.scene.kind]
    owning = [place for place, window in enumerate(windows) if own[window.scene.game]]
    among_own = {
        place: tracks[own[clusters[place].game][int(scores[place][own[clusters[place].game]].argmin())]]
        for place in owning
    }
    share_of = kind_shares(tracks, kind_of)

    def mean(right: Sequence[bool], places: Sequence[int]) -> Interval:
        return clustered_mean(right, [clusters[place] for place in places], seed=seed)

    def pieces(place: int) -> set[str]:
        return played[clusters[place].game][clusters[place].scene]

    return Retrieval(
        right_piece=mean(
            [found[place] == one.track for place, one in enumerate(clusters)], range(len(found))
        ),
        right_kind=mean([kind_of.get(found[place]) == clusters[place].kind for place in known], known)
        if known
        else None,
        right_scene=mean([among_own[place] in pieces(place) for place in owning], owning),
        chance_piece=1 / len(tracks),
        chance_kind=float(np.mean([share_of.get(clusters[place].kind, 0.0) for place in known] or [0.0])),
        chance_scene=float(
            np.mean(
                [len(pieces(place) & place_of.keys()) / len(own[clusters[place].game]) for place in owning]
            )
        ),
        spread=diversity(found, len(tracks)),
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
