"""A bundle that sessions predict with, and how it ranks the library."""

from dataclasses import dataclass

from scenescore.errors import NotFoundError
from scenescore.matching.search import Found
from scenescore.model.bundle.bundle import Bundle
from scenescore.model.memory import Prediction
from scenescore.model.predict import Predictor
from scenescore.retrieval.cue_index import CueBook
from scenescore.retrieval.hub_correction import HubCorrection
from scenescore.retrieval.library_view import LibraryView, Track
from scenescore.retrieval.memory_tracks import RememberedMusic
from scenescore.retrieval.ranking.ranking import Ranked, Ranking


@dataclass
class LoadedModel:
    """A bundle that is ready to predict, with the library as it sees it, and the cues made with it."""

    bundle: Bundle
    predictor: Predictor
    view: LibraryView
    hubs: HubCorrection
    music: RememberedMusic
    cues: CueBook

    @property
    def is_unfinished(self) -> bool:
        """Whether what takes long hasn't been worked out for its view of the library yet."""
        return self.music.is_due(self.view) or self.hubs.is_due(self.view)

    def finish_view(self) -> None:
        """Work out which tracks it remembers, and the hub correction, where that hasn't been done."""
        for part in (self.music, self.hubs):
            if part.is_due(self.view):
                part.apply(self.view)

    def stop(self) -> None:
        """Let what is being worked out be given up soon."""
        self.music.stop()
        self.hubs.stop()

    def rank(self, prediction: Prediction, top_k: int, *, after: Found | None = None) -> Ranking:
        """Rank the library by its distance to a prediction, corrected for hubs.

        Parameters
        ----------
        prediction : Prediction
            This bundle's; the correction counts as far as the network made it.
        top_k : int
            Matches in the ranking, 1 or more.
        after : Found, optional
            Of an earlier ranking: the same one, sooner, where it was for nearly the same prediction.

        Returns
        -------
        Ranking
        """
        view, query = self.view, prediction.features
        bias = None if view.bias is None or not prediction.by_network else view.bias * prediction.by_network
        found = view.find(query, top_k, bias=bias, after=after)
        named = [(view.track(track_id), distance) for track_id, distance in found.matches]
        hits = [(track, distance) for track, distance in named if track is not None]
        known = {track.id: distance + view.added_to(track.id, bias) for track, distance in hits}

        def score_of(track_id: str) -> float | None:
            if track_id not in known:
                distance = view.distance(query, track_id)
                if distance is None:
                    return None
                known[track_id] = distance + view.added_to(track_id, bias)
            return known[track_id]

        return Ranking(
            matches=[
                Ranked(rank, track, distance, known[track.id])
                for rank, (track, distance) in enumerate(hits, start=1)
            ],
            score_of=score_of,
            found=found,
        )

    def similar(self, track: Track, top_k: int) -> list[Ranked]:
        """Rank the library by its distance to one of its tracks, that one left out.

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
        others = [
            ranked
            for ranked in self.rank(Prediction(own, by_network=0.0), top_k + 1).matches
            if ranked.track.id != track.id
        ][:top_k]
        return [Ranked(rank, one.track, one.distance, one.score) for rank, one in enumerate(others, start=1)]
