"""What a predictor says of windows, as distances: all figures of a report follow from them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.atomic_write import atomic_write
from scenescore.audio.features import FeatureSet
from scenescore.frames.appearance import looks_of
from scenescore.frames.stillness import stillness_of
from scenescore.matching.bank import bank_distances, rows_of
from scenescore.matching.emd import distance_matrix
from scenescore.matching.hubs import correct
from scenescore.matching.segments import Segments
from scenescore.model.bundle.bundle import Bundle
from scenescore.model.bundle.scaling import block_weights, standard
from scenescore.model.predict import Predictor
from scenescore.studies.windows import LabelledWindow
from scenescore_eval.report.data.window_scenes import Runs, cue_distances
from scenescore_eval.report.prediction.colour_histogram import colours_of, nearest

Floats = npt.NDArray[np.float32]
Frames = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]
COLOURS: Final = "colours"
"""The lazy baseline's name among the predictors."""
TOLD: Final = "told the scene"
"""The name of one who is told what kind of scene it is, and knows other games."""
JUDGING: Final = 8
"""Counts up where windows are judged otherwise: what was kept before is judged again."""


@dataclass(frozen=True)
class Judged:
    """Distances of a predictor's answers for n windows."""

    to_tracks: Floats
    """EMD of each prediction to each track [shape=(n, tracks), float32]."""
    to_heard: Floats
    """EMD of each prediction to what is heard in each window [shape=(n, n), float32]; the paper's Fig. 4."""
    looks: Floats
    """How far each window (rows) looks from each other one, were it a cue that has seen its scene; of the
    baseline the distance of the colours [shape=(n, n), float32]."""
    bias: Floats
    """Hub correction of each track as a session has it, added to its distances [shape=(tracks,), float32]."""

    by_network: Floats
    """How much of each prediction the network made, 0 to 1 [shape=(n,), float32]; the rest is remembered."""

    @property
    def scores(self) -> npt.NDArray[np.float64]:
        """What a session ranks by: distances with the hub correction [shape=(n, tracks), float64]."""
        corrected: npt.NDArray[np.float64] = (
            self.to_tracks + self.by_network[:, None].astype(np.float64) * self.bias
        )
        return corrected

    def save(self, path: Path) -> None:
        """Write all of it, whole or not at all."""
        with atomic_write(path) as scratch, scratch.open("wb") as file:
            np.savez_compressed(file, **{field.name: getattr(self, field.name) for field in fields(self)})

    @classmethod
    def load(cls, path: Path) -> "Judged":
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as kept:
            return cls(**{field.name: kept[field.name] for field in fields(cls)})


def judge_bundle(bundle: Bundle, frames: Frames, heard: Floats, music: Segments, runs: Runs) -> Judged:
    """Let a bundle predict from windows.

    Parameters
    ----------
    bundle : Bundle
        Who predicts.
    frames : np.ndarray [shape=(n, steps, 80, 80, 3), uint8]
        The windows' pictures.
    heard : np.ndarray [shape=(n, steps, D), float32]
        What is heard in them, with the bundle's features.
    music : Segments
        The collection's, likewise; a bundle compares no more of each piece than it asks for.
    runs : np.ndarray [shape=(n,), int64]
        The windows' scenes, from `scenescore_eval.report.data.window_scenes.scene_runs`.
    """
    predictor = Predictor(bundle)
    memory = predictor.memory
    embeddings = [predictor.embed(window) for window in frames]
    looks = [looks_of(window) for window in frames]
    answers = [
        predictor.complete(own, memory.likeness(seen) if memory else None)
        for own, seen in zip(embeddings, looks, strict=True)
    ]
    predicted = [answer.features for answer in answers]
    asked = music.first(bundle.track_segments)
    tracks = Segments(bundle.scale(asked.features), asked.starts)
    return Judged(
        to_tracks=to_tracks(predicted, tracks),
        to_heard=distance_matrix(predicted, bundle.scale(heard)).astype(np.float32),
        looks=cue_distances(looks, runs, [stillness_of(window) for window in frames]),
        bias=_bias(bundle.bank(), tracks, remembers=memory is not None),
        by_network=np.array([answer.by_network for answer in answers], np.float32),
    )


