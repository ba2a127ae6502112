"""From a trained network to a bundle's folder."""

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from scenescore.audio.features import FEATURE_VERSION
from scenescore.errors import ScenescoreError
from scenescore.frames.appearance import appearance_descriptors
from scenescore.model.bundle import bundle as files
from scenescore.model.bundle.bundle import EMBEDDING_SIZE, Bundle, load_bundle
from scenescore.model.bundle.manifest import array_bytes
from scenescore.model.bundle.picture_hashes import choose_hashes, hashes_to_json
from scenescore.model.bundle.publish import publish
from scenescore.model.bundle.scaling import block_weights, spread_correction
from scenescore.model.dataset.examples import TrainingExamples
from scenescore.model.dataset.footage import Footage
from scenescore.model.dataset.segments import SceneSegment
from scenescore.model.dataset.selection import Selection
from scenescore.model.memory import select_memory_frames
from scenescore.model.plan import TrainingPlan
from scenescore.model.predict import FRAME_SHAPE, Predictor
from scenescore.model.training.curve import draw_curve
from scenescore.model.training.evaluation import mean_squared_error, step_alignment
from scenescore.model.training.fit import TrainingHistory
from scenescore.window import WINDOW_S

if TYPE_CHECKING:
    from scenescore.model.network import Network

MAX_EXPORT_DIFFERENCE: Final = 1e-5
"""How much the predictions of ONNX Runtime may differ from those of Keras."""

COMPARED_WINDOWS: Final = 8
"""Windows for which the two are compared."""

Floats = npt.NDArray[np.float32]


def export_bundle(
    plan: TrainingPlan,
    selection: Selection,
    examples: TrainingExamples,
    *,
    footage: Sequence[Footage],
    skipped: Sequence[tuple[str, str]],
    network: "Network",
    history: TrainingHistory,
) -> Bundle:
    """Write a bundle, compare its predictions with the network's, and move it to its place.

    Parameters
    ----------
    plan : TrainingPlan
        What was trained.
    selection : Selection
        The segments.
    examples : TrainingExamples
        The windows.
    footage : sequence of Footage
        The videos.
    skipped : sequence of (str, str)
        Videos that couldn't be read, with the reason.
    network : Network
        The trained network. Its last layer is changed if the preset restores the spread.
    history : TrainingHistory
        How the training went.

    Returns
    -------
    Bundle

    Raises
    ------
    ScenescoreError
        The exported networks predict something else than the trained one.
    StorageError
        The bundle can't be written.
    """
    test, targets = examples.test.frames(), examples.test.features
    own = examples.without_copies()
    align_steps = step_alignment(plan.feature_set) if plan.preset.aligns_steps else None
    # This is the loss of the network as it was trained. Restoring the spread raises the loss, but finds the
    # right music more often.
    held_out_loss = mean_squared_error(network.predict(test), targets, align_steps)
    if plan.preset.restores_spread:
        network.rescale(*spread_correction(network.predict(own.frames()), own.features))
    predicted = network.predict(test)
    bank = network.predict(own.frames())
    weights = block_weights(plan.feature_set)
    mean_loss = float(np.mean(targets**2))
    embed, sequence = network.export()
    contents = {
        files.EMBED_FILE: embed,
        files.SEQUENCE_FILE: sequence,
        files.MEAN_FILE: array_bytes(examples.mean),
        files.DEVIATION_FILE: array_bytes(examples.deviation),
        files.BANK_FILE: array_bytes(bank * weights),
        files.LOSS_CURVE_FILE: draw_curve(
            history.losses,
            history.validation_losses,
            best_epoch=history.best_epoch,
            mean_loss=mean_loss,
            title=f"{plan.game}: {plan.feature_set}",
        ),
    }
    if plan.preset.has_memory:
        contents |= memory_files(examples, weights)
    if examples.dictionary is not None:
        contents[files.DICTIONARY_FILE] = array_bytes(examples.dictionary)
    manifest = {
        "game": plan.game,
        "preset": plan.preset.name,
        "steps": plan.steps,
        "window_s": WINDOW_S,
        "features": list(plan.feature_set.names),
        "feature_version": FEATURE_VERSION,
        "track_segments": plan.preset.track_segments,
        "networks": network_shapes(plan),
        "held_out_loss": held_out_loss,
        "mean_loss": mean_loss,
        "picture_hashes": hashes_to_json(
            choose_hashes((video.path, video.hashes[video.usable]) for video in footage)
        ),
        "trained_on": provenance(plan, selection, footage, skipped, history),
    }

    def check(folder: Path) -> None:
        predictor = Predictor(load_bundle(folder))
        for frames, expected in zip(test[:COMPARED_WINDOWS], predicted * weights, strict=False):
            difference = float(np.max(np.abs(predictor.predict(predictor.embed(frames)) - expected)))
            if difference > MAX_EXPORT_DIFFERENCE:
                raise ScenescoreError(
                    f"the exported networks differ from the trained ones by {difference:.2g}: this "
                    "combination of TensorFlow, ONNX and ONNX Runtime can't be trusted; install the versions "
                    "of uv.lock"
                )

    publish(plan.out_dir, manifest, contents, check=check)
    return load_bundle(plan.out_dir)


