"""Notices scene changes that colours don't show: the newest moment calls for other music than the scene."""

from typing import Final

MOMENT_S: Final = 0.6
"""Length of the newest moment, seconds: at two frames a second it holds a frame, and a second after a scene
change it holds none of the last scene."""
MIN_DISAGREEMENT_S: Final = 1.0
"""How long the newest moment must disagree before the scene counts as changed, seconds."""
_ROUNDING_S: Final = 1e-6


class DisagreementDetector:
    """Compares the track that the newest moment calls for with the one that the whole scene calls for.

    The two must have agreed in this scene before. Some models always rank a single moment differently from a
    long stretch; their disagreement means nothing.

    Parameters
    ----------
    margin : float
        Share of the scene's track's score by which the moment's track must beat it, 0 to 1.
    """

    def __init__(self, *, margin: float) -> None:
        self._margin = margin
        self.new_scene()

    def new_scene(self) -> None:
        """Forget the last scene."""
        self._agreed = False
        self.disagrees_since_s: float | None = None
        """Capture time since when the two disagree, seconds; None while they agree."""

    def update(
        self,
        time_s: float,
        scene_track: str,
        moment_track: str,
        moment_score: float,
        scene_score: float | None,
    ) -> bool:
        """Take in the two tracks of an answer.

        Parameters
        ----------
        time_s : float
            Capture time of the newest frame, seconds.
        scene_track, moment_track : str
            The track that the scene calls for, and the one that the newest moment calls for.
        moment_score, scene_score : float
            Their scores for the newest moment; lower is better. None for a track that is gone.

        Returns
        -------
        bool
            True when the scene has changed, at `disagrees_since_s`.
        """
        if (
            moment_track == scene_track
            or scene_score is None
            or moment_score > scene_score - self._margin * abs(scene_score)
        ):
            self._agreed = True
            self.disagrees_since_s = None
        elif self._agreed and self.disagrees_since_s is None:
            self.disagrees_since_s = time_s
        if self.disagrees_since_s is None:
            return False
        return time_s - self.disagrees_since_s >= MIN_DISAGREEMENT_S - _ROUNDING_S
