"""Benchmark of an epoch of training, beside Keras's own loop over float32 arrays."""

import statistics
import threading
import time
from dataclasses import dataclass
from typing import Final

import numpy as np

from scenescore.demo.demo_daemon import RECORDING, SCENES
from scenescore.demo.results import read_recorded_scenes
from scenescore.errors import UnavailableError
from scenescore.frames.video import read_frames
from scenescore.install import extra_advice
from scenescore.model.bundle.bundle import Bundle
from scenescore.model.dataset.windows import Windows
from scenescore.model.precision import BFLOAT16, FLOAT32, computes_bfloat16
from scenescore.model.presets import find_preset
from scenescore.model.training.fit import TrainingHistory, fit
from scenescore.window import WINDOW_S
from scenescore_eval.benchmarks.synthetic_library import bundle_features, music_files

_HELD_OUT_SHARE: Final = 0.2
"""Share of each scene, at its end, from which the held-out windows are taken."""


@dataclass(frozen=True)
class TrainBenchmark:
    """Cost of an epoch.

    Attributes
    ----------
    windows, held_out_windows, epochs, seeds : int
        Windows in an epoch; windows for the held-out loss; epochs of each training, of which all but the
        first are timed; trainings of each kind.
    precision : str
        Precision of Scenescore's training on this machine: ``bfloat16`` or ``float32``.
    epoch_cpu_s, plain_epoch_cpu_s, float32_epoch_cpu_s : float
        Processor time of an epoch on all cores, seconds, median: Scenescore, Keras's own loop, and Scenescore
        in float32.
    epoch_s, plain_epoch_s, float32_epoch_s : float
        The same in wall time.
    ratio_plain, float32_ratio_plain : float
        Processor time of Scenescore's epoch divided by the plain loop's.
    held_out_losses, plain_held_out_losses, float32_held_out_losses : list of float
        Mean squared error on the held-out windows after the training, for each seed.
    """

    windows: int
    held_out_windows: int
    epochs: int
    seeds: int
    precision: str
    epoch_cpu_s: float
    plain_epoch_cpu_s: float
    float32_epoch_cpu_s: float
    epoch_s: float
    plain_epoch_s: float
    float32_epoch_s: float
    ratio_plain: float
    float32_ratio_plain: float
    held_out_losses: list[float]
    plain_held_out_losses: list[float]
    float32_held_out_losses: list[float]


@dataclass(frozen=True)
class _Training:
    cpu_s: list[float]
    clock_s: list[float]
    held_out_loss: float


def measure_train(bundle: Bundle, *, windows: int, epochs: int, seeds: int, seed: int) -> TrainBenchmark:
    """Train on the demo's recording and its music, with each loop and each seed.

    Both loops learn the same: each window once an epoch, without augmentation, by the mean squared error.

    Parameters
    ----------
    bundle : Bundle
        The bundle whose features and steps are learnt. Its weights are not used.
    windows : int
        Windows in an epoch; half as many are held out.
    epochs : int
        Epochs of each training, 2 or more.
    seeds : int
        Trainings of each kind.
    seed : int
        First seed of the trainings, and seed of the windows.

    Returns
    -------
    TrainBenchmark

    Raises
    ------
    UnavailableError
        TensorFlow isn't installed.
    """
    training, held_out = make_windows(bundle, windows, seed=seed)
    # The plain loop runs first, as Scenescore's deterministic mode can't be switched off again.
    plain = [_plain(training, held_out, epochs, seed + number) for number in range(seeds)]
    precision = BFLOAT16 if computes_bfloat16() else FLOAT32
    ours = [_ours(training, held_out, epochs, seed + number, precision) for number in range(seeds)]
    exact = ours
    if precision != FLOAT32:
        exact = [_ours(training, held_out, epochs, seed + number, FLOAT32) for number in range(seeds)]
    cpu_s, plain_cpu_s, exact_cpu_s = (_median([one.cpu_s for one in way]) for way in (ours, plain, exact))
    return TrainBenchmark(
        windows=len(training),
        held_out_windows=len(held_out),
        epochs=epochs,
        seeds=seeds,
        precision=precision,
        epoch_cpu_s=cpu_s,
        plain_epoch_cpu_s=plain_cpu_s,
        float32_epoch_cpu_s=exact_cpu_s,
        epoch_s=_median([one.clock_s for one in ours]),
        plain_epoch_s=_median([one.clock_s for one in plain]),
        float32_epoch_s=_median([one.clock_s for one in exact]),
        ratio_plain=cpu_s / plain_cpu_s,
        float32_ratio_plain=exact_cpu_s / plain_cpu_s,
        held_out_losses=[one.held_out_loss for one in ours],
        plain_held_out_losses=[one.held_out_loss for one in plain],
        float32_held_out_losses=[one.held_out_loss for one in exact],
    )


