"""The scores of all tracks for one prediction."""

from collections.abc import Mapping
from typing import Self

from scenescore.retrieval.library_view import LibraryView, Track
from scenescore.retrieval.ranking.evidence import Doubles, Floats


class Scores:
    """Knows the score of every track, and computes those that the search did not.

    Never changes for its user; `moved` returns other scores.

    Parameters
    ----------
    view : LibraryView
        The library that was searched.
    query : np.ndarray [shape=(steps, D), float32]
        What was searched for, in the bundle's scaled space.
    matches : sequence of (str, float)
        Ids and distances that the search found, best first.
    bias : np.ndarray [shape=(tracks,), float64], optional
        What the search added to the distances.

    Attributes
    ----------
    candidates : list of str
        The tracks that the search found and that are still in the library, best first.
    """

    def __init__(
        self,
        view: LibraryView,
        query: Floats,
        matches: list[tuple[str, float]],
        bias: Doubles | None = None,
    ) -> None:
        self._view = view
        self._query = query
        self._bias = bias
        self._distances = dict(matches)
        self._scores: dict[str, float] = {}
        self.candidates = [track_id for track_id, _ in matches if view.track(track_id) is not None]

    def track(self, track_id: str) -> Track | None:
        """Return a track; None for one that is gone.

        Parameters
        ----------
        track_id : str
            Any track.

        Returns
        -------
        Track or None
            The track.
        """
        return self._view.track(track_id)

    def distance(self, track_id: str) -> float | None:
        """Return a track's distance to the prediction; None where the bundle has no features of it.

        Parameters
        ----------
        track_id : str
            Any track.

        Returns
        -------
        float or None
            The Earth Mover's Distance, 0 or more.
        """
        if track_id not in self._distances:
            distance = self._view.distance(self._query, track_id)
            if distance is None:
                return None
            self._distances[track_id] = distance
        return self._distances[track_id]

    def of(self, track_id: str) -> float | None:
        """Return a track's score, lower is better; None for a track that is gone or has no features.

        Parameters
        ----------
        track_id : str
            Any track.

        Returns
        -------
        float or None
            The distance with the bias of all stages so far.
        """
        if track_id not in self._scores:
            distance = self.distance(track_id)
            if distance is None or self._view.track(track_id) is None:
                return None
            self._scores[track_id] = distance + self._view.bias_of(track_id, self._bias)
        return self._scores[track_id]

    def best(self) -> float | None:
        """Return the best score among the candidates; None where there are none."""
        return min((self._known(track_id) for track_id in self.candidates), default=None)

    def moved(self, bias: Mapping[str, float], weight: float) -> Self:
        """Return scores with a bias added to some tracks.

        Parameters
        ----------
        bias : mapping of str to float
            By track id; tracks that are gone are passed over.
        weight : float
            What the bias is multiplied by.

        Returns
        -------
        Scores
            New scores; these stay as they are.
        """
        moved = self._copy()
        for track_id, added in bias.items():
            score = self.of(track_id)
            if score is not None:
                moved._scores[track_id] = score + weight * added
                if track_id not in moved.candidates:
                    moved.candidates.append(track_id)
        return moved

    def sorted_candidates(self) -> list[str]:
        """Return the candidates, best first; among equals the one that was found first."""
        return sorted(self.candidates, key=self._known)

    def _known(self, track_id: str) -> float:
        score = self.of(track_id)
        return float("inf") if score is None else score

    def _copy(self) -> Self:
        copied = type(self)(self._view, self._query, [], self._bias)
        copied._distances, copied._scores = self._distances, dict(self._scores)
        copied.candidates = list(self.candidates)
        return copied
