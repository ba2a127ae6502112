"""The steady track: the choice that a scene keeps while the ranking moves from answer to answer."""

from dataclasses import dataclass
from typing import Protocol


class ScoreLookup(Protocol):
    """Knows the score of any track."""

    def of(self, track_id: str) -> float | None:
        """Return a track's score, lower is better; None for a track that is gone.

        Parameters
        ----------
        track_id : str
            Any track.

        Returns
        -------
        float or None
            The score.
        """
        ...


@dataclass(frozen=True)
class SteadyChoice:
    """The choice after an answer.

    Attributes
    ----------
    steady : bool
        Whether the top track is the settled choice for the present scene.
    steady_track : str
        The settled choice's id; empty before the first.
    """

    steady: bool
    steady_track: str


class Hysteresis:
    """Lets another track take over only when it leads clearly and for long enough.

    In a new scene the last scene's track plays on until some track, perhaps the same one, has led for the
    dwell time; it needs no margin over the old track then.

    Parameters
    ----------
    minimum_dwell_s : float
        How long a track must lead, seconds of capture time, 0 or more.
    margin : float
        Share of the steady track's score by which another must beat it within a scene, 0 to 1.
    """

    def __init__(self, *, minimum_dwell_s: float, margin: float) -> None:
        self._minimum_dwell_s = minimum_dwell_s
        self._margin = margin
        self._steady_track = ""
        self._settled = False
        self._leader = ""
        self._leads_since_s = 0.0

    @property
    def steady_track(self) -> str:
        """The settled choice's id; empty before the first."""
        return self._steady_track

    def new_scene(self) -> None:
        """Let the present choice play on, and settle again."""
        self._settled = False
        self._leader = ""

    def update(self, time_s: float, top: str, top_score: float, scores: ScoreLookup) -> SteadyChoice:
        """Take in one answer.

        Parameters
        ----------
        time_s : float
            Capture time of the answer's newest frame, seconds; it never goes back within a scene.
        top : str
            The id of the track that leads; empty when there is none.
        top_score : float
            Its score; lower is better.
        scores : ScoreLookup
            The scores of all tracks in this answer.

        Returns
        -------
        SteadyChoice
        """
        if not top:
            self._leader = ""
            return SteadyChoice(False, self._steady_track)
        if self._settled and self._keeps_its_place(top, top_score, scores):
            self._leader = ""
            return SteadyChoice(top == self._steady_track, self._steady_track)
        if top != self._leader:
            self._leader, self._leads_since_s = top, time_s
        if time_s - self._leads_since_s >= self._minimum_dwell_s:
            self._steady_track, self._settled, self._leader = top, True, ""
        return SteadyChoice(self._settled and top == self._steady_track, self._steady_track)

    def _keeps_its_place(self, top: str, top_score: float, scores: ScoreLookup) -> bool:
        """Whether the steady track holds against the leader."""
        if top == self._steady_track:
            return True
        own_score = scores.of(self._steady_track)
        # A corrected score may be negative, so the margin is a share of its absolute value.
        return own_score is not None and top_score > own_score - self._margin * abs(own_score)
