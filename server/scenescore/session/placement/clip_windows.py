"""The windows of a whole clip, each with the music that its bundle predicts for it."""

from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from scenescore.errors import InvalidInputError
from scenescore.frames.rolling_window import RollingWindow
from scenescore.frames.scene_detector import SceneDetector
from scenescore.model.memory import Prediction
from scenescore.model.predict import Predictor
from scenescore.session.cached_frame import CachedFrame, predict
from scenescore.session.clips.clip import LAST_PICTURE_S
from scenescore.window import WINDOW_S

HOP_S: Final = 1.0
"""Time between the ends of two windows of a scene, seconds."""
MIN_SCENE_S: Final = 3.0
"""Shorter scenes have no window of their own; music doesn't change for them."""
_EPSILON_S: Final = 1e-6
_KEPT_S: Final = WINDOW_S + 4.0
"""A scene change is noticed some seconds late; the window before it must still be there."""


@dataclass(frozen=True)
class ClipWindow:
    """A part of a clip that shows one scene.

    Attributes
    ----------
    start_s, end_s : float
        The part, seconds from the clip's first picture; 12 s, or less where the scene is shorter.
    prediction : Prediction
        How its music should sound.
    """

    start_s: float
    end_s: float
    prediction: Prediction


class ClipWindows:
    """Takes a clip's frames and predicts for windows of 12 s that end every second.

    No window reaches over a scene change. A scene that is shorter than 12 s has one window.

    Parameters
    ----------
    predictor : Predictor
        The bundle's.
    steps : int
        Steps of the bundle's window.
    """

    def __init__(self, predictor: Predictor, steps: int) -> None:
        self._predictor = predictor
        self._steps = steps
        self._detector = SceneDetector()
        self._frames: deque[tuple[float, CachedFrame]] = deque()
        self._windows: list[ClipWindow] = []
        self._scene_start_s = 0.0
        self._first_picture_s: float | None = None
        self._last_window_s: float | None = None

    def add(self, time_s: float, picture: np.ndarray) -> None:
        """Take in the next frame.

        Parameters
        ----------
        time_s : float
            Seconds from the clip's first picture.
        picture : np.ndarray [shape=(80, 80, 3), uint8]
            The frame in HSV.

        Raises
        ------
        InvalidInputError
            Its time lies before that of the frame before it.
        """
        if self._frames and time_s < self._frames[-1][0]:
            raise InvalidInputError(
                f"a frame at {time_s:g} s comes after one at {self._frames[-1][0]:g} s; send the pictures "
                "of a clip in the order of their times",
                field="frame.capture_time_us",
            )
        if self._detector.update(time_s, picture):
            self._end_scene(self._detector.scene_start_s)
            self._scene_start_s = self._first_picture_s = self._detector.scene_start_s
            self._last_window_s = None
        if self._first_picture_s is None:
            self._first_picture_s = time_s
        self._frames.append((time_s, CachedFrame(picture, 0.0)))
        while self._frames[0][0] < time_s - _KEPT_S:
            self._frames.popleft()
        is_full = time_s - self._first_picture_s >= WINDOW_S * (1 - 1 / self._steps) - _EPSILON_S
        if is_full and (self._last_window_s is None or time_s - self._last_window_s >= HOP_S - _EPSILON_S):
            self._predict(time_s)

    def add_video(self, clip: Path) -> None:
        """Take in all frames of a video.

        Parameters
        ----------
        clip : Path
            A video file.

        Raises
        ------
        NotFoundError
            There is no such file.
        BrokenFileError
            It is no video, or breaks off.
        """
        # FFmpeg's libraries would delay the start of a daemon, and most daemons never open a clip.
        from scenescore.frames.video import probe, read_frames  # noqa: PLC0415

        step_s = WINDOW_S / self._steps
        # A step shows the picture at its end, as it does for `match_clip`; the first begins with the clip.
        first_s = min(step_s, probe(clip).duration_s) - LAST_PICTURE_S
        for time_s, frame in read_frames(clip, frames_per_second=1 / step_s, start_s=max(0.0, first_s)):
            self.add(time_s + LAST_PICTURE_S, frame)

    def finish(self) -> list[ClipWindow]:
        """End the clip, and return its windows in the order of time.

        Raises
        ------
        InvalidInputError
            It had no pictures.
        """
        if not self._frames:
            raise InvalidInputError("the clip has no pictures; send a video or frames", field="frame")
        newest_s = self._frames[-1][0]
        self._end_scene(newest_s + _EPSILON_S)
        if not self._windows:
            self._predict(newest_s)
        return self._windows

    def _end_scene(self, end_s: float) -> None:
        """Predict for a scene that was too short for a whole window."""
        before = [time_s for time_s, _ in self._frames if self._scene_start_s <= time_s < end_s]
        if self._last_window_s is None and before and before[-1] - self._scene_start_s >= MIN_SCENE_S:
            self._predict(before[-1])

    def _predict(self, end_s: float) -> None:
        window: RollingWindow[CachedFrame] = RollingWindow(self._steps)
        for time_s, frame in self._frames:
            if self._scene_start_s - _EPSILON_S <= time_s <= end_s:
                window.add(time_s, frame)
        items = window.snapshot().items
        start_s = max(self._scene_start_s, end_s - WINDOW_S)
        self._windows.append(ClipWindow(start_s, end_s, predict(self._predictor, items)))
        self._last_window_s = end_s


def windows_of_video(predictor: Predictor, steps: int, clip: Path) -> list[ClipWindow]:
    """Read a video, and predict for all its windows.

    Parameters
    ----------
    predictor : Predictor
        The bundle's.
    steps : int
        Steps of the bundle's window.
    clip : Path
        A video file.

    Returns
    -------
    list of ClipWindow
        In the order of time, one or more.

    Raises
    ------
    NotFoundError
        There is no such file.
    BrokenFileError
        It is no video, or breaks off.
    """
    windows = ClipWindows(predictor, steps)
    windows.add_video(clip)
    return windows.finish()
