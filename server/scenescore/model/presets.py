"""How a model is trained: the paper's way, and the best we know."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from scenescore.audio.features import FeatureSet
from scenescore.errors import InvalidInputError

CHROMAS: Final = frozenset({"chroma_stft", "chroma_cqt", "chroma_cens"})


@dataclass(frozen=True)
class Preset:
    """A way of training."""

    name: str
    features: FeatureSet
    """What is predicted where the user names nothing."""
    epochs_chroma: int
    """Epochs for feature sets of chromagrams alone."""
    epochs_other: int
    """Epochs for all others."""
    augments: bool
    """Whether training windows are varied: shifted in time and space, brighter or darker, begun late."""
    matches: bool
    """Whether the loss compares a window's steps as sets, as the distance does; else step by step."""
    rescales: bool
    """Whether predictions get back the spread that their training took."""
    remembers: bool
    """Whether the bundle keeps what it was shown, and answers with what was heard where it sees it again."""
    validation_share: float
    """Share of the training half that tells when to stop; 0 trains to the last epoch."""
    patience: int
    """Epochs without a better validation before it stops."""
    track_segments: int
    """How many segments of 12 s stand for a track of the library, at most; the paper has one (2.3)."""
    by_time: bool
    """Whether each stretch is halved by time and classes are balanced; else all is drawn at random."""
    segments: int = 100
    """Segments drawn, half of them for the test (paper 2.1)."""
    batch: int = 16
    """Windows in a batch (paper 2.2)."""
    learning_rate: float = 1e-3
    """Adam's."""

    def epochs_for(self, feature_set: FeatureSet) -> int:
        """Return the epochs for a feature set."""
        return self.epochs_chroma if CHROMAS.issuperset(feature_set.names) else self.epochs_other


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
                matches=True,
                rescales=True,
                remembers=True,
                track_segments=8,
                validation_share=0.2,
                patience=40,
                by_time=True,
            ),
            Preset(
                "paper",
                features=FeatureSet(("chroma_cqt",)),
                epochs_chroma=500,
                epochs_other=100,
                augments=False,
                matches=False,
                rescales=False,
                remembers=False,
                track_segments=1,
                validation_share=0.0,
                patience=0,
                by_time=False,
            ),
        )
    }
)
"""By name."""


def find_preset(name: str) -> Preset:
    """Return a preset.

    Raises
    ------
    InvalidInputError
        There is none of that name.
    """
    if name not in PRESETS:
        raise InvalidInputError(f"there is no preset {name!r}: give {' or '.join(PRESETS)}", field="preset")
    return PRESETS[name]
