"""The sound of the addon's music player, as Godot's Movie Maker records it."""

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt

from making.godot.project import GodotProject
from making.sound import Samples

RATE = 48_000
FRAMES_PER_SECOND = 60
BLOCK = RATE // 50
"""The samples over which a tone is measured: 20 ms, whole periods of all multiples of 50 Hz."""

Values = npt.NDArray[np.float64]


@dataclass(frozen=True)
class MusicFilm:
    """The sound of a film, and the player's signals.

    Parameters
    ----------
    sound : np.ndarray [shape=(n,), float32]
        The left channel.
    said : list of str
        Lines ``FRAME started|finished ID``.
    """

    sound: Samples
    said: list[str]

    def tone(self, frequency_hz: float) -> npt.NDArray[np.complex128]:
        """Return the amplitude and phase of a tone [shape=(n,), complex128] around each sample."""
        return tone_of(self.sound, frequency_hz)

    def level(self, frequency_hz: float) -> Values:
        """Return the amplitude of a tone [shape=(n,), float64] around each sample."""
        return np.abs(self.tone(frequency_hz))


def tone_of(sound: Samples, frequency_hz: float) -> npt.NDArray[np.complex128]:
    """Return the amplitude and phase of a tone [shape=(n,), complex128] around each sample."""
    time_s = np.arange(len(sound)) / RATE
    turned = 2.0 * sound * np.exp(-2j * np.pi * frequency_hz * time_s)
    return np.convolve(turned, np.full(BLOCK, 1.0 / BLOCK), mode="same")


def clicks_of(sound: Samples) -> Values:
    """Return the strength of the sound above 8 kHz [shape=(n,), float64].

    Clicks are audible there, low tones are not.
    """
    taps = 401
    at = np.arange(taps) - taps // 2
    low_pass = np.sinc(2 * 8_000 / RATE * at) * np.blackman(taps)
    high_pass = -low_pass / low_pass.sum()
    high_pass[taps // 2] += 1.0
    return np.abs(np.convolve(sound, high_pass, mode="same"))


def film_music(
    project: GodotProject,
    display: str,
    seconds: float,
    steps: Sequence[tuple[Any, ...]],
    pieces: Mapping[str, Mapping[str, Any]],
    **settings: Any,
) -> MusicFilm:
    """Play a plan with the music player and return its sound.

    Parameters
    ----------
    project : GodotProject
        With the addon, imported.
    display : str
        The X display, which Movie Maker needs.
    seconds : float
        How long.
    steps : sequence of tuple
        ``(SECONDS, WHAT, *VALUES)``; see ``music_film.gd``.
    pieces : mapping
        By id, ``file`` and further properties of the stream.
    **settings
        Properties of the player.

    Returns
    -------
    MusicFilm
    """
    shutil.copy(Path(__file__).with_name("music_film.gd"), project.path / "music_film.gd")
    timed = [[round(step[0] * FRAMES_PER_SECOND), *step[1:]] for step in steps]
    plan = {
        "settings": settings,
        "pieces": pieces,
        "frames": round(seconds * FRAMES_PER_SECOND),
        "steps": timed,
    }
    (project.path / "plan.json").write_text(json.dumps(plan))
    film = project.home / "film.avi"
    ended = project.run(
        *("-s", "res://music_film.gd", "--write-movie", str(film)),
        *("--fixed-fps", str(FRAMES_PER_SECOND), "--disable-vsync"),
        display=display,
    ).check()
    with av.open(str(film)) as container:
        blocks = [frame.to_ndarray().reshape(-1, 2) for frame in container.decode(audio=0)]
        assert container.streams.audio[0].rate == RATE
    sound: Samples = np.concatenate(blocks)[:, 0].astype(np.float32)
    sound /= 32_768
    said = [line for line in ended.output.splitlines() if " started " in line or " finished " in line]
    return MusicFilm(sound, said)
