"""What a training is asked for, checked before anything is read."""

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scenescore.audio.features import MAX_STEPS, FeatureSet
from scenescore.errors import InvalidInputError, UnavailableError
from scenescore.model.bundle.publish import check_folder
from scenescore.model.precision import AUTO, BFLOAT16, FLOAT32, check_precision, computes_bfloat16
from scenescore.model.presets import Preset, find_preset
from scenescore.model.training.evaluation import Order, step_alignment

MAX_EPOCHS: Final = 10_000
MAX_SEGMENTS: Final = 2_000
MAX_GAME: Final = 200
MIN_STEPS: Final = 2


@dataclass(frozen=True)
class TrainingPlan:
    """What was asked for, checked."""

    game: str
    out_dir: Path
    preset: Preset
    feature_set: FeatureSet
    steps: int
    epochs: int
    segments: int
    seed: int
    precision: str
    """``float32`` or ``bfloat16``, of the convolutions."""

    @property
    def order(self) -> Order | None:
        """How targets are put in order before they are compared; None compares step by step."""
        return step_alignment(self.feature_set) if self.preset.matches else None


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
) -> TrainingPlan:
    """Check what was asked for and fill in what wasn't."""
    chosen = find_preset(preset)
    feature_set = chosen.features if features is None else features
    feature_set = FeatureSet.parse(feature_set) if isinstance(feature_set, str) else feature_set
    epochs = chosen.epochs_for(feature_set) if epochs is None else epochs
    segments = chosen.segments if segments is None else segments
    for name, value, least, most in (
        ("game", len(game.strip()), 1, MAX_GAME),
        ("steps", steps, MIN_STEPS, MAX_STEPS),
        ("epochs", epochs, 1, MAX_EPOCHS),
        ("segments", segments, 2, MAX_SEGMENTS),
        ("seed", seed, 0, 2**63 - 1),
    ):
        if not least <= value <= most:
            what = "characters of the game's name" if name == "game" else name
            raise InvalidInputError(f"{what} can be {least} to {most}, not {value}", field=name)
    check_precision(precision)
    if precision == AUTO:
        precision = BFLOAT16 if computes_bfloat16() else FLOAT32
    folder = Path(out_dir).expanduser().absolute()
    check_folder(folder)
    return TrainingPlan(game.strip(), folder, chosen, feature_set, steps, epochs, segments, seed, precision)


def require_training_extra() -> None:
    """Refuse where the training extra isn't installed.

    Raises
    ------
    UnavailableError
        Names what to install.
    """
    missing = [
        name
        for name in ("tensorflow", "keras", "tf2onnx", "onnx", "matplotlib")
        if not importlib.util.find_spec(name)
    ]
    if missing:
        raise UnavailableError(
            f'training needs {", ".join(missing)}, not installed here: pip install "scenescore[train]"'
        )
