"""The configuration and the scenes of an ``AssignScenes`` call."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from scenescore.daemon.messages.resource_name import parse_id
from scenescore.errors import InvalidInputError
from scenescore.retrieval.engine import Engine
from scenescore.retrieval.loaded_model import LoadedModel
from scenescore.session.clips.assign import Scene
from scenescore.session.clips.clip import show_clip
from scenescore.session.session import Session
from scenescore.session.settings import SessionSettings
from scenescore.v1 import match_pb2

MAX_USES_PER_TRACK: Final = 1000
MAX_EXCLUDED_TRACKS: Final = 10_000


@dataclass(frozen=True)
class AssignOptions:
    """The configuration of an ``AssignScenes`` call.

    Attributes
    ----------
    model : str
        The bundle's id; empty for the default.
    project : str
        The project's id; empty for the default.
    max_uses : int
        How many scenes may get the same track.
    excluded : frozenset of str
        The ids of the tracks that must not be used.
    """

    model: str
    project: str
    max_uses: int
    excluded: frozenset[str]


def options_of(config: match_pb2.AssignConfig) -> AssignOptions:
    """Check a configuration and return it in the daemon's form.

    Parameters
    ----------
    config : scenescore.v1.AssignConfig
        The message.

    Returns
    -------
    AssignOptions

    Raises
    ------
    InvalidInputError
        A value is out of range.
    """
    if not 0 <= config.max_uses_per_track <= MAX_USES_PER_TRACK:
        raise InvalidInputError(
            f"config.max_uses_per_track must be 0 to {MAX_USES_PER_TRACK}, not {config.max_uses_per_track}",
            field="config.max_uses_per_track",
        )
    if len(config.excluded_tracks) > MAX_EXCLUDED_TRACKS:
        raise InvalidInputError(
            f"config.excluded_tracks must hold at most {MAX_EXCLUDED_TRACKS} values, not "
            f"{len(config.excluded_tracks)}",
            field="config.excluded_tracks",
        )
    excluded = (
        parse_id(name, "tracks", field=f"config.excluded_tracks[{i}]")
        for i, name in enumerate(config.excluded_tracks)
    )
    return AssignOptions(
        model=parse_id(config.model, "models", field="config.model", optional=True),
        project=parse_id(config.project, "projects", field="config.project", optional=True),
        max_uses=config.max_uses_per_track or 1,
        excluded=frozenset(excluded),
    )


class SceneViewer:
    """Looks at a scene, and predicts how its music should sound.

    Parameters
    ----------
    engine : Engine
        Its threads do the work.
    model : LoadedModel
        The bundle to predict with.
    scene : scenescore.v1.AssignScene
        The scene's name, and the track that it must get.

    Raises
    ------
    InvalidInputError
        The track's name is invalid.
    """

    def __init__(self, engine: Engine, model: LoadedModel, scene: match_pb2.AssignScene) -> None:
        self._model = model
        self._name = scene.name
        self._pinned = parse_id(scene.pinned_track, "tracks", field="scene.pinned_track", optional=True)
        self._session = Session(engine, model, SessionSettings(), finds_scenes=False)

    def add_video(self, clip: Path) -> None:
        """Look at the end of a video file.

        Parameters
        ----------
        clip : Path
            The file.

        Raises
        ------
        BrokenFileError
            It is no video, or breaks off.
        """
        show_clip(self._session, self._model, clip)

    def add(self, time_s: float, picture: np.ndarray) -> None:
        """Look at the next picture.

        Parameters
        ----------
        time_s : float
            Seconds after the first one.
        picture : np.ndarray [shape=(80, 80, 3), uint8]
            The picture in HSV.
        """
        self._session.add(time_s, picture, arrived_s=time.monotonic())

    def finish(self) -> Scene:
        """Return the scene with its prediction.

        Returns
        -------
        Scene
            Ready to be assigned.
        """
        return Scene(self._name, self._session.prediction(), self._pinned)
