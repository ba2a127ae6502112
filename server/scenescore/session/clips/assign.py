"""Assign tracks to many scenes at once; ``AssignScenes`` and ``scenescore assign`` share this."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from scenescore.errors import NotFoundError
from scenescore.matching.assign import assign, candidates_needed, check_pins, too_few_tracks
from scenescore.model.memory import Prediction
from scenescore.retrieval.engine import Engine
from scenescore.retrieval.loaded_model import LoadedModel
from scenescore.retrieval.ranking.evidence import Situation
from scenescore.retrieval.ranking.ranking import Ranked


@dataclass(frozen=True)
class Scene:
    """A scene to assign.

    Attributes
    ----------
    name : str
        Its name.
    prediction : Prediction
        How its music should sound.
    pinned : str
        The id of the track that it must get; empty for a free choice.
    """

    name: str
    prediction: Prediction
    pinned: str = ""


def assign_scenes(
    engine: Engine,
    model: LoadedModel,
    scenes: Sequence[Scene],
    *,
    max_uses: int = 1,
    excluded: Collection[str] = (),
) -> list[Ranked]:
    """Give each scene a track so that the sum of the scores is as small as possible.

    Parameters
    ----------
    engine : Engine
        The engine with the library.
    model : LoadedModel
        The bundle that made the predictions.
    scenes : sequence of Scene
        One or more.
    max_uses : int
        How many scenes one track may serve, 1 or more.
    excluded : collection of str
        Ids of tracks that must not be used.

    Returns
    -------
    list of Ranked
        For each scene its track, with the rank that the track has for this scene alone.

    Raises
    ------
    NotFoundError
        A pinned track isn't in the library, or the bundle has no features of it.
    InvalidInputError
        A track is pinned that is excluded, or to more scenes than it may serve.
    PreconditionError
        There are too few tracks.
    """
    pins = [scene.pinned for scene in scenes if scene.pinned]
    named = {f"tracks/{track}" for track in excluded}
    check_pins([f"tracks/{track}" for track in pins], max_uses=max_uses, excluded=named)
    free = len(scenes) - len(pins)
    enough = candidates_needed(max(1, free), max_uses=max_uses, set_aside=len(excluded) + len(set(pins)))
    rankings = [
        # A pinned track may be anywhere in the ranking.
        {ranked.track.id: ranked for ranked in model.rank(Situation(scene.prediction), count).matches}
        for scene in scenes
        for count in [max(1, len(model.view)) if scene.pinned else enough]
    ]
    for scene, ranking in zip(scenes, rankings, strict=True):
        if scene.pinned and scene.pinned not in ranking:
            track = engine.library.of_project(model.project).track(scene.pinned)
            raise NotFoundError(
                f"{track.name} ({track.title}) has no features for models/{model.bundle.name} yet; they are "
                "being computed, try again in a while"
            )
    tracks = sorted({track for ranking in rankings for track in ranking})
    if not tracks:
        raise too_few_tracks(len(scenes), 0, max_uses)
    costs = np.array([[_score(ranking, track) for track in tracks] for ranking in rankings])
    place_of = {track: place for place, track in enumerate(tracks)}
    chosen = assign(
        costs,
        max_uses=max_uses,
        pinned={i: place_of[scene.pinned] for i, scene in enumerate(scenes) if scene.pinned},
        excluded=[place_of[track] for track in excluded if track in place_of],
    )
    return [ranking[tracks[place]] for ranking, place in zip(rankings, chosen, strict=True)]


def _score(ranking: dict[str, Ranked], track: str) -> float:
    return ranking[track].score if track in ranking else np.inf
