"""The figures of a report: each predictor on each task, with intervals and chance."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from scenescore.studies.diversity.relevance import WindowRelevance, window_relevance
from scenescore.studies.intervals import Interval, clustered_mean
from scenescore.studies.windows import LabelledWindow
from scenescore_eval.report.data.eval_task import EvalTask
from scenescore_eval.report.figures.cue_trials import (
    TRIALS,
    nearest_cue_decides,
    run_cue_trial,
    session_cue_strength,
)
from scenescore_eval.report.figures.live_figures import LiveFigures, live_figures
from scenescore_eval.report.figures.sampling import ManyScenes, SixScenes, many_scenes, six_scenes
from scenescore_eval.report.prediction.baselines import COLOURS, TOLD_SCENE
from scenescore_eval.report.prediction.cache import CaseResult
from scenescore_eval.report.prediction.predictions import Predictions
from scenescore_eval.report.prediction.replay import FORGETS, REMEMBERS, play_spans
from scenescore_eval.report.run import ReportResults

Values = npt.NDArray[np.float64]
Form = TypeVar("Form", SixScenes, ManyScenes)


@dataclass(frozen=True)
class Figures:
    """What a predictor reached on a task, over all its seeds."""

    task: EvalTask
    predictor: str
    """A preset, `COLOURS` or `TOLD_SCENE`."""
    seeds: int
    windows: int
    """Number of tested windows."""
    stretches: int
    """Number of stretches of play that the windows lie in. Intervals resample whole stretches."""
    piece: Interval
    """Share of windows whose nearest track is the piece that the game plays there."""
    piece_corrected: Interval
    """The same with hub correction."""
    kind: Interval | None
    """Share of windows whose nearest track is of that piece's kind; None if no kind is known."""
    kind_corrected: Interval | None
    """The same with hub correction."""
    scene: Interval
    """Share of windows whose nearest piece, among the game's own, is one that it plays in such scenes."""
    chance_piece: float
    chance_kind: float
    chance_scene: float
    cued: dict[str, Interval]
    """Share that is right with cues, by trial of `TRIALS`; empty for `TOLD_SCENE`."""
    cued_without: dict[str, float]
    """The share on the same windows without cues."""
    six: SixScenes
    many: ManyScenes
    loss: float | None
    """Held-out loss divided by the loss of predicting the mean; None for baselines."""
    live: dict[str, LiveFigures]
    """Figures of the replay, by session: `FORGETS` and `REMEMBERS`; empty if there was no replay."""


@dataclass(frozen=True)
class _Entry:
    """A predictor on a task: what one row of figures is computed from."""

    task: EvalTask
    predictor: str
    predictions: list[Predictions]
    """One for each seed."""
    loss: float | None = None
    live: dict[str, LiveFigures] | None = None


def compute_figures(
    results: ReportResults, progress: Callable[[int, int], None] = lambda count, total: None
) -> list[Figures]:
    """Compute all figures of a report.

    Parameters
    ----------
    results : ReportResults
        From `scenescore_eval.report.run.run_report`.
    progress : callable
        Called with the number of finished figures and the number of all.

    Returns
    -------
    list of Figures
        By task, in the report's order. A preset whose trainings all failed has none.
    """
    entries: list[_Entry] = []
    for task in results.tasks:
        for preset in results.presets:
            own = [one for one in results.cases if (one.case.task, one.case.preset) == (task, preset)]
            predictions = [one.predictions for one in own if one.predictions is not None]
            if predictions:
                ratios = [
                    one.held_out_loss / one.mean_loss for one in own if one.predictions and one.mean_loss
                ]
                loss = float(np.mean(ratios)) if ratios else None
                entries.append(_Entry(task, preset, predictions, loss, _live(results, task, own)))
        for name, baseline in results.baselines[task].items():
            entries.append(_Entry(task, name, [baseline]))
    found = []
    for count, entry in enumerate(entries, 1):
        found.append(_figures(results, entry))
        progress(count, len(entries))
    return found


def _live(results: ReportResults, task: EvalTask, cases: Sequence[CaseResult]) -> dict[str, LiveFigures]:
    """Return the live figures of a preset's sessions."""
    spans = play_spans(results.data.of_game(task.game), half=task.half)
    return {
        session: live_figures(
            [case.replayed[session] for case in cases if session in case.replayed],
            spans,
            results.windows[task],
            len(results.collection.tracks),
            results.data.kind_of,
            draws=results.settings.draws,
            seed=0,
        )
        for session in (FORGETS, REMEMBERS)
        if any(session in case.replayed for case in cases)
    }


def _figures(results: ReportResults, entry: _Entry) -> Figures:
    windows, tracks = results.windows[entry.task], results.collection.tracks
    clusters = [window.scene for window in windows]
    draws = results.settings.draws

    def right(scores: Sequence[Values]) -> list[WindowRelevance]:
        return [window_relevance(one, windows, tracks, results.data.kind_of) for one in scores]

    def mean(rows: Sequence[npt.NDArray[np.bool_]], places: Sequence[int]) -> Interval:
        return clustered_mean(np.mean(rows, axis=0), [clusters[place] for place in places], seed=0)

    plain = right([one.track_distances.astype(np.float64) for one in entry.predictions])
    corrected = right([one.scores for one in entry.predictions])
    everywhere, known, owning = range(len(windows)), plain[0].known, plain[0].owning
    cued, without = _with_cues(entry, windows, tracks, draws)
    return Figures(
        task=entry.task,
        predictor=entry.predictor,
        seeds=len(entry.predictions),
        windows=len(windows),
        stretches=len(set(clusters)),
        piece=mean([one.piece for one in plain], everywhere),
        piece_corrected=mean([one.piece for one in corrected], everywhere),
        kind=mean([one.kind for one in plain], known) if known else None,
        kind_corrected=mean([one.kind for one in corrected], known) if known else None,
        scene=mean([one.scene for one in plain], owning),
        chance_piece=plain[0].chance_piece,
        chance_kind=plain[0].chance_kind,
        chance_scene=plain[0].chance_scene,
        cued=cued,
        cued_without=without,
        six=_mean_of([six_scenes(one, windows, draws=draws, seed=0) for one in entry.predictions]),
        many=_mean_of([many_scenes(one, draws=draws, seed=0) for one in entry.predictions]),
        loss=entry.loss,
        live=entry.live or {},
    )


def _with_cues(
    entry: _Entry, windows: Sequence[LabelledWindow], tracks: Sequence[str], draws: int
) -> tuple[dict[str, Interval], dict[str, float]]:
    """Return the shares with cues and without them, by trial."""
    cued, without = {}, {}
    strength = nearest_cue_decides if entry.predictor == COLOURS else session_cue_strength
    for trial in TRIALS if entry.predictor != TOLD_SCENE else ():
        trials = [
            run_cue_trial(one, windows, tracks, trial, draws=draws, seed=0, strength=strength)
            for one in entry.predictions
        ]
        right = np.mean([one.right for one in trials], axis=0)
        tested = [place for place, value in enumerate(right) if not np.isnan(value)]
        if tested:
            cued[trial] = clustered_mean(right[tested], [windows[place].scene for place in tested], seed=0)
            without[trial] = float(np.mean([one.without[tested] for one in trials]))
    return cued, without


def _mean_of(forms: Sequence[Form]) -> Form:
    """Return the means of all fields over the seeds."""
    means = {name: float(np.mean([getattr(one, name) for one in forms])) for name in vars(forms[0])}
    return replace(forms[0], **means)
