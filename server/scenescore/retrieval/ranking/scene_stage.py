"""The session's scenes: a known scene keeps its track, a new one gets none of the others'."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from scenescore.retrieval.ranking.cue_stage import bias_to_lead
from scenescore.retrieval.ranking.evidence import Evidence, Situation
from scenescore.retrieval.ranking.scores import Scores

OTHER_SCENE_PENALTY: Final = 0.5
"""Share of its score by which a track falls behind, for each other scene that it belongs to."""


@dataclass(frozen=True)
class SceneStage:
    """Applies what the session remembers, as far as the bundle only guesses.

    Attributes
    ----------
    own_track : str
        The track of this scene when it was seen before; empty for a new scene.
    scenes_of_track : mapping of str to int
        In how many other scenes each track plays.
    """

    own_track: str
    scenes_of_track: Mapping[str, int]
    kind: ClassVar[str] = "scene"

    def judge(self, situation: Situation, scores: Scores) -> Evidence | None:
        """Return the penalties of the other scenes' tracks, and the lead of this scene's own.

        Parameters
        ----------
        situation : Situation
            The window, its prediction and its appearance.
        scores : Scores
            The scores so far.

        Returns
        -------
        Evidence or None
            The bias of the tracks of all scenes, weighted by the network's share of the prediction.
        """
        weight = situation.prediction.network_share
        bias, words = {}, {}
        for track_id, scenes in self.scenes_of_track.items():
            score = scores.of(track_id)
            if score is not None:
                bias[track_id] = OTHER_SCENE_PENALTY * scenes * abs(score)
                words[track_id] = "Another scene of this session has this piece."
        if self.own_track and scores.candidates:
            lead = bias_to_lead(scores.moved(bias, weight), self.own_track)
            if lead is not None:
                bias[self.own_track] = lead
                words[self.own_track] = "This scene had this piece before."
        return Evidence(weight, bias, words) if bias else None
