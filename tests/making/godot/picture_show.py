"""Captures of known pictures, in a real game on a real display."""

import base64
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from PIL import Image

from making.godot.project import GodotProject, GodotRun
from making.godot.vulkan import ensure_vulkan

SIDE: Final = 80
RENDERERS: Final = {
    "opengl3": ("--rendering-method", "gl_compatibility", "--rendering-driver", "opengl3"),
    "mobile": ("--rendering-method", "mobile", "--rendering-driver", "vulkan"),
    "forward_plus": ("--rendering-method", "forward_plus", "--rendering-driver", "vulkan"),
}
"""Godot's renderers and the options that choose them."""

Picture = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Capture:
    """A captured frame.

    Parameters
    ----------
    scene : int
        The number of the scene that was shown when it arrived, from 0.
    time_us : int
        The time of the capture.
    now_us : int
        The time of its arrival.
    pixels : np.ndarray [shape=(80, 80, 3), uint8]
        The picture.
    """

    scene: int
    time_us: int
    now_us: int
    pixels: Picture


@dataclass(frozen=True)
class Show:
    """The result of a show: the captures, the game's last message, and its output."""

    captures: list[Capture]
    end: dict[str, Any]
    run: GodotRun

    def last_of(self, scene: int) -> Capture:
        """Return the last picture of a scene."""
        return [capture for capture in self.captures if capture.scene == scene][-1]


def picture_project(project: GodotProject) -> GodotProject:
    """Make an imported project with the addon, whose plugin is off, show pictures; return it."""
    shutil.copy(Path(__file__).with_suffix(".gd"), project.path)
    return project


def show(
    project: GodotProject,
    scenes: Sequence[Mapping[str, Any]],
    *options: str,
    display: str = "",
    settings: Mapping[str, Any] | None = None,
    captures_per_second: float = 10.0,
) -> Show:
    """Show pictures and return what was captured.

    Parameters
    ----------
    project : GodotProject
        From `picture_project`.
    scenes : sequence of mapping
        In order; ``picture`` [shape=(height, width, 3), uint8] and further keys of ``picture_show.gd``.
    options : str
        For Godot's command line.
    display : str, optional
        The X display; without one the game is headless.
    settings : mapping, optional
        Properties of the game's window.
    captures_per_second : float
        The rate of the capture.
    """
    if "vulkan" in options:
        ensure_vulkan()
    told = []
    for number, scene in enumerate(scenes):
        file = project.path / f"scene_{number}.png"
        Image.fromarray(scene["picture"]).save(file)
        told.append({"captures": 3, **scene, "picture": str(file)})
    plan = {"settings": settings or {}, "captures_per_second": captures_per_second, "scenes": told}
    (project.path / "plan.json").write_text(json.dumps(plan))
    run = project.run(*options, "-s", "res://picture_show.gd", display=display)
    lines = [json.loads(line) for line in run.output.splitlines() if line.startswith("{")]
    assert lines, run.output
    captures = [
        Capture(line["scene"], line["time_us"], line["now_us"], _pixels(line["rgb8"])) for line in lines[:-1]
    ]
    return Show(captures, lines[-1], run)


def fine_grained(width: int, height: int, seed: int = 0) -> Picture:
    """Return a picture [shape=(height, width, 3), uint8] in which neighbours differ a lot, as in pixel art.

    Its areas differ too, so that a picture upside down, shifted or of one colour is not taken for it.
    """
    dice = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width] / [[[height]], [[width]]]
    hue = np.stack([x, y, (x * 3 + y * 5) % 1.0], axis=-1)
    grain = dice.random((height, width, 1)) * 0.6 + dice.random((height, width, 3)) * 0.2
    stripes = (np.arange(width) % 2)[None, :, None] * 0.2
    return np.asarray(np.clip(hue * 0.5 + grain + stripes - 0.15, 0, 1) * 255, dtype=np.uint8)


def area_mean(picture: Picture) -> npt.NDArray[np.float64]:
    """Return the exact mean of a picture under each of 80×80 cells [shape=(80, 80, 3), float64]."""
    rows, columns = _weights(picture.shape[0]), _weights(picture.shape[1])
    return np.asarray(np.einsum("yh,hwc,xw->yxc", rows, picture, columns, optimize=True))


def _weights(pixels: int) -> npt.NDArray[np.float64]:
    edges = np.arange(SIDE + 1) * pixels / SIDE
    first, last = edges[:-1, None], edges[1:, None]
    at = np.arange(pixels)[None, :]
    overlaps = np.minimum(last, at + 1) - np.maximum(first, at)
    return np.asarray(np.clip(overlaps, 0, None) * SIDE / pixels)


def _pixels(encoded: str) -> Picture:
    data = base64.b64decode(encoded)
    assert len(data) == SIDE * SIDE * 3
    return np.frombuffer(data, dtype=np.uint8).reshape(SIDE, SIDE, 3)
