"""The examples that a network learns from: standardised windows of the selected segments."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.model.bundle.scaling import mean_and_deviation
from scenescore.model.dataset.footage import Footage
from scenescore.model.dataset.selection import Selection
from scenescore.model.dataset.sound_features import learn_nmf_dictionary, read_features
from scenescore.model.dataset.windows import Windows, read_windows
from scenescore.model.plan import TrainingPlan
from scenescore.model.progress import ProgressReporter

MIN_PARALLEL_SEGMENTS: Final = 64
"""From this number of segments on, features are computed in several processes."""

MAX_PROCESSES: Final = 8

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class TrainingExamples:
    """Windows with standardised features."""

    training: Windows
    """Training segments and their shifted copies."""
    groups: list[npt.NDArray[np.int64]]
    """Places in `training` of each segment and its copies. The segment itself comes first."""
    validation: Windows | None
    """Validation segments and their copies; None if there are none."""
    test: Windows
    """The test half."""
    memory: Windows
    """Windows that the bundle remembers; may be empty."""
    mean: Floats
    """Mean of each dimension over the training half [shape=(D,)]."""
    deviation: Floats
    """Standard deviation of each dimension over the training half [shape=(D,)]."""
    dictionary: Floats | None
    """Dictionary of ``nmf`` [shape=(1025, 16)]; None if the feature set has no ``nmf``."""

    def without_copies(self) -> Windows:
        """Return the training windows without the shifted copies."""
        places = [int(group[0]) for group in self.groups]
        return replace(
            self.training, places=self.training.places[places], features=self.training.features[places]
        )


def read_examples(
    plan: TrainingPlan, selection: Selection, footage: Sequence[Footage], reporter: ProgressReporter
) -> TrainingExamples:
    """Read the frames of the selected segments and compute their features.

    Parameters
    ----------
    plan : TrainingPlan
        What is trained.
    selection : Selection
        The segments.
    footage : sequence of Footage
        The videos.
    reporter : ProgressReporter
        Gets the stage ``features``.

    Returns
    -------
    TrainingExamples

    Raises
    ------
    BrokenFileError
        A video can't be decoded.
    TrainingStoppedError
        The training was stopped.
    """
    segments = selection.all_segments()
    videos = [one.path for one in footage]
    reporter.report("features", 0, len(segments), note=selection.describe(plan))
    dictionary = None
    if "nmf" in plan.feature_set.names:
        learnt_from = [*selection.drawn.training, *selection.drawn.validation]
        dictionary = learn_nmf_dictionary(learnt_from, videos, seed=plan.seed, audio_track=plan.audio_track)

    def done(count: int) -> None:
        reporter.raise_if_stopped()
        reporter.report("features", count, len(segments))

    try:
        features = read_features(
            segments,
            videos,
            plan.feature_set,
            plan.steps,
            dictionary=dictionary,
            done=done,
            jobs=min(os.cpu_count() or 1, MAX_PROCESSES) if len(segments) >= MIN_PARALLEL_SEGMENTS else 1,
            audio_track=plan.audio_track,
        )
    except Exception:
        # Ctrl-C also reaches the processes. Their end is no error then.
        reporter.raise_if_stopped()
        raise
    windows = read_windows(segments, videos, plan.steps)
    reporter.raise_if_stopped()
    return _standardise(plan, selection, replace(windows, features=features), dictionary)


def _standardise(
    plan: TrainingPlan, selection: Selection, windows: Windows, dictionary: Floats | None
) -> TrainingExamples:
    """Standardise all windows by the training half, and split them into the parts of the selection."""
    training_sizes = [len(group) for group in selection.training]
    validation_sizes = [len(group) for group in selection.validation]
    # Copies would count some moments twice. So the mean is that of the segments themselves.
    firsts = np.cumsum([0, *training_sizes, *validation_sizes])[:-1]
    mean, deviation = mean_and_deviation(windows.features[firsts], plan.feature_set)
    standardised = (windows.features - mean) / deviation

    def part(start: int, end: int) -> Windows:
        return replace(windows, places=windows.places[start:end], features=standardised[start:end])

    sizes = [sum(training_sizes), sum(validation_sizes), len(selection.drawn.test), len(selection.memory)]
    ends = np.cumsum(sizes).tolist()
    return TrainingExamples(
        training=part(0, ends[0]),
        groups=np.split(np.arange(ends[0]), np.cumsum(training_sizes)[:-1]),
        validation=part(ends[0], ends[1]) if selection.validation else None,
        test=part(ends[1], ends[2]),
        memory=part(ends[2], ends[3]),
        mean=mean,
        deviation=deviation,
        dictionary=dictionary,
    )