def make_windows(bundle: Bundle, windows: int, *, seed: int) -> tuple[Windows, Windows]:
    """Cut windows from the demo's recording, with the features of the pieces that play there.

    Parameters
    ----------
    bundle : Bundle
        The bundle whose features and steps are used.
    windows : int
        Number of training windows; half as many are held out, from the end of each scene.
    seed : int
        Seed of the windows' places.

    Returns
    -------
    training, held_out : Windows
        Features are standardised by the training windows.
    """
    random = np.random.default_rng(seed)
    step_s = WINDOW_S / bundle.steps
    pool = np.stack([frame for _, frame in read_frames(RECORDING, frames_per_second=1 / step_s)])
    names = sorted(file.name for file in music_files())
    features = dict(zip(names, piece_features(bundle), strict=True))
    stretches = [one for one in read_recorded_scenes(SCENES) if one.end_s - one.start_s > WINDOW_S]
    parts = []
    for count, first, last in ((windows, 0.0, 1 - _HELD_OUT_SHARE), (windows // 2, 1 - _HELD_OUT_SHARE, 1.0)):
        places, heard = [], []
        for number in range(count):
            stretch = stretches[number % len(stretches)]
            spare_s = stretch.end_s - stretch.start_s - WINDOW_S
            begin_s = stretch.start_s + spare_s * random.uniform(first, last)
            places.append(np.minimum(round(begin_s / step_s) + 1 + np.arange(bundle.steps), len(pool) - 1))
            heard.append(features[stretch.track])
        parts.append((np.stack(places), np.stack(heard)))
    mean, deviation = parts[0][1].mean(axis=(0, 1)), parts[0][1].std(axis=(0, 1)) + 1e-6
    training, held_out = (
        Windows(pool, places, ((heard - mean) / deviation).astype(np.float32)) for places, heard in parts
    )
    return training, held_out


def piece_features(bundle: Bundle) -> np.ndarray:
    """Return the features of the demo's pieces, sorted by file name.

    Parameters
    ----------
    bundle : Bundle
        The bundle whose features are used.

    Returns
    -------
    np.ndarray [shape=(pieces, steps, D), float32]
    """
    features = bundle_features(bundle)
    return np.concatenate([features[name] for name in bundle.feature_set.names], axis=2)


def _ours(training: Windows, held_out: Windows, epochs: int, seed: int, precision: str) -> _Training:
    from scenescore.model.network import Network, make_deterministic  # noqa: PLC0415 (seconds to import)

    preset = find_preset("paper")
    make_deterministic(seed)
    steps, dimensions = training.features.shape[1:]
    network = Network(
        steps,
        dimensions,
        batch=preset.batch,
        learning_rate=preset.learning_rate,
        half_precision=precision == BFLOAT16,
    )
    epoch_ends = [(time.process_time(), time.perf_counter())]

    def after_epoch(_: TrainingHistory) -> None:
        epoch_ends.append((time.process_time(), time.perf_counter()))

    fit(
        network,
        training,
        [np.array([place]) for place in range(len(training))],
        None,
        align_steps=None,
        validation_score=lambda predicted, own: 0.0,
        epochs=epochs,
        patience=epochs,
        augments=False,
        random=np.random.default_rng(seed),
        after_epoch=after_epoch,
        stop=threading.Event(),
    )
    loss = float(np.mean((network.predict(held_out.frames()) - held_out.features) ** 2))
    # The first epoch compiles the graph, and isn't timed.
    cpu_s, clock_s = np.diff(np.array(epoch_ends), axis=0)[1:].T
    return _Training(cpu_s.tolist(), clock_s.tolist(), loss)


def _plain(training: Windows, held_out: Windows, epochs: int, seed: int) -> _Training:
    try:
        from scenescore.model.network import PlainNetwork  # noqa: PLC0415 (seconds to import)
    except ModuleNotFoundError as error:
        raise UnavailableError(
            f"training needs {error.name}, not installed here: {extra_advice('train')}"
        ) from error
    preset = find_preset("paper")
    steps, dimensions = training.features.shape[1:]
    network = PlainNetwork(
        steps, dimensions, batch=preset.batch, learning_rate=preset.learning_rate, seed=seed
    )
    scale = np.array([179, 255, 255], np.float32)
    inputs = training.frames().astype(np.float32) / scale
    network.fit(inputs, training.features, 1)
    began_cpu_s, began_s = time.process_time(), time.perf_counter()
    network.fit(inputs, training.features, epochs - 1)
    cpu_s, clock_s = time.process_time() - began_cpu_s, time.perf_counter() - began_s
    loss = network.loss(held_out.frames().astype(np.float32) / scale, held_out.features)
    return _Training([cpu_s / (epochs - 1)], [clock_s / (epochs - 1)], loss)


def _median(trainings: list[list[float]]) -> float:
    return statistics.median(value for training in trainings for value in training)
