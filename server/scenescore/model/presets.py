"""Presets: how a model is trained. ``paper`` follows the paper, ``default`` is the best we know."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from scenescore.audio.features import FeatureSet
from scenescore.errors import InvalidInputError

CHROMA_FEATURES: Final = frozenset({"chroma_stft", "chroma_cqt", "chroma_cens"})


@dataclass(frozen=True)
class Preset:
    """A way of training."""

    name: str
    """Name for the command line."""
    features: FeatureSet
    """Features that are predicted unless the user names others."""
    epochs_chroma: int
    """Epochs for feature sets that hold chroma features only."""
    epochs_other: int
    """Epochs for all other feature sets."""
    augments: bool
    """Whether training windows are varied: shifted in time and space, brighter or darker, started late."""
    aligns_steps: bool
    """Whether the loss compares the steps of a window as sets, as the Earth Mover's Distance does."""
    restores_spread: bool
    """Whether predictions get back the spread that training took from them."""
    has_memory: bool
    """Whether the bundle stores windows of the footage, and answers with their music on sight."""
    validation_share: float
    """Share of the training half that decides when to stop. With 0 it trains to the last epoch."""
    patience: int
    """Epochs without a better validation before training stops."""
    track_segments: int
    """The most 12-second segments that stand for a library track. The paper has one (section 2.3)."""
    splits_by_time: bool
    """Whether each scene is split by time and classes are balanced. Otherwise all is drawn at random."""
    segments: int = 100
    """Segments that are drawn, half of them for the test (the paper, section 2.1)."""
    batch: int = 16
    """Windows in a batch (the paper, section 2.2)."""
    learning_rate: float = 1e-3
    """Learning rate of Adam."""

    def epochs_for(self, feature_set: FeatureSet) -> int:
        """Return the number of epochs for a feature set.

        Parameters
        ----------
        feature_set : FeatureSet
            Features that are predicted.

        Returns
        -------
        int
            Epochs, 1 or more.
        """
        return self.epochs_chroma if CHROMA_FEATURES.issuperset(feature_set.names) else self.epochs_other


PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        preset.name: preset
        for preset in (
            Preset(
                "default",
                features=FeatureSet(("chroma_cqt", "mfcc")),
                epochs_chroma=200,
                epochs_other=200,
                augments=True,
                aligns_steps=True,
                restores_spread=True,
                has_memory=True,
                track_segments=8,
                validation_share=0.2,
                patience=40,
                splits_by_time=True,
            ),
            Preset(
                "paper",
                features=FeatureSet(("chroma_cqt",)),
                epochs_chroma=500,
                epochs_other=100,
                augments=False,
                aligns_steps=False,
                restores_spread=False,
                has_memory=False,
                track_segments=1,
                validation_share=0.0,
                patience=0,
                splits_by_time=False,
            ),
        )
    }
)
"""The presets by name."""


def find_preset(name: str) -> Preset:
    """Return a preset.

    Parameters
    ----------
    name : str
        ``default`` or ``paper``.

    Returns
    -------
    Preset

    Raises
    ------
    InvalidInputError
        There is no preset of that name.
    """
    if name not in PRESETS:
        raise InvalidInputError(f"there is no preset {name!r}: give {' or '.join(PRESETS)}", field="preset")
    return PRESETS[name]
