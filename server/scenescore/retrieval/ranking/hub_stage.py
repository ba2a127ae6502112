"""Hub correction: a track that is near to every scene counts for less."""

from dataclasses import dataclass
from typing import ClassVar

from scenescore.retrieval.ranking.evidence import Doubles, Prior, Situation


@dataclass(frozen=True)
class HubStage:
    """Adds the library view's hub bias, as far as the network made the prediction.

    Only what a network makes crowds around the mean, so only there hubs arise.

    Attributes
    ----------
    bias : np.ndarray [shape=(tracks,), float64] or None
        From `scenescore.matching.hubness`; None until it is computed.
    typical : float
        Its median.
    """

    bias: Doubles | None
    typical: float = 0.0
    kind: ClassVar[str] = "hubs"

    def prior(self, situation: Situation) -> Prior:
        """Return the hub bias, weighted by the network's share of the prediction.

        Parameters
        ----------
        situation : Situation
            The window, its prediction and its appearance.

        Returns
        -------
        Prior
            Its weight is 0 where nothing is corrected.
        """
        weight = situation.prediction.network_share if self.bias is not None else 0.0
        return Prior(weight, self.bias, self.typical)

    def words(self, bias: float) -> str:
        """Return what the bias means for a track.

        Parameters
        ----------
        bias : float
            What is added to the track's distance.

        Returns
        -------
        str
            A sentence for the user; empty for no bias.
        """
        if bias > 0:
            return "It is close to many kinds of scene, so it counts for less."
        return "It is close to few kinds of scene, so it counts for more." if bias < 0 else ""
