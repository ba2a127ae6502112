"""What bundles predict for drawn scenes, and the music that is heard there."""

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
Draw = Callable[[Sequence[LabelledScene]], list[LabelledWindow]]

_LABELS_OFF_S = 1.0
"""By how much a label may reach beyond its clip: what is left of a step that the clip ends in."""


@dataclass(frozen=True)
class ScenePredictions:
    """Drawn scenes with what some bundles make of them."""

    windows: list[LabelledWindow]
    """The scenes."""
    predicted: list[Floats]
    """By bundle: its predictions [shape=(n, steps, D)], scaled."""
    network_share: list[Floats]
    """By bundle: how much of each prediction its network made [shape=(n,)]; the rest is remembered."""
    heard: list[Floats]
    """By bundle: the features of the scenes' own music [shape=(n, steps, D)], scaled; empty if not wanted."""
    broken: list[BrokenFileError]
    """Clips that were passed over."""


def predict_scenes(
    scenes: Sequence[LabelledScene],
    draw: Draw,
    bundles: Sequence[Bundle],
    *,
    sound: bool,
    done: Callable[[int, int], None] = lambda count, total: None,
) -> ScenePredictions:
    """Draw scenes and read them; where a clip is broken, draw anew without it.

    Parameters
    ----------
    scenes : sequence of LabelledScene
        To draw from.
    draw : callable
        Draws windows from those whose clips aren't known to be broken.
    bundles : sequence of Bundle
        Who predicts, one or more.
    sound : bool
        Whether the music of the scenes is wanted, too.
    done : callable
        Called with how many scenes are read, and of how many.

    Raises
    ------
    InvalidInputError
        There are too few scenes, or labels that reach beyond their clip.
    """
    predictors = [Predictor(bundle) for bundle in bundles]
    known: dict[LabelledWindow, list[tuple[Prediction, Floats | None]]] = {}
    broken: list[BrokenFileError] = []
    while True:
        whole = [scene for scene in scenes if all(scene.clip != one.path for one in broken)]
        try:
            windows = draw(whole)
        except InvalidInputError as error:
            if broken:
                left_out = "; ".join(one.message for one in broken)
                error.message += f" (left out: {left_out})"
            raise
        try:
            for clip in dict.fromkeys(window.scene.clip for window in windows):
                own = [window for window in windows if window.scene.clip == clip and window not in known]
                if own:
                    known.update(zip(own, _read(own, predictors, sound=sound), strict=True))
                done(sum(window in known for window in windows), len(windows))
        except BrokenFileError as error:
            if all(scene.clip != error.path for scene in whole):
                raise
            broken.append(error)
            continue
        read = [known[window] for window in windows]
        return ScenePredictions(
            windows,
            [np.stack([one[place][0].features for one in read]) for place in range(len(bundles))],
            [
                np.array([one[place][0].network_share for one in read], np.float32)
                for place in range(len(bundles))
            ],
            [np.stack([_present(one[place][1]) for one in read]) for place in range(len(bundles))]
            if sound
            else [],
            broken,
        )


def _read(
    windows: Sequence[LabelledWindow], predictors: Sequence[Predictor], *, sound: bool
) -> list[list[tuple[Prediction, Floats | None]]]:
    """Return, for each window of one clip, what each bundle predicts, and hears."""
    clip = windows[0].scene.clip
    length_s = probe(clip).duration_s
    last_s = max(window.start_s for window in windows) + WINDOW_S
    if last_s > length_s + _LABELS_OFF_S:
        raise InvalidInputError(
            f"{clip} lasts {length_s:.1f} s, and a label in it reaches to {last_s:.1f} s or further: "
            "correct the label"
        )
    frames = {
        steps: read_window_frames(windows, steps)
        for steps in dict.fromkeys(predictor.bundle.steps for predictor in predictors)
    }
    predicted = [
        [predictor.answer(frames[predictor.bundle.steps][place]) for place in range(len(windows))]
        for predictor in predictors
    ]
    bundles = [predictor.bundle for predictor in predictors]
    heard = heard_features(bundles, windows) if sound else None
    return [
        [
            (predicted[number][place], None if heard is None else heard[number][place])
            for number in range(len(bundles))
        ]
        for place in range(len(windows))
    ]


def heard_features(bundles: Sequence[Bundle], windows: Sequence[LabelledWindow]) -> list[Floats]:
    """Return the music of windows as each bundle compares it; what several need is computed once.

    Parameters
    ----------
    bundles : sequence of Bundle
        One or more.
    windows : sequence of LabelledWindow
        Of one clip or several.

    Returns
    -------
    list of np.ndarray [shape=(n, steps, D), float32]
        By bundle, scaled.
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


def _present(values: Floats | None) -> Floats:
    assert values is not None
    return values
