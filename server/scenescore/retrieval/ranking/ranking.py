"""A ranking of the library, and the one pipeline that makes it.

The exact search finds distances to a prediction. Stages then add a bias to the tracks' scores. The stage that
is trusted most comes last, so that it has the last word. Distances are never altered.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from scenescore.matching.search import NearestTracks
from scenescore.retrieval.fit import FitScale
from scenescore.retrieval.library_view import LibraryView, Track
from scenescore.retrieval.ranking.evidence import Doubles, PriorStage, Reason, ScoreStage, Situation
from scenescore.retrieval.ranking.scores import Scores


@dataclass(frozen=True)
class Ranked:
    """One track of a ranking.

    Attributes
    ----------
    rank : int
        From 1.
    track : Track
        The piece.
    distance : float
        Earth Mover's Distance to the prediction, 0 or more.
    score : float
        The ranking is sorted by it, lower is better.
    reasons : tuple of Reason
        The stages that moved its score, in the order in which they did.
    fit : float
        How well it fits, 0 to 1, for people; in the order of the scores.
    """

    rank: int
    track: Track
    distance: float
    score: float
    reasons: tuple[Reason, ...] = ()
    fit: float = 0.0


@dataclass(frozen=True)
class Ranking:
    """The closest tracks, best first, and the scores of all others.

    Attributes
    ----------
    matches : list of Ranked
        Best first.
    scores : Scores
        Of every track.
    found : NearestTracks
        The search behind it, for the next one to build on.
    scale : FitScale
        Turns the scores into fits.
    """

    matches: list[Ranked]
    scores: Scores
    found: NearestTracks
    scale: FitScale

    def judged_by(self, stages: Sequence[ScoreStage], situation: Situation) -> "Ranking":
        """Apply further stages, the least trusted first.

        Parameters
        ----------
        stages : sequence of ScoreStage
            In the order in which they are applied.
        situation : Situation
            Of the same window.

        Returns
        -------
        Ranking
            As many matches as before.
        """
        scores, given = self.scores, {one.track.id: one.reasons for one in self.matches}
        for stage in stages:
            evidence = stage.judge(situation, scores)
            if evidence is None or evidence.weight == 0:
                continue
            scores = scores.moved(evidence.bias, evidence.weight)
            for track_id, words in evidence.words.items():
                reason = Reason(stage.kind, evidence.weight, words)
                given[track_id] = (*given.get(track_id, ()), reason)
        if scores is self.scores:
            return self
        ids = scores.sorted_candidates()[: len(self.matches)]
        return Ranking(_matches(scores, ids, given, self.scale), scores, self.found, self.scale)


def rank(
    view: LibraryView,
    situation: Situation,
    top_k: int,
    stages: Sequence[PriorStage] = (),
    *,
    after: NearestTracks | None = None,
) -> Ranking:
    """Search the library for the tracks with the best scores.

    Parameters
    ----------
    view : LibraryView
        The library as the bundle of the prediction sees it.
    situation : Situation
        The prediction, and what is known beside it.
    top_k : int
        Matches in the ranking, 1 or more.
    stages : sequence of PriorStage
        Those that say something of all tracks; the search is exact for the sum of distance and bias.
    after : NearestTracks, optional
        Of an earlier ranking: the same one, sooner, where it was for nearly the same prediction.

    Returns
    -------
    Ranking
    """
    query = situation.prediction.features
    priors = [(stage, stage.prior(situation)) for stage in stages]
    bias: Doubles | None = None
    shift = 0.0
    for _, prior in priors:
        if prior.bias is not None and prior.weight:
            added = prior.bias * prior.weight
            bias = added if bias is None else bias + added
            shift += prior.typical * prior.weight
    found = view.find(query, top_k, bias=bias, after=after)
    scores = Scores(view, query, found.matches, bias)
    reasons = {
        track_id: tuple(
            Reason(stage.kind, prior.weight, words)
            for stage, prior in priors
            if prior.weight and (words := stage.words(view.bias_of(track_id, prior.bias)))
        )
        for track_id in scores.candidates
    }
    scale = FitScale(view.typical_distance, shift)
    return Ranking(_matches(scores, scores.candidates, reasons, scale), scores, found, scale)


def _matches(
    scores: Scores, ids: Sequence[str], reasons: dict[str, tuple[Reason, ...]], scale: FitScale
) -> list[Ranked]:
    matches: list[Ranked] = []
    for track_id in ids:
        track, distance, score = scores.track(track_id), scores.distance(track_id), scores.of(track_id)
        if track is not None and distance is not None and score is not None:
            why, fit = reasons.get(track_id, ()), scale.fit(score)
            matches.append(Ranked(len(matches) + 1, track, distance, score, why, fit))
    return matches
