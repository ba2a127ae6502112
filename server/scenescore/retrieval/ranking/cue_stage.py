"""Cues: a window that looks like a cue's gets the cue's track."""

from dataclasses import dataclass
from typing import ClassVar

from scenescore.retrieval.cue_index import CueIndex
from scenescore.retrieval.cue_reach import CUE_LEAD
from scenescore.retrieval.ranking.evidence import Evidence, Situation
from scenescore.retrieval.ranking.scores import Scores


@dataclass(frozen=True)
class CueStage:
    """Pulls the nearest cue's track ahead of the best one.

    Attributes
    ----------
    cues : CueIndex
        The cues made with the bundle.
    """

    cues: CueIndex
    kind: ClassVar[str] = "cue"

    def judge(self, situation: Situation, scores: Scores) -> Evidence | None:
        """Return what the nearest cue says; None where no cue looks like the window.

        Parameters
        ----------
        situation : Situation
            The window, its prediction and its appearance.
        scores : Scores
            The scores so far.

        Returns
        -------
        Evidence or None
            The bias of the cue's track.
        """
        if situation.appearance is None or not scores.candidates:
            return None
        nearest = self.cues.nearest(
            situation.appearance, situation.prediction.memory_share, stillness=situation.stillness
        )
        if nearest is None:
            return None
        track_id = nearest.cue.track_id
        bias = bias_to_lead(scores, track_id)
        # A cue whose track is gone waits until the track is back.
        if bias is None:
            return None
        words = f"Your cue “{nearest.cue.scene}” looks like this scene."
        return Evidence(nearest.strength, {track_id: bias}, {track_id: words})


def bias_to_lead(scores: Scores, track_id: str) -> float | None:
    """Return the bias that lets a track lead all candidates clearly; 0 where it already does.

    Parameters
    ----------
    scores : Scores
        With a candidate or more.
    track_id : str
        Any track, found by the search or not.

    Returns
    -------
    float or None
        0 or less; None for a track that is gone.
    """
    own, best = scores.of(track_id), scores.best()
    if own is None or best is None:
        return None
    return -max(0.0, own - (best - CUE_LEAD * abs(best)))
