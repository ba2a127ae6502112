"""What a stage of the ranking says, and what it may look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Protocol

import numpy as np
import numpy.typing as npt

from scenescore.model.memory import Prediction

if TYPE_CHECKING:
    from scenescore.retrieval.ranking.scores import Scores

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Situation:
    """What is known of the window that music is wanted for.

    Attributes
    ----------
    prediction : Prediction
        How its music should sound.
    appearance : np.ndarray [shape=(steps, 234), float32] or None
        Appearance descriptors of its frames; None where no stage needs them.
    stillness : float or None
        How still its scene is, 0 to 1; None where that isn't known.
    """

    prediction: Prediction
    appearance: Floats | None = None
    stillness: float | None = None


@dataclass(frozen=True)
class Reason:
    """Why a track's score is what it is.

    Attributes
    ----------
    kind : str
        The stage: ``hubs``, ``memory``, ``scene`` or ``cue``.
    weight : float
        How much that stage counts, 0 to 1.
    words : str
        The reason for people.
    """

    kind: str
    weight: float
    words: str


@dataclass(frozen=True)
class Prior:
    """What a stage says of all tracks before any distance is known.

    Attributes
    ----------
    weight : float
        0, the stage says nothing, to 1.
    bias : np.ndarray [shape=(tracks,), float64] or None
        Added to each track's score at weight 1, in the order of the library view; None for no bias at all.
    typical : float
        The bias of a typical track: a fit doesn't count what all tracks get.
    """

    weight: float
    bias: Doubles | None = None
    typical: float = 0.0


@dataclass(frozen=True)
class Evidence:
    """What a stage says of the tracks once their scores are known.

    Attributes
    ----------
    weight : float
        0, the stage says nothing, to 1.
    bias : mapping of str to float
        Added to the score at weight 1, by track id; 0 for every track that it doesn't name.
    words : mapping of str to str
        The reason for people, by track id.
    """

    weight: float
    bias: Mapping[str, float] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


class PriorStage(Protocol):
    """A stage whose bias doesn't depend on distances: the exact search takes it into account."""

    kind: ClassVar[str]

    def prior(self, situation: Situation) -> Prior:
        """Return the bias of all tracks and its weight.

        Parameters
        ----------
        situation : Situation
            The window, its prediction and its appearance.

        Returns
        -------
        Prior
            The bias, in the order of the view's tracks, and its weight, 0 to 1.
        """
        ...

    def words(self, bias: float) -> str:
        """Return the reason for a track with this bias; empty where there is nothing to say.

        Parameters
        ----------
        bias : float
            What the stage adds to the track's distance.

        Returns
        -------
        str
            A sentence for the user.
        """
        ...


class ScoreStage(Protocol):
    """A stage that moves tracks relative to the scores so far."""

    kind: ClassVar[str]

    def judge(self, situation: Situation, scores: "Scores") -> Evidence | None:
        """Return what the stage says; None for nothing.

        Parameters
        ----------
        situation : Situation
            The window, its prediction and its appearance.
        scores : Scores
            The scores so far.

        Returns
        -------
        Evidence or None
            The bias of some tracks, its weight and its reasons.
        """
        ...
