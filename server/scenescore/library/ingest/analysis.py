"""From one music file to what the library keeps of it: a pure function that runs in any process."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from scenescore.audio.features import extract, feature_key
from scenescore.audio.load import load
from scenescore.audio.one_thread import one_thread
from scenescore.audio.rate import SAMPLE_RATE
from scenescore.audio.segment import representative_segment, several
from scenescore.errors import ScenescoreError

Floats = npt.NDArray[np.float32]

ID_DIGITS = 16


@dataclass(frozen=True)
class Requirement:
    """Features that a bundle needs of every track.

    Attributes
    ----------
    names : tuple of str
        Features.
    steps : int
        On so many steps.
    segments : int
        Of so many segments of a track, where it is long enough.
    nmf_dictionary : np.ndarray [shape=(1025, 16), float32] or None
        For the feature ``nmf``.
    nmf_sha256 : str
        Of the dictionary; empty without one.
    """

    names: tuple[str, ...]
    steps: int
    segments: int = 1
    nmf_dictionary: Floats | None = None
    nmf_sha256: str = ""

    def keys(self) -> dict[str, str]:
        """Return for each feature the key it is kept under."""
        return {
            name: feature_key(
                name,
                self.steps,
                segments=self.segments,
                nmf_dictionary_sha256=self.nmf_sha256 if name == "nmf" else "",
            )
            for name in self.names
        }


@dataclass(frozen=True)
class Analysis:
    """What one file gave, or why it gave nothing."""

    file: Path
    features: dict[str, Floats]
    duration_s: float = 0.0
    segment_start_s: float = 0.0
    segment_looped: bool = False
    problem: str = ""


def content_id(path: Path) -> str:
    """Return the id of a track: the start of its file's SHA-256.

    Raises
    ------
    OSError
        The file can't be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:ID_DIGITS]


def analyse(path: Path, requirements: Sequence[Requirement], present: frozenset[str]) -> Analysis:
    """Find a file's segments and compute the features that are asked for and not there yet.

    Parameters
    ----------
    path : Path
        A music file.
    requirements : sequence of Requirement
        What the bundles need.
    present : frozenset of str
        Keys that the library has already.

    Returns
    -------
    Analysis
        With `problem` set for a file that can't be read: one broken file never ends the work on the others.
    """
    try:
        with one_thread():
            return _analysis_of(path, requirements, present)
    except ScenescoreError as error:
        return Analysis(path, {}, problem=getattr(error, "problem", error.message))
    except Exception as error:
        # A decoder's surprise is that file's problem alone.
        return Analysis(path, {}, problem=f"{type(error).__name__}: {error}")


def _analysis_of(path: Path, requirements: Sequence[Requirement], present: frozenset[str]) -> Analysis:
    samples = load(path)
    first = representative_segment(samples)
    features: dict[str, Floats] = {}
    for requirement in requirements:
        keys = requirement.keys()
        lacking = [name for name, key in keys.items() if key not in present and key not in features]
        if lacking:
            found = [
                extract(segment, lacking, requirement.steps, nmf_dictionary=requirement.nmf_dictionary)
                for segment in several(samples, first, requirement.segments)
            ]
            features |= {keys[name]: np.stack([one[name] for one in found]) for name in lacking}
    if not all(np.isfinite(values).all() for values in features.values()):
        # One such value would make every search of the library fail.
        return Analysis(path, {}, problem="its sound has no features that are numbers")
    return Analysis(path, features, len(samples) / SAMPLE_RATE, first.start_s, first.looped)
