"""The cache of finished cases: a stopped report continues from here."""

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from scenescore.atomic_write import atomic_write
from scenescore.errors import ScenescoreError
from scenescore.model.bundle.bundle import Bundle, load_bundle
from scenescore.model.presets import PRESETS
from scenescore_eval.report.data.eval_task import EvalCase
from scenescore_eval.report.prediction.predictions import PREDICTION_VERSION, Predictions
from scenescore_eval.report.prediction.replay import REPLAY_VERSION, SteadyTracks
from scenescore_eval.report.settings import ReportSettings


@dataclass(frozen=True)
class CaseResult:
    """The result of a case."""

    case: EvalCase
    """The case."""
    predictions: Predictions | None
    """None if the training failed."""
    seconds: float
    """Duration of the training, seconds."""
    held_out_loss: float
    """Loss on held-out segments."""
    mean_loss: float
    """Loss of predicting the mean, on the same held-out segments."""
    problem: str = ""
    """Why the training failed."""
    replayed: Mapping[str, SteadyTracks] = field(default_factory=dict)
    """Steady tracks of the bundle's sessions by session name; empty if the task isn't replayed."""


class CaseCache:
    """The files of a case. Other data, settings, presets or versions of Scenescore have other files.

    Parameters
    ----------
    out : Path
        The report's folder.
    case : EvalCase
        The case.
    settings : ReportSettings
        The report's settings.
    signature : str
        Digest of the data, from `scenescore_eval.report.data.report_data.data_signature`.
    """

    def __init__(self, out: Path, case: EvalCase, settings: ReportSettings, signature: str) -> None:
        self.case = case
        # The number of random draws changes no training.
        relevant = dataclasses.replace(settings, name="", seeds=0, draws=0).as_dict()
        preset = repr(PRESETS[case.preset])
        parts = [case.name, *case.task.referred, json.dumps(relevant), preset, version("scenescore")]
        digest = hashlib.sha256("\n".join([*parts, signature]).encode()).hexdigest()[:8]
        self.bundle = out / "bundles" / f"{case.name}-{digest}"
        """The bundle's folder."""
        name = f"{self.bundle.name}-{PREDICTION_VERSION}"
        self._arrays = out / "cases" / f"{name}.npz"
        self._record = out / "cases" / f"{name}.json"
        self._replayed = out / "cases" / f"{self.bundle.name}-replayed-{REPLAY_VERSION}.json"

    def trained_bundle(self) -> Bundle | None:
        """Return the bundle if its training is complete; None if there is none, or it was stopped early."""
        try:
            bundle = load_bundle(self.bundle)
        except ScenescoreError:
            return None
        return None if bundle.trained_on["stopped"] else bundle

    def read(self) -> CaseResult | None:
        """Return the result of a finished case without its replay; None if it isn't finished."""
        try:
            record = json.loads(self._record.read_text(encoding="utf-8"))
            return CaseResult(self.case, Predictions.load(self._arrays), **record)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, result: CaseResult) -> None:
        """Keep a result.

        Parameters
        ----------
        result : CaseResult
            A result with predictions. The record is written last: it marks the case as finished.
        """
        self._record.parent.mkdir(parents=True, exist_ok=True)
        assert result.predictions is not None
        result.predictions.save(self._arrays)
        record = {
            "seconds": result.seconds,
            "held_out_loss": result.held_out_loss,
            "mean_loss": result.mean_loss,
        }
        with atomic_write(self._record) as scratch:
            scratch.write_text(json.dumps(record), encoding="utf-8")

    def read_replayed(self) -> dict[str, SteadyTracks] | None:
        """Return the steady tracks by session name; None if the game wasn't replayed yet."""
        try:
            record = json.loads(self._replayed.read_text(encoding="utf-8"))
            return {name: SteadyTracks(**one) for name, one in record.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return None

    def write_replayed(self, replayed: Mapping[str, SteadyTracks]) -> None:
        """Keep the steady tracks of a replay.

        Parameters
        ----------
        replayed : mapping of str to SteadyTracks
            By session name.
        """
        record = {name: dataclasses.asdict(one) for name, one in replayed.items()}
        with atomic_write(self._replayed) as scratch:
            scratch.write_text(json.dumps(record), encoding="utf-8")
