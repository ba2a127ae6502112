"""A daemon computes the hub correction in the background and applies it to scores only."""

from pathlib import Path

import numpy as np
import pytest

from making.bundle import write_bundle
from making.daemon import Daemon, colour_frame, first_answer, running_daemon, wait_until
from scenescore.daemon.messages.frame import decode_frame
from scenescore.library.ingest.ingest import ingest
from scenescore.library.ingest.requirements import requirements_of
from scenescore.library.store.library import Library
from scenescore.model.bundle.bundle import load_bundle
from scenescore.retrieval.engine import Engine
from scenescore.session.session import Session
from scenescore.session.settings import SessionSettings
from scenescore.v1 import match_pb2


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, music: Path) -> Path:
    """Return a home with a bundle that has a query bank, and six tracks."""
    home = tmp_path_factory.mktemp("home")
    bank = np.random.default_rng(0).normal(size=(12, 24, 12)).astype(np.float32)
    bundle = load_bundle(write_bundle(home / "models" / "banked", bank=0.3 * bank))
    with Library(home / "library") as library:
        ingest(library, [music], requirements_of([bundle]), jobs=1)
    return home


def matches(daemon: Daemon) -> list[match_pb2.Match]:
    """Return all six tracks in the order of their scores for a red picture."""
    return list(first_answer(daemon, top_k=6).matches)


def plain_distances(home: Path) -> dict[str, float]:
    """Return the distances of the six tracks for the same picture, without a daemon."""
    with Library(home / "library", read_only=True) as library:
        engine = Engine(library, str(home / "models" / "banked"), hub_correction="none")
        try:
            session = Session(engine, engine.model(), SessionSettings(top_k=6))
            session.add(0.0, decode_frame(colour_frame(0.0).frame))
            answer = session.answer()
        finally:
            engine.close()
    assert all(match.score == match.distance for match in answer.matches)
    return {match.track.name: match.distance for match in answer.matches}


def test_the_hub_correction_changes_scores_but_not_distances(home: Path, tmp_path: Path) -> None:
    with running_daemon(
        home, tmp_path, "--bundle", "banked", "--hub-correction", "inverted_softmax"
    ) as daemon:
        corrected = wait_until(
            lambda: [match for match in [matches(daemon)] if any(one.score != one.distance for one in match)]
        )[0]
    assert {match.track: match.distance for match in corrected} == pytest.approx(plain_distances(home))
    scores = [match.score for match in corrected]
    assert scores == sorted(scores)
    assert sum(one.score - one.distance for one in corrected) == pytest.approx(0, abs=1e-6)
