"""From a game's videos to a bundle."""

import threading
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from scenescore.audio.features import FEATURE_VERSION, FeatureSet
from scenescore.errors import ScenescoreError
from scenescore.frames.appearance import appearance_descriptors
from scenescore.model.bundle import bundle as files
from scenescore.model.bundle.bundle import EMBEDDING_SIZE, Bundle, load_bundle
from scenescore.model.bundle.manifest import array_bytes
from scenescore.model.bundle.picture_hashes import choose_hashes, to_texts
from scenescore.model.bundle.publish import publish
from scenescore.model.bundle.scaling import block_weights, spread_correction
from scenescore.model.dataset.examples import TrainingExamples, gather, scan
from scenescore.model.dataset.footage import Footage, VideoPart
from scenescore.model.dataset.segments import SceneSegment
from scenescore.model.memory import select_memory_frames
from scenescore.model.plan import TrainingPlan, make_plan, require_training_extra
from scenescore.model.precision import AUTO, BFLOAT16
from scenescore.model.predict import FRAME_SHAPE, Predictor
from scenescore.model.progress import ProgressReporter, TrainingStoppedError, TrainProgress
from scenescore.model.training.curve import draw_curve
from scenescore.model.training.evaluation import mean_squared_error, validation_error
from scenescore.model.training.fit import TrainingHistory, fit
from scenescore.window import WINDOW_S

if TYPE_CHECKING:
    from scenescore.model.network import Network

SAME: Final = 1e-5
"""By how much ONNX Runtime's predictions may differ from Keras's."""

COMPARED: Final = 8
"""Windows that the two are compared on."""

