"""Running a report: what is done is kept, and what was begun goes on from there."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from scenescore.atomic_write import atomic_write
from scenescore.errors import InvalidInputError, ScenescoreError, StorageError
from scenescore.model.dataset.footage import VideoPart
from scenescore.model.train import train
from scenescore.model.training.precision import FLOAT32
from scenescore.model.training.progress import TrainingStoppedError
from scenescore.retrieval.game_similarity import Game, dissimilarities, hashes_of, most_similar
from scenescore.studies.data_folder import DataFolder, read_data_folder
from scenescore.studies.windows import LabelledWindow, earlier_parts
from scenescore_eval.report.data.eval_task import OTHERS, OWN, SIMILAR, Case, Course, courses_of
from scenescore_eval.report.data.report_data import Collection, Material, signature_of
from scenescore_eval.report.data.validation import without_broken
from scenescore_eval.report.prediction.cache import CaseResult, KeptCase
from scenescore_eval.report.prediction.predictions import (
    COLOURS,
    TOLD,
    Judged,
    judge_bundle,
    judge_colours,
    judge_told,
)
from scenescore_eval.report.prediction.replay import Frame, Played, Player, frames_of_play, spans_of
from scenescore_eval.report.settings import ReportSettings


@dataclass(frozen=True)
class ReportProgress:
    """How far a report is."""

    done: int
    """Cases."""
    total: int
    doing: str
    """What is being done, for people."""
    eta_s: float = 0.0
    """Estimated seconds that are left; 0 where nothing tells yet."""


@dataclass(frozen=True)
class ReportResults:
    """All that the figures are made of."""

    data: DataFolder
    """Without what can't be read."""
    broken: tuple[str, ...]
    """Clips that can't be read, each with the reason."""
    settings: ReportSettings
    presets: tuple[str, ...]
    courses: tuple[Course, ...]
    collection: Collection
    cases: tuple[CaseResult, ...]
    baselines: dict[Course, dict[str, Judged]]
    """Their answers, by name."""
    windows: dict[Course, list[LabelledWindow]]
    """Those that are judged."""


def run_report(
    data: str | Path,
    out: Path,
    settings: ReportSettings,
    *,
    presets: Sequence[str] = ("default", "paper"),
    games: Sequence[str] = (),
    player: Player | None = None,
    progress: Callable[[ReportProgress], None] = lambda told: None,
    stop: threading.Event | None = None,
) -> ReportResults:
    """Train and judge all cases that are not done yet.

    Parameters
    ----------
    data : str or Path
        A data folder.
    out : Path
        Where bundles and results are kept; the same again goes on where it was stopped.
    settings : ReportSettings
        How much to do.
    presets : sequence of str
        Which.
    games : sequence of str, optional
        Games to judge; all by default. The others are still learnt from.
    player : callable, optional
        Plays games to sessions; without it nothing is told of how matches go on live.
    progress : callable
        Called with each `ReportProgress`.
    stop : threading.Event, optional
        Set from elsewhere to end; finished cases are kept.

    Raises
    ------
    InvalidInputError
        There is no such game, or too little to judge.
    NotFoundError
        The data folder lacks something.
    TrainingStoppedError
        It was stopped.
    StorageError
        `out` can't be written.
    """
    folder = read_data_folder(data)
    stop = stop or threading.Event()
    for game in games:
        if game not in folder.games:
            raise InvalidInputError(f"{data} has no game {game!r}: it has {', '.join(folder.games)}")
    try:
        folder, broken = without_broken(
            folder,
            out / "kept" / f"broken-{signature_of(folder)}.json",
            lambda done, total: progress(ReportProgress(0, 0, f"looking through clip {done} of {total}")),
        )
        for game in games:
            if game not in folder.games:
                raise InvalidInputError(f"no clip of {game!r} can be read: {'; '.join(broken)}")
        material = Material(folder, out / "kept", settings.steps)
        courses = [
            course
            for course in courses_of(
                folder.games, _similar(folder, material.folder / "similar.json", progress)
            )
            if course.game in (games or folder.games) and material.windows(course.game, course.half)
        ]
        if not courses:
            raise InvalidInputError(f"no game of {data} has a labelled stretch of 12 s with a known piece")
        collection = material.collection(lambda count: progress(ReportProgress(0, 0, f"music {count}")))
        work = _Work(material, collection, settings, out, player, played_courses(courses), progress, stop)
        cases = [
            Case(course, preset, seed)
            for seed in range(settings.seeds)
            for course in courses
            for preset in presets
        ]
        return ReportResults(
            data=folder,
            broken=broken,
            settings=settings,
            presets=tuple(presets),
            courses=tuple(courses),
            collection=collection,
            cases=tuple(work.run(cases)),
            baselines={course: _baselines(course, material, collection) for course in courses},
            windows={course: material.windows(course.game, course.half) for course in courses},
        )
    except OSError as error:
        raise StorageError(f"{out} can't be written: {error.strerror or error}") from error


