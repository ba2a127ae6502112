"""An optional sentence model: it compares texts whose words the list doesn't have."""

import logging
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from scenescore.words.kinds import KindTable
from scenescore.words.terms import has_east_asian

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]

log = logging.getLogger(__name__)

_PACKAGE: Final = "wordllama"
_MIN_LIKENESS: Final = 0.15
"""Below this likeness (a mean of cosines) to the nearest kind, a text means no kind."""
_MIN_RUNNER_UP_RATIO: Final = 0.75
"""Further kinds are meant from this ratio to the best kind's likeness on."""
_NEAREST_WORDS: Final = 3
"""Words of a kind that count one by one; they find what the mean of all its words hides."""
_MODEL_WEIGHT: Final = 0.7
"""Weight of the model's best kind. A word of the list that names a kind has 1."""
_MIN_TITLE_COSINE: Final = 0.35
"""Below this cosine a title isn't near to a text: two short titles reach so much by chance."""


class SentenceModel:
    """Compares texts by their meaning. English only: it has seen too little Japanese.

    `load_sentence_model` makes one.

    Parameters
    ----------
    vectors : object
        Wordllama's model.
    """

    def __init__(self, vectors: Any) -> None:
        self._vectors = vectors
        self._kinds: tuple[KindTable, list[Floats]] | None = None

    def embed(self, texts: Sequence[str]) -> Floats:
        """Return the texts' vectors.

        Parameters
        ----------
        texts : sequence of str
            Any texts.

        Returns
        -------
        np.ndarray [shape=(texts, 256), float32]
            Of length 1; zero for an empty text.
        """
        if not texts:
            return np.zeros((0, 1), np.float32)
        vectors = np.asarray(self._vectors.embed([text or "." for text in texts], norm=True), np.float32)
        vectors[[not text.strip() for text in texts]] = 0
        return vectors

    def nearest_kinds(self, text: str, table: KindTable) -> dict[str, float]:
        """Return the kinds that a text may mean.

        Parameters
        ----------
        text : str
            A scene in words.
        table : KindTable
            The kinds.

        Returns
        -------
        dict of str to float
            Weights above 0 and below 1 by kind; empty where the text is like none of them.
        """
        if has_east_asian(text) or not text.strip():
            return {}
        if self._kinds is None or self._kinds[0] is not table:
            self._kinds = (table, [self._kind_vectors(table, kind) for kind in table.about])
        vector = self.embed([text])[0]
        likeness = {
            kind: _likeness(vector, vectors)
            for kind, vectors in zip(table.about, self._kinds[1], strict=True)
        }
        best = max(likeness.values(), default=0.0)
        return {
            kind: _MODEL_WEIGHT * one / best
            for kind, one in likeness.items()
            if one >= max(_MIN_LIKENESS, _MIN_RUNNER_UP_RATIO * best)
        }

    def nearness(self, text: str, vectors: Floats) -> Doubles:
        """Return how near titles are to a text in meaning.

        Parameters
        ----------
        text : str
            A scene in words.
        vectors : np.ndarray [shape=(titles, 256), float32]
            The titles' vectors.

        Returns
        -------
        np.ndarray [shape=(titles,), float64]
            0 to 1; 0 for titles that are like any other.
        """
        if has_east_asian(text) or not text.strip() or not len(vectors):
            return np.zeros(len(vectors))
        likeness = (vectors @ self.embed([text])[0]).astype(np.float64)
        return np.asarray(np.clip((likeness - _MIN_TITLE_COSINE) / (1 - _MIN_TITLE_COSINE), 0, 1))

    def _kind_vectors(self, table: KindTable, kind: str) -> Floats:
        """Return the vectors of what a kind is, of the mean of its words, and of each of its words."""
        words = self.embed(table.examples[kind])
        mean = words.mean(axis=0)
        return np.vstack(
            [self.embed([table.about[kind]]), mean / max(float(np.linalg.norm(mean)), 1e-6), words]
        )


def _likeness(text: Floats, kind: Floats) -> float:
    about, mean, *words = (kind @ text).tolist()
    nearest = sorted(words)[-_NEAREST_WORDS:]
    return float(about + mean + sum(nearest) / len(nearest)) / 3


@cache
def load_sentence_model() -> SentenceModel | None:
    """Load the sentence model of the extra ``words``, once, from its package alone: nothing is downloaded.

    Returns
    -------
    SentenceModel or None
        None where the extra isn't installed, or lacks its files.
    """
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.origin:
        return None
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    try:
        from wordllama import WordLlama  # noqa: PLC0415
    except ImportError as error:
        log.warning("the sentence model can't be loaded: %s; the word list goes on alone", error)
        return None
    finally:
        # The package configures everybody's logging when it is imported.
        root.handlers[:], root.level = handlers, level
    try:
        # Its tokenizer lies in the package, where only a cache is looked for.
        vectors = WordLlama.load(cache_dir=Path(spec.origin).parent, disable_download=True)
    except (OSError, ValueError) as error:
        log.warning("the sentence model lacks its files: %s; the word list goes on alone", error)
        return None
    return SentenceModel(vectors)
