"""How often the demo names the track that the game itself plays."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np


@dataclass(frozen=True)
class RecordedScene:
    """A scene of the recording."""

    scene: str
    """Kind of scene: ``walk``, ``talk`` or ``fight``."""
    area: str
    """Area of the game."""
    start_s: float
    """Start, seconds from the recording's start."""
    end_s: float
    """End, seconds from the recording's start."""
    track: str
    """File name of the track that the game plays."""


@dataclass(frozen=True)
class RankedTrack:
    """A track in the ranking of an answer."""

    track: str
    """File name of the track."""
    title: str
    """Title of the track."""
    distance: float
    """Earth Mover's Distance to the prediction; lower is closer."""
    fit: float
    """How well it fits, 0 to 1; higher is better."""


@dataclass(frozen=True)
class TimedAnswer:
    """An answer of the daemon with its time in the recording."""

    time_s: float
    """Capture time of the newest frame used, seconds from the recording's start."""
    top: tuple[RankedTrack, ...]
    """The closest tracks, best first."""
    steady: bool
    """Whether the best track is steady."""
    answer_ms: float
    """Time from the arrival of the newest frame to the answer, milliseconds."""


@dataclass(frozen=True)
class SceneResult:
    """The answers during one scene."""

    scene: RecordedScene
    """The scene."""
    top: tuple[RankedTrack, ...]
    """The ranking of the last answer in the scene."""
    steady_s: float | None
    """Seconds from the scene's start until its final steady track was steady; None without steady answers."""
    steady_answers: int
    """Number of steady answers."""
    steady_hits: int
    """Number of steady answers that name the game's own track."""

    def as_json(self) -> dict[str, Any]:
        """Return the row of ``scenescore demo --json``."""
        scene = self.scene
        return {
            "scene": scene.scene,
            "area": scene.area,
            "start_s": scene.start_s,
            "end_s": scene.end_s,
            "true_track": scene.track,
            "top": [asdict(ranked) for ranked in self.top],
            "steady_s": self.steady_s,
            "steady_answers": self.steady_answers,
            "steady_hits": self.steady_hits,
        }


def read_recorded_scenes(path: Path) -> list[RecordedScene]:
    """Read the scene log that the example game wrote while it was recorded.

    Parameters
    ----------
    path : Path
        A JSON file.

    Returns
    -------
    list of RecordedScene
    """
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [RecordedScene(**{name: row[name] for name in RecordedScene.__dataclass_fields__}) for row in rows]


def summarise_scenes(scenes: Sequence[RecordedScene], answers: Sequence[TimedAnswer]) -> list[SceneResult]:
    """Summarise the answers during each scene.

    Parameters
    ----------
    scenes : sequence of RecordedScene
        The scenes.
    answers : sequence of TimedAnswer
        All answers, in order of time.

    Returns
    -------
    list of SceneResult
    """
    return [
        summarise_scene(scene, [one for one in answers if scene.start_s <= one.time_s < scene.end_s])
        for scene in scenes
    ]


def summarise_scene(scene: RecordedScene, answers: Sequence[TimedAnswer]) -> SceneResult:
    """Summarise the answers during one scene.

    Parameters
    ----------
    scene : RecordedScene
        The scene.
    answers : sequence of TimedAnswer
        Its answers, in order of time.

    Returns
    -------
    SceneResult
    """
    steady = [answer for answer in answers if answer.steady and answer.top]
    settled = [answer for answer in steady if answer.top[0].track == steady[-1].top[0].track]
    return SceneResult(
        scene=scene,
        top=answers[-1].top if answers else (),
        steady_s=round(settled[0].time_s - scene.start_s, 2) if settled else None,
        steady_answers=len(steady),
        steady_hits=sum(answer.top[0].track == scene.track for answer in steady),
    )


def hit_rate(results: Sequence[SceneResult]) -> float:
    """Return the share of steady answers that name the game's own track.

    Parameters
    ----------
    results : sequence of SceneResult
        Results of all scenes.

    Returns
    -------
    float
        0 to 1; 0 without steady answers.
    """
    steady = sum(result.steady_answers for result in results)
    return sum(result.steady_hits for result in results) / steady if steady else 0.0


def percentile_ms(answers: Sequence[TimedAnswer], percent: float) -> float:
    """Return a percentile of the time to answer.

    Parameters
    ----------
    answers : sequence of TimedAnswer
        The answers.
    percent : float
        0 to 100.

    Returns
    -------
    float
        Milliseconds; 0 without answers.
    """
    return float(np.percentile([answer.answer_ms for answer in answers], percent)) if answers else 0.0
