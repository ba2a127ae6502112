"""From the frames of a window to a ranking of the library."""

from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from scenescore.frames.rolling_window import Snapshot
from scenescore.matching.search import NearestTracks
from scenescore.model.memory import Prediction
from scenescore.retrieval.loaded_model import LoadedModel
from scenescore.retrieval.ranking.evidence import Situation
from scenescore.retrieval.ranking.ranking import Ranking
from scenescore.session.cached_frame import CachedFrame, appearances, predict, stillness


@dataclass(frozen=True)
class RankedWindow:
    """A window, what is known of it, and the library ranked by its prediction alone and with the cues.

    Attributes
    ----------
    shown : Snapshot of CachedFrame
        The window.
    situation : Situation
        What is known of it.
    plain : Ranking
        By the prediction alone.
    with_cues : Ranking
        With the cues; the same object where no cue counts.
    """

    shown: Snapshot[CachedFrame]
    situation: Situation
    plain: Ranking
    with_cues: Ranking


@dataclass
class NewestMoment:
    """The newest 0.6 s before an answer, and their ranking once it is known.

    An answer asks twice for a ranking: of the scene, and of its newest moment (`disagreement_detector`). The
    second ranking is made between two frames, while the daemon is idle. Made after the answer's frame has
    come, it would delay the answer, and the live goals of `docs/performance.md` would be missed.

    Attributes
    ----------
    shown : Snapshot of CachedFrame
        The moment's window.
    ranking : Ranking or None
        Its ranking, with the cues; None until it is made.
    """

    shown: Snapshot[CachedFrame]
    ranking: Ranking | None = None


class WindowRanker:
    """Predicts with a bundle and ranks the library, each time building on the search before.

    Parameters
    ----------
    model : LoadedModel
        The bundle to predict with.
    """

    def __init__(self, model: LoadedModel) -> None:
        self._model = model
        self._last_search: NearestTracks | None = None

    def rank_scene(
        self,
        shown: Snapshot[CachedFrame],
        top_k: int,
        *,
        playing: str = "",
        parallel: Executor | None = None,
    ) -> RankedWindow:
        """Rank the library for a scene.

        Parameters
        ----------
        shown : Snapshot of CachedFrame
            The window with the scene.
        top_k : int
            Matches in the ranking, 1 or more.
        playing : str
            The track that the memory should keep to; empty for none.
        parallel : Executor, optional
            For a part of the prediction; see `cached_frame.predict`.

        Returns
        -------
        RankedWindow
            The rankings without and with the cues.
        """
        prediction = self._predict(shown, playing, parallel)
        situation = self._situation(shown, prediction, shown)
        plain = self._model.rank(situation, top_k, after=self._last_search)
        self._last_search = plain.found
        return RankedWindow(shown, situation, plain, plain.judged_by(self._model.cue_stages(), situation))

    def rank_moment(
        self, shown: Snapshot[CachedFrame], scene: Snapshot[CachedFrame], *, playing: str = ""
    ) -> Ranking:
        """Return the best track for a short part of a scene, with the cues.

        Parameters
        ----------
        shown : Snapshot of CachedFrame
            The window with that part alone.
        scene : Snapshot of CachedFrame
            The window with the whole scene: a moment is too short to be still or not.
        playing : str
            The track that the memory should keep to; empty for none.

        Returns
        -------
        Ranking
            One match; none in a library without tracks.
        """
        situation = self._situation(shown, self._predict(shown, playing, None), scene)
        return self._model.rank(situation, 1, self._model.cue_stages())

    def predict(self, shown: Snapshot[CachedFrame]) -> Prediction:
        """Predict how the music for a window should sound.

        Parameters
        ----------
        shown : Snapshot of CachedFrame
            The window.

        Returns
        -------
        Prediction
            The features and what they rest on.
        """
        return self._predict(shown, "", None)

    def _predict(self, shown: Snapshot[CachedFrame], playing: str, parallel: Executor | None) -> Prediction:
        nearest = self._model.view.memory_tracks
        keep_to = None if nearest is None or not playing else np.asarray(nearest == playing)
        return predict(self._model.predictor, shown.items, playing=keep_to, parallel=parallel)

    def _situation(
        self, shown: Snapshot[CachedFrame], prediction: Prediction, scene: Snapshot[CachedFrame]
    ) -> Situation:
        if not len(self._model.cues):
            return Situation(prediction)
        return Situation(prediction, appearances(shown.items), stillness(scene.items))
