"""What bundles predict for sampled scenes, and the music that is heard there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenescore.audio.features import FeatureSet
from scenescore.errors import BrokenFileError, InvalidInputError
from scenescore.frames.video import probe
from scenescore.model.bundle.bundle import Bundle
from scenescore.model.memory import Prediction
from scenescore.model.predict import Predictor
from scenescore.studies.data_folder import LabelledScene
from scenescore.studies.windows import LabelledWindow, read_window_features, read_window_frames
from scenescore.window import WINDOW_S

Floats = npt.NDArray[np.float32]
SampleScenes = Callable[[Sequence[LabelledScene]], list[LabelledWindow]]

_MAX_LABEL_OVERHANG_S = 1.0
"""How far a label may reach beyond its clip, seconds: the rest of the step in which the clip ends."""


@dataclass(frozen=True)
class ScenePredictions:
    """Sampled scenes with the predictions of several bundles."""

    windows: list[LabelledWindow]
    """The sampled scenes."""
    predicted: list[Floats]
    """Scaled predictions of each bundle [shape=(n, steps, D)]."""
    network_share: list[Floats]
    """How much of each prediction comes from the network of each bundle [shape=(n,)]."""
    heard: list[Floats]
    """Scaled features of the scenes' own music for each bundle [shape=(n, steps, D)]; empty if not wanted."""
    broken: list[BrokenFileError]
    """Clips that were skipped."""


@dataclass(frozen=True)
class _WindowResult:
    prediction: Prediction
    heard: Floats | None


def predict_scenes(
    scenes: Sequence[LabelledScene],
    sample: SampleScenes,
    bundles: Sequence[Bundle],
    *,
    sound: bool,
    done: Callable[[int, int], None] = lambda count, total: None,
) -> ScenePredictions:
    """Sample scenes and predict their music. If a clip is broken, sample again without it.

    Parameters
    ----------
    scenes : sequence of LabelledScene
        Scenes to sample from.
    sample : callable
        Samples windows from the scenes whose clips aren't known to be broken.
    bundles : sequence of Bundle
        One or more.
    sound : bool
        Whether to compute the features of the scenes' own music, too.
    done : callable
        Called with the number of scenes that are read, and of all.

    Returns
    -------
    ScenePredictions

    Raises
    ------
    InvalidInputError
        There are too few scenes, or a label reaches beyond its clip.
    """
    predictors = [Predictor(bundle) for bundle in bundles]
    known: dict[LabelledWindow, list[_WindowResult]] = {}
    broken: list[BrokenFileError] = []
    while True:
        whole = [scene for scene in scenes if all(scene.clip != one.path for one in broken)]
        try:
            windows = sample(whole)
        except InvalidInputError as error:
            if broken:
                left_out = "; ".join(one.message for one in broken)
                error.message += f" (left out: {left_out})"
            raise
        try:
            for clip in dict.fromkeys(window.scene.clip for window in windows):
                own = [window for window in windows if window.scene.clip == clip and window not in known]
                if own:
                    known.update(zip(own, _predict_clip(own, predictors, sound=sound), strict=True))
                done(sum(window in known for window in windows), len(windows))
        except BrokenFileError as error:
            if all(scene.clip != error.path for scene in whole):
                raise
            broken.append(error)
            continue
        # From one list for each window to one list for each bundle.
        by_bundle = list(zip(*(known[window] for window in windows), strict=True))
        return ScenePredictions(
            windows,
            [np.stack([one.prediction.features for one in own]) for own in by_bundle],
            [np.array([one.prediction.network_share for one in own], np.float32) for own in by_bundle],
            [np.stack([one.heard for one in own if one.heard is not None]) for own in by_bundle]
            if sound
            else [],
            broken,
        )


def heard_features(bundles: Sequence[Bundle], windows: Sequence[LabelledWindow]) -> list[Floats]:
    """Return the features of the music in windows, scaled for each bundle.

    Features that several bundles need are computed once.

    Parameters
    ----------
    bundles : sequence of Bundle
        One or more.
    windows : sequence of LabelledWindow
        Windows of one clip or several.

    Returns
    -------
    list of np.ndarray [shape=(n, steps, D), float32]
        In the scaled space of each bundle.
    """
    columns: dict[tuple[str, int, str], Floats] = {}
    for steps in dict.fromkeys(bundle.steps for bundle in bundles):
        own = [bundle for bundle in bundles if bundle.steps == steps]
        shared = [name for bundle in own for name in bundle.feature_set.names if name != "nmf"]
        wanted: list[tuple[tuple[str, ...], str, Floats | None]] = (
            [(tuple(dict.fromkeys(shared)), "", None)] if shared else []
        )
        wanted += [
            (("nmf",), bundle.nmf_dictionary_sha256, bundle.nmf_dictionary)
            for bundle in own
            if "nmf" in bundle.feature_set.names
        ]
        for names, sha256, dictionary in wanted:
            if (names[-1], steps, sha256) in columns:
                continue
            feature_set = FeatureSet(names)
            values = read_window_features(windows, feature_set, steps, dictionary=dictionary)
            for name, block in zip(names, feature_set.blocks, strict=True):
                columns[name, steps, sha256] = values[..., block]
    return [
        bundle.scale(
            np.concatenate(
                [
                    columns[name, bundle.steps, bundle.nmf_dictionary_sha256 if name == "nmf" else ""]
                    for name in bundle.feature_set.names
                ],
                axis=-1,
            )
        )
        for bundle in bundles
    ]


def _predict_clip(
    windows: Sequence[LabelledWindow], predictors: Sequence[Predictor], *, sound: bool
) -> list[list[_WindowResult]]:
    """Return a result of each bundle for each window of one clip."""
    clip = windows[0].scene.clip
    length_s = probe(clip).duration_s
    last_s = max(window.start_s for window in windows) + WINDOW_S
    if last_s > length_s + _MAX_LABEL_OVERHANG_S:
        raise InvalidInputError(
            f"{clip} lasts {length_s:.1f} s, and a label in it reaches to {last_s:.1f} s or further: "
            "correct the label"
        )
    frames = {
        steps: read_window_frames(windows, steps)
        for steps in dict.fromkeys(predictor.bundle.steps for predictor in predictors)
    }
    heard = heard_features([predictor.bundle for predictor in predictors], windows) if sound else None
    return [
        [
            _WindowResult(
                predictor.answer(frames[predictor.bundle.steps][place]),
                None if heard is None else heard[number][place],
            )
            for number, predictor in enumerate(predictors)
        ]
        for place in range(len(windows))
    ]
