"""A second opinion from the newest moment alone: scenes alike in colour may call for different music."""

from typing import Final

GLANCE_S: Final = 0.6
"""Length of the newest moment, seconds: a frame even at two a second, and soon none of the last scene."""
TURNED_S: Final = 1.0
"""For how long the newest moment must disagree before the scene is taken to have turned, seconds."""


class Glance:
    """Compares what the newest moment calls for with what the whole scene calls for.

    The two must have agreed in this scene before: where a model always sees a single moment otherwise than a
    long stretch, a disagreement means nothing.

    Parameters
    ----------
    margin : float
        By what share of the scene's track's score the moment's track must beat it, 0 to 1.
    """

    def __init__(self, *, margin: float) -> None:
        self._margin = margin
        self.new_scene()

    def new_scene(self) -> None:
        """Forget what was said of the last scene."""
        self._agreed = False
        self.disagrees_since_s: float | None = None
        """Since when the newest moment has called for another track, seconds; None while it doesn't."""

    def update(
        self, time_s: float, top: str, glanced: str, glanced_score: float, top_score: float | None
    ) -> bool:
        """Take in both opinions.

        Parameters
        ----------
        time_s : float
            Capture time of the newest frame, seconds.
        top, glanced : str
            The track that the scene calls for, and the one that the newest moment does.
        glanced_score, top_score : float
            Their scores for the newest moment; lower is better. None for a track that is gone.

        Returns
        -------
        bool
            True when the scene has turned, at `disagrees_since_s`.
        """
        if glanced == top or top_score is None or glanced_score > top_score - self._margin * abs(top_score):
            self._agreed = True
            self.disagrees_since_s = None
        elif self._agreed and self.disagrees_since_s is None:
            self.disagrees_since_s = time_s
        return self.disagrees_since_s is not None and time_s - self.disagrees_since_s >= TURNED_S - 1e-6