Floats = npt.NDArray[np.float32]


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
    progress: Callable[[TrainProgress], None] = lambda told: None,
    stop: threading.Event | None = None,
) -> Bundle:
    """Learn a game's relation of look and music, and write it as a bundle.

    Parameters
    ----------
    videos : sequence of str, Path or VideoPart
        The game's videos, or parts of them, with its music. One that can't be read is told of and skipped.
    game : str
        The game's name, 1 to 200 characters.
    out_dir : str or Path
        The bundle's folder, whose name becomes the bundle's: a new or empty one, or a bundle to be replaced.
    preset : str
        ``default`` or ``paper``.
    features : str or FeatureSet, optional
        What to predict; by default the preset's.
    steps : int
        Steps of the 12-second window, 2 to 240.
    epochs : int, optional
        At most so many, 1 to 10,000; by default the preset's.
    segments : int, optional
        How many to draw, 2 to 2,000; by default the preset's (100). Half of them are for the test.
    seed : int
        Of all that is drawn: the same seed gives the same bundle on the same machine.
    precision : str
        What the convolutions of a step compute in, ``float32``, ``bfloat16`` or ``auto``: bfloat16 where the
        processor is quicker with it. Weights and what is exported stay float32.
    progress : callable
        Called with each `TrainProgress`.
    stop : threading.Event, optional
        Set from elsewhere to end; the best epoch so far is kept.

    Returns
    -------
    Bundle

    Raises
    ------
    InvalidInputError
        An option that can't be, or videos without enough segments.
    BrokenFileError, NotFoundError
        No video can be read.
    UnavailableError
        TensorFlow isn't installed.
    StorageError
        The bundle can't be written.
    TrainingStoppedError
        Stopped before the first epoch was done.
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
    )
    require_training_extra()
    teller = ProgressReporter(progress, stop or threading.Event())
    footage, skipped = scan(videos, teller)
    material = gather(plan, footage, teller)
    network, course = learn(plan, material, teller)
    teller.tell("export", 0, 1)
    made = export(plan, material, footage=footage, skipped=skipped, network=network, course=course)
    teller.tell("export", 1, 1)
    return made


def learn(
    plan: TrainingPlan, material: TrainingExamples, teller: ProgressReporter
) -> tuple["Network", TrainingHistory]:
    """Build a network and train it."""
    # TensorFlow takes seconds to import: only who trains waits for it.
    from scenescore.model.network import Network, make_deterministic  # noqa: PLC0415

    make_deterministic(plan.seed)
    network = Network(
        plan.steps,
        plan.feature_set.dimensions,
        batch=plan.preset.batch,
        learning_rate=plan.preset.learning_rate,
        half_precision=plan.precision == BFLOAT16,
    )

    def after_epoch(course: TrainingHistory) -> None:
        teller.tell(
            "training",
            len(course.losses),
            plan.epochs,
            loss=course.losses[-1],
            validation_loss=course.validation_losses[-1] if course.validation_losses else 0.0,
        )

    teller.tell("training", 0, plan.epochs)
    course = fit(
        network,
        material.training,
        material.groups,
        material.validation,
        order=plan.order,
        judge=lambda predicted, own: validation_error(predicted, own, material.training.features, plan.order),
        epochs=plan.epochs,
        patience=plan.preset.patience,
        augments=plan.preset.augments,
        random=np.random.default_rng(plan.seed),
        after_epoch=after_epoch,
        stop=teller.stop,
    )
    if not course.best_epoch:
        raise TrainingStoppedError(
            "the training was stopped before its first epoch was done: nothing is kept"
        )
    return network, course


def export(
    plan: TrainingPlan,
    material: TrainingExamples,
    *,
    footage: Sequence[Footage],
    skipped: Sequence[tuple[str, str]],
    network: "Network",
    course: TrainingHistory,
) -> Bundle:
    """Turn the network into a bundle, compare the two, and put it in its place."""
    shown, heard = material.test.frames(), material.test.features
    own = material.own_segments()
    # The loss is the trained network's: giving back the spread costs some, and finds the music more often.
    held_out_loss = mean_squared_error(network.predict(shown), heard, plan.order)
    if plan.preset.rescales:
        network.rescale(*spread_correction(network.predict(own.frames()), own.features))
    test = network.predict(shown)
    bank = network.predict(own.frames())
    weights = block_weights(plan.feature_set)
    mean_loss = float(np.mean(heard**2))
    embed, sequence = network.export()
    contents = {
        files.EMBED_FILE: embed,
        files.SEQUENCE_FILE: sequence,
        files.MEAN_FILE: array_bytes(material.mean),
        files.DEVIATION_FILE: array_bytes(material.deviation),
        files.BANK_FILE: array_bytes(bank * weights),
        files.LOSS_CURVE_FILE: draw_curve(
            course.losses,
            course.validation_losses,
            best_epoch=course.best_epoch,
            mean_loss=mean_loss,
            title=f"{plan.game}: {plan.feature_set}",
        ),
    }
    if plan.preset.remembers:
        contents |= memory_files(material, weights)
    if material.dictionary is not None:
        contents[files.DICTIONARY_FILE] = array_bytes(material.dictionary)
    manifest = {
        "game": plan.game,
        "preset": plan.preset.name,
        "steps": plan.steps,
        "window_s": WINDOW_S,
        "features": list(plan.feature_set.names),
        "feature_version": FEATURE_VERSION,
        "track_segments": plan.preset.track_segments,
        "networks": {
            files.EMBED_FILE: {"takes": ["n", *FRAME_SHAPE], "gives": ["n", EMBEDDING_SIZE]},
            files.SEQUENCE_FILE: {
                "takes": ["n", plan.steps, EMBEDDING_SIZE],
                "gives": ["n", *test.shape[1:]],
            },
        },
        "held_out_loss": held_out_loss,
        "mean_loss": mean_loss,
        "picture_hashes": to_texts(
            choose_hashes((video.path, video.hashes[video.usable]) for video in footage)
        ),
        "trained_on": trained_on(plan, material, footage, skipped, course),
    }

    def check(folder: Path) -> None:
        predictor = Predictor(load_bundle(folder))
        for frames, expected in zip(shown[:COMPARED], test * weights, strict=False):
            difference = float(np.max(np.abs(predictor.predict(predictor.embed(frames)) - expected)))
            if difference > SAME:
                raise ScenescoreError(
                    f"the exported networks differ from the trained ones by {difference:.2g}: this set of "
                    "TensorFlow, tf2onnx and ONNX Runtime can't be trusted; install the versions of uv.lock"
                )

    publish(plan.out_dir, manifest, contents, check=check)
    return load_bundle(plan.out_dir)


def memory_files(material: TrainingExamples, weights: Floats) -> dict[str, bytes]:
    """Return what the bundle is to remember, as its files."""
    windows = material.shown
    shown = (select_memory_frames(windows.frames([place]))[0] for place in range(len(windows)))
    looks = np.stack([appearance_descriptors(frames) for frames in shown])
    return {
        files.MEMORY_APPEARANCE_FILE: array_bytes(looks),
        files.MEMORY_FEATURES_FILE: array_bytes(windows.features * weights),
    }


def trained_on(
    plan: TrainingPlan,
    material: TrainingExamples,
    footage: Sequence[Footage],
    skipped: Sequence[tuple[str, str]],
    course: TrainingHistory,
) -> dict[str, Any]:
    """Return what a bundle's reader may want to know of its making; no paths, which are nobody's business."""

    def listed(segments: Sequence[SceneSegment]) -> list[list[Any]]:
        """Return video, start in seconds and kind of scene of each."""
        return [[one.stretch.video, round(one.start_s, 3), one.stretch.scene_class] for one in segments]

    drawn = material.drawn
    return {
        "videos": [
            {"file": one.path.name, "seconds": round(one.duration_s, 2), "sha256": one.sha256}
            for one in footage
        ],
        "skipped": [name for name, _ in skipped],
        "segments": {
            "training": listed(drawn.training),
            "validation": listed(drawn.validation),
            "test": listed(drawn.test),
        },
        "remembered": len(material.shown),
        "silent_passed_over": drawn.silent,
        "scene_classes": drawn.classes,
        "seed": plan.seed,
        "precision": plan.precision,
        "epochs": len(course.losses),
        "best_epoch": course.best_epoch,
        "stopped": course.stopped,
        "losses": [round(loss, 6) for loss in course.losses],
        "validation_losses": [round(loss, 6) for loss in course.validation_losses],
        "versions": {
            name: version(name)
            for name in ("scenescore", "keras", "librosa", "numpy", "onnxruntime", "tf2onnx")
        },
    }
