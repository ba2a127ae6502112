"""A bundle: a trained model in a folder. Loading it never runs code from the folder."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from scenescore.audio.features import FEATURE_VERSION, FeatureSet, check_steps, feature_key
from scenescore.audio.nmf import check_dictionary
from scenescore.audio.segment import check_segment_count
from scenescore.errors import BrokenFileError, InvalidInputError, NotFoundError
from scenescore.frames.appearance import APPEARANCE_VALUES
from scenescore.frames.picture_hash import Hashes
from scenescore.model.bundle.folders import MANIFEST
from scenescore.model.bundle.manifest import read_array, read_file, read_manifest
from scenescore.model.bundle.picture_hashes import hashes_from_json
from scenescore.model.bundle.scaling import block_weights
from scenescore.model.memory import Memory

EMBEDDING_SIZE: Final = 128
"""Values of a frame's embedding."""

EMBED_FILE: Final = "embed.onnx"
SEQUENCE_FILE: Final = "sequence.onnx"
MEAN_FILE: Final = "mean.npy"
DEVIATION_FILE: Final = "deviation.npy"
DICTIONARY_FILE: Final = "nmf_dictionary.npy"
BANK_FILE: Final = "bank.npy"
MEMORY_APPEARANCE_FILE: Final = "memory_looks.npy"
MEMORY_FEATURES_FILE: Final = "memory_features.npy"
LOSS_CURVE_FILE: Final = "loss.png"

MAX_NAME_LENGTH: Final = 64
NAME_PATTERN: Final = re.compile(rf"[a-z0-9_-]{{1,{MAX_NAME_LENGTH}}}")

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Bundle:
    """One trained model of one referred game."""

    name: str
    """Its id, after its folder: 1 to 64 of a-z, 0-9, ``-`` and ``_``."""
    path: Path
    """Its folder."""
    game: str
    """The referred game."""
    preset: str
    """``default`` or ``paper``."""
    steps: int
    """Steps of its 12-second window."""
    feature_set: FeatureSet
    """Features that it predicts."""
    track_segments: int
    """The most 12-second segments that stand for a library track."""
    mean: Floats = field(repr=False)
    """Mean of each feature dimension over the training segments [shape=(D,)]."""
    deviation: Floats = field(repr=False)
    """Standard deviation of each feature dimension, above 0 [shape=(D,)]."""
    nmf_dictionary: Floats | None = field(repr=False)
    """Dictionary of ``nmf`` [shape=(1025, 16)]; None if the feature set has no ``nmf``."""
    nmf_dictionary_sha256: str
    """SHA-256 of the dictionary's values, in hex; empty if there is none."""
    held_out_loss: float
    """Mean squared error of the network on the test half, in standardised features."""
    mean_loss: float
    """Mean squared error on the test half of always predicting the training mean."""
    picture_hashes: tuple[Hashes, ...] = field(repr=False)
    """Picture hashes of each game [shape=(n,), uint64]; empty in a bundle of an older version."""
    trained_on: Mapping[str, Any] = field(repr=False)
    """Record of the training: videos, segments, seed, losses."""
    manifest: Mapping[str, Any] = field(repr=False)
    """Content of ``bundle.json``."""
    embed_network: bytes = field(repr=False)
    """ONNX network from a frame to its embedding."""
    sequence_network: bytes = field(repr=False)
    """ONNX network from a window's embeddings to standardised features."""

    def feature_keys(self, *, segments: int | None = None) -> dict[str, str]:
        """Return the keys under which the library stores a track's features for this bundle.

        Parameters
        ----------
        segments : int, optional
            Segments of a track; by default as many as the bundle asks for.

        Returns
        -------
        dict of str to str
            Key of each feature, by the feature's name.
        """
        return {
            name: feature_key(
                name,
                self.steps,
                segments=segments or self.track_segments,
                nmf_dictionary_sha256=self.nmf_dictionary_sha256,
            )
            for name in self.feature_set.names
        }

    @cached_property
    def weights(self) -> Floats:
        """Weight of each feature dimension in a distance [shape=(D,), float32]; see `block_weights`."""
        return block_weights(self.feature_set)

    def scale(self, features: npt.ArrayLike) -> Floats:
        """Standardise and weight features, so that distances can be taken.

        Parameters
        ----------
        features : np.ndarray [shape=(..., D), float32]
            From `scenescore.audio.features.stack`.

        Returns
        -------
        np.ndarray [shape=(..., D), float32]
            In the bundle's scaled space.

        Raises
        ------
        InvalidInputError
            The last axis doesn't have the dimensions of the feature set.
        """
        values = np.asarray(features, np.float32)
        if values.ndim == 0 or values.shape[-1] != self.feature_set.dimensions:
            raise InvalidInputError(
                f"{self.feature_set} has {self.feature_set.dimensions} dimensions, not {values.shape}"
            )
        return (values - self.mean) / self.deviation * self.weights

    def bank(self) -> Floats:
        """Return the bank: the network's predictions for the training segments.

        Returns
        -------
        np.ndarray [shape=(n, steps, D), float32]
            In the bundle's scaled space.

        Raises
        ------
        BrokenFileError
            The file is missing or was changed.
        """
        data = read_file(self.path, BANK_FILE, self.manifest)
        return read_array(self.path / BANK_FILE, data, (None, self.steps, self.feature_set.dimensions))

    def memory(self) -> Memory | None:
        """Return the memory, or None if the bundle has none.

        Raises
        ------
        BrokenFileError
            A file is missing, was changed, or has another shape.
        """
        if MEMORY_APPEARANCE_FILE not in self.manifest["files"]:
            return None
        appearance, features = (
            read_array(self.path / name, read_file(self.path, name, self.manifest), shape)
            for name, shape in (
                (MEMORY_APPEARANCE_FILE, (None, None, APPEARANCE_VALUES)),
                (MEMORY_FEATURES_FILE, (None, self.steps, self.feature_set.dimensions)),
            )
        )
        try:
            return Memory(appearance, features)
        except InvalidInputError as error:
            raise BrokenFileError(self.path / MEMORY_APPEARANCE_FILE, error.message) from error


