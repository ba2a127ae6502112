"""The analysis of one music file: its segment and features. It runs in any process."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from scenescore.audio.features import extract, feature_key
from scenescore.audio.load import is_silent, load
from scenescore.audio.reading.sound_hash import coded_sound_hash, decoded_sound_hash
from scenescore.audio.sample_rate import SAMPLE_RATE
from scenescore.audio.segment import representative_segment, spread_segments
from scenescore.audio.single_threaded import single_threaded
from scenescore.errors import ScenescoreError

Floats = npt.NDArray[np.float32]

ID_DIGITS = 16


@dataclass(frozen=True)
class Requirement:
    """Features that a bundle needs of every track.

    Attributes
    ----------
    names : tuple of str
        The features' names.
    steps : int
        The number of steps that a segment is divided into.
    segments : int
        The number of segments, for a track that is long enough.
    nmf_dictionary : np.ndarray [shape=(1025, 16), float32], optional
        For the feature ``nmf``.
    nmf_sha256 : str
        SHA-256 of the dictionary; empty without one.
    """

    names: tuple[str, ...]
    steps: int
    segments: int = 1
    nmf_dictionary: Floats | None = None
    nmf_sha256: str = ""

    def keys(self) -> dict[str, str]:
        """Return the key of each feature in the library, by the feature's name."""
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
    """What one file gave, or why it gave nothing.

    Attributes
    ----------
    file : Path
        The file.
    features : dict of str to np.ndarray [shape=(segments, steps, D_f), float32]
        By feature key.
    duration_s : float
        Length of the sound in seconds; 0 if it had not to be decoded.
    segment_start_s : float
        Where the representative segment starts, seconds.
    segment_looped : bool
        Whether the sound was looped to fill the segment.
    sound : str
        A hash of the sound, without tags.
    silent : bool
        Whether there is nothing to hear.
    problem : str
        Why the file can't be used; empty if it can.
    """

    file: Path
    features: dict[str, Floats]
    duration_s: float = 0.0
    segment_start_s: float = 0.0
    segment_looped: bool = False
    sound: str = ""
    silent: bool = False
    problem: str = ""


def content_id(path: Path) -> str:
    """Return the id of a file's content: the first digits of its SHA-256.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    str
        16 hexadecimal digits.

    Raises
    ------
    OSError
        The file can't be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:ID_DIGITS]


def analyse(
    path: Path,
    requirements: Sequence[Requirement],
    present_keys: frozenset[str],
    known_sounds: frozenset[str] = frozenset(),
) -> Analysis:
    """Find a file's segments and compute the features that are needed and missing.

    Parameters
    ----------
    path : Path
        A music file.
    requirements : sequence of Requirement
        The features that the bundles need.
    present_keys : frozenset of str
        Keys of the features that the library has already.
    known_sounds : frozenset of str
        Hashes of sounds whose features the library has already. A file with one of them isn't decoded.

    Returns
    -------
    Analysis
        With a problem for a file that can't be read, so that it never ends the work on other files.
    """
    try:
        with single_threaded():
            return _analysis_of(path, requirements, present_keys, known_sounds)
    except ScenescoreError as error:
        return Analysis(path, {}, problem=getattr(error, "problem", error.message))
    except Exception as error:
        # Whatever a decoder does, it concerns this file alone.
        return Analysis(path, {}, problem=f"{type(error).__name__}: {error}")


def _analysis_of(
    path: Path,
    requirements: Sequence[Requirement],
    present_keys: frozenset[str],
    known_sounds: frozenset[str],
) -> Analysis:
    sound = coded_sound_hash(path)
    required = {key for requirement in requirements for key in requirement.keys().values()}
    if sound and (sound in known_sounds or (present_keys and required <= present_keys)):
        return Analysis(path, {}, sound=sound)
    samples = load(path)
    sound = sound or decoded_sound_hash(samples)
    if sound in known_sounds:
        return Analysis(path, {}, sound=sound)
    first = representative_segment(samples)
    features: dict[str, Floats] = {}
    for requirement in requirements:
        keys = requirement.keys()
        missing = [name for name, key in keys.items() if key not in present_keys and key not in features]
        if missing:
            found = [
                extract(segment, missing, requirement.steps, nmf_dictionary=requirement.nmf_dictionary)
                for segment in spread_segments(samples, first, requirement.segments)
            ]
            features |= {keys[name]: np.stack([one[name] for one in found]) for name in missing}
    if not all(np.isfinite(values).all() for values in features.values()):
        # A single such value would make every search of the library fail.
        return Analysis(path, {}, problem="its sound has no features that are numbers")
    return Analysis(
        path,
        features,
        duration_s=len(samples) / SAMPLE_RATE,
        segment_start_s=first.start_s,
        segment_looped=first.looped,
        sound=sound,
        silent=is_silent(samples),
    )
