"""The share of right kinds among the first tracks that words find."""

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

import numpy as np
import numpy.typing as npt

from scenescore.studies.intervals import Interval, bootstrap
from scenescore.words.ranking import MIN_FIT, TextRanker
from scenescore.words.sentence_model import SentenceModel
from scenescore.words.track_words import TrackWords
from scenescore_eval.words.labelled_tracks import LabelledTrack

MAX_COUNTED_TRACKS: Final = 5
"""Tracks of an answer that count; fewer where the collection has fewer of the kind."""

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True)
class SceneName:
    """A scene's name, and the kind of music that belongs there.

    Attributes
    ----------
    name, name_ja : str
        In English and in Japanese.
    kind : str
        The right kind.
    """

    name: str
    name_ja: str
    kind: str


@dataclass(frozen=True)
class Condition:
    """What the search may read of a track.

    Attributes
    ----------
    name : str
        For the table.
    words : callable
        Returns a track's words.
    keeps : callable
        Whether a track is in the collection.
    japanese : bool
        Whether the scenes have their Japanese names.
    uses_model : bool
        Whether the sentence model helps.
    """

    name: str
    words: Callable[[LabelledTrack], TrackWords]
    keeps: Callable[[LabelledTrack], bool] = lambda _: True
    japanese: bool = False
    uses_model: bool = False


@dataclass(frozen=True)
class WordFigures:
    """What a condition gives.

    Attributes
    ----------
    condition : str
        Its name.
    tracks, games, scenes : int
        How many tracks and games the collection has, and how many scene names it has music for.
    right : Interval
        Share of right kinds among the first five, mean over scene names; a place that stays empty is
        wrong. The interval draws games.
    chance : float
        The same for tracks drawn at random.
    found : float
        Share of those places that the search fills.
    by_scene : dict of str to float
        The share for each scene name.
    """

    condition: str
    tracks: int
    games: int
    scenes: int
    right: Interval
    chance: float
    found: float
    by_scene: dict[str, float]


def _all_words(track: LabelledTrack) -> TrackWords:
    return TrackWords(track.file, track.title, track.file)


CONDITIONS: Final = (
    Condition("titles and file names", _all_words),
    Condition("the same, with the sentence model", _all_words, uses_model=True),
    Condition("the same, scenes named in Japanese", _all_words, japanese=True),
    Condition(
        "titles and file names; only tracks whose kind wasn't read off their name",
        _all_words,
        keeps=lambda track: not track.label_from_words,
    ),
    Condition(
        "the same, with the sentence model",
        _all_words,
        keeps=lambda track: not track.label_from_words,
        uses_model=True,
    ),
    Condition("file names alone", lambda track: TrackWords(track.file, "", track.file)),
    Condition("neither titles nor file names", lambda track: TrackWords(track.file, "")),
    Condition("the kind as a tag alone", lambda track: TrackWords(track.file, "", tags=(track.kind,))),
)


def scene_names() -> list[SceneName]:
    """Return the names of scenes that are searched for."""
    text = (files("scenescore_eval.words") / "scene_names.toml").read_text(encoding="utf-8")
    return [SceneName(one["name"], one["ja"], one["kind"]) for one in tomllib.loads(text)["scene"]]


def measure(
    tracks: Sequence[LabelledTrack],
    condition: Condition,
    model: SentenceModel | None,
    *,
    seed: int = 0,
) -> WordFigures:
    """Search a collection for each scene name.

    Parameters
    ----------
    tracks : sequence of LabelledTrack
        The collection.
    condition : Condition
        What the search may read.
    model : SentenceModel or None
        For the conditions that use it.
    seed : int
        Seed of the interval.

    Returns
    -------
    WordFigures
    """
    kept = [track for track in tracks if condition.keeps(track)]
    ranker = TextRanker([condition.words(track) for track in kept], model if condition.uses_model else None)
    kinds = np.array([track.kind for track in kept])
    games = list(dict.fromkeys(track.game for track in kept))
    game_of = np.array([games.index(track.game) for track in kept])
    known = [scene for scene in scene_names() if scene.kind in kinds]
    answers = [
        _Answer(ranker.fits(scene.name_ja if condition.japanese else scene.name), kinds == scene.kind)
        for scene in known
    ]

    def share(chosen: npt.NDArray[np.int64]) -> Doubles:
        copies = np.stack([np.bincount(one, minlength=len(games)) for one in chosen])[:, game_of]
        shares = np.stack([answer.share(copies) for answer in answers])
        # A draw without any track of a kind says nothing of it.
        return np.asarray(np.nanmean(shares, axis=0))

    whole = np.ones((1, len(kept)), np.int64)
    return WordFigures(
        condition.name,
        len(kept),
        len(games),
        len(known),
        bootstrap(len(games), share, seed=seed),
        float(np.mean([(kinds == scene.kind).mean() for scene in known])),
        float(np.mean([answer.filled(whole)[0] for answer in answers])),
        {scene.name: float(answer.share(whole)[0]) for scene, answer in zip(known, answers, strict=True)},
    )


class _Answer:
    """The tracks that a search found for one scene name, best first."""

    def __init__(self, fits: Doubles, right: npt.NDArray[np.bool_]) -> None:
        order = np.argsort(-fits, kind="stable")
        self._order = order[fits[order] >= MIN_FIT]
        self._right = right

    def share(self, copies: npt.NDArray[np.int64]) -> Doubles:
        """Return the share of right tracks for collections with so many copies of each track."""
        return self._sum(copies, self._right[self._order]) / self._places(copies)

    def filled(self, copies: npt.NDArray[np.int64]) -> Doubles:
        """Return the share of places that have a track."""
        return self._sum(copies, np.ones(len(self._order), bool)) / self._places(copies)

    def _sum(self, copies: npt.NDArray[np.int64], counted: npt.NDArray[np.bool_]) -> Doubles:
        found = copies[:, self._order]
        before = np.cumsum(found, axis=1) - found
        taken = np.clip(self._places(copies)[:, None] - before, 0, found)
        return np.asarray((taken * counted).sum(axis=1), np.float64)

    def _places(self, copies: npt.NDArray[np.int64]) -> Doubles:
        places = np.minimum(MAX_COUNTED_TRACKS, copies[:, self._right].sum(axis=1)).astype(np.float64)
        places[places == 0] = np.nan
        return np.asarray(places)
