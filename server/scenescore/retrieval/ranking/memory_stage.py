"""The bundle's memory: a window that looks like one it has learnt from."""

from typing import ClassVar

from scenescore.retrieval.ranking.evidence import Prior, Situation


class MemoryStage:
    """Says how surely the bundle remembers the window.

    The memory moves the prediction itself, step by step, towards the music that was heard
    (`scenescore.model.memory`), so the distances already carry it: its bias is 0. Its weight tells the other
    stages how much of the prediction is left to guess.
    """

    kind: ClassVar[str] = "memory"

    def prior(self, situation: Situation) -> Prior:
        """Return no bias, with the share of the prediction that is remembered.

        Parameters
        ----------
        situation : Situation
            The window, its prediction and its appearance.

        Returns
        -------
        Prior
            Its weight is the memory's share, 0 to 1.
        """
        return Prior(situation.prediction.memory_share)

    def words(self, bias: float) -> str:
        """Return the reason; it is the same for all tracks.

        Parameters
        ----------
        bias : float
            Always 0.

        Returns
        -------
        str
            A sentence for the user.
        """
        return "The bundle remembers a scene that looks like this one."
