"""From videos to what a network learns from."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.errors import BrokenFileError, InvalidInputError, NotFoundError
from scenescore.model.bundle.scaling import mean_and_deviation
from scenescore.model.dataset.footage import Footage, VideoPart, read_footage
from scenescore.model.dataset.memory_windows import windows_to_remember
from scenescore.model.dataset.segments import (
    Drawn,
    SceneSegment,
    draw_segments,
    shifted_copies,
)
from scenescore.model.dataset.windows import Windows, learn_nmf, read_features, read_windows
from scenescore.model.memory import MAX_MEMORY_WINDOWS
from scenescore.model.plan import TrainingPlan
from scenescore.model.progress import ProgressReporter

WORTH_PROCESSES: Final = 64
"""Segments from which on features are computed in several processes."""

MOST_PROCESSES: Final = 8

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class TrainingExamples:
    """What is learnt from, standardised."""

    drawn: Drawn
    training: Windows
    groups: list[npt.NDArray[np.int64]]
    """Places in `training` of each segment and its shifted copies; the segment itself comes first."""
    validation: Windows | None
    test: Windows
    shown: Windows
    """All that is to be remembered; nothing for a preset that remembers nothing."""
    mean: Floats
    deviation: Floats
    dictionary: Floats | None

    def own_segments(self) -> Windows:
        """Return the training segments without their copies."""
        places = [int(group[0]) for group in self.groups]
        return replace(
            self.training, places=self.training.places[places], features=self.training.features[places]
        )


def scan(
    videos: Sequence[str | Path | VideoPart], teller: ProgressReporter
) -> tuple[list[Footage], list[tuple[str, str]]]:
    """Look through all videos; name those that can't be used, and raise where none can."""
    given = [Path(video) if isinstance(video, str) else video for video in videos]
    wanted = list(dict.fromkeys(given))
    if not wanted:
        raise InvalidInputError("no video is given: name one or several", field="videos")
    footage: list[Footage] = []
    problems: list[BrokenFileError | NotFoundError] = []
    skipped: list[tuple[str, str]] = []
    teller.tell("segments", 0, len(wanted))
    for done, video in enumerate(wanted, 1):
        teller.check()
        note = ""
        try:
            footage.append(read_footage(video))
        except (BrokenFileError, NotFoundError) as error:
            problems.append(error)
            name = (video.path if isinstance(video, VideoPart) else video).name
            skipped.append((name, error.message))
            note = f"skipped: {error.message}"
        teller.tell("segments", done, len(wanted), note=note)
    if not footage:
        raise problems[0]
    return footage, skipped


def gather(plan: TrainingPlan, footage: Sequence[Footage], teller: ProgressReporter) -> TrainingExamples:
    """Draw the segments, read their frames and compute their features."""
    drawn = draw_segments(
        footage,
        count=plan.segments,
        steps=plan.steps,
        by_time=plan.preset.by_time,
        validation_share=plan.preset.validation_share,
        seed=plan.seed,
    )
    groups = with_copies(drawn.training, [*drawn.validation, *drawn.test], plan, footage)
    training = [segment for group in groups for segment in group]
    held = with_copies(drawn.validation, [*training, *drawn.test], plan, footage)
    validation = [segment for group in held for segment in group]
    shown: list[SceneSegment] = []
    if plan.preset.remembers:
        shown = windows_to_remember(footage, drawn.stretches, plan.steps, MAX_MEMORY_WINDOWS)
    together = [*training, *validation, *drawn.test, *shown]
    teller.tell("features", 0, len(together), note=told(plan, drawn))
    videos = [one.path for one in footage]
    dictionary = None
    if "nmf" in plan.feature_set.names:
        dictionary = learn_nmf([*drawn.training, *drawn.validation], videos, seed=plan.seed)

    def done(count: int) -> None:
        teller.check()
        teller.tell("features", count, len(together))

    try:
        features = read_features(
            together,
            videos,
            plan.feature_set,
            plan.steps,
            dictionary=dictionary,
            done=done,
            jobs=min(os.cpu_count() or 1, MOST_PROCESSES) if len(together) >= WORTH_PROCESSES else 1,
        )
    except Exception:
        # Ctrl-C reaches the processes too: that they end is no error then.
        teller.check()
        raise
    windows = read_windows(together, videos, plan.steps)
    teller.check()
    places = np.split(np.arange(len(training)), np.cumsum([len(group) for group in groups])[:-1])
    # The mean and the deviation are the training half's own segments': copies would count some moments twice.
    firsts = np.cumsum([0, *(len(group) for group in [*groups, *held])])[:-1]
    mean, deviation = mean_and_deviation(features[firsts], plan.feature_set)
    standardised = (features - mean) / deviation

    def part(start: int, end: int) -> Windows:
        return replace(windows, places=windows.places[start:end], features=standardised[start:end])

    ends = np.cumsum([len(training), len(validation), len(drawn.test), len(shown)]).tolist()
    return TrainingExamples(
        drawn,
        training=part(0, ends[0]),
        groups=places,
        validation=part(ends[0], ends[1]) if validation else None,
        test=part(ends[1], ends[2]),
        shown=part(ends[2], ends[3]),
        mean=mean,
        deviation=deviation,
        dictionary=dictionary,
    )


def with_copies(
    segments: Sequence[SceneSegment],
    apart_from: Sequence[SceneSegment],
    plan: TrainingPlan,
    footage: Sequence[Footage],
) -> list[list[SceneSegment]]:
    """Return each segment followed by its shifted copies, where the preset varies windows."""
    if not plan.preset.augments:
        return [[segment] for segment in segments]
    return [shifted_copies(segment, apart_from, footage, plan.steps) for segment in segments]


def told(plan: TrainingPlan, drawn: Drawn) -> str:
    """Say for people what was drawn."""
    training, test = len(drawn.training) + len(drawn.validation), len(drawn.test)
    text = f"{training} segments to learn from and {test} to test on, from {drawn.classes} kinds of scene"
    if training + test < plan.segments:
        text += f"; {plan.segments} were asked for, the videos hold no more"
    if drawn.silent:
        text += f"; {drawn.silent} without music passed over"
    return text
