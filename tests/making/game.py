"""A video with sound of a small game, whose scenes differ in look and music."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from making.video import SOUND_RATE, write_video

PICTURES_PER_S = 10


@dataclass(frozen=True)
class Scene:
    """A kind of scene."""

    colour: tuple[int, int, int]
    """Colour of its ground: red, green, blue."""
    notes_hz: tuple[float, ...]
    """Notes of its chord; empty for silence."""
    beats_per_s: float
    """Tempo of its drum."""


TOWN = Scene((40, 150, 60), (262.0, 330.0, 392.0), 1.0)
FIGHT = Scene((200, 50, 40), (110.0, 131.0, 156.0), 4.0)
CAVE = Scene((40, 50, 130), (587.0, 740.0, 988.0), 0.0)
MENU = Scene((220, 220, 220), (), 0.0)


def write_game(path: Path, scenes: Sequence[tuple[Scene, float]], *, seed: int = 0) -> Path:
    """Write a video of scenes.

    Parameters
    ----------
    path : Path
        The video.
    scenes : sequence of (Scene, float)
        Each scene with its length in seconds.
    seed : int
        Seed of the pictures and the drums.

    Returns
    -------
    Path
        `path`.
    """
    random = np.random.default_rng(seed)
    pictures = [
        picture(scene, random) for scene, seconds in scenes for _ in range(round(seconds * PICTURES_PER_S))
    ]
    sound = np.concatenate([music(scene, seconds, random) for scene, seconds in scenes])
    return write_video(path, pictures, frames_per_second=PICTURES_PER_S, sound=sound)


def picture(scene: Scene, random: np.random.Generator) -> npt.NDArray[np.uint8]:
    """Return a picture of a scene: its ground with a few random squares.

    Parameters
    ----------
    scene : Scene
        The scene.
    random : np.random.Generator
        Draws the squares.

    Returns
    -------
    np.ndarray [shape=(64, 96, 3), uint8]
    """
    pixels = np.full((64, 96, 3), scene.colour, np.uint8)
    for _ in range(4):
        top, left = random.integers(0, 52), random.integers(0, 84)
        pixels[top : top + 10, left : left + 10] = np.array(scene.colour) // 2
    return pixels


def music(scene: Scene, seconds: float, random: np.random.Generator) -> npt.NDArray[np.float32]:
    """Return the music of a scene: its chord and its drum.

    Parameters
    ----------
    scene : Scene
        The scene.
    seconds : float
        Length.
    random : np.random.Generator
        Noise of the drum.

    Returns
    -------
    np.ndarray [shape=(n,), float32]
    """
    time_s = np.arange(round(seconds * SOUND_RATE)) / SOUND_RATE
    sound = np.zeros_like(time_s)
    for note_hz in scene.notes_hz:
        sound += sum(np.sin(2 * np.pi * note_hz * k * time_s) / k for k in (1, 2, 3)) * 0.06
    if scene.beats_per_s:
        since_beat_s = time_s % (1 / scene.beats_per_s)
        sound += 0.1 * random.standard_normal(len(time_s)) * np.exp(-since_beat_s * 30)
    return sound.astype(np.float32)
