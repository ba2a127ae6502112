"""From a game's videos to a bundle: the road of a training, step by step."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from scenescore.audio.features import FeatureSet
from scenescore.model.bundle.bundle import Bundle
from scenescore.model.dataset.examples import TrainingExamples, read_examples
from scenescore.model.dataset.footage import VideoPart, scan_videos
from scenescore.model.dataset.selection import select_segments
from scenescore.model.export import export_bundle
from scenescore.model.plan import TrainingPlan, make_plan, require_training_extra
from scenescore.model.precision import AUTO, BFLOAT16
from scenescore.model.progress import NOTHING_KEPT, ProgressReporter, TrainingStoppedError, TrainProgress
from scenescore.model.training.evaluation import step_alignment, validation_error
from scenescore.model.training.fit import TrainingHistory, fit

if TYPE_CHECKING:
    from scenescore.model.network import Network


def train(
    videos: Sequence[str | Path | VideoPart],
    *,
    game: str,
    out_dir: str | Path,
    preset: str = "default",
    features: str | FeatureSet | None = None,
    steps: int = 24,
    epochs: int | None = None,
    segments: int | None = None,
    seed: int = 0,
    precision: str = AUTO,
    audio_track: int | None = None,
    progress: Callable[[TrainProgress], None] = lambda progress: None,
    stop: threading.Event | None = None,
) -> Bundle:
    """Learn how a game's music goes with its pictures, and write a bundle.

    Parameters
    ----------
    videos : sequence of str, Path or VideoPart
        Videos of the game with its music, or parts of them. One that can't be read is skipped with a note.
    game : str
        The game's name, 1 to 200 characters.
    out_dir : str or Path
        Folder of the bundle: a new or empty one, or a bundle to replace. Its name becomes the bundle's name.
    preset : str
        ``default`` or ``paper``.
    features : str or FeatureSet, optional
        Features to predict; by default the preset's.
    steps : int
        Steps of the 12-second window, 2 to 240.
    epochs : int, optional
        The most epochs, 1 to 10,000; by default the preset's.
    segments : int, optional
        Segments to draw, 2 to 2,000, half of them for the test; by default the preset's (100).
    seed : int
        Seed of all random draws. The same seed gives the same bundle on the same machine.
    precision : str
        Numbers that the convolutions compute in during training: ``float32``, ``bfloat16``, or ``auto`` for
        bfloat16 where the processor is faster with it. Weights and exported networks stay float32.
    audio_track : int, optional
        Number of the videos' sound track that holds the music, from 1 on; by default the one that players
        choose.
    progress : callable
        Called with each `TrainProgress`.
    stop : threading.Event, optional
        Set by another thread to stop the training. The best epoch so far is kept.

    Returns
    -------
    Bundle

    Raises
    ------
    InvalidInputError
        An option is out of range, a video has no sound track of this number, or the videos hold too few
        segments.
    BrokenFileError, NotFoundError
        No video can be read.
    UnavailableError
        TensorFlow isn't installed.
    StorageError
        The bundle can't be written.
    TrainingStoppedError
        The training was stopped before its first epoch was done.
    """
    plan = make_plan(
        game=game,
        out_dir=out_dir,
        preset=preset,
        features=features,
        steps=steps,
        epochs=epochs,
        segments=segments,
        seed=seed,
        precision=precision,
        audio_track=audio_track,
    )
    require_training_extra()
    reporter = ProgressReporter(progress, stop or threading.Event())
    footage, skipped = scan_videos(videos, reporter, audio_track=plan.audio_track)
    selection = select_segments(plan, footage)
    examples = read_examples(plan, selection, footage, reporter)
    network, history = train_network(plan, examples, reporter)
    reporter.report("export", 0, 1)
    bundle = export_bundle(
        plan, selection, examples, footage=footage, skipped=skipped, network=network, history=history
    )
    reporter.report("export", 1, 1)
    return bundle


def train_network(
    plan: TrainingPlan, examples: TrainingExamples, reporter: ProgressReporter
) -> tuple["Network", TrainingHistory]:
    """Build a network and train it.

    Parameters
    ----------
    plan : TrainingPlan
        What is trained.
    examples : TrainingExamples
        What the network learns from.
    reporter : ProgressReporter
        Gets the stage ``training``.

    Returns
    -------
    network : Network
        With the weights of the best epoch.
    history : TrainingHistory
        Losses of each epoch.

    Raises
    ------
    TrainingStoppedError
        The training was stopped before its first epoch was done.
    """
    # TensorFlow takes seconds to import. So it is imported only when a training starts.
    from scenescore.model.network import Network, make_deterministic  # noqa: PLC0415

    make_deterministic(plan.seed)
    network = Network(
        plan.steps,
        plan.feature_set.dimensions,
        batch=plan.preset.batch,
        learning_rate=plan.preset.learning_rate,
        half_precision=plan.precision == BFLOAT16,
    )
    align_steps = step_alignment(plan.feature_set) if plan.preset.aligns_steps else None

    def after_epoch(history: TrainingHistory) -> None:
        reporter.report(
            "training",
            len(history.losses),
            plan.epochs,
            loss=history.losses[-1],
            validation_loss=history.validation_losses[-1] if history.validation_losses else 0.0,
        )

    reporter.report("training", 0, plan.epochs)
    history = fit(
        network,
        examples.training,
        examples.groups,
        examples.validation,
        align_steps=align_steps,
        validation_score=lambda predicted, own: validation_error(
            predicted, own, examples.training.features, align_steps
        ),
        epochs=plan.epochs,
        patience=plan.preset.patience,
        augments=plan.preset.augments,
        random=np.random.default_rng(plan.seed),
        after_epoch=after_epoch,
        stop=reporter.stop,
    )
    if not history.best_epoch:
        raise TrainingStoppedError(NOTHING_KEPT)
    return network, history