def judge_colours(
    shown: tuple[Frames, Floats], known: tuple[Frames, Floats], music: Segments, feature_set: FeatureSet
) -> Judged:
    """Let the lazy baseline answer: the nearest known window by colours, and what was heard there.

    Parameters
    ----------
    shown, known : tuple of np.ndarray [shape=(n, steps, 80, 80, 3), uint8] and [shape=(n, steps, D), float32]
        Pictures and heard features of the windows that are judged, and of those whose music is known.
    music : Segments
        The collection's.
    feature_set : FeatureSet
        Theirs.
    """
    (frames, heard), (known_frames, known_heard) = shown, known
    colours = colours_of(frames)
    found = nearest(colours, colours_of(known_frames))
    looks = np.linalg.norm(colours[:, None] - colours[None], axis=2).astype(np.float32)
    return _judge_known(found, known_heard, heard, music, feature_set, looks=looks)


def judge_told(
    shown: tuple[Sequence[LabelledWindow], Floats],
    known: tuple[Sequence[LabelledWindow], Floats],
    music: Segments,
    feature_set: FeatureSet,
    *,
    seed: int,
) -> Judged:
    """Answer as one who is told what kind of scene it is: with what is heard in such a scene of other games.

    No pictures could tell more of a game's scene to who knows other games alone. What this doesn't reach lies
    between the games' music, not in the pictures.

    Parameters
    ----------
    shown, known : tuple of sequence of LabelledWindow and np.ndarray [shape=(n, steps, D), float32]
        The windows that are judged, and those whose music is known, each with what is heard in it.
    music, feature_set
        As for `judge_colours`.
    seed : int
        Of the drawing: of the known windows of such scenes, each is as likely; where there are none, any.
    """
    (windows, heard), (known_windows, known_heard) = shown, known
    random = np.random.default_rng(seed)
    kinds = np.array([window.scene.scene for window in known_windows])
    alike = {scene: np.flatnonzero(kinds == scene) for scene in {window.scene.scene for window in windows}}
    everywhere = np.arange(len(kinds))
    found = np.array(
        [random.choice(own if len(own := alike[window.scene.scene]) else everywhere) for window in windows],
        np.int64,
    )
    looks = np.ones((len(windows), len(windows)), np.float32)
    return _judge_known(found, known_heard, heard, music, feature_set, looks=looks)


def _judge_known(
    found: Places,
    known_heard: Floats,
    heard: Floats,
    music: Segments,
    feature_set: FeatureSet,
    *,
    looks: Floats,
) -> Judged:
    """Judge answers that are what was heard in known windows [shape=(n,)]."""
    mean, deviation = standard(known_heard, feature_set)
    weights = block_weights(feature_set)

    def scaled(features: Floats) -> Floats:
        values: Floats = ((features - mean) / deviation * weights).astype(np.float32)
        return values

    answers, place = np.unique(found, return_inverse=True)
    known_scaled, tracks = scaled(known_heard), Segments(scaled(music.features), music.starts)
    return Judged(
        to_tracks=to_tracks(known_scaled[answers], tracks)[place],
        to_heard=distance_matrix(known_scaled[answers], scaled(heard))[place].astype(np.float32),
        looks=looks,
        bias=_bias(known_scaled, tracks, remembers=False),
        by_network=np.zeros(len(found), np.float32),
    )


def to_tracks(predicted: Collection[Floats], tracks: Segments) -> Floats:
    """Return the EMD of each prediction to the nearest segment of each track [shape=(n, tracks), float32]."""
    return tracks.nearest(distance_matrix(predicted, tracks.features)).astype(np.float32)


def _bias(bank: Floats, tracks: Segments, *, remembers: bool) -> Floats:
    bias: Floats = correct(
        bank_distances(rows_of(bank, remembers=remembers), tracks).astype(np.float64)
    ).bias.astype(np.float32)
    return bias
