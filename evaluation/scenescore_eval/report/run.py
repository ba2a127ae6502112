"""Runs a report: reads the data, runs all cases, and collects what the figures are computed from."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scenescore.errors import InvalidInputError, StorageError
from scenescore.studies.data_folder import DataFolder, read_data_folder
from scenescore.studies.windows import LabelledWindow
from scenescore_eval.report.data.eval_task import EvalCase, EvalTask, eval_tasks, replayed_tasks
from scenescore_eval.report.data.report_data import MusicCollection, ReportData, data_signature
from scenescore_eval.report.data.similar_games import most_similar_games
from scenescore_eval.report.data.validation import drop_unreadable_clips
from scenescore_eval.report.prediction.baselines import baseline_predictions
from scenescore_eval.report.prediction.cache import CaseResult
from scenescore_eval.report.prediction.case_runner import CaseRunner
from scenescore_eval.report.prediction.predictions import Predictions
from scenescore_eval.report.prediction.replay import Replayer
from scenescore_eval.report.progress import ProgressCallback, ReportProgress
from scenescore_eval.report.settings import ReportSettings


@dataclass(frozen=True)
class ReportResults:
    """Everything that the figures are computed from."""

    data: DataFolder
    """Without unreadable clips."""
    broken: tuple[str, ...]
    """The reason for each clip that can't be read."""
    settings: ReportSettings
    """How much work the report did."""
    presets: tuple[str, ...]
    """Presets that were trained."""
    tasks: tuple[EvalTask, ...]
    """What was tested, grouped by game."""
    collection: MusicCollection
    """The music that predictions were searched among."""
    cases: tuple[CaseResult, ...]
    """One for each training."""
    baselines: dict[EvalTask, dict[str, Predictions]]
    """Predictions of the baselines by name."""
    windows: dict[EvalTask, list[LabelledWindow]]
    """The tested windows."""


def run_report(
    data: str | Path,
    out: Path,
    settings: ReportSettings,
    *,
    presets: Sequence[str] = ("default", "paper"),
    games: Sequence[str] = (),
    replayer: Replayer | None = None,
    progress: ProgressCallback = lambda step: None,
    stop: threading.Event | None = None,
) -> ReportResults:
    """Train and test all cases that are not cached.

    Parameters
    ----------
    data : str or Path
        A data folder.
    out : Path
        Folder for bundles and cached results. A second run with the same arguments continues where the first
        one was stopped.
    settings : ReportSettings
        How much work to do.
    presets : sequence of str
        Presets to train.
    games : sequence of str, optional
        Games to test; all by default. The others are still learnt from.
    replayer : callable, optional
        Replays games to live sessions. Without it the report has no live figures.
    progress : callable
        Called with each `ReportProgress`.
    stop : threading.Event, optional
        Set it to stop the report. Finished cases are kept.

    Returns
    -------
    ReportResults

    Raises
    ------
    InvalidInputError
        A game doesn't exist, or there is too little to test.
    NotFoundError
        The data folder lacks a file.
    TrainingStoppedError
        `stop` was set.
    StorageError
        `out` can't be written.
    """
    folder = read_data_folder(data)
    stop = stop or threading.Event()
    for game in games:
        if game not in folder.games:
            raise InvalidInputError(f"{data} has no game {game!r}: it has {', '.join(folder.games)}")
    try:
        folder, broken = drop_unreadable_clips(
            folder,
            out / "cache" / f"broken-{data_signature(folder)}.json",
            lambda done, total: progress(ReportProgress(0, 0, f"checking clip {done} of {total}")),
        )
        for game in games:
            if game not in folder.games:
                raise InvalidInputError(f"no clip of {game!r} can be read: {'; '.join(broken)}")
        report_data = ReportData(folder, out / "cache", settings.steps)
        similar = most_similar_games(folder, report_data.folder / "similar.json", progress)
        tasks = [
            task
            for task in eval_tasks(folder.games, similar)
            if task.game in (games or folder.games) and report_data.windows(task.game, task.half)
        ]
        if not tasks:
            raise InvalidInputError(f"no game of {data} has a labelled stretch of 12 s with a known piece")
        collection = report_data.collection(
            lambda count: progress(ReportProgress(0, 0, f"analysing music: {count} tracks"))
        )
        runner = CaseRunner(
            report_data, collection, settings, out, replayer, replayed_tasks(tasks), progress, stop
        )
        cases = [
            EvalCase(task, preset, seed)
            for seed in range(settings.seeds)
            for task in tasks
            for preset in presets
        ]
        return ReportResults(
            data=folder,
            broken=broken,
            settings=settings,
            presets=tuple(presets),
            tasks=tuple(tasks),
            collection=collection,
            cases=tuple(runner.run(cases)),
            baselines={task: baseline_predictions(task, report_data, collection) for task in tasks},
            windows={task: report_data.windows(task.game, task.half) for task in tasks},
        )
    except OSError as error:
        raise StorageError(f"{out} can't be written: {error.strerror or error}") from error
