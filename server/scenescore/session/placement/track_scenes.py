"""The parts of clips that a track fits best: the distances of a match, the other way round.

``FindScenesForTrack`` and ``scenescore scenes`` share this.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from scenescore.errors import NotFoundError
from scenescore.library.store.track import Track
from scenescore.retrieval.library_view import LibraryView
from scenescore.retrieval.loaded_model import LoadedModel
from scenescore.session.placement.clip_windows import ClipWindow

_MAX_COMPARED: Final = 500
"""Tracks that a fit is measured against; more would take seconds and change it by a few hundredths."""


@dataclass(frozen=True)
class FoundScene:
    """A part of a clip that a track would fit.

    Attributes
    ----------
    rank : int
        From 1.
    clip : str
        The clip's name.
    start_s, end_s : float
        The part, seconds from the clip's first picture.
    distance : float
        Earth Mover's Distance between the prediction for the part and the track, 0 or more.
    fit : float
        0 to 1: the share of the other tracks that are no closer to the part.
    """

    rank: int
    clip: str
    start_s: float
    end_s: float
    distance: float
    fit: float


def find_scenes(
    model: LoadedModel, track: Track, clips: Mapping[str, Sequence[ClipWindow]], top_k: int
) -> list[FoundScene]:
    """Find the parts of clips that a track fits best.

    Parameters
    ----------
    model : LoadedModel
        The bundle that made the predictions.
    track : Track
        The track to place.
    clips : mapping of str to sequence of ClipWindow
        The windows of each clip, by its name.
    top_k : int
        The largest number of parts, 1 or more.

    Returns
    -------
    list of FoundScene
        Nearest first. No two parts of a clip overlap.

    Raises
    ------
    NotFoundError
        The bundle has no features of the track.
    """
    view = model.view
    check_has_features(model, track)
    windows = [(name, window) for name, of_clip in clips.items() for window in of_clip]
    distances = [_distance(view, window, track.id) for _, window in windows]
    chosen: list[int] = []
    for place in np.argsort(distances, kind="stable").tolist():
        name, window = windows[place]
        if not any(windows[other][0] == name and _overlap(windows[other][1], window) for other in chosen):
            chosen.append(place)
        if len(chosen) == top_k:
            break
    others = [one for one in view.ids if one != track.id]
    compared = others[:: max(1, -(-len(others) // _MAX_COMPARED))]
    return [
        FoundScene(
            rank,
            windows[place][0],
            windows[place][1].start_s,
            windows[place][1].end_s,
            distances[place],
            _fit(view, windows[place][1], distances[place], compared),
        )
        for rank, place in enumerate(chosen, start=1)
    ]


def check_has_features(model: LoadedModel, track: Track) -> None:
    """Check that a bundle can compare a track.

    Parameters
    ----------
    model : LoadedModel
        The bundle and its view of the library.
    track : Track
        The track.

    Raises
    ------
    NotFoundError
        It has no features that the bundle compares.
    """
    if model.view.features_of(track.id) is None:
        raise NotFoundError(
            f"tracks/{track.id} ({track.title}) has no features for models/{model.bundle.name} yet; "
            "compute them: run `scenescore library add DIR` on its folder again"
        )


def _fit(view: LibraryView, window: ClipWindow, distance: float, compared: Sequence[str]) -> float:
    if not compared:
        return 1.0
    return sum(_distance(view, window, other) >= distance for other in compared) / len(compared)


def _distance(view: LibraryView, window: ClipWindow, track_id: str) -> float:
    distance = view.distance(window.prediction.features, track_id)
    return float("inf") if distance is None else distance


def _overlap(one: ClipWindow, other: ClipWindow) -> bool:
    return one.start_s < other.end_s and other.start_s < one.end_s