def network_shapes(plan: TrainingPlan) -> Mapping[str, Any]:
    """Return what the manifest says about the inputs and outputs of the networks.

    Parameters
    ----------
    plan : TrainingPlan
        What was trained.

    Returns
    -------
    dict
    """
    window = ["n", plan.steps]
    return {
        files.EMBED_FILE: {"takes": ["n", *FRAME_SHAPE], "gives": ["n", EMBEDDING_SIZE]},
        files.SEQUENCE_FILE: {
            "takes": [*window, EMBEDDING_SIZE],
            "gives": [*window, plan.feature_set.dimensions],
        },
    }


def memory_files(examples: TrainingExamples, weights: Floats) -> dict[str, bytes]:
    """Return the files of the bundle's memory.

    Parameters
    ----------
    examples : TrainingExamples
        With the windows to remember.
    weights : np.ndarray [shape=(D,), float32]
        Weight of each feature dimension in a distance.

    Returns
    -------
    dict of str to bytes
        Content by file name.
    """
    windows = examples.memory
    # One window at a time: the frames of all windows at once take much memory.
    frames = (select_memory_frames(windows.frames([place]))[0] for place in range(len(windows)))
    appearance = np.stack([appearance_descriptors(own) for own in frames])
    return {
        files.MEMORY_APPEARANCE_FILE: array_bytes(appearance),
        files.MEMORY_FEATURES_FILE: array_bytes(windows.features * weights),
    }


def provenance(
    plan: TrainingPlan,
    selection: Selection,
    footage: Sequence[Footage],
    skipped: Sequence[tuple[str, str]],
    history: TrainingHistory,
) -> dict[str, Any]:
    """Return the manifest's record of what the bundle was made from. It holds file names, but no paths.

    Parameters
    ----------
    plan, selection, footage, skipped, history
        As for `export_bundle`.

    Returns
    -------
    dict
    """

    def listed(segments: Sequence[SceneSegment]) -> list[list[Any]]:
        """Return the video, the start in seconds and the class of each segment."""
        return [[one.scene.video, round(one.start_s, 3), one.scene.scene_class] for one in segments]

    drawn = selection.drawn
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
        "remembered": len(selection.memory),
        "silent_passed_over": drawn.silent,
        "scene_classes": drawn.classes,
        "seed": plan.seed,
        "precision": plan.precision,
        "epochs": len(history.losses),
        "best_epoch": history.best_epoch,
        "stopped": history.stopped,
        "losses": [round(loss, 6) for loss in history.losses],
        "validation_losses": [round(loss, 6) for loss in history.validation_losses],
        "versions": {
            name: version(name) for name in ("scenescore", "keras", "librosa", "numpy", "onnx", "onnxruntime")
        },
    }
