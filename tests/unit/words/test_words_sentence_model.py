"""The sentence model of the extra ``words``."""

import logging
import socket
import sys

import numpy as np
import pytest

from scenescore.words.kinds import kind_table
from scenescore.words.ranking import TextRanker
from scenescore.words.sentence_model import SentenceModel, load_sentence_model
from scenescore.words.track_words import TrackWords

pytestmark = pytest.mark.skipif(sys.version_info >= (3, 14), reason="WordLlama has no wheel for Python 3.14")


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> SentenceModel:
    """Return the model, loaded without a network."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the model asked for a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    load_sentence_model.cache_clear()
    loaded = load_sentence_model()
    assert loaded is not None
    return loaded


def test_loading_it_leaves_everybodys_logging_alone(model: SentenceModel) -> None:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    load_sentence_model.cache_clear()
    assert load_sentence_model() is not None
    assert (root.handlers, root.level) == (handlers, level)


def test_the_model_names_kinds_for_words_that_the_list_lacks(model: SentenceModel) -> None:
    text = "the baker sells loaves to the neighbours"
    assert "town" not in TextRanker([]).kinds_in(text)
    assert 0 < TextRanker([], model).kinds_in(text)["town"].weight < 1


def test_the_list_decides_where_it_knows_a_word(model: SentenceModel) -> None:
    assert set(TextRanker([], model).kinds_in("a battle in the bakery")) == set(
        TextRanker([]).kinds_in("a battle in the bakery")
    )


@pytest.mark.parametrize("text", ["", "  ", "知らない言葉", "qwertz"])
def test_the_model_is_silent_about_unknown_words(model: SentenceModel, text: str) -> None:
    assert model.nearest_kinds(text, kind_table()) == {}
    assert not model.nearness(text, model.embed(["a title"])).any()


def test_titles_that_are_close_in_meaning_are_found(model: SentenceModel) -> None:
    tracks = [TrackWords("a", "Automobile"), TrackWords("b", "Philosophy")]
    assert not TextRanker(tracks).rank("vehicle", 5)
    best = TextRanker(tracks, model).rank("vehicle", 1)[0]
    assert best.place == 0
    assert "title is close in meaning" in [reason.words for reason in best.reasons]


def test_empty_titles_have_no_meaning(model: SentenceModel) -> None:
    vectors = model.embed(["", "a title"])
    assert not vectors[0].any()
    assert np.linalg.norm(vectors[1]) == pytest.approx(1, abs=1e-4)
    assert model.embed([]).shape[0] == 0
