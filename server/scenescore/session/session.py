"""A session: one client's window, its scenes and its place in time, however frames and answers travel."""

import math
import threading
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from scenescore.frames.scene_detector import SceneDetector
from scenescore.frames.window import RollingWindow, Snapshot
from scenescore.matching.search import Found
from scenescore.model.memory import Prediction
from scenescore.retrieval.engine import Engine
from scenescore.retrieval.loaded_model import LoadedModel
from scenescore.retrieval.ranking.ranking import Ranking
from scenescore.session.answer import Answer
from scenescore.session.answer_clock import AnswerClock
from scenescore.session.cached_frame import SeenFrame, looks, predict, stillness
from scenescore.session.disagreement_detector import GLANCE_S, Glance
from scenescore.session.frame_samples import Album
from scenescore.session.hysteresis import Steadiness
from scenescore.session.scene_memory import BookedScene, SceneBook
from scenescore.session.settings import SessionSettings

_FADE_IN_S: Final = 1.0
"""What a scene begins with may be a fade from black: once there is more, the prediction leaves it out."""
_LATE: Final = 1.5
"""How many times as long as the last frame the next one may take."""


@dataclass
class Moment:
    """The newest moment, as an answer asks for it; its ranking stands beside it once it is known."""

    shown: Snapshot[SeenFrame]
    ranking: Ranking | None = None


@dataclass(frozen=True)
class View:
    """A window with what is predicted from it, the library ranked by that alone, and with the cues' say."""

    shown: Snapshot[SeenFrame]
    prediction: Prediction
    ranking: Ranking
    drawn: Ranking


