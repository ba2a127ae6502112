"""The figures of a replayed game: how often the music changes, and how well it agrees with the game's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from sklearn.metrics import adjusted_rand_score

from scenescore.studies.data_folder import LabelledScene
from scenescore.studies.diversity.diversity import diversity
from scenescore.studies.intervals import Interval, clustered_mean
from scenescore.studies.windows import LabelledWindow
from scenescore.window import WINDOW_S
from scenescore_eval.report.figures.sampling import LARGE_FORM_SCENES, SMALL_FORM_SCENES, draw_scenes
from scenescore_eval.report.prediction.replay import PlaySpan, SteadyTracks


@dataclass(frozen=True)
class LiveFigures:
    """What a player would have heard, averaged over all seeds."""

    minutes: float
    """Length of the replay."""
    changes: float
    """Changes of the steady track a minute."""
    own_changes: float
    """Changes of the game's own music a minute."""
    piece: Interval
    """Share of the time in which the steady track is the piece that the game plays."""
    kind: Interval | None
    """Share of the time in which it is of that piece's kind; None if no kind is known."""
    agreement: float
    """Adjusted Rand index of the steady tracks and the game's pieces: 1 if the same moments share their
    music, whichever it is; 0 by chance."""
    pieces: float
    """Number of different steady tracks."""
    own_pieces: float
    """Number of different pieces that the game plays."""
    six: float
    """Number of different tracks in six scenes, drawn as in the paper's small form."""
    own_six: float
    """Number of different pieces that the game itself plays in them."""
    many: float
    """Number of different tracks in 72 scenes, or as many as there are."""
    many_objective: float
    """The paper's diversity objective for these scenes over the whole collection."""
    many_best: float
    """The best possible objective."""
    many_random: float
    """The expected objective of drawing pieces at random."""


def live_figures(
    replays: Sequence[SteadyTracks],
    spans: Sequence[PlaySpan],
    windows: Sequence[LabelledWindow],
    tracks: int,
    kind_of: Mapping[str, str],
    *,
    draws: int,
    seed: int,
) -> LiveFigures:
    """Compare the steady tracks of sessions with the music that the game plays.

    Parameters
    ----------
    replays : sequence of SteadyTracks
        One for each training, all with answers at the same times.
    spans : sequence of PlaySpan
        What was replayed.
    windows : sequence of LabelledWindow
        Windows inside it, for the drawn scenes. The track that is steady at a window's end counts.
    tracks : int
        Number of tracks in the collection.
    kind_of : mapping of str to str
        The kind of each track, where known.
    draws : int
        Number of draws of scenes.
    seed : int
        Seed of the draws.

    Returns
    -------
    LiveFigures
    """
    times_s = np.array(replays[0].times_s)
    starts_s = np.array([span.at_s for span in spans])
    places = np.searchsorted(starts_s, times_s, side="right") - 1
    shown: list[LabelledScene] = [spans[place].scene for place in places.tolist()]
    labelled = [place for place, scene in enumerate(shown) if scene.track]
    of_known_kind = [place for place in labelled if shown[place].kind]
    own = [shown[place].track for place in labelled]
    minutes = spans[-1].end_s / 60

    def share(places: Sequence[int], rows: Sequence[Sequence[bool]]) -> Interval:
        return clustered_mean(np.mean(rows, axis=0), [shown[place] for place in places], seed=seed)

    def right_piece(one: SteadyTracks, place: int) -> bool:
        return one.tracks[place] == shown[place].track

    def right_kind(one: SteadyTracks, place: int) -> bool:
        return kind_of.get(one.tracks[place]) == shown[place].kind

    drawn = [_drawn_means(one, spans, windows, tracks, draws=draws, seed=seed) for one in replays]
    six, own_six, many, many_objective, many_best, many_random = np.mean(drawn, axis=0).tolist()
    return LiveFigures(
        minutes=minutes,
        changes=float(np.mean([_changes(one.tracks) for one in replays])) / minutes,
        own_changes=_changes(own) / minutes,
        piece=share(labelled, [[right_piece(one, place) for place in labelled] for one in replays]),
        kind=share(of_known_kind, [[right_kind(one, place) for place in of_known_kind] for one in replays])
        if of_known_kind
        else None,
        agreement=float(
            np.mean([adjusted_rand_score(own, [one.tracks[place] for place in labelled]) for one in replays])
        ),
        pieces=float(np.mean([len({track for track in one.tracks if track}) for one in replays])),
        own_pieces=len(set(own)),
        six=six,
        own_six=own_six,
        many=many,
        many_objective=many_objective,
        many_best=many_best,
        many_random=many_random,
    )


def _changes(tracks: Sequence[str]) -> int:
    """Return the number of changes from one track to another."""
    steady = [track for track in tracks if track]
    return sum(one != next_one for one, next_one in pairwise(steady))


def _drawn_means(
    replay: SteadyTracks,
    spans: Sequence[PlaySpan],
    windows: Sequence[LabelledWindow],
    tracks: int,
    *,
    draws: int,
    seed: int,
) -> npt.NDArray[np.float64]:
    """Return the last six figures of `LiveFigures`, the means over drawn scenes [shape=(6,), float64]."""
    random = np.random.default_rng(seed)
    steady = _steady_at_ends(replay, spans, windows)
    count = min(LARGE_FORM_SCENES, len(windows))
    rows = []
    for _ in range(draws):
        places = draw_scenes(windows, SMALL_FORM_SCENES, random)
        many = diversity(
            [steady[place] for place in random.choice(len(windows), count, replace=False)], tracks
        )
        rows.append(
            [
                len({steady[place] for place in places}),
                len({windows[place].scene.track for place in places}),
                many.distinct,
                many.objective,
                many.best_objective,
                many.random_objective,
            ]
        )
    means: npt.NDArray[np.float64] = np.mean(rows, axis=0)
    return means


def _steady_at_ends(
    replay: SteadyTracks, spans: Sequence[PlaySpan], windows: Sequence[LabelledWindow]
) -> list[str]:
    """Return the steady track at the end of each window."""
    span_of = {span.scene: span for span in spans}
    found = []
    for window in windows:
        span = span_of[window.scene]
        end_s = span.at_s + window.start_s + WINDOW_S - span.start_s
        found.append(replay.tracks[int(np.searchsorted(replay.times_s, end_s, side="right")) - 1])
    return found
