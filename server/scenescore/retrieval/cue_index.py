"""What a bundle's sessions have learnt from cues: what looks like a cue's window is drawn to its track."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from scenescore.library.store.cues import Cue
from scenescore.model import appearance_distance as alike
from scenescore.model.memory import Prediction
from scenescore.retrieval.library_view import LibraryView
from scenescore.retrieval.ranking.ranking import Ranked, Ranking

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Pull:
    """What a cue says of a window.

    Attributes
    ----------
    cue : Cue
        The nearest one.
    strength : float
        0, it says nothing, to 1, it decides.
    """

    cue: Cue
    strength: float


class CueBook:
    """The cues of a bundle; never changes.

    How far a window is from a cue is the mean, over the window's frames, of the distance to the nearest frame
    of the cue. So a moment of a scene is as near as all of it.

    Parameters
    ----------
    cues : sequence of Cue and np.ndarray [shape=(n, 234), float32]
        Each with the looks of its frames.
    """

    def __init__(self, cues: Sequence[tuple[Cue, Floats]] = ()) -> None:
        self._cues = [cue for cue, _ in cues]
        self._looks = [looks for _, looks in cues]
        self._tracks = len({cue.track_id for cue, _ in cues})

    def __len__(self) -> int:
        return len(self._cues)

    def pull(self, looks: Floats, known: float = 0.0, *, stillness: float | None = None) -> Pull | None:
        """Return what the nearest cue says of a window; None where none says anything.

        Parameters
        ----------
        looks : np.ndarray [shape=(steps, 234), float32]
            Of the window's frames.
        known : float
            How surely the bundle knows the window by itself; see `appearance_distance.reach_of`.
        stillness : float, optional
            The window's.
        """
        if not self._cues:
            return None
        # One product a cue: a single large one would make NumPy's threads wait for each other.
        distances = [
            alike.look_distance(looks, own) + alike.added_by_stillness(stillness, cue.stillness)
            for cue, own in zip(self._cues, self._looks, strict=True)
        ]
        # Of two that are as near the later one counts: it is what the user said last.
        place = len(distances) - 1 - int(np.argmin(distances[::-1]))
        strength = float(alike.strength_of(distances[place], alike.reach_of(self._tracks, known)))
        return Pull(self._cues[place], strength) if strength > 0 else None

    def draw(
        self,
        ranking: Ranking,
        view: LibraryView,
        looks: Floats,
        prediction: Prediction,
        *,
        stillness: float | None = None,
    ) -> Ranking:
        """Let the cues have their say on a ranking.

        Parameters
        ----------
        ranking : Ranking
            What the prediction alone says.
        view : LibraryView
            The library that was ranked.
        looks : np.ndarray [shape=(steps, 234), float32]
            Of the window's frames.
        prediction : Prediction
            What was made of them.
        stillness : float, optional
            The window's.

        Returns
        -------
        Ranking
            The same where no cue looks like the window.
        """
        pull = self.pull(looks, prediction.known, stillness=stillness) if ranking.matches else None
        if pull is None:
            return ranking
        # A cue whose track is gone waits until it is back.
        own = standing(pull.cue.track_id, ranking, view, prediction)
        return ranking if own is None else drawn_ahead(ranking, own, pull.strength)


def standing(track_id: str, ranking: Ranking, view: LibraryView, prediction: Prediction) -> Ranked | None:
    """Return how a track stands in a ranking, wherever that is; None for one that is gone."""
    track, score, distance = (
        view.track(track_id),
        ranking.score_of(track_id),
        view.distance(prediction.features, track_id),
    )
    if track is None or score is None or distance is None:
        return None
    return Ranked(0, track, distance, score)


def drawn_ahead(ranking: Ranking, own: Ranked, strength: float) -> Ranking:
    """Return a ranking in which one track is drawn ahead, by its score and never by its distance.

    Parameters
    ----------
    ranking : Ranking
        With a match or more.
    own : Ranked
        The track as it stands by itself, wherever in the ranking.
    strength : float
        0, it stays, to 1, it leads.

    Returns
    -------
    Ranking
        As many matches as before.
    """
    score = float(alike.drawn_ahead(own.score, ranking.matches[0].score, strength))
    others = [ranked for ranked in ranking.matches if ranked.track.id != own.track.id]
    together = sorted([replace(own, score=score), *others], key=lambda ranked: ranked.score)
    return Ranking(
        matches=[replace(ranked, rank=rank) for rank, ranked in enumerate(together, 1)][
            : len(ranking.matches)
        ],
        score_of=lambda track_id: score if track_id == own.track.id else ranking.score_of(track_id),
    )
