"""A session's rolling window, divided into scenes."""

import math
import threading
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from scenescore.frames.rolling_window import RollingWindow, Snapshot
from scenescore.frames.scene_detector import SceneDetector
from scenescore.session.cached_frame import CachedFrame, stillness
from scenescore.session.frame_samples import FrameSamples

_MAX_FADE_IN_S: Final = 1.0
"""A scene may begin with a fade from black; once there is more of it, this much is left out."""


@dataclass(frozen=True)
class EndedScene:
    """What a cue that was made of a scene gains when the scene ends.

    Attributes
    ----------
    cue_ids : list of str
        The cues that were made of it.
    pictures : list of np.ndarray [shape=(80, 80, 3), uint8]
        Samples of the whole scene, in HSV.
    """

    cue_ids: list[str]
    pictures: list[np.ndarray]


class SceneWindow:
    """Holds the last 12 s of frames, and knows where the present scene began.

    One thread adds frames. Any thread may call `pictures`, `stillness` and `grow_cue`.

    Parameters
    ----------
    steps : int
        Steps of the bundle's window, 1 or more.
    finds_scenes : bool
        Whether scenes are told apart; else the whole window is one scene.
    """

    def __init__(self, steps: int, *, finds_scenes: bool) -> None:
        self._window: RollingWindow[CachedFrame] = RollingWindow(steps)
        self._detector = SceneDetector() if finds_scenes else None
        self._samples = FrameSamples()
        self._growing_cues: list[str] = []
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._window)

    @property
    def finds_scenes(self) -> bool:
        """Whether scenes are told apart."""
        return self._detector is not None

    def place(self, time_s: float, frame: CachedFrame) -> bool:
        """Place a frame; return whether its time went back, so that the window started anew.

        Parameters
        ----------
        time_s : float
            Capture time, seconds.
        frame : CachedFrame
            The newest frame.

        Returns
        -------
        bool
            True when the window started anew.
        """
        with self._lock:
            return self._window.add(time_s, frame)

    def detect_change(self, time_s: float, picture: np.ndarray) -> bool:
        """Return whether a frame that was placed begins a new scene.

        Parameters
        ----------
        time_s : float
            Capture time, seconds.
        picture : np.ndarray [shape=(80, 80, 3), uint8]
            The frame in HSV.

        Returns
        -------
        bool
            False, too, for a session that looks for no changes.
        """
        return self._detector is not None and self._detector.update(time_s, picture)

    def sample(self, time_s: float, picture: np.ndarray) -> None:
        """Keep a picture [shape=(80, 80, 3), uint8] as a sample of its scene, from time to time.

        Parameters
        ----------
        time_s : float
            Capture time, seconds.
        picture : np.ndarray [shape=(80, 80, 3), uint8]
            The frame in HSV.
        """
        with self._lock:
            self._samples.add(time_s, picture)

    def begin_scene(self, time_s: float, picture: np.ndarray) -> None:
        """Begin a new scene, which colours don't show, at a capture time in seconds.

        Parameters
        ----------
        time_s : float
            Capture time at which the scene began, seconds.
        picture : np.ndarray [shape=(80, 80, 3), uint8]
            The scene's newest frame in HSV.
        """
        if self._detector is not None:
            self._detector.begin(time_s, picture)

    def end_scene(self, *, at_change: bool) -> EndedScene:
        """Hand over what was kept of the last scene, and keep the next one's.

        Parameters
        ----------
        at_change : bool
            Whether the present scene began by a change, so that samples from after its beginning are its own.

        Returns
        -------
        EndedScene
            The scene's cues that still grow, and its samples.
        """
        before_s = self._detector.scene_start_s if at_change and self._detector is not None else math.inf
        with self._lock:
            ended = EndedScene(self._growing_cues, self._samples.frames(before_s))
            self._samples, self._growing_cues = FrameSamples(), []
        return ended

    def scene(self, *, at_s: float | None = None) -> Snapshot[CachedFrame]:
        """Return the window with the present scene alone.

        Parameters
        ----------
        at_s : float, optional
            A later capture time at which it is asked for, seconds; the newest frame's without it.

        Returns
        -------
        Snapshot of CachedFrame
            The window; its older steps show the scene's first frame.

        Raises
        ------
        InvalidInputError
            No frame has been placed yet.
        """
        if self._detector is None:
            return self._window.snapshot(at_s=at_s)
        start_s = self._detector.scene_start_s
        whole = self._window.snapshot(since_s=start_s, at_s=at_s)
        settled_s = start_s + min(_MAX_FADE_IN_S, (whole.newest_s - start_s) / 2)
        shown = self._window.snapshot(since_s=settled_s, at_s=at_s)
        return replace(shown, scene_steps=whole.scene_steps)

    def since(self, time_s: float) -> Snapshot[CachedFrame]:
        """Return the window with the frames from a capture time on, whatever scene they are of.

        Parameters
        ----------
        time_s : float
            Capture time, seconds.

        Returns
        -------
        Snapshot of CachedFrame
            The window; its older steps show the first of these frames.
        """
        return self._window.snapshot(since_s=time_s)

    def whole(self) -> Snapshot[CachedFrame]:
        """Return the window with all scenes in it."""
        return self._window.snapshot()

    def pictures(self) -> np.ndarray:
        """Return samples of the present scene, then one picture for each step of its newest 12 s.

        Returns
        -------
        np.ndarray [shape=(n, 80, 80, 3), uint8]
            In HSV.

        Raises
        ------
        InvalidInputError
            No frame has been placed yet.
        """
        with self._lock:
            newest = [frame.picture for frame in self.scene().items]
            return np.stack([*self._samples.frames(), *newest])

    def stillness(self) -> float | None:
        """Return how still the present scene is in its newest 12 s, 0 to 1; None while it is too young."""
        with self._lock:
            return stillness(self.scene().items)

    def grow_cue(self, cue_id: str) -> None:
        """Note that a cue was made of the present scene: `end_scene` names it.

        Parameters
        ----------
        cue_id : str
            The cue.
        """
        with self._lock:
            self._growing_cues.append(cue_id)
