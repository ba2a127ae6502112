"""What is kept of finished cases, so that a report goes on where it was stopped."""

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
from scenescore_eval.report.data.eval_task import Case
from scenescore_eval.report.prediction.predictions import JUDGING, Judged
from scenescore_eval.report.prediction.replay import PLAYING, Played
from scenescore_eval.report.settings import ReportSettings


@dataclass(frozen=True)
class CaseResult:
    """What came of a case."""

    case: Case
    judged: Judged | None
    """None where it could not be done."""
    seconds: float
    """That its training took."""
    held_out_loss: float
    mean_loss: float
    problem: str = ""
    """Why it could not be done."""
    played: Mapping[str, Played] = field(default_factory=dict)
    """What sessions of the bundle settled on, by what they are; empty where the course isn't played."""


class KeptCase:
    """A case's files; others than before where data, settings, preset or this program's version changed.

    Parameters
    ----------
    out : Path
        The report's folder.
    case : Case
        Which.
    settings : ReportSettings
        The report's.
    signature : str
        Of the data, from `signature_of`.
    """

    def __init__(self, out: Path, case: Case, settings: ReportSettings, signature: str) -> None:
        self.case = case
        # How often things are drawn changes no training.
        told = dataclasses.replace(settings, name="", seeds=0, draws=0).told()
        preset = repr(PRESETS[case.preset])
        parts = [case.name, *case.course.referred, json.dumps(told), preset, version("scenescore")]
        digest = hashlib.sha256("\n".join([*parts, signature]).encode()).hexdigest()[:8]
        self.bundle = out / "bundles" / f"{case.name}-{digest}"
        name = f"{self.bundle.name}-{JUDGING}"
        self._arrays = out / "cases" / f"{name}.npz"
        self._told = out / "cases" / f"{name}.json"
        self._played = out / "cases" / f"{self.bundle.name}-played-{PLAYING}.json"

    def trained(self) -> Bundle | None:
        """Return the bundle where its training is done; None where there is none, or it was stopped early."""
        try:
            bundle = load_bundle(self.bundle)
        except ScenescoreError:
            return None
        return None if bundle.trained_on["stopped"] else bundle

    def read(self) -> CaseResult | None:
        """Return a finished case's result; None where there is none."""
        try:
            told = json.loads(self._told.read_text(encoding="utf-8"))
            return CaseResult(self.case, Judged.load(self._arrays), **told)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, result: CaseResult) -> None:
        """Keep a result; its table is written last."""
        self._told.parent.mkdir(parents=True, exist_ok=True)
        assert result.judged is not None
        result.judged.save(self._arrays)
        told = {
            "seconds": result.seconds,
            "held_out_loss": result.held_out_loss,
            "mean_loss": result.mean_loss,
        }
        with atomic_write(self._told) as scratch:
            scratch.write_text(json.dumps(told), encoding="utf-8")

    def read_played(self) -> dict[str, Played] | None:
        """Return what sessions have settled on; None where they were not played yet."""
        try:
            told = json.loads(self._played.read_text(encoding="utf-8"))
            return {name: Played(**one) for name, one in told.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return None

    def write_played(self, played: Mapping[str, Played]) -> None:
        """Keep what sessions have settled on."""
        told = {name: dataclasses.asdict(one) for name, one in played.items()}
        with atomic_write(self._played) as scratch:
            scratch.write_text(json.dumps(told), encoding="utf-8")
