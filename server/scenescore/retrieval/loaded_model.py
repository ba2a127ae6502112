"""A bundle that sessions predict with, and how it ranks the library."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scenescore.errors import NotFoundError
from scenescore.matching.search import NearestTracks
from scenescore.model.bundle.bundle import Bundle
from scenescore.model.memory import Prediction
from scenescore.model.predict import Predictor
from scenescore.retrieval.cue_index import CueIndex
from scenescore.retrieval.hub_correction import HubCorrector
from scenescore.retrieval.library_view import LibraryView, Track
from scenescore.retrieval.memory_tracks import MemoryTracks
from scenescore.retrieval.ranking.cue_stage import CueStage
from scenescore.retrieval.ranking.evidence import ScoreStage, Situation
from scenescore.retrieval.ranking.hub_stage import HubStage
from scenescore.retrieval.ranking.memory_stage import MemoryStage
from scenescore.retrieval.ranking.ranking import Ranked, Ranking, rank


@dataclass
class LoadedModel:
    """A bundle that is ready to predict, with one project's view of the library and its cues."""

    bundle: Bundle
    """The bundle."""
    predictor: Predictor
    """Its networks and its memory."""
    project: str
    """The project's id; empty for the library's own."""
    view: LibraryView
    """The project's tracks."""
    hubs: HubCorrector
    """Computes the hub correction of a view."""
    memory_tracks: MemoryTracks
    """Computes which tracks the memory leads to."""
    cues: CueIndex
    """The project's cues."""

    @property
    def is_unfinished(self) -> bool:
        """Whether its view of the library lacks memory tracks or hub correction."""
        return self.memory_tracks.is_due(self.view) or self.hubs.is_due(self.view)

    def finish_view(self) -> None:
        """Compute the memory tracks and the hub correction that its view lacks; this can take minutes."""
        for part in (self.memory_tracks, self.hubs):
            if part.is_due(self.view):
                part.apply(self.view)

    def stop(self) -> None:
        """Cancel running computations."""
        self.memory_tracks.stop()
        self.hubs.stop()

    def rank(
        self,
        situation: Situation,
        top_k: int,
        stages: Sequence[ScoreStage] = (),
        *,
        after: NearestTracks | None = None,
    ) -> Ranking:
        """Rank the library for a situation.

        Parameters
        ----------
        situation : Situation
            This bundle's prediction, and what is known beside it.
        top_k : int
            Matches in the ranking, 1 or more.
        stages : sequence of ScoreStage
            Stages beyond the memory and the hub correction, the least trusted first.
        after : NearestTracks, optional
            The search behind an earlier ranking: it makes this one faster, with the same result.

        Returns
        -------
        Ranking
        """
        view = self.view
        stages_of_all = (MemoryStage(), HubStage(view.hub_bias, view.typical_hub_bias))
        ranking = rank(view, situation, top_k, stages_of_all, after=after)
        return ranking.judged_by(stages, situation)

    def cue_stages(self) -> list[ScoreStage]:
        """Return the stage of the cues; none where no cue was made with this bundle."""
        return [CueStage(self.cues)] if len(self.cues) else []

    def similar(self, track: Track, top_k: int) -> list[Ranked]:
        """Rank the library by its distance to one of its tracks, which is left out itself.

        Parameters
        ----------
        track : Track
            The track to compare with.
        top_k : int
            The largest number of tracks, 1 or more.

        Returns
        -------
        list of Ranked
            Nearest first.

        Raises
        ------
        NotFoundError
            The track has no features that this bundle compares.
        """
        own = self.view.features_of(track.id)
        if own is None:
            raise NotFoundError(
                f"tracks/{track.id} ({track.title}) has no features for models/{self.bundle.name} yet; "
                "they are being computed, try again in a while"
            )
        # No network made this query, so hub correction doesn't apply.
        view, situation = self.view, Situation(Prediction(own, network_share=0.0))
        others = [one for one in rank(view, situation, top_k + 1).matches if one.track.id != track.id][:top_k]
        return [replace(one, rank=place) for place, one in enumerate(others, start=1)]
