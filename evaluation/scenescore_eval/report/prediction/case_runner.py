"""Runs the cases of a report: trains a bundle, predicts from the tested windows, and replays the game."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from scenescore.errors import ScenescoreError
from scenescore.model.dataset.footage import VideoPart
from scenescore.model.precision import FLOAT32
from scenescore.model.progress import TrainingStoppedError
from scenescore.model.train import train
from scenescore.studies.data_folder import DataFolder
from scenescore.studies.windows import earlier_parts
from scenescore_eval.report.data.eval_task import OWN, EvalCase, EvalTask
from scenescore_eval.report.data.report_data import MusicCollection, ReportData
from scenescore_eval.report.prediction.cache import CaseCache, CaseResult
from scenescore_eval.report.prediction.predictions import predict_with_bundle
from scenescore_eval.report.prediction.replay import (
    Frame,
    Replayer,
    SteadyTracks,
    play_frames,
    play_spans,
)
from scenescore_eval.report.progress import ProgressCallback, ReportProgress
from scenescore_eval.report.settings import ReportSettings

STOPPED = "the report was stopped; the same command goes on from here"


@dataclass(frozen=True)
class CaseRunner:
    """Runs cases, and skips those that are cached."""

    data: ReportData
    """Footage and music."""
    collection: MusicCollection
    """The music to search among."""
    settings: ReportSettings
    """How much work to do."""
    out: Path
    """The report's folder."""
    replayer: Replayer | None
    """Replays games to live sessions; None skips the replays."""
    replayed_tasks: frozenset[EvalTask]
    """Tasks whose games are replayed."""
    progress: ProgressCallback
    """Called for each step."""
    stop: threading.Event
    """Set to end early."""

    def run(self, cases: Sequence[EvalCase]) -> list[CaseResult]:
        """Run all cases that are not cached, and return the results of all.

        Parameters
        ----------
        cases : sequence of EvalCase
            The cases, in the order in which they are run.

        Returns
        -------
        list of CaseResult
            In the same order.

        Raises
        ------
        TrainingStoppedError
            `stop` was set.
        """
        results: list[CaseResult] = []
        took_s: list[float] = []
        for done, case in enumerate(cases):
            eta_s = float(np.mean(took_s)) * (len(cases) - done) if took_s else 0.0

            def report(activity: str, done: int = done, eta_s: float = eta_s, name: str = case.name) -> None:
                self.progress(ReportProgress(done, len(cases), f"{name}: {activity}", eta_s))

            cache = CaseCache(self.out, case, self.settings, self.data.signature)
            began_s = time.monotonic()
            found, replayed = cache.read(), cache.read_replayed()
            if (result := found) is None:
                report("training")
                result = self._train_and_predict(case, cache, report)
            if result.predictions is not None and case.task in self.replayed_tasks:
                result = replace(result, replayed=replayed or self._replay(case, cache, report))
            if found is None:
                took_s.append(time.monotonic() - began_s)
            results.append(result)
        self.progress(ReportProgress(len(cases), len(cases), "all cases are done"))
        return results

    def _train_and_predict(
        self, case: EvalCase, cache: CaseCache, report: Callable[[str], None]
    ) -> CaseResult:
        """Run one case. A training that fails doesn't end the report."""
        task, began_s = case.task, time.monotonic()
        try:
            bundle = cache.trained_bundle() or train(
                _footage(task, self.data.data),
                game=" + ".join(task.referred),
                out_dir=cache.bundle,
                preset=case.preset,
                steps=self.settings.steps,
                epochs=self.settings.epochs,
                segments=self.settings.segments_per_game * len(task.referred),
                seed=case.seed,
                # Every processor computes the same figures in float32.
                precision=FLOAT32,
                progress=lambda step: report(f"{step.stage} {step.done}/{step.total}"),
                stop=self.stop,
            )
        except TrainingStoppedError:
            raise
        except ScenescoreError as error:
            return CaseResult(case, None, 0.0, 0.0, 0.0, problem=error.message)
        if bundle.trained_on["stopped"]:
            raise TrainingStoppedError(STOPPED)
        seconds = time.monotonic() - began_s
        report("predicting")
        columns = self.data.columns(bundle.feature_set)
        predictions = predict_with_bundle(
            bundle,
            self.data.frames(task.game, task.half),
            self.data.music_features(task.game, task.half)[..., columns],
            self.collection.segments.columns(columns),
            self.data.scene_numbers(task.game, task.half),
        )
        result = CaseResult(case, predictions, seconds, bundle.held_out_loss, bundle.mean_loss)
        cache.write(result)
        return result

    def _replay(
        self, case: EvalCase, cache: CaseCache, report: Callable[[str], None]
    ) -> Mapping[str, SteadyTracks]:
        """Replay the whole game to live sessions of a case's bundle."""
        bundle = cache.trained_bundle()
        if self.replayer is None or bundle is None:
            return {}
        spans = play_spans(self.data.data.of_game(case.task.game), half=case.task.half)
        length_s, reported_s = spans[-1].end_s, 0.0

        def frames() -> Iterator[Frame]:
            nonlocal reported_s
            for time_s, picture in play_frames(spans):
                if self.stop.is_set():
                    raise TrainingStoppedError(STOPPED)
                if time_s >= reported_s:
                    report(f"replaying {time_s / 60:.0f} of {length_s / 60:.0f} min")
                    reported_s += 60
                yield time_s, picture

        music = self.collection.segments.columns(self.data.columns(bundle.feature_set))
        replayed = self.replayer(bundle, self.collection.tracks, music, frames())
        cache.write_replayed(replayed)
        return replayed


def _footage(task: EvalTask, data: DataFolder) -> list[VideoPart | Path]:
    """Return the footage that a task may learn from."""
    if task.source == OWN:
        return list(earlier_parts(data.of_game(task.game)))
    return list(dict.fromkeys(scene.clip for game in task.referred for scene in data.of_game(game)))
