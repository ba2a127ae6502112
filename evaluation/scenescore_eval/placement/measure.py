"""The share of parts of clips in which the game really plays the track that was placed there."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np

from scenescore.library.ingest.ingest import ingest
from scenescore.library.ingest.requirements import requirements_of
from scenescore.library.store.library import Library
from scenescore.model.bundle.bundle import Bundle
from scenescore.retrieval.engine import Engine
from scenescore.session.placement.clip_windows import windows_of_video
from scenescore.session.placement.track_scenes import FoundScene, find_scenes
from scenescore.studies.data_folder import DataFolder, LabelledScene
from scenescore.studies.intervals import Interval, clustered_mean

COUNTED_PARTS: Final = 3
"""Parts of an answer that count."""


@dataclass(frozen=True)
class PlacementFigures:
    """How often a game's tracks are placed where they play.

    Attributes
    ----------
    game : str
        The game.
    clips, tracks : int
        Its clips, and its tracks that are heard in them and placed.
    first, first_three : Interval
        Share of the first part, and of the first three, in whose middle the game plays the track. The
        intervals draw tracks.
    chance : float
        The same for parts drawn at random: a track's share of the labelled time.
    """

    game: str
    clips: int
    tracks: int
    first: Interval
    first_three: Interval
    chance: float


def measure_placement(
    data: DataFolder,
    games: Sequence[str],
    bundle: Bundle,
    done: Callable[[str], None] = lambda game: None,
) -> list[PlacementFigures]:
    """Place each track of some games in all clips of its game.

    Parameters
    ----------
    data : DataFolder
        Labelled play and its music.
    games : sequence of str
        The games.
    bundle : Bundle
        The bundle to predict with.
    done : callable
        Is told each game that is finished.

    Returns
    -------
    list of PlacementFigures
        One for each game.
    """
    scenes = {game: [one for one in data.of_game(game) if one.track] for game in games}
    files = {data.music(one.track) for of_game in scenes.values() for one in of_game}
    with (
        TemporaryDirectory(prefix="scenescore-placement-") as folder,
        Library(Path(folder, "library")) as library,
    ):
        ingest(library, sorted(files), requirements_of([bundle]))
        with closing(Engine(library, str(bundle.path))) as engine:
            return [_of_game(engine, game, scenes[game], done) for game in games]


def _of_game(
    engine: Engine, game: str, scenes: Sequence[LabelledScene], done: Callable[[str], None]
) -> PlacementFigures:
    model = engine.model()
    clips = {str(scene.clip): scene.clip for scene in scenes}
    windows = {
        name: windows_of_video(model.predictor, model.bundle.steps, clip) for name, clip in clips.items()
    }
    track_of = {Path(track.file).name: track for track in engine.library.tracks()}
    heard = [name for name in dict.fromkeys(scene.track for scene in scenes) if name in track_of]
    total_s = sum(scene.duration_s for scene in scenes)
    first, first_three, chance = [], [], []
    for name in heard:
        own = [scene for scene in scenes if scene.track == name]
        found = find_scenes(model, track_of[name], windows, COUNTED_PARTS)
        right = [_plays_there(one, own) for one in found]
        first.append(float(right[0]))
        first_three.append(float(np.mean(right)))
        chance.append(sum(scene.duration_s for scene in own) / total_s)
    done(game)
    return PlacementFigures(
        game,
        len(clips),
        len(heard),
        clustered_mean(first, heard, seed=0),
        clustered_mean(first_three, heard, seed=0),
        float(np.mean(chance)),
    )


def _plays_there(found: FoundScene, scenes: Sequence[LabelledScene]) -> bool:
    middle_s = (found.start_s + found.end_s) / 2
    return any(str(one.clip) == found.clip and one.start_s <= middle_s <= one.end_s for one in scenes)