@dataclass(frozen=True)
class _Work:
    """What every case needs."""

    material: Material
    collection: Collection
    settings: ReportSettings
    out: Path
    player: Player | None
    played: frozenset[Course]
    progress: Callable[[ReportProgress], None]
    stop: threading.Event

    def run(self, cases: Sequence[Case]) -> list[CaseResult]:
        """Do all cases that are not done, and return all."""
        results: list[CaseResult] = []
        took_s: list[float] = []
        for done, case in enumerate(cases):
            eta_s = float(np.mean(took_s)) * (len(cases) - done) if took_s else 0.0

            def tell(doing: str, done: int = done, eta_s: float = eta_s, name: str = case.name) -> None:
                self.progress(ReportProgress(done, len(cases), f"{name}: {doing}", eta_s))

            kept = KeptCase(self.out, case, self.settings, self.material.signature)
            began_s = time.monotonic()
            found, played = kept.read(), kept.read_played()
            if (result := found) is None:
                tell("training")
                result = self.do(case, kept, tell)
            if result.judged is not None and case.course in self.played:
                result = replace(result, played=played or self.play(case, kept, tell))
            if found is None:
                took_s.append(time.monotonic() - began_s)
            results.append(result)
        self.progress(ReportProgress(len(cases), len(cases), "all cases are done"))
        return results

    def do(self, case: Case, kept: KeptCase, tell: Callable[[str], None]) -> CaseResult:
        """Train and judge a case; one that can't be done doesn't end the others."""
        course, began_s = case.course, time.monotonic()
        try:
            bundle = kept.trained() or train(
                _footage(course, self.material.data),
                game=" + ".join(course.referred),
                out_dir=kept.bundle,
                preset=case.preset,
                steps=self.settings.steps,
                epochs=self.settings.epochs,
                segments=self.settings.segments_per_game * len(course.referred),
                seed=case.seed,
                # The same figures on any processor.
                precision=FLOAT32,
                progress=lambda told: tell(f"{told.stage} {told.done}/{told.total}"),
                stop=self.stop,
            )
        except TrainingStoppedError:
            raise
        except ScenescoreError as error:
            return CaseResult(case, None, 0.0, 0.0, 0.0, problem=error.message)
        if bundle.trained_on["stopped"]:
            raise TrainingStoppedError("the report was stopped; the same command goes on from here")
        seconds = time.monotonic() - began_s
        tell("judging")
        columns = self.material.columns(bundle.feature_set)
        judged = judge_bundle(
            bundle,
            self.material.frames(course.game, course.half),
            self.material.heard(course.game, course.half)[..., columns],
            self.collection.segments.columns(columns),
            self.material.runs(course.game, course.half),
        )
        result = CaseResult(case, judged, seconds, bundle.held_out_loss, bundle.mean_loss)
        kept.write(result)
        return result

    def play(self, case: Case, kept: KeptCase, tell: Callable[[str], None]) -> Mapping[str, Played]:
        """Let sessions of a case's bundle see the whole play."""
        bundle = kept.trained()
        if self.player is None or bundle is None:
            return {}
        spans = spans_of(self.material.data.of_game(case.course.game), half=case.course.half)
        length_s, told_s = spans[-1].end_s, 0.0

        def frames() -> Iterator[Frame]:
            nonlocal told_s
            for time_s, picture in frames_of_play(spans):
                if self.stop.is_set():
                    raise TrainingStoppedError("the report was stopped; the same command goes on from here")
                if time_s >= told_s:
                    tell(f"playing {time_s / 60:.0f} of {length_s / 60:.0f} min")
                    told_s += 60
                yield time_s, picture

        music = self.collection.segments.columns(self.material.columns(bundle.feature_set))
        played = self.player(bundle, self.collection.tracks, music, frames())
        kept.write_played(played)
        return played


def played_courses(courses: Sequence[Course]) -> frozenset[Course]:
    """Return the courses that are played live: learnt from the game itself, and from all others."""
    widest = OTHERS if any(course.source == OTHERS for course in courses) else SIMILAR
    return frozenset(course for course in courses if course.source in (OWN, widest))


def _footage(course: Course, data: DataFolder) -> list[VideoPart | Path]:
    """Return what may be learnt from."""
    if course.source == OWN:
        return list(earlier_parts(data.of_game(course.game)))
    return list(dict.fromkeys(scene.clip for game in course.referred for scene in data.of_game(game)))


def _baselines(course: Course, material: Material, collection: Collection) -> dict[str, Judged]:
    """Let the baselines answer from the same footage that the networks learn from."""
    known_half = "earlier" if course.source == OWN else "whole"
    known = [game for game in course.referred if material.windows(game, known_half)]
    heard = material.heard(course.game, course.half)
    known_heard = np.concatenate([material.heard(game, known_half) for game in known])
    found = {
        COLOURS: judge_colours(
            (material.frames(course.game, course.half), heard),
            (np.concatenate([material.frames(game, known_half) for game in known]), known_heard),
            collection.segments,
            material.feature_set,
        )
    }
    if course.source != OWN:
        found[TOLD] = judge_told(
            (material.windows(course.game, course.half), heard),
            ([window for game in known for window in material.windows(game, known_half)], known_heard),
            collection.segments,
            material.feature_set,
            seed=0,
        )
    return found


def _similar(data: DataFolder, kept: Path, progress: Callable[[ReportProgress], None]) -> list[int]:
    """Return the place of each game's most similar other one, by the paper's measure (section 3.2)."""
    if len(data.games) < 2:
        return []
    if kept.is_file():
        places: list[int] = json.loads(kept.read_text(encoding="utf-8"))
        return places
    games = []
    for name in data.games:
        clips = list(dict.fromkeys(scene.clip for scene in data.of_game(name)))
        hashes = []
        for clip in clips:
            progress(ReportProgress(0, 0, f"looks of {name}: {clip.name}"))
            hashes.append(hashes_of(clip))
        games.append(Game(name, np.concatenate(hashes), len(clips)))
    places = most_similar(dissimilarities(games))
    with atomic_write(kept) as scratch:
        scratch.write_text(json.dumps(places), encoding="utf-8")
    return places
