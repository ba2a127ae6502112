"""All segments of one training: drawn segments, their shifted copies, and the windows to remember."""

from collections.abc import Sequence
from dataclasses import dataclass

from scenescore.model.dataset.footage import Footage
from scenescore.model.dataset.memory_windows import choose_memory_windows
from scenescore.model.dataset.segments import DrawnSegments, SceneSegment, draw_segments, shifted_copies
from scenescore.model.memory import MAX_MEMORY_WINDOWS
from scenescore.model.plan import TrainingPlan


@dataclass(frozen=True)
class Selection:
    """The segments that are read for a training."""

    drawn: DrawnSegments
    """The drawn segments, without copies."""
    training: list[list[SceneSegment]]
    """Each training segment, followed by its shifted copies."""
    validation: list[list[SceneSegment]]
    """Each validation segment, followed by its shifted copies."""
    memory: list[SceneSegment]
    """Windows that the bundle remembers; empty for a preset without memory."""

    def all_segments(self) -> list[SceneSegment]:
        """Return all segments: training, validation, test, memory."""
        return [
            *(segment for group in self.training for segment in group),
            *(segment for group in self.validation for segment in group),
            *self.drawn.test,
            *self.memory,
        ]

    def describe(self, plan: TrainingPlan) -> str:
        """Return a sentence for the user about what was drawn.

        Parameters
        ----------
        plan : TrainingPlan
            How many segments were wanted.

        Returns
        -------
        str
            The sentence, which says so if the videos hold fewer segments than were wanted.
        """
        training, test = len(self.drawn.training) + len(self.drawn.validation), len(self.drawn.test)
        text = f"{training} segments to learn from and {test} to test on, "
        text += f"from {self.drawn.classes} kinds of scene"
        if training + test < plan.segments:
            text += f"; {plan.segments} were asked for, the videos hold no more"
        if self.drawn.silent:
            text += f"; {self.drawn.silent} without music left out"
        return text


def select_segments(plan: TrainingPlan, footage: Sequence[Footage]) -> Selection:
    """Choose the segments of a training.

    Parameters
    ----------
    plan : TrainingPlan
        What is trained.
    footage : sequence of Footage
        The game's videos.

    Returns
    -------
    Selection

    Raises
    ------
    InvalidInputError
        The videos hold too few segments.
    """
    drawn = draw_segments(
        footage,
        count=plan.segments,
        steps=plan.steps,
        by_time=plan.preset.splits_by_time,
        validation_share=plan.preset.validation_share,
        seed=plan.seed,
    )
    training = _with_copies(drawn.training, [*drawn.validation, *drawn.test], plan, footage)
    learnt = [segment for group in training for segment in group]
    validation = _with_copies(drawn.validation, [*learnt, *drawn.test], plan, footage)
    memory: list[SceneSegment] = []
    if plan.preset.has_memory:
        memory = choose_memory_windows(footage, drawn.scenes, plan.steps, MAX_MEMORY_WINDOWS)
    return Selection(drawn, training, validation, memory)


def _with_copies(
    segments: Sequence[SceneSegment],
    apart_from: Sequence[SceneSegment],
    plan: TrainingPlan,
    footage: Sequence[Footage],
) -> list[list[SceneSegment]]:
    """Return each segment, followed by its shifted copies if the preset augments windows."""
    if not plan.preset.augments:
        return [[segment] for segment in segments]
    return [shifted_copies(segment, apart_from, footage, plan.steps) for segment in segments]