class Session:
    """Takes in frames and answers at regular capture times.

    Used by one thread at a time, but for `scene_pictures`, `scene_stillness` and `grow_cue`.

    Parameters
    ----------
    engine : Engine
        Its threads and its cues.
    model : LoadedModel
        The bundle to predict with.
    settings : SessionSettings
        What the client wants to be told.
    finds_scenes : bool
        Whether the prediction rests on the present scene alone; off for a clip whose part was chosen.
    """

    def __init__(
        self, engine: Engine, model: LoadedModel, settings: SessionSettings, *, finds_scenes: bool = True
    ) -> None:
        self._engine = engine
        self._model = model
        self._settings = settings
        self._window: RollingWindow[SeenFrame] = RollingWindow(model.bundle.steps)
        # While a frame is placed, nobody else may look at the window.
        self._placing = threading.Lock()
        self._scenes = SceneDetector() if finds_scenes else None
        self._album = Album()
        self._book = SceneBook() if finds_scenes and settings.remember_scenes else None
        self._growing: list[str] = []
        self._steadiness = Steadiness(minimum_dwell_s=settings.minimum_dwell_s, margin=settings.margin)
        self._glance = Glance(margin=settings.margin)
        self._clock = AnswerClock(settings.answer_interval_s)
        self._scene_changed = False
        self._was_full = False
        self._moment: Moment | None = None
        self._unprepared = False
        self._found: Found | None = None
        self._newest_s = -math.inf

    def take(self, time_s: float, picture: np.ndarray, *, arrived_s: float = 0.0) -> bool:
        """Take in one frame.

        Parameters
        ----------
        time_s : float
            Capture time in seconds, from any zero. One before the last starts the window anew.
        picture : np.ndarray [shape=(80, 80, 3), uint8]
            The frame in HSV.
        arrived_s : float
            When it arrived, on the daemon's monotonic clock.

        Returns
        -------
        bool
            True when an answer is due: for the first frame, then every `answer_interval_s`.
        """
        frame = SeenFrame(picture, arrived_s)
        with self._placing:
            restarted = self._window.add(time_s, frame)
        if restarted:
            self._restart()
        if self._scenes is not None and self._scenes.update(time_s, picture):
            self._turn()
        with self._placing:
            self._album.add(time_s, picture)
        is_due = self._clock.tick(time_s)
        # The next frame is likely to be answered: the moment up to this one can be looked at before.
        next_s = time_s + _LATE * (time_s - self._newest_s)
        if not is_due and self._scenes is not None and self._clock.reaches(next_s):
            self._moment = Moment(self._window.snapshot(since_s=time_s - GLANCE_S))
            self._unprepared = True
        self._newest_s = time_s
        return is_due

    @property
    def can_prepare(self) -> bool:
        """Whether `prepare` would spare the next answer some time."""
        return self._unprepared

    def prepare(self) -> None:
        """Do for the next answer what can be done before its frame is there."""
        self._unprepared = False
        if self._moment is not None:
            glanced = self._ranking_of(self._moment)
            # All but its newest frame is there already: what is found for it now is nearly found for it then.
            _, coming = self._search(self._scene(at_s=self._clock.next_s))
            for best in coming.matches[:1]:
                glanced.score_of(best.track.id)

    def answer(self, *, hurried: bool = False) -> Answer:
        """Predict from the window as it is, and rank the library.

        Parameters
        ----------
        hurried : bool
            Leave out what the newest moment alone calls for, unless it is known already: a turn that colours
            don't show is noticed later.

        Returns
        -------
        Answer

        Raises
        ------
        InvalidInputError
            No frame has been taken in yet.
        """
        model = self._model
        view = self._look(hurried=hurried)
        if self._has_turned(view, hurried=hurried):
            view = self._look()
        shown = view.shown
        found, varied = self._in_its_scene(view)
        ranking = view.drawn if varied is view.ranking else self._drawn(shown, view.prediction, varied)
        matches = ranking.matches[: self._settings.top_k]
        self._was_full = self._was_full or shown.steps_filled == model.bundle.steps
        top = matches[0] if matches else None
        verdict = self._steadiness.update(
            shown.newest_s, top.track.id if top else "", top.score if top else 0.0, ranking.score_of
        )
        if self._book is not None and verdict.steady:
            decided = model.cues if ranking is not varied else None
            newest = looks(shown.items[-1:])[0]
            self._book.settle(found, verdict.steady_track, shown.newest_s, newest, cues=decided)
        changed, self._scene_changed = self._scene_changed, False
        return Answer(
            matches=matches,
            model=model.bundle.name,
            steps=model.bundle.steps,
            steps_filled=shown.steps_filled,
            scene_steps=shown.scene_steps,
            early=not self._was_full,
            scene_changed=changed,
            steady=verdict.steady and self._glance.disagrees_since_s is None,
            steady_track=verdict.steady_track,
            time_s=shown.newest_s,
            arrived_s=shown.items[-1].arrived_s,
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
        return predict(self._model.predictor, self._window.snapshot().items)

    def scene_pictures(self) -> np.ndarray:
        """Return what was seen of the present scene: pictures spread over it, and its newest 12 s.

        For any thread.

        Returns
        -------
        np.ndarray [shape=(n, 80, 80, 3), uint8]
            In HSV; of the newest 12 s one a step.

        Raises
        ------
        InvalidInputError
            No frame has been taken in yet.
        """
        with self._placing:
            newest = [frame.picture for frame in self._scene().items]
            return np.stack([*self._album.pictures(), *newest])

    def scene_stillness(self) -> float | None:
        """Return how still the present scene is in its newest 12 s; None while it is too young.

        For any thread.
        """
        with self._placing:
            return stillness(self._scene().items)

    def grow_cue(self, cue_id: str) -> None:
        """Let a cue that was made of the present scene have, at the scene's end, pictures of all of it.

        For any thread.
        """
        with self._placing:
            self._growing.append(cue_id)

    def close(self) -> None:
        """End the session: nothing is taken in any more."""
        self._end_scene()

    @property
    def model(self) -> str:
        """The bundle's id."""
        return self._model.bundle.name

    def _scene(self, *, at_s: float | None = None) -> Snapshot[SeenFrame]:
        """Return the window with the present scene alone, as it is or as it will stand at a later time."""
        if self._scenes is None:
            return self._window.snapshot(at_s=at_s)
        start_s = self._scenes.scene_start_s
        whole = self._window.snapshot(since_s=start_s, at_s=at_s)
        settled_s = start_s + min(_FADE_IN_S, (whole.newest_s - start_s) / 2)
        shown = self._window.snapshot(since_s=settled_s, at_s=at_s)
        return replace(shown, scene_steps=whole.scene_steps)

    def _look(self, *, hurried: bool = True) -> View:
        """Predict from the present scene and rank the library."""
        shown = self._scene()
        prediction, ranking = self._search(shown, beside=None if hurried else self._engine.beside)
        return View(shown, prediction, ranking, self._drawn(shown, prediction, ranking))

    def _search(
        self, shown: Snapshot[SeenFrame], *, beside: Executor | None = None
    ) -> tuple[Prediction, Ranking]:
        """Predict from a scene and rank the library, building on the last time."""
        prediction = predict(self._model.predictor, shown.items, playing=self._playing(), beside=beside)
        top_k = self._settings.top_k + (self._book.more if self._book else 0)
        ranking = self._model.rank(prediction, top_k, after=self._found)
        self._found = ranking.found
        return prediction, ranking

    def _playing(self) -> np.ndarray | None:
        """Return which windows that the bundle remembers lead to the steady track [shape=(m,), bool]."""
        remembered, track_id = self._model.view.remembered, self._steadiness.steady_track
        if self._book is None or remembered is None or not track_id:
            return None
        return np.asarray(remembered == track_id)

    def _drawn(self, shown: Snapshot[SeenFrame], prediction: Prediction, ranking: Ranking) -> Ranking:
        """Let the cues have their say."""
        cues = self._model.cues
        if not len(cues):
            return ranking
        # A moment is too short to be still: it counts as the scene that it may go on with.
        still = stillness(self._scene().items)
        return cues.draw(ranking, self._model.view, looks(shown.items), prediction, stillness=still)

    def _in_its_scene(self, view: View) -> tuple[BookedScene | None, Ranking]:
        """Return the scene as one seen before, if it is, and the ranking with regard to the others."""
        if self._book is None:
            return None, view.ranking
        self._book.follow(self._model.cues)
        found = self._book.find(looks(view.shown.items))
        return found, self._book.vary(view.ranking, self._model.view, view.prediction, found)

    def _has_turned(self, view: View, *, hurried: bool) -> bool:
        """Ask what the newest moment alone calls for; begin a new scene where it goes on to differ."""
        ranking, shown = view.drawn, view.shown
        if self._scenes is None or not ranking.matches:
            return False
        began_s = shown.newest_s - GLANCE_S
        moment, self._moment = self._moment, None
        if hurried and (moment is None or moment.ranking is None):
            return False
        if moment is None or moment.shown.newest_s < began_s:
            moment = Moment(self._window.snapshot(since_s=began_s))
        glanced = self._ranking_of(moment)
        if not glanced.matches:
            return False
        top, best = ranking.matches[0].track.id, glanced.matches[0]
        scores = (best.score, glanced.score_of(top))
        if not self._glance.update(shown.newest_s, top, best.track.id, *scores):
            return False
        self._scenes.begin(self._glance.disagrees_since_s or shown.newest_s, shown.items[-1].picture)
        self._turn()
        return True

    def _ranking_of(self, moment: Moment) -> Ranking:
        if moment.ranking is None:
            prediction = predict(self._model.predictor, moment.shown.items, playing=self._playing())
            ranking = self._model.rank(prediction, 1)
            moment.ranking = self._drawn(moment.shown, prediction, ranking)
        return moment.ranking

    def _end_scene(self, before_s: float = math.inf) -> None:
        """Hand over what a cue has grown to; the scene was over by then, seconds."""
        with self._placing:
            pictures, self._album = self._album.pictures(before_s), Album()
            growing, self._growing = self._growing, []
        if growing and pictures:
            self._engine.grow_cues(growing, pictures)

    def _turn(self) -> None:
        """Settle anew, in another scene."""
        self._end_scene(self._scenes.scene_start_s if self._scenes else math.inf)
        self._scene_changed = True
        self._steadiness.new_scene()
        self._glance.new_scene()

    def _restart(self) -> None:
        self._end_scene()
        self._was_full = False
        self._scene_changed = False
        self._clock.restart()
        self._newest_s = -math.inf
        self._moment = None
        if self._book is not None:
            self._book = SceneBook()
        self._steadiness.new_scene()
        self._glance.new_scene()
