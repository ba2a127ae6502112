"""Whether what is found in a collection is what the game itself plays, or of its kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenescore.studies.data_folder import LabelledScene
from scenescore.studies.diversity.diversity import Diversity, diversity
from scenescore.studies.intervals import Interval, clustered_mean
from scenescore.studies.windows import LabelledWindow

Right = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Relevance:
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


@dataclass(frozen=True, eq=False)
class WindowRelevance:
    """For each window, whether the track of the least score is right."""

    found: list[str]
    """Each window's nearest track."""
    piece: Right
    """It is the piece that the game plays there [shape=(n,), bool]."""
    known: list[int]
    """Places of the windows whose kind of music is known."""
    kind: Right
    """For these: it is of that kind [shape=(len(known),), bool]."""
    owning: list[int]
    """Places of the windows of whose game the collection has a piece."""
    scene: Right
    """For these: among the game's own pieces it is one of such scenes [shape=(len(owning),), bool]."""
    chance_piece: float
    chance_kind: float
    chance_scene: float
    """What drawing tracks at random gives, as in `Relevance`."""


def window_relevance(
    scores: npt.NDArray[np.float64],
    windows: Sequence[LabelledWindow],
    tracks: Sequence[str],
    kind_of: Mapping[str, str],
) -> WindowRelevance:
    """Compare the tracks of the least scores with what the game plays, window by window.

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

    Returns
    -------
    WindowRelevance
        The right scene is judged among the pieces of the window's own game.
    """
    place_of = {track: place for place, track in enumerate(tracks)}
    scenes = [window.scene for window in windows]
    played = {
        game: pieces_by_scene([scene for scene in scenes if scene.game == game])
        for game in dict.fromkeys(scene.game for scene in scenes)
    }
    own = {
        game: sorted(place_of[track] for track in set[str]().union(*pieces.values()) if track in place_of)
        for game, pieces in played.items()
    }
    pieces = [played[scene.game][scene.scene] for scene in scenes]
    found = [tracks[int(row.argmin())] for row in scores]
    known = [place for place, scene in enumerate(scenes) if scene.kind]
    owning = [place for place, scene in enumerate(scenes) if own[scene.game]]

    def nearest_own(place: int) -> str:
        places = own[scenes[place].game]
        return tracks[places[int(scores[place][places].argmin())]]

    share_of = kind_shares(tracks, kind_of)
    return WindowRelevance(
        found=found,
        piece=np.array([track == scene.track for track, scene in zip(found, scenes, strict=True)], bool),
        known=known,
        kind=np.array([kind_of.get(found[place]) == scenes[place].kind for place in known], bool),
        owning=owning,
        scene=np.array([nearest_own(place) in pieces[place] for place in owning], bool),
        chance_piece=1 / len(tracks),
        chance_kind=float(np.mean([share_of.get(scenes[place].kind, 0.0) for place in known] or [0.0])),
        chance_scene=float(
            np.mean([len(pieces[place] & place_of.keys()) / len(own[scenes[place].game]) for place in owning])
        ),
    )


def summarise_relevance(
    scores: npt.NDArray[np.float64],
    windows: Sequence[LabelledWindow],
    tracks: Sequence[str],
    kind_of: Mapping[str, str],
    *,
    seed: int = 0,
) -> Relevance:
    """Sum up how often the tracks of the least scores are right.

    Parameters
    ----------
    scores, windows, tracks, kind_of
        As for `window_relevance`.
    seed : int
        Of the intervals.

    Returns
    -------
    Relevance
    """
    told = window_relevance(scores, windows, tracks, kind_of)
    scenes = [window.scene for window in windows]

    def mean(right: Right, places: Sequence[int]) -> Interval:
        return clustered_mean(right, [scenes[place] for place in places], seed=seed)

    return Relevance(
        right_piece=mean(told.piece, range(len(scenes))),
        right_kind=mean(told.kind, told.known) if told.known else None,
        right_scene=mean(told.scene, told.owning),
        chance_piece=told.chance_piece,
        chance_kind=told.chance_kind,
        chance_scene=told.chance_scene,
        spread=diversity(told.found, len(tracks)),
        scenes=len(set(scenes)),
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
