"""The scenes of a session so far, each with its music (`docs/decisions/0015`).

Where a bundle only guesses, a scene that is known again gets its track again, and a new one none of the
others'.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.model import appearance_distance as alike
from scenescore.model.memory import Prediction
from scenescore.retrieval.cue_index import CueBook, drawn_ahead, standing
from scenescore.retrieval.library_view import LibraryView
from scenescore.retrieval.ranking.ranking import Ranking
from scenescore.session.frame_samples import Album

Floats = npt.NDArray[np.float32]

KNOWN: Final = 0.10
"""Up to so far from a scene before, a window is that scene again."""
STAYS: Final = 0.20
"""Up to so far from the present scene, it still is that scene."""
NEARER: Final = 0.05
"""By how much another scene before must be nearer than the present one."""
BEHIND: Final = 0.5
"""By what share of its score a track falls behind for each other scene that it is the music of."""
MOST_SCENES: Final = 32
"""Scenes that a session knows; the one that was seen longest ago is forgotten."""


@dataclass(eq=False)
class BookedScene:
    """A scene that a track has settled in."""

    track_id: str
    album: Album = field(default_factory=Album)
    """Looks of its frames, spread over its time."""
    cues: CueBook | None = None
    """Where a cue has decided the track: the cues of that time."""

    def distance(self, looks: Floats) -> float:
        """Return how far a window [shape=(steps, 234)] looks from it."""
        return alike.look_distance(looks, np.stack(self.album.pictures()))


class SceneBook:
    """Knows scenes again, and which of them a track is the music of."""

    def __init__(self) -> None:
        self._scenes: list[BookedScene] = []
        self._present: BookedScene | None = None

    def follow(self, cues: CueBook) -> None:
        """Forget what other cues than these have decided: a cue that is removed leaves nothing behind."""
        self._scenes = [scene for scene in self._scenes if scene.cues is None or scene.cues is cues]
        if self._present is not None and self._present not in self._scenes:
            self._present = None

    @property
    def more(self) -> int:
        """How many tracks may fall behind: so many more matches must be looked for."""
        return len({scene.track_id for scene in self._scenes})

    def find(self, looks: Floats) -> BookedScene | None:
        """Return the scene that a window shows; None for one that is new.

        Parameters
        ----------
        looks : np.ndarray [shape=(steps, 234), float32]
            Of the window's frames.
        """
        if not self._scenes:
            return None
        distances = [scene.distance(looks) for scene in self._scenes]
        nearest = int(np.argmin(distances))
        if self._present is not None:
            own = distances[self._scenes.index(self._present)]
            if own < STAYS and distances[nearest] > own - NEARER:
                return self._present
        return self._scenes[nearest] if distances[nearest] < KNOWN else None

    def settle(
        self,
        found: BookedScene | None,
        track_id: str,
        time_s: float,
        look: Floats,
        *,
        cues: CueBook | None = None,
    ) -> None:
        """Note what a scene's music is, and what it looks like.

        Parameters
        ----------
        found : BookedScene or None
            From `find`.
        track_id : str
            The track that has settled.
        time_s : float
            Capture time of the newest frame, seconds.
        look : np.ndarray [shape=(234,), float32]
            That frame's.
        cues : CueBook, optional
            The cues, where one of them has decided the track.
        """
        if found is None:
            found = BookedScene(track_id)
            self._scenes.append(found)
            del self._scenes[:-MOST_SCENES]
        else:
            # The list goes from the scene that was seen longest ago to the present one.
            self._scenes.append(self._scenes.pop(self._scenes.index(found)))
        found.track_id, found.cues = track_id, cues
        # While one scene goes over into the next, the newest frame may already be of that.
        if not found.album.pictures() or found.distance(look[None]) < STAYS:
            found.album.add(time_s, look)
        self._present = found

    def vary(
        self, ranking: Ranking, view: LibraryView, prediction: Prediction, found: BookedScene | None
    ) -> Ranking:
        """Let a scene that is known again have its track, and a new one none of the others'.

        Both as far as the prediction is a guess: what the bundle remembers is left as it is.

        Parameters
        ----------
        ranking : Ranking
            What the prediction says, with `more` matches beside those that are wanted.
        view : LibraryView
            The library that was ranked.
        prediction : Prediction
            What was made of the window.
        found : BookedScene or None
            From `find`.

        Returns
        -------
        Ranking
            As many matches.
        """
        share = prediction.by_network
        own = found.track_id if found is not None else ""
        times = Counter(scene.track_id for scene in self._scenes if scene.track_id != own)

        def behind(track_id: str, score: float) -> float:
            return score + share * BEHIND * times[track_id] * abs(score)

        def score_of(track_id: str) -> float | None:
            score = ranking.score_of(track_id)
            return None if score is None else behind(track_id, score)

        matches = [replace(one, score=behind(one.track.id, one.score)) for one in ranking.matches]
        matches.sort(key=lambda one: one.score)
        varied = Ranking([replace(one, rank=rank) for rank, one in enumerate(matches, 1)], score_of)
        ahead = standing(own, varied, view, prediction) if own and matches else None
        return varied if ahead is None else drawn_ahead(varied, ahead, share)
