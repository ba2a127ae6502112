"""A session: one client's window, its scenes and its place in time, however frames and answers travel."""

import math
from typing import Final

import numpy as np

from scenescore.model.memory import Prediction
from scenescore.retrieval.engine import Engine
from scenescore.retrieval.loaded_model import LoadedModel
from scenescore.retrieval.ranking.ranking import Ranking
from scenescore.session.answer import Answer
from scenescore.session.answer_clock import AnswerClock
from scenescore.session.cached_frame import CachedFrame, appearances
from scenescore.session.disagreement_detector import MOMENT_S, DisagreementDetector
from scenescore.session.hysteresis import Hysteresis
from scenescore.session.scene_memory import KnownScene, SceneMemory
from scenescore.session.scene_window import SceneWindow
from scenescore.session.settings import SessionSettings
from scenescore.session.window_ranker import NewestMoment, RankedWindow, WindowRanker

_LATE_FACTOR: Final = 1.5
"""The next frame may take this many times as long as the last one."""


class Session:
    """Takes in frames and answers at regular capture times.

    One thread at a time uses it; `scene_pictures`, `scene_stillness` and `grow_cue` are for any thread.

    Parameters
    ----------
    engine : Engine
        Its threads and its cues.
    model : LoadedModel
        The bundle to predict with.
    settings : SessionSettings
        The client's wishes.
    finds_scenes : bool
        Whether the prediction rests on the present scene alone; off for a chosen part of a clip.
    """

    def __init__(
        self, engine: Engine, model: LoadedModel, settings: SessionSettings, *, finds_scenes: bool = True
    ) -> None:
        self._engine = engine
        self._model = model
        self._settings = settings
        self._window = SceneWindow(model.bundle.steps, finds_scenes=finds_scenes)
        self._ranker = WindowRanker(model)
        self._clock = AnswerClock(settings.answer_interval_s)
        self._hysteresis = Hysteresis(minimum_dwell_s=settings.minimum_dwell_s, margin=settings.margin)
        self._detector = DisagreementDetector(margin=settings.margin)
        self._scenes = SceneMemory() if finds_scenes and settings.remember_scenes else None
        self._moment: NewestMoment | None = None
        self._can_prepare = False
        self._scene_changed = False
        self._was_full = False
        self._newest_s = -math.inf

    @property
    def model(self) -> str:
        """The bundle's id."""
        return self._model.bundle.name

    @property
    def project(self) -> str:
        """The project's id."""
        return self._model.project

    def add(self, time_s: float, picture: np.ndarray, *, arrived_s: float = 0.0) -> bool:
        """Add one frame.

        Parameters
        ----------
        time_s : float
            Capture time in seconds, from any zero. A time before the last one starts the window anew.
        picture : np.ndarray [shape=(80, 80, 3), uint8]
            The frame in HSV.
        arrived_s : float
            When it arrived, on the daemon's monotonic clock.

        Returns
        -------
        bool
            True when an answer is due: for the first frame, then every `answer_interval_s`.
        """
        if self._window.place(time_s, CachedFrame(picture, arrived_s)):
            self._restart()
        if self._window.detect_change(time_s, picture):
            self._begin_scene()
        self._window.sample(time_s, picture)
        is_due = self._clock.tick(time_s)
        next_s = time_s + _LATE_FACTOR * (time_s - self._newest_s)
        if not is_due and self._window.finds_scenes and self._clock.reaches(next_s):
            # An answer is likely to be due for the next frame: rank the newest moment up to this one before.
            self._moment = NewestMoment(self._window.since(time_s - MOMENT_S))
            self._can_prepare = True
        self._newest_s = time_s
        return is_due

    @property
    def can_prepare(self) -> bool:
        """Whether `prepare` would make the next answer faster."""
        return self._can_prepare

    def prepare(self) -> None:
        """Rank the newest moment, and search for what the next answer is likely to find."""
        self._can_prepare = False
        if self._moment is None:
            return
        moment = self._rank_moment(self._moment)
        # All frames of the next answer but its newest are there, so its search is nearly done by this one.
        coming = self._ranker.rank_scene(
            self._window.scene(at_s=self._clock.next_s), self._matches_needed(), playing=self._playing()
        )
        for best in coming.plain.matches[:1]:
            moment.scores.of(best.track.id)

    def answer(self, *, hurried: bool = False) -> Answer:
        """Predict from the window as it is, and rank the library.

        Parameters
        ----------
        hurried : bool
            Rank the newest moment only if that was done before. A scene change that colours don't show is
            then noticed later.

        Returns
        -------
        Answer

        Raises
        ------
        InvalidInputError
            No frame has been taken in yet.
        """
        ranked = self._rank(parallel=not hurried)
        if self._has_changed(ranked, hurried=hurried):
            ranked = self._rank()
        shown, scene = ranked.shown, self._recognise(ranked)
        ranking, by_cue = self._final_ranking(ranked, scene)
        matches = ranking.matches[: self._settings.top_k]
        self._was_full = self._was_full or shown.steps_filled == self._model.bundle.steps
        top = matches[0] if matches else None
        choice = self._hysteresis.update(
            shown.newest_s, top.track.id if top else "", top.score if top else 0.0, ranking.scores
        )
        number = 0
        if self._scenes is not None and choice.steady:
            newest = appearances(shown.items[-1:])[0]
            cues = self._model.cues if by_cue else None
            number = self._scenes.settle(scene, choice.steady_track, shown.newest_s, newest, cues=cues)
        changed, self._scene_changed = self._scene_changed, False
        return Answer(
            matches=matches,
            model=self._model.bundle.name,
            steps=self._model.bundle.steps,
            steps_filled=shown.steps_filled,
            scene_steps=shown.scene_steps,
            early=not self._was_full,
            scene_changed=changed,
            steady=choice.steady and self._detector.disagrees_since_s is None,
            steady_track=choice.steady_track,
            time_s=shown.newest_s,
            arrived_s=shown.items[-1].arrived_s,
            tracks_without_features=self._model.view.tracks_without_features,
            scene_number=number,
        )

    def prediction(self) -> Prediction:
        """Predict how the music for the whole window should sound.

        Returns
        -------
        Prediction

        Raises
        ------
        InvalidInputError
            No frame has been taken in yet.
        """
        return self._ranker.predict(self._window.whole())

    def scene_pictures(self) -> np.ndarray:
        """Return pictures of the present scene: samples of all of it, and one for each step of the window.

        Returns
        -------
        np.ndarray [shape=(n, 80, 80, 3), uint8]
            In HSV.

        Raises
        ------
        InvalidInputError
            No frame has been taken in yet.
        """
        return self._window.pictures()

    def scene_stillness(self) -> float | None:
        """Return how still the present scene is in its newest 12 s, 0 to 1; None while it is too young."""
        return self._window.stillness()

    def grow_cue(self, cue_id: str) -> None:
        """Let a cue that was made of the present scene gain samples of all of it when the scene ends.

        Parameters
        ----------
        cue_id : str
            The cue.
        """
        self._window.grow_cue(cue_id)

    def close(self) -> None:
        """End the session; no frame is taken in any more."""
        self._end_scene()

    def _rank(self, *, parallel: bool = False) -> RankedWindow:
        """Predict from the present scene and rank the library."""
        executor = self._engine.pools.parallel if parallel else None
        return self._ranker.rank_scene(
            self._window.scene(), self._matches_needed(), playing=self._playing(), parallel=executor
        )

    def _matches_needed(self) -> int:
        """Return how many matches the search must find: tracks of other scenes fall behind."""
        return self._settings.top_k + (self._scenes.tracks if self._scenes is not None else 0)

    def _playing(self) -> str:
        """Return the track that the bundle's memory keeps to; empty where scenes aren't remembered."""
        return self._hysteresis.steady_track if self._scenes is not None else ""

    def _recognise(self, ranked: RankedWindow) -> KnownScene | None:
        """Return the earlier scene that the window shows; None for a new one."""
        if self._scenes is None:
            return None
        self._scenes.keep_decided_by(self._model.cues)
        return self._scenes.find(appearances(ranked.shown.items))

    def _final_ranking(self, ranked: RankedWindow, scene: KnownScene | None) -> tuple[Ranking, bool]:
        """Return the ranking with the session's scenes and the cues, and whether a cue counted."""
        if self._scenes is None:
            return ranked.with_cues, ranked.with_cues is not ranked.plain
        by_scenes = ranked.plain.judged_by([self._scenes.stage(scene)], ranked.situation)
        by_cues = by_scenes.judged_by(self._model.cue_stages(), ranked.situation)
        return by_cues, by_cues is not by_scenes

    def _has_changed(self, ranked: RankedWindow, *, hurried: bool) -> bool:
        """Compare the scene with its newest moment; begin a new scene where they keep disagreeing."""
        shown, matches = ranked.shown, ranked.with_cues.matches
        if not self._window.finds_scenes or not matches:
            return False
        moment, self._moment = self._moment, None
        if hurried and (moment is None or moment.ranking is None):
            return False
        since_s = shown.newest_s - MOMENT_S
        if moment is None or moment.shown.newest_s < since_s:
            moment = NewestMoment(self._window.since(since_s))
        ranking = self._rank_moment(moment)
        if not ranking.matches:
            return False
        top, best = matches[0].track.id, ranking.matches[0]
        if not self._detector.update(shown.newest_s, top, best.track.id, best.score, ranking.scores.of(top)):
            return False
        began_s = self._detector.disagrees_since_s or shown.newest_s
        self._window.begin_scene(began_s, shown.items[-1].picture)
        self._begin_scene()
        return True

    def _rank_moment(self, moment: NewestMoment) -> Ranking:
        if moment.ranking is None:
            moment.ranking = self._ranker.rank_moment(
                moment.shown, self._window.scene(), playing=self._playing()
            )
        return moment.ranking

    def _begin_scene(self) -> None:
        """Settle again, in another scene."""
        self._end_scene(at_change=True)
        self._scene_changed = True
        self._hysteresis.new_scene()
        self._detector.new_scene()

    def _end_scene(self, *, at_change: bool = False) -> None:
        ended = self._window.end_scene(at_change=at_change)
        if ended.cue_ids and ended.pictures:
            self._engine.grow_cues(ended.cue_ids, ended.pictures)

    def _restart(self) -> None:
        """Begin anew: capture times have gone back."""
        self._end_scene()
        self._was_full = False
        self._scene_changed = False
        self._clock.restart()
        self._newest_s = -math.inf
        self._moment = None
        if self._scenes is not None:
            self._scenes = SceneMemory()
        self._hysteresis.new_scene()
        self._detector.new_scene()
