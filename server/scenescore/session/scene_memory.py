"""The scenes of a session so far, each with its track (`docs/decisions/0015`).

Where a bundle only guesses, a scene that is recognised gets its track again, and a new scene gets none of the
others' tracks.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.model.appearance_distance import appearance_distance
from scenescore.retrieval.cue_index import CueIndex
from scenescore.retrieval.ranking.scene_stage import SceneStage
from scenescore.session.frame_samples import FrameSamples

Floats = npt.NDArray[np.float32]

MAX_KNOWN_SCENE_DISTANCE: Final = 0.10
"""Appearance distance up to which a window is an earlier scene."""
MAX_PRESENT_SCENE_DISTANCE: Final = 0.20
"""Appearance distance up to which a window is still the present scene."""
SCENE_SWITCH_MARGIN: Final = 0.05
"""Appearance distance by which an earlier scene must be nearer than the present one to replace it."""
MAX_SCENES: Final = 32
"""Scenes that a session remembers; the one that was seen longest ago is forgotten first."""


@dataclass(eq=False)
class KnownScene:
    """A scene with a settled track.

    Attributes
    ----------
    track_id : str
        Its track.
    samples : FrameSamples
        Appearance descriptors of its frames.
    cues : CueIndex, optional
        The cues of that time, where one of them decided the track.
    number : int
        Its number in the session, in the order in which scenes were first settled, from 1.
    """

    track_id: str
    samples: FrameSamples = field(default_factory=FrameSamples)
    cues: CueIndex | None = None
    number: int = 0

    def distance(self, appearance: Floats) -> float:
        """Return the appearance distance of a window [shape=(steps, 234), float32].

        Parameters
        ----------
        appearance : np.ndarray [shape=(steps, 234), float32]
            Appearance descriptors of the window's frames.

        Returns
        -------
        float
            Appearance distance to the scene's samples, 0 or more.
        """
        return appearance_distance(appearance, np.stack(self.samples.frames()))


class SceneMemory:
    """Recognises scenes, and knows the track of each."""

    def __init__(self) -> None:
        self._scenes: list[KnownScene] = []
        self._present: KnownScene | None = None
        self._numbered = 0

    @property
    def tracks(self) -> int:
        """The number of different tracks that its scenes have."""
        return len({scene.track_id for scene in self._scenes})

    def keep_decided_by(self, cues: CueIndex) -> None:
        """Forget scenes whose track other cues than these decided: a removed cue leaves nothing behind.

        Parameters
        ----------
        cues : CueIndex
            The cues as they are now.
        """
        self._scenes = [scene for scene in self._scenes if scene.cues is None or scene.cues is cues]
        if self._present is not None and self._present not in self._scenes:
            self._present = None

    def find(self, appearance: Floats) -> KnownScene | None:
        """Return the scene that a window shows; None for a new one.

        Parameters
        ----------
        appearance : np.ndarray [shape=(steps, 234), float32]
            Appearance descriptors of the window's frames.

        Returns
        -------
        KnownScene or None
            The scene.
        """
        if not self._scenes:
            return None
        distances = [scene.distance(appearance) for scene in self._scenes]
        nearest = int(np.argmin(distances))
        if self._present is not None:
            own = distances[self._scenes.index(self._present)]
            if own < MAX_PRESENT_SCENE_DISTANCE and distances[nearest] > own - SCENE_SWITCH_MARGIN:
                return self._present
        return self._scenes[nearest] if distances[nearest] < MAX_KNOWN_SCENE_DISTANCE else None

    def settle(
        self,
        scene: KnownScene | None,
        track_id: str,
        time_s: float,
        appearance: Floats,
        *,
        cues: CueIndex | None = None,
    ) -> int:
        """Remember a scene's track and its newest frame.

        Parameters
        ----------
        scene : KnownScene or None
            From `find`; None for a new scene.
        track_id : str
            The track that has settled.
        time_s : float
            Capture time of the newest frame, seconds.
        appearance : np.ndarray [shape=(234,), float32]
            That frame's appearance descriptor.
        cues : CueIndex, optional
            The cues, where one of them has decided the track.

        Returns
        -------
        int
            The scene's number in the session.
        """
        if scene is None:
            self._numbered += 1
            scene = KnownScene(track_id, number=self._numbered)
            self._scenes.append(scene)
            del self._scenes[:-MAX_SCENES]
        else:
            # The list is ordered by when a scene was last seen; the present one is the last.
            self._scenes.append(self._scenes.pop(self._scenes.index(scene)))
        scene.track_id, scene.cues = track_id, cues
        # During a transition the newest frame may already show the next scene.
        if not scene.samples.frames() or scene.distance(appearance[None]) < MAX_PRESENT_SCENE_DISTANCE:
            scene.samples.add(time_s, appearance)
        self._present = scene
        return scene.number

    def stage(self, scene: KnownScene | None) -> SceneStage:
        """Return the ranking stage for a scene.

        Parameters
        ----------
        scene : KnownScene or None
            From `find`.

        Returns
        -------
        SceneStage
        """
        own = scene.track_id if scene is not None else ""
        others = Counter(one.track_id for one in self._scenes if one.track_id != own)
        return SceneStage(own, others)
