"""A daemon corrects hubs by itself, beside its sessions, and says so with each match."""

from pathlib import Path

import numpy as np
import pytest

from making.bundle import write_bundle
from making.daemon import Daemon, colour_frame, configured, running_daemon, wait_until
from scenescore.library.ingest.ingest import ingest
from scenescore.library.ingest.requirements import requirements_of
from scenescore.library.store.library import Library
from scenescore.model.bundle.bundle import load_bundle
from scenescore.v1 import match_pb2


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, music: Path) -> Path:
    """Return a home with a bundle that keeps a bank, and six pieces."""
    home = tmp_path_factory.mktemp("home")
    bank = np.random.default_rng(0).normal(size=(12, 24, 12)).astype(np.float32)
    bundle = load_bundle(write_bundle(home / "models" / "banked", bank=0.3 * bank))
    with Library(home / "library") as library:
        ingest(library, [music], requirements_of([bundle]), jobs=1)
    return home


def matches(daemon: Daemon) -> list[match_pb2.Match]:
    """Return what fits a red picture, all six pieces."""
    stream = daemon.call(daemon.match.MatchFrames, iter([configured(top_k=6), colour_frame(0.0)]))
    return list(next(stream).answer.matches)


def test_scores_are_corrected_after_the_start_and_distances_stay(home: Path, tmp_path: Path) -> None:
    with running_daemon(home, tmp_path, "--bundle", "banked", "--hub-correction", "none") as daemon:
        plain = matches(daemon)
        assert all(match.score == match.distance for match in plain)
    with running_daemon(
        home, tmp_path, "--bundle", "banked", "--hub-correction", "inverted_softmax"
    ) as daemon:
        corrected = wait_until(
            lambda: [match for match in [matches(daemon)] if any(one.score != one.distance for one in match)]
        )[0]
    distance_of = {match.track: match.distance for match in plain}
    assert {match.track: match.distance for match in corrected} == pytest.approx(distance_of)
    scores = [match.score for match in corrected]
    assert scores == sorted(scores)
    assert sum(one.score - one.distance for one in corrected) == pytest.approx(0, abs=1e-6)
