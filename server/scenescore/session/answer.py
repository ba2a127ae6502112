"""What a session is told."""

from dataclasses import dataclass

from scenescore.retrieval.ranking.ranking import Ranked


@dataclass(frozen=True)
class Answer:
    """What the daemon makes of a session's window.

    Attributes
    ----------
    matches : list of Ranked
        Best first; empty when the library is empty.
    model : str
        The bundle's id.
    steps, steps_filled, scene_steps : int
        Steps of the window; those that hold a real frame; those since the scene began.
    early : bool
        The window has not been full yet.
    scene_changed : bool
        First answer of a new scene.
    steady : bool
        The top match is the settled choice for this scene.
    steady_track : str
        The settled choice's id; empty before the first.
    time_s : float
        Capture time of the newest frame used, seconds.
    arrived_s : float
        When that frame arrived, on the daemon's monotonic clock.
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
