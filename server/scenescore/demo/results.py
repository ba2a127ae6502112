"""How often the demo named the piece that the game itself plays."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np


@dataclass(frozen=True)
class RecordedScene:
    """A stretch of the recording in which one scene is played."""

    scene: str
    """What is seen: ``walk``, ``talk`` or ``fight``."""
    area: str
    """Where in the game it happens."""
    start_s: float
    """Seconds from the recording's start."""
    end_s: float
    """Seconds from the recording's start."""
    track: str
    """File name of the piece that the game plays."""


@dataclass(frozen=True)
class RankedTrack:
    """One line of an answer's ranking."""

    track: str
    """File name of the piece."""
    title: str
    """Its title."""
    distance: float
    """Earth Mover's Distance to the prediction; lower is closer."""


@dataclass(frozen=True)
class TimedAnswer:
    """What the daemon said at one moment of the recording."""

    time_s: float
    """Capture time of the newest frame used, seconds from the recording's start."""
    top: tuple[RankedTrack, ...]
    """The closest tracks, best first."""
    steady: bool
    """Whether the top match was settled."""
    answer_ms: float
    """From the newest frame's arrival to the answer, milliseconds."""


@dataclass(frozen=True)
class SceneResult:
    """What was named during one stretch."""

    stretch: RecordedScene
    top: tuple[RankedTrack, ...]
    """The ranking of the last answer in the stretch."""
    steady_s: float | None
    """Seconds from the stretch's start until the choice that it ended with was steady; None when none was."""
    steady_answers: int
    steady_hits: int

    def as_json(self) -> dict[str, Any]:
        """Return the row of ``scenescore demo --json``."""
        stretch = self.stretch
        return {
            "scene": stretch.scene,
            "area": stretch.area,
            "start_s": stretch.start_s,
            "end_s": stretch.end_s,
            "true_track": stretch.track,
            "top": [asdict(ranked) for ranked in self.top],
            "steady_s": self.steady_s,
            "steady_answers": self.steady_answers,
            "steady_hits": self.steady_hits,
        }


def read_recorded_scenes(path: Path) -> list[RecordedScene]:
    """Read the scene log that the example game wrote while it was recorded."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [RecordedScene(**{name: row[name] for name in RecordedScene.__dataclass_fields__}) for row in rows]


def score(stretches: Sequence[RecordedScene], answers: Sequence[TimedAnswer]) -> list[SceneResult]:
    """Sort the answers into the stretches and count the steady ones that name the game's own piece."""
    return [
        scene_result(stretch, [a for a in answers if stretch.start_s <= a.time_s < stretch.end_s])
        for stretch in stretches
    ]


def scene_result(stretch: RecordedScene, answers: Sequence[TimedAnswer]) -> SceneResult:
    """Count one stretch's steady answers and hits."""
    steady = [answer for answer in answers if answer.steady and answer.top]
    settled = [answer for answer in steady if answer.top[0].track == steady[-1].top[0].track]
    return SceneResult(
        stretch=stretch,
        top=answers[-1].top if answers else (),
        steady_s=round(settled[0].time_s - stretch.start_s, 2) if settled else None,
        steady_answers=len(steady),
        steady_hits=sum(answer.top[0].track == stretch.track for answer in steady),
    )


def hit_rate(results: Sequence[SceneResult]) -> float:
    """Return the share of all steady answers that name the game's own piece, 0 to 1; 0 without any."""
    steady = sum(result.steady_answers for result in results)
    return sum(result.steady_hits for result in results) / steady if steady else 0.0


def percentile_ms(answers: Sequence[TimedAnswer], percent: float) -> float:
    """Return a percentile of the time to answer, milliseconds; 0 without answers."""
    return float(np.percentile([answer.answer_ms for answer in answers], percent)) if answers else 0.0
