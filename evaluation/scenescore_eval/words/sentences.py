"""How often the kind of a sentence is understood."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files

import numpy as np

from scenescore.studies.intervals import Interval, clustered_mean
from scenescore.words.ranking import TextRanker
from scenescore.words.sentence_model import SentenceModel


@dataclass(frozen=True)
class SentenceFigures:
    """How often the kind of a sentence is understood.

    Attributes
    ----------
    sentences : int
        Sentences in all.
    by_list : Interval
        Share that the list of words understands. Where several kinds are equally sure, each counts its part.
    with_model : Interval or None
        Share with the sentence model; None where it isn't installed.
    """

    sentences: int
    by_list: Interval
    with_model: Interval | None


def measure_sentences(model: SentenceModel | None, *, seed: int = 0) -> SentenceFigures:
    """Ask for the kinds of all sentences.

    Parameters
    ----------
    model : SentenceModel or None
        The sentence model.
    seed : int
        Seed of the intervals, which draw sentences.

    Returns
    -------
    SentenceFigures
    """
    text = (files("scenescore_eval.words") / "sentences.toml").read_text(encoding="utf-8")
    sentences = [(one["text"], one["kind"]) for one in tomllib.loads(text)["sentence"]]

    def share(ranker: TextRanker) -> Interval:
        understood = [_understood(ranker, sentence, kind) for sentence, kind in sentences]
        return clustered_mean(np.array(understood), range(len(sentences)), seed=seed)

    with_model = share(TextRanker([], model)) if model is not None else None
    return SentenceFigures(len(sentences), share(TextRanker([])), with_model)


def _understood(ranker: TextRanker, sentence: str, kind: str) -> float:
    weights = {
        name: mention.weight for name, mention in ranker.kinds_in(sentence).items() if mention.weight > 0
    }
    best = max(weights.values(), default=0.0)
    surest = [name for name, weight in weights.items() if weight == best]
    return 1 / len(surest) if kind in surest else 0.0
