"""Whether the retrieved tracks are the game's own, or of the same kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenescore.studies.data_folder import LabelledScene
from scenescore.studies.diversity.diversity import Diversity, diversity
from scenescore.studies.intervals import Interval, clustered_mean
from scenescore.studies.windows import LabelledWindow

IsRight = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Relevance:
    """How often the best track is right."""

    right_piece: Interval
    """Share of windows whose track is the one that the game plays there."""
    right_kind: Interval | None
    """Share of windows of known kind whose track is of that kind. None if no kind is known."""
    right_scene: Interval
    """Share of windows whose track, among the game's own tracks, is one of such scenes."""
    chance_piece: float
    """Expected `right_piece` of drawing tracks at random."""
    chance_kind: float
    """Expected `right_kind` of drawing tracks at random."""
    chance_scene: float
    """Expected `right_scene` of drawing the game's own tracks at random."""
    spread: Diversity
    """How the windows' tracks are spread over the collection."""
    scenes: int
    """Number of labelled scenes that the windows lie in."""


@dataclass(frozen=True, eq=False)
class WindowRelevance:
    """For each window, whether its best track is right."""

    found: list[str]
    """The best track of each window."""
    piece: IsRight
    """Whether it is the track that the game plays there [shape=(n,)]."""
    known: list[int]
    """Places of the windows whose kind of music is known."""
    kind: IsRight
    """For `known` windows: whether the track is of that kind [shape=(len(known),)]."""
    owning: list[int]
    """Places of the windows whose game has tracks in the collection."""
    scene: IsRight
    """For `owning` windows: whether, among the game's own tracks, it is one of such scenes
    [shape=(len(owning),)]."""
    chance_piece: float
    """As in `Relevance`."""
    chance_kind: float
    """As in `Relevance`."""
    chance_scene: float
    """As in `Relevance`."""


def window_relevance(
    scores: npt.NDArray[np.float64],
    windows: Sequence[LabelledWindow],
    tracks: Sequence[str],
    kind_of: Mapping[str, str],
) -> WindowRelevance:
    """Compare the best track of each window with what the game plays there.

    Parameters
    ----------
    scores : np.ndarray [shape=(n, K), float64]
        Score of each track for each window; lower is better.
    windows : sequence of LabelledWindow
        Windows of one game or several.
    tracks : sequence of str
        File name of each track.
    kind_of : mapping of str to str
        Kind of each track, where known.

    Returns
    -------
    WindowRelevance
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
    """Return how often the best tracks are right.

    Parameters
    ----------
    scores, windows, tracks, kind_of
        As for `window_relevance`.
    seed : int
        Seed of the intervals.

    Returns
    -------
    Relevance
    """
    each = window_relevance(scores, windows, tracks, kind_of)
    scenes = [window.scene for window in windows]

    def mean(right: IsRight, places: Sequence[int]) -> Interval:
        return clustered_mean(right, [scenes[place] for place in places], seed=seed)

    return Relevance(
        right_piece=mean(each.piece, range(len(scenes))),
        right_kind=mean(each.kind, each.known) if each.known else None,
        right_scene=mean(each.scene, each.owning),
        chance_piece=each.chance_piece,
        chance_kind=each.chance_kind,
        chance_scene=each.chance_scene,
        spread=diversity(each.found, len(tracks)),
        scenes=len(set(scenes)),
    )


def pieces_by_scene(scenes: Sequence[LabelledScene]) -> dict[str, set[str]]:
    """Return the tracks that are played in each kind of scene.

    Parameters
    ----------
    scenes : sequence of LabelledScene
        Scenes of one game.

    Returns
    -------
    dict of str to set of str
        Tracks by the scene's name.
    """
    played: dict[str, set[str]] = {}
    for scene in scenes:
        played.setdefault(scene.scene, set()).add(scene.track)
    return played


def kind_shares(tracks: Sequence[str], kind_of: Mapping[str, str]) -> dict[str, float]:
    """Return the share of tracks that are of each kind.

    Parameters
    ----------
    tracks : sequence of str
        File names.
    kind_of : mapping of str to str
        Kind of each track, where known.

    Returns
    -------
    dict of str to float
        Share by kind, 0 to 1.
    """
    kinds = [kind_of.get(track, "") for track in tracks]
    return {kind: kinds.count(kind) / len(kinds) for kind in set(kinds) if kind}
