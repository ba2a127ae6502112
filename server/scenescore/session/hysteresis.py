"""The settled choice: which track a scene stays with while the ranking moves from answer to answer."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """What holds after an answer.

    Attributes
    ----------
    steady : bool
        The top track is the settled choice for the present scene.
    steady_track : str
        The settled choice; empty before the first.
    """

    steady: bool
    steady_track: str


class Steadiness:
    """Lets another track take over only when it leads clearly and for long enough.

    In a new scene the track of the last one plays on until some track, perhaps the same, has led for the
    dwell; no margin over the old one is asked for then.

    Parameters
    ----------
    minimum_dwell_s : float
        How long a track must lead, seconds of capture time, 0 or more.
    margin : float
        By what share of the settled track's score another must beat it within a scene, 0 to 1.
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
        """The settled choice; empty before the first."""
        return self._steady_track

    def new_scene(self) -> None:
        """Let the present choice play on, and settle anew."""
        self._settled = False
        self._leader = ""

    def update(
        self, time_s: float, top: str, top_score: float, score_of: Callable[[str], float | None]
    ) -> Verdict:
        """Take in one answer.

        Parameters
        ----------
        time_s : float
            Capture time of the answer's newest frame, seconds; never before the last one's within a scene.
        top : str
            The track that leads; empty when there is none.
        top_score : float
            Its score; lower is better.
        score_of : callable
            Returns another track's score in this answer; None when it isn't in the library any more.

        Returns
        -------
        Verdict
        """
        if not top:
            self._leader = ""
            return Verdict(False, self._steady_track)
        if self._settled and self._holds(top, top_score, score_of):
            self._leader = ""
            return Verdict(top == self._steady_track, self._steady_track)
        if top != self._leader:
            self._leader, self._leads_since_s = top, time_s
        if time_s - self._leads_since_s >= self._minimum_dwell_s:
            self._steady_track, self._settled, self._leader = top, True, ""
        return Verdict(self._settled and top == self._steady_track, self._steady_track)

    def _holds(self, top: str, top_score: float, score_of: Callable[[str], float | None]) -> bool:
        """Whether the settled track keeps its place against the leader."""
        if top == self._steady_track:
            return True
        own_score = score_of(self._steady_track)
        # A corrected score may be below 0; the margin is a share of its size all the same.
        return own_score is not None and top_score > own_score - self._margin * abs(own_score)