def load_bundle(path: str | Path) -> Bundle:
    """Load a bundle and check it against its manifest.

    Parameters
    ----------
    path : str or Path
        The bundle's folder.

    Returns
    -------
    Bundle

    Raises
    ------
    NotFoundError
        The folder doesn't exist or holds no bundle.
    BrokenFileError
        A file is missing, was changed, or has another shape.
    """
    folder = Path(path)
    if not (folder / MANIFEST).is_file():
        raise NotFoundError(
            f"{folder}: there is no bundle here (no {MANIFEST}); train one with `scenescore train`"
        )
    manifest = read_manifest(folder)
    try:
        return _build(folder, manifest)
    except BrokenFileError:
        raise
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise BrokenFileError(folder / MANIFEST, f"it doesn't hold what a bundle needs: {error!r}") from error
    except InvalidInputError as error:
        raise BrokenFileError(folder / MANIFEST, error.message) from error


def bundle_name(folder: str | Path) -> str:
    """Return the id of the bundle in a folder: the folder's name in a-z, 0-9, ``-`` and ``_``.

    Parameters
    ----------
    folder : str or Path
        The folder, or any name.
    """
    plain = re.sub(r"[^a-z0-9_]+", "-", Path(folder).resolve().name.lower()).strip("-")
    return plain[:MAX_NAME_LENGTH] or "bundle"


def check_name(name: str) -> None:
    """Check a bundle's id.

    Parameters
    ----------
    name : str
        The id.

    Raises
    ------
    InvalidInputError
        It has other characters, or is too long.
    """
    if not NAME_PATTERN.fullmatch(name):
        problem = f"a bundle's name is 1 to {MAX_NAME_LENGTH} of a-z, 0-9, - and _, not {name!r}"
        raise InvalidInputError(problem, field="model_id")


def dictionary_sha256(dictionary: Floats) -> str:
    """Return the SHA-256 of a dictionary's values, in hex.

    Parameters
    ----------
    dictionary : np.ndarray [shape=(1025, 16), float32]
        Dictionary of ``nmf``.
    """
    return hashlib.sha256(np.ascontiguousarray(dictionary, "<f4").tobytes()).hexdigest()


def _build(folder: Path, manifest: Mapping[str, Any]) -> Bundle:
    feature_set = FeatureSet(tuple(manifest["features"]))
    steps = int(manifest["steps"])
    check_steps(steps)
    if manifest["feature_version"] != FEATURE_VERSION:
        raise InvalidInputError(
            f"it was trained with version {manifest['feature_version']} of the features, this Scenescore "
            f"computes version {FEATURE_VERSION}; train the bundle again"
        )
    dictionary = None
    if "nmf" in feature_set.names:
        dictionary = read_array(
            folder / DICTIONARY_FILE, read_file(folder, DICTIONARY_FILE, manifest), (None, None)
        )
        check_dictionary(dictionary, 16)
    width = (feature_set.dimensions,)
    deviation = read_array(folder / DEVIATION_FILE, read_file(folder, DEVIATION_FILE, manifest), width)
    if not np.all(deviation > 0):
        raise InvalidInputError(
            f"{DEVIATION_FILE} holds deviations that are not above 0; train the bundle again"
        )
    # Predicting needs neither the loss curve nor the bank, but a damaged bundle is refused as a whole.
    for name in manifest["files"]:
        read_file(folder, name, manifest)
    return Bundle(
        name=bundle_name(folder),
        path=folder,
        game=str(manifest["game"]),
        preset=str(manifest["preset"]),
        steps=steps,
        feature_set=feature_set,
        track_segments=check_segment_count(int(manifest.get("track_segments", 1))),
        mean=read_array(folder / MEAN_FILE, read_file(folder, MEAN_FILE, manifest), width),
        deviation=deviation,
        nmf_dictionary=dictionary,
        nmf_dictionary_sha256="" if dictionary is None else dictionary_sha256(dictionary),
        held_out_loss=float(manifest["held_out_loss"]),
        mean_loss=float(manifest["mean_loss"]),
        picture_hashes=hashes_from_json(manifest["picture_hashes"]) if "picture_hashes" in manifest else (),
        trained_on=dict(manifest["trained_on"]),
        manifest=manifest,
        embed_network=read_file(folder, EMBED_FILE, manifest),
        sequence_network=read_file(folder, SEQUENCE_FILE, manifest),
    )
