"""A predictor's answers for windows, as distances. All figures of a report follow from them."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.atomic_write import atomic_write
from scenescore.frames.appearance import appearance_descriptors
from scenescore.frames.stillness import measure_stillness
from scenescore.matching.emd import distance_matrix
from scenescore.matching.hubness import correct_hubs
from scenescore.matching.query_bank import bank_distances, select_bank_rows
from scenescore.matching.track_segments import TrackSegments
from scenescore.model.bundle.bundle import Bundle
from scenescore.model.predict import Predictor
from scenescore_eval.report.data.window_scenes import SceneNumbers, cue_distances

Floats = npt.NDArray[np.float32]
Frames = npt.NDArray[np.uint8]
PREDICTION_VERSION: Final = 9
"""Version of `Predictions`. Increase it when predictions change: cached ones are then computed again."""


@dataclass(frozen=True)
class Predictions:
    """A predictor's answers for n windows, as distances."""

    track_distances: Floats
    """EMD of each prediction to each track [shape=(n, tracks), float32]."""
    window_distances: Floats
    """EMD of each prediction to the music that is heard in each window [shape=(n, n), float32], as in the
    paper's Fig. 4."""
    cue_distances: Floats
    """Appearance distance of each window (rows) to each window as a cue that has seen its scene; for the
    colour baseline, the distance of the colours [shape=(n, n), float32]."""
    hub_bias: Floats
    """Hub correction of each track, which sessions add to its distance [shape=(tracks,), float32]."""
    network_share: Floats
    """Share of each prediction that comes from the network, 0 to 1; the rest comes from the bundle's memory
    [shape=(n,), float32]."""

    @property
    def scores(self) -> npt.NDArray[np.float64]:
        """What a session ranks by: distances with hub correction [shape=(n, tracks), float64]."""
        corrected: npt.NDArray[np.float64] = (
            self.track_distances + self.network_share[:, None].astype(np.float64) * self.hub_bias
        )
        return corrected

    def save(self, path: Path) -> None:
        """Write all arrays to a file, atomically.

        Parameters
        ----------
        path : Path
            The file, with the suffix ``.npz``.
        """
        with atomic_write(path) as scratch, scratch.open("wb") as file:
            np.savez_compressed(file, **{field.name: getattr(self, field.name) for field in fields(self)})

    @classmethod
    def load(cls, path: Path) -> "Predictions":
        """Read what `save` wrote.

        Parameters
        ----------
        path : Path
            The file.

        Returns
        -------
        Predictions

        Raises
        ------
        OSError
            The file can't be read.
        KeyError, ValueError
            The file has another content.
        """
        with np.load(path, allow_pickle=False) as arrays:
            return cls(**{field.name: arrays[field.name] for field in fields(cls)})


def predict_with_bundle(
    bundle: Bundle, frames: Frames, music_features: Floats, music: TrackSegments, scenes: SceneNumbers
) -> Predictions:
    """Predict from windows with a bundle.

    Parameters
    ----------
    bundle : Bundle
        The predictor.
    frames : np.ndarray [shape=(n, steps, 80, 80, 3), uint8]
        The windows' frames, HSV.
    music_features : np.ndarray [shape=(n, steps, D), float32]
        Features of the music that is heard in the windows: the bundle's features, not scaled.
    music : TrackSegments
        The collection's features, likewise. As many segments of each track count as the bundle compares.
    scenes : np.ndarray [shape=(n,), int64]
        The windows' scenes, from `scenescore_eval.report.data.window_scenes.scene_numbers`.

    Returns
    -------
    Predictions
    """
    predictor = Predictor(bundle)
    memory = predictor.memory
    embeddings = [predictor.embed(window) for window in frames]
    descriptors = [appearance_descriptors(window) for window in frames]
    answers = [
        predictor.complete(own, memory.similarity(seen) if memory else None)
        for own, seen in zip(embeddings, descriptors, strict=True)
    ]
    predicted = [answer.features for answer in answers]
    compared = music.first(bundle.track_segments)
    tracks = TrackSegments(bundle.scale(compared.features), compared.starts)
    return Predictions(
        track_distances=distances_to_tracks(predicted, tracks),
        window_distances=distance_matrix(predicted, bundle.scale(music_features)).astype(np.float32),
        cue_distances=cue_distances(descriptors, scenes, [measure_stillness(window) for window in frames]),
        hub_bias=hub_bias(bundle.bank(), tracks, has_memory=memory is not None),
        network_share=np.array([answer.network_share for answer in answers], np.float32),
    )


def distances_to_tracks(predicted: Collection[Floats], tracks: TrackSegments) -> Floats:
    """Return the EMD of each prediction to the nearest segment of each track.

    Parameters
    ----------
    predicted : collection of np.ndarray [shape=(steps, D), float32]
        The predictions, scaled.
    tracks : TrackSegments
        The tracks' features, scaled.

    Returns
    -------
    np.ndarray [shape=(n, tracks), float32]
    """
    return tracks.nearest(distance_matrix(predicted, tracks.features)).astype(np.float32)


def hub_bias(bank: Floats, tracks: TrackSegments, *, has_memory: bool) -> Floats:
    """Return the hub correction of each track.

    Parameters
    ----------
    bank : np.ndarray [shape=(m, steps, D), float32]
        Predictions that hubs are detected with, scaled.
    tracks : TrackSegments
        The tracks' features, scaled.
    has_memory : bool
        Whether the predictor has a memory of its footage.

    Returns
    -------
    np.ndarray [shape=(tracks,), float32]
    """
    distances = bank_distances(select_bank_rows(bank, has_memory=has_memory), tracks).astype(np.float64)
    bias: Floats = correct_hubs(distances).bias.astype(np.float32)
    return bias
