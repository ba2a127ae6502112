"""A whole play, live: how often the music changes, and how it goes with the game's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from sklearn.metrics import adjusted_rand_score

from scenescore.frames.window import WINDOW_S
from scenescore.studies.data_folder import LabelledScene
from scenescore.studies.diversity import diversity
from scenescore.studies.intervals import Interval, clustered_mean
from scenescore.studies.windows import LabelledWindow
from scenescore_eval.report.figures.sampling import SCENES, SIX, draw_scenes
from scenescore_eval.report.prediction.replay import Played, Span


@dataclass(frozen=True)
class LiveFigures:
    """What a player would have heard, over all seeds."""

    minutes: float
    """Of play."""
    changes: float
    """Changes of the steady track a minute."""
    own_changes: float
    """The game's own."""
    piece: Interval
    """Share of the time in which the steady track is the piece that the game plays."""
    kind: Interval | None
    """Share in which it is of that piece's kind; None where no kind is known."""
    agreement: float
    """Adjusted Rand index of the steady tracks and the game's pieces: 1 where the same moments share their
    music, whichever it is; 0 by chance."""
    pieces: float
    """Different steady tracks."""
    own_pieces: float
    """Different pieces that the game plays."""
    six: float
    """Different tracks of six scenes, drawn as in the paper's form."""
    own_six: float
    """Different pieces that the game itself plays in them."""
    many: float
    """Different tracks of 72 scenes, or as many as there are."""
    many_objective: float
    """The paper's objective for them over the whole collection."""
    many_best: float
    many_random: float


def live_figures(
    played: Sequence[Played],
    spans: Sequence[Span],
    windows: Sequence[LabelledWindow],
    tracks: int,
    kind_of: Mapping[str, str],
    *,
    draws: int,
    seed: int,
) -> LiveFigures:
    """Compare what sessions have settled on with what the game plays.

    Parameters
    ----------
    played : sequence of Played
        One of each training, all with the same answers' times.
    spans : sequence of Span
        What was played.
    windows : sequence of LabelledWindow
        Windows inside it, for the drawn scenes: the track counts that is steady at a window's end.
    tracks : int
        In the collection.
    kind_of : mapping
        Each track's kind, where known.
    draws : int
        How often scenes are drawn.
    seed : int
        Of the draws.
    """
    times_s = np.array(played[0].times_s)
    starts_s = np.array([span.at_s for span in spans])
    places = np.searchsorted(starts_s, times_s, side="right") - 1
    shown: list[LabelledScene] = [spans[place].scene for place in places.tolist()]
    told = [place for place, scene in enumerate(shown) if scene.track]
    known = [place for place in told if shown[place].kind]
    own = [shown[place].track for place in told]
    minutes = spans[-1].end_s / 60

    def share(places: Sequence[int], rows: Sequence[Sequence[bool]]) -> Interval:
        return clustered_mean(np.mean(rows, axis=0), [shown[place] for place in places], seed=seed)

    def right_piece(one: Played, place: int) -> bool:
        return one.tracks[place] == shown[place].track

    def right_kind(one: Played, place: int) -> bool:
        return kind_of.get(one.tracks[place]) == shown[place].kind

    drawn = [_drawn(one, spans, windows, tracks, draws=draws, seed=seed) for one in played]
    six, own_six, many, many_objective, many_best, many_random = np.mean(drawn, axis=0).tolist()
    return LiveFigures(
        minutes=minutes,
        changes=float(np.mean([_changes(one.tracks) for one in played])) / minutes,
        own_changes=_changes(own) / minutes,
        piece=share(told, [[right_piece(one, place) for place in told] for one in played]),
        kind=share(known, [[right_kind(one, place) for place in known] for one in played]) if known else None,
        agreement=float(
            np.mean([adjusted_rand_score(own, [one.tracks[place] for place in told]) for one in played])
        ),
        pieces=float(np.mean([len({track for track in one.tracks if track}) for one in played])),
        own_pieces=len(set(own)),
        six=six,
        own_six=own_six,
        many=many,
        many_objective=many_objective,
        many_best=many_best,
        many_random=many_random,
    )


def _changes(tracks: Sequence[str]) -> int:
    """Return how often one track gives way to another."""
    steady = [track for track in tracks if track]
    return sum(one != next_one for one, next_one in pairwise(steady))


def _drawn(
    played: Played,
    spans: Sequence[Span],
    windows: Sequence[LabelledWindow],
    tracks: int,
    *,
    draws: int,
    seed: int,
) -> npt.NDArray[np.float64]:
    """Return the means that `LiveFigures` has of drawn scenes [shape=(6,), float64]."""
    random = np.random.default_rng(seed)
    heard = _heard_at_ends(played, spans, windows)
    count = min(SCENES, len(windows))
    rows = []
    for _ in range(draws):
        places = draw_scenes(windows, SIX, random)
        many = diversity(
            [heard[place] for place in random.choice(len(windows), count, replace=False)], tracks
        )
        rows.append(
            [
                len({heard[place] for place in places}),
                len({windows[place].scene.track for place in places}),
                many.distinct,
                many.objective,
                many.best_objective,
                many.random_objective,
            ]
        )
    means: npt.NDArray[np.float64] = np.mean(rows, axis=0)
    return means


def _heard_at_ends(played: Played, spans: Sequence[Span], windows: Sequence[LabelledWindow]) -> list[str]:
    """Return the track that was steady when each window ended."""
    span_of = {span.scene: span for span in spans}
    found = []
    for window in windows:
        span = span_of[window.scene]
        end_s = span.at_s + window.start_s + WINDOW_S - span.start_s
        found.append(played.tracks[int(np.searchsorted(played.times_s, end_s, side="right")) - 1])
    return found
