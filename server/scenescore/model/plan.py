"""What a training was asked for, checked before any video is read."""

import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scenescore.audio.features import MAX_STEPS, FeatureSet
from scenescore.errors import InvalidInputError, UnavailableError
from scenescore.install import extra_advice
from scenescore.model.bundle.publish import check_folder
from scenescore.model.precision import AUTO, BFLOAT16, FLOAT32, check_precision, computes_bfloat16
from scenescore.model.presets import Preset, find_preset

MAX_EPOCHS: Final = 10_000
MAX_SEGMENTS: Final = 2_000
MAX_GAME_NAME_LENGTH: Final = 200
MIN_STEPS: Final = 2
MAX_AUDIO_TRACKS: Final = 100

_TRAINING_MODULES: Final = ("tensorflow", "keras", "onnx", "matplotlib")
NEWEST_TENSORFLOW_PYTHON: Final = (3, 13)
"""Newest Python that TensorFlow has releases for. `pyproject.toml` has the same limit."""


@dataclass(frozen=True)
class TrainingPlan:
    """What is trained, checked."""

    game: str
    """Name of the game."""
    out_dir: Path
    """Folder of the bundle."""
    preset: Preset
    """How it is trained."""
    feature_set: FeatureSet
    """What is predicted."""
    steps: int
    """Steps of the window."""
    epochs: int
    """The most epochs."""
    segments: int
    """How many segments to draw."""
    seed: int
    """Seed of all random draws."""
    precision: str
    """``float32`` or ``bfloat16``: numbers that the convolutions compute in."""
    audio_track: int | None = None
    """Number of the videos' sound track, from 1 on; None for the one that players choose."""


def make_plan(
    *,
    game: str,
    out_dir: str | Path,
    preset: str,
    features: str | FeatureSet | None,
    steps: int,
    epochs: int | None,
    segments: int | None,
    seed: int,
    precision: str = AUTO,
    audio_track: int | None = None,
) -> TrainingPlan:
    """Check the options of a training and fill in the preset's values.

    Parameters
    ----------
    game, out_dir, preset, features, steps, epochs, segments, seed, precision, audio_track
        As for `scenescore.model.train.train`.

    Returns
    -------
    TrainingPlan

    Raises
    ------
    InvalidInputError
        A value is out of range, or the folder holds other files.
    """
    chosen = find_preset(preset)
    feature_set = chosen.features if features is None else features
    feature_set = FeatureSet.parse(feature_set) if isinstance(feature_set, str) else feature_set
    epochs = chosen.epochs_for(feature_set) if epochs is None else epochs
    segments = chosen.segments if segments is None else segments
    for name, value, least, most in (
        ("game", len(game.strip()), 1, MAX_GAME_NAME_LENGTH),
        ("steps", steps, MIN_STEPS, MAX_STEPS),
        ("epochs", epochs, 1, MAX_EPOCHS),
        ("segments", segments, 2, MAX_SEGMENTS),
        ("seed", seed, 0, 2**63 - 1),
        ("audio_track", 1 if audio_track is None else audio_track, 1, MAX_AUDIO_TRACKS),
    ):
        if not least <= value <= most:
            what = "characters of the game's name" if name == "game" else name
            raise InvalidInputError(f"{what} can be {least} to {most}, not {value}", field=name)
    check_precision(precision)
    if precision == AUTO:
        precision = BFLOAT16 if computes_bfloat16() else FLOAT32
    folder = Path(out_dir).expanduser().absolute()
    check_folder(folder)
    return TrainingPlan(
        game.strip(), folder, chosen, feature_set, steps, epochs, segments, seed, precision, audio_track
    )


def require_training_extra() -> None:
    """Check that TensorFlow and the other packages of the training extra are installed.

    Raises
    ------
    UnavailableError
        The message names what is missing and how to install it.
    """
    missing = [name for name in _TRAINING_MODULES if not importlib.util.find_spec(name)]
    if not missing:
        return
    advice = extra_advice("train")
    if "tensorflow" in missing and sys.version_info[:2] > NEWEST_TENSORFLOW_PYTHON:
        newest = ".".join(map(str, NEWEST_TENSORFLOW_PYTHON))
        advice = (
            f"TensorFlow has no release for Python {sys.version_info.major}.{sys.version_info.minor}; "
            f"train with Python {newest} or older, the bundle then works here too: "
            f"{extra_advice('train', python=newest)}"
        )
    raise UnavailableError(f"training needs {', '.join(missing)}, not installed here: {advice}")
