"""The figures of a report: each predictor on each course, with intervals and what chance gives."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from scenescore.studies.intervals import Interval, clustered_mean
from scenescore.studies.retrieval import Rightness, rightness
from scenescore.studies.windows import LabelledWindow
from scenescore_eval.report.data.eval_task import Course
from scenescore_eval.report.figures.cue_trials import TRIALS, always, as_in_sessions, try_cues
from scenescore_eval.report.figures.live_figures import LiveFigures, live_figures
from scenescore_eval.report.figures.sampling import ManyScenes, SixScenes, many_scenes, six_scenes
from scenescore_eval.report.prediction.cache import CaseResult
from scenescore_eval.report.prediction.predictions import COLOURS, TOLD, Judged
from scenescore_eval.report.prediction.replay import FORGETS, REMEMBERS, spans_of
from scenescore_eval.report.run import ReportResults

Values = npt.NDArray[np.float64]
Told = TypeVar("Told", SixScenes, ManyScenes)


@dataclass(frozen=True)
class Figures:
    """What a predictor reached on a course, over all its seeds."""

    course: Course
    predictor: str
    """A preset, `COLOURS` or `TOLD`."""
    seeds: int
    windows: int
    stretches: int
    """Stretches of play that the windows lie in; intervals draw whole stretches."""
    piece: Interval
    """Share of windows whose nearest track is the piece that the game plays there."""
    piece_corrected: Interval
    """The same with hub correction."""
    kind: Interval | None
    """Share whose nearest track is of that piece's kind; None where no kind is known."""
    kind_corrected: Interval | None
    scene: Interval
    """Share whose nearest among the game's own pieces is one that it plays in such scenes."""
    chance_piece: float
    chance_kind: float
    chance_scene: float
    cued: dict[str, Interval]
    """By trial of `TRIALS`: share that is right once there are cues; empty for `TOLD`."""
    cued_without: dict[str, float]
    """The same windows without them."""
    six: SixScenes
    many: ManyScenes
    loss: float | None
    """Held-out loss over that of predicting the mean; None for baselines."""
    live: dict[str, LiveFigures]
    """Of a whole play, by what the session is: `FORGETS` or `REMEMBERS`; empty where none was played."""


def all_figures(
    results: ReportResults, done: Callable[[int, int], None] = lambda count, total: None
) -> list[Figures]:
    """Work all figures out.

    Parameters
    ----------
    results : ReportResults
        From `scenescore_eval.report.run.run_report`.
    done : callable
        Called with how many of how many are done.

    Returns
    -------
    list of Figures
        By course, in the order of the report's; a preset that could not be trained has none.
    """
    work: list[tuple[Course, str, list[Judged], float | None, dict[str, LiveFigures]]] = []
    for course in results.courses:
        for preset in results.presets:
            own = [one for one in results.cases if (one.case.course, one.case.preset) == (course, preset)]
            judged = [one.judged for one in own if one.judged is not None]
            if judged:
                ratios = [one.held_out_loss / one.mean_loss for one in own if one.judged and one.mean_loss]
                loss = float(np.mean(ratios)) if ratios else None
                work.append((course, preset, judged, loss, _live(results, course, own)))
        for name, one in results.baselines[course].items():
            work.append((course, name, [one], None, {}))
    found = []
    for count, (course, predictor, judged, loss, live) in enumerate(work, 1):
        found.append(_figures(results, course, predictor, judged, loss=loss, live=live))
        done(count, len(work))
    return found


def _live(results: ReportResults, course: Course, cases: Sequence[CaseResult]) -> dict[str, LiveFigures]:
    """Sum up what the sessions of a preset's bundles have settled on."""
    spans = spans_of(results.data.of_game(course.game), half=course.half)
    return {
        session: live_figures(
            [case.played[session] for case in cases if session in case.played],
            spans,
            results.windows[course],
            len(results.collection.tracks),
            results.data.kind_of,
            draws=results.settings.draws,
            seed=0,
        )
        for session in (FORGETS, REMEMBERS)
        if any(session in case.played for case in cases)
    }


def _figures(
    results: ReportResults,
    course: Course,
    predictor: str,
    judged: Sequence[Judged],
    *,
    loss: float | None,
    live: dict[str, LiveFigures],
) -> Figures:
    windows, tracks = results.windows[course], results.collection.tracks
    clusters = [window.scene for window in windows]
    draws = results.settings.draws

    def right(scores: Sequence[Values]) -> list[Rightness]:
        return [rightness(one, windows, tracks, results.data.kind_of) for one in scores]

    def mean(rows: Sequence[npt.NDArray[np.bool_]], places: Sequence[int]) -> Interval:
        return clustered_mean(np.mean(rows, axis=0), [clusters[place] for place in places], seed=0)

    plain = right([one.to_tracks.astype(np.float64) for one in judged])
    corrected = right([one.scores for one in judged])
    everywhere, known, owning = range(len(windows)), plain[0].known, plain[0].owning
    cued, without = _with_cues(judged, windows, tracks, predictor, draws)
    return Figures(
        course=course,
        predictor=predictor,
        seeds=len(judged),
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
        six=_mean_of([six_scenes(one, windows, draws=draws, seed=0) for one in judged]),
        many=_mean_of([many_scenes(one, draws=draws, seed=0) for one in judged]),
        loss=loss,
        live=live,
    )


def _with_cues(
    judged: Sequence[Judged],
    windows: Sequence[LabelledWindow],
    tracks: Sequence[str],
    predictor: str,
    draws: int,
) -> tuple[dict[str, Interval], dict[str, float]]:
    cued, without = {}, {}
    for trial in TRIALS if predictor != TOLD else ():
        told = [
            try_cues(
                one,
                windows,
                tracks,
                trial,
                draws=draws,
                seed=0,
                strength=always if predictor == COLOURS else as_in_sessions,
            )
            for one in judged
        ]
        right = np.mean([one.right for one in told], axis=0)
        tested = [place for place, value in enumerate(right) if not np.isnan(value)]
        if tested:
            cued[trial] = clustered_mean(right[tested], [windows[place].scene for place in tested], seed=0)
            without[trial] = float(np.mean([one.without[tested] for one in told]))
    return cued, without


def _mean_of(told: Sequence[Told]) -> Told:
    means = {name: float(np.mean([getattr(one, name) for one in told])) for name in vars(told[0])}
    return replace(told[0], **means)
