"""One answer of a session."""

from dataclasses import dataclass

from scenescore.retrieval.ranking.ranking import Ranked


@dataclass(frozen=True)
class Answer:
    """The matches for a session's window, and how settled they are.

    Attributes
    ----------
    matches : list of Ranked
        Best first; empty when the library is empty.
    model : str
        The bundle's id.
    steps, steps_filled, scene_steps : int
        Steps of the window; those that hold a real frame; those since the scene began.
    early : bool
        Whether the window has never been full yet.
    scene_changed : bool
        Whether this is the first answer of a new scene.
    steady : bool
        Whether the top match is the settled choice for this scene.
    steady_track : str
        The settled choice's id; empty before the first.
    time_s : float
        Capture time of the newest frame used, seconds.
    arrived_s : float
        When that frame arrived, on the daemon's monotonic clock.
    tracks_without_features : int
        How many of the project's tracks can't be ranked, because the library lacks features of them.
    scene_number : int
        The session's number for the scene of a steady answer, from 1; a scene that is recognised keeps its
        number. 0 for other answers, and where scenes aren't remembered.
    """

    matches: list[Ranked]
    model: str
    steps: int
    steps_filled: int
    scene_steps: int
    early: bool
    scene_changed: bool
    steady: bool
    steady_track: str
    time_s: float
    arrived_s: float
    tracks_without_features: int = 0
    scene_number: int = 0
