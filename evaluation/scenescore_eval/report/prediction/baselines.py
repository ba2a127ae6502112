"""The baselines of a report: the nearest colours, and an oracle that is told the kind of scene.

Both answer with music that was heard in windows of the games that the networks learn from.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.audio.features import FeatureSet
from scenescore.matching.emd import distance_matrix
from scenescore.matching.track_segments import TrackSegments
from scenescore.model.bundle.scaling import block_weights, mean_and_deviation
from scenescore.studies.windows import LabelledWindow
from scenescore_eval.report.data.eval_task import OWN, EvalTask
from scenescore_eval.report.data.report_data import MusicCollection, ReportData
from scenescore_eval.report.prediction.colour_histogram import nearest_windows, window_colours
from scenescore_eval.report.prediction.predictions import Predictions, distances_to_tracks, hub_bias

Floats = npt.NDArray[np.float32]
Frames = npt.NDArray[np.uint8]
Positions = npt.NDArray[np.int64]
COLOURS: Final = "colours"
"""Name of the colour baseline among the predictors."""
TOLD_SCENE: Final = "told the scene"
"""Name of the oracle that is told the kind of scene."""


def baseline_predictions(
    task: EvalTask, data: ReportData, collection: MusicCollection
) -> dict[str, Predictions]:
    """Let the baselines answer from the footage that the networks learn from.

    Parameters
    ----------
    task : EvalTask
        Which windows are tested, and which games are known.
    data : ReportData
        Their frames and features.
    collection : MusicCollection
        The music.

    Returns
    -------
    dict of str to Predictions
        By name. The oracle answers only for games that were not learnt from.
    """
    known_half = "earlier" if task.source == OWN else "whole"
    known = [game for game in task.referred if data.windows(game, known_half)]
    heard = data.music_features(task.game, task.half)
    known_heard = np.concatenate([data.music_features(game, known_half) for game in known])
    found = {
        COLOURS: predict_by_colours(
            (data.frames(task.game, task.half), heard),
            (np.concatenate([data.frames(game, known_half) for game in known]), known_heard),
            collection.segments,
            data.feature_set,
        )
    }
    if task.source != OWN:
        found[TOLD_SCENE] = predict_by_scene_kind(
            (data.windows(task.game, task.half), heard),
            ([window for game in known for window in data.windows(game, known_half)], known_heard),
            collection.segments,
            data.feature_set,
            seed=0,
        )
    return found


def predict_by_colours(
    tested: tuple[Frames, Floats], known: tuple[Frames, Floats], music: TrackSegments, feature_set: FeatureSet
) -> Predictions:
    """Answer with the music that was heard in the known window with the most similar colours.

    Parameters
    ----------
    tested, known : tuple of np.ndarray [shape=(n, steps, 80, 80, 3), uint8], [shape=(n, steps, D), float32]
        Frames of the windows and features of the music that is heard in them: of the tested windows, and of
        those whose music is known.
    music : TrackSegments
        The collection's features.
    feature_set : FeatureSet
        All these features.

    Returns
    -------
    Predictions
    """
    (frames, heard), (known_frames, known_heard) = tested, known
    colours = window_colours(frames)
    found = nearest_windows(colours, window_colours(known_frames))
    distances = np.linalg.norm(colours[:, None] - colours[None], axis=2).astype(np.float32)
    return _answer_with_known(found, known_heard, heard, music, feature_set, cue_distances=distances)


def predict_by_scene_kind(
    tested: tuple[Sequence[LabelledWindow], Floats],
    known: tuple[Sequence[LabelledWindow], Floats],
    music: TrackSegments,
    feature_set: FeatureSet,
    *,
    seed: int,
) -> Predictions:
    """Answer with the music that was heard in a known window of the same kind of scene.

    To a predictor that knows other games only, no picture can tell more about a scene than its kind. What
    this oracle misses is a difference between the games' music, not a lack of information in the pictures.

    Parameters
    ----------
    tested, known : tuple of sequence of LabelledWindow and np.ndarray [shape=(n, steps, D), float32]
        Windows and features of the music that is heard in them: of the tested windows, and of those whose
        music is known.
    music, feature_set
        As for `predict_by_colours`.
    seed : int
        Seed of the choice among the known windows of that kind, all of which are equally likely. If there are
        none, all known windows are.

    Returns
    -------
    Predictions
    """
    (windows, heard), (known_windows, known_heard) = tested, known
    random = np.random.default_rng(seed)
    kinds = np.array([window.scene.scene for window in known_windows])
    of_kind = {scene: np.flatnonzero(kinds == scene) for scene in {window.scene.scene for window in windows}}
    everywhere = np.arange(len(kinds))
    found = np.array(
        [random.choice(own if len(own := of_kind[window.scene.scene]) else everywhere) for window in windows],
        np.int64,
    )
    no_cues = np.ones((len(windows), len(windows)), np.float32)
    return _answer_with_known(found, known_heard, heard, music, feature_set, cue_distances=no_cues)


def _answer_with_known(
    found: Positions,
    known_heard: Floats,
    heard: Floats,
    music: TrackSegments,
    feature_set: FeatureSet,
    *,
    cue_distances: Floats,
) -> Predictions:
    """Return predictions that are the music of known windows, by their positions [shape=(n,)]."""
    mean, deviation = mean_and_deviation(known_heard, feature_set)
    weights = block_weights(feature_set)

    def scaled(features: Floats) -> Floats:
        values: Floats = ((features - mean) / deviation * weights).astype(np.float32)
        return values

    answers, answer_of = np.unique(found, return_inverse=True)
    known_scaled, tracks = scaled(known_heard), TrackSegments(scaled(music.features), music.starts)
    window_distances = distance_matrix(known_scaled[answers], scaled(heard))[answer_of]
    return Predictions(
        track_distances=distances_to_tracks(known_scaled[answers], tracks)[answer_of],
        window_distances=window_distances.astype(np.float32),
        cue_distances=cue_distances,
        hub_bias=hub_bias(known_scaled, tracks, has_memory=False),
        network_share=np.zeros(len(found), np.float32),
    )
