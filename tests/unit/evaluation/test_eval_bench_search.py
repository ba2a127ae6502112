"""``scenescore-eval bench search``: its figures, its check of results, and its queries."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from making.bundle import write_bundle
from scenescore.library.store.library import Library, Track
from scenescore.model.bundle.bundle import load_bundle
from scenescore_eval.benchmarks.baselines.solvers import all_distances, are_nearest
from scenescore_eval.benchmarks.search import measure_search
from scenescore_eval.benchmarks.search_data import SearchData, imitate_predictions, mix_predictions
from scenescore_eval.cli.main import main

FIGURES = {
    *("tracks", "dimensions", "steps", "queries", "mismatches", "p50_ms", "p95_ms", "brute_p50_ms"),
    *("assignment_p50_ms", "read_floor_ms", "ratio_brute", "ratio_assignment", "ratio_floor"),
    *("exact_solves_p50", "memory_mb", "seed", "machine", "versions"),
}


@pytest.fixture
def music(tmp_path: Path) -> Path:
    """Return a folder with a library of 30 tracks with chroma, and with a bundle for it."""
    bundle = load_bundle(write_bundle(tmp_path / "tiny", features=("chroma_stft",)))
    (key,) = bundle.feature_keys().values()
    random = np.random.default_rng(0)
    with Library(tmp_path / "library") as library:
        for number in range(30):
            track = Track(
                f"{number:02}", f"Piece {number}", "", "", "", "", f"/m/{number}.ogg", 30.0, 4.5, False, 1.0
            )
            library.put(track, {key: random.random((24, 12)).astype(np.float32)}, size=1, mtime_ns=1)
    return tmp_path


def test_the_benchmark_prints_all_figures_and_finds_no_mismatch(music: Path) -> None:
    options = ["--bundle", str(music / "tiny"), "--library", str(music / "library"), "--tracks", "80"]
    ran = CliRunner().invoke(
        main, ["bench", "search", *options, "--queries", "9", "--checked", "9", "--json"]
    )
    assert ran.exit_code == 0, ran.output
    found = json.loads(ran.stdout)
    assert found.keys() >= FIGURES
    assert (found["tracks"], found["dimensions"], found["steps"], found["features"]) == (
        80,
        12,
        24,
        "chroma_stft",
    )
    assert (found["queries"], found["checked"], found["mismatches"]) == (9, 9, 0)
    assert found["largest_difference"] < 1e-9
    assert found["ratio_brute"] == pytest.approx(found["brute_p50_ms"] / found["p50_ms"], rel=1e-2)


def test_tracks_of_several_segments_have_no_mismatch(music: Path) -> None:
    options = ["--bundle", str(music / "tiny"), "--library", str(music / "library"), "--tracks", "40"]
    ran = CliRunner().invoke(
        main, ["bench", "search", *options, "--segments", "3", "--queries", "6", "--checked", "6", "--json"]
    )
    assert ran.exit_code == 0, ran.output
    found = json.loads(ran.stdout)
    assert (found["tracks"], found["segments"], found["mismatches"]) == (40, 3, 0)


def test_the_table_names_its_baselines(music: Path) -> None:
    options = ["--bundle", str(music / "tiny"), "--library", str(music / "library"), "--tracks", "40"]
    ran = CliRunner().invoke(main, ["bench", "search", *options, "--queries", "4", "--checked", "1"])
    assert ran.exit_code == 0, ran.output
    assert "POT" in ran.output
    assert "0 mismatches" in " ".join(ran.output.split())


@pytest.mark.parametrize("options", [("--features", "mfcc", "--bundle", "starter"), ("--steps", "60")])
def test_options_that_contradict_each_other_are_refused(options: tuple[str, ...]) -> None:
    assert CliRunner().invoke(main, ["bench", "search", *options]).exit_code == 2


def test_wrong_matches_are_detected() -> None:
    random = np.random.default_rng(1)
    library = random.normal(size=(30, 6, 3)).astype(np.float32)
    query = library[4]
    ids = [f"{number:02}" for number in range(30)]
    distances = all_distances(query, library)
    order = np.argsort(distances)[:10]
    right = [(ids[place], float(distances[place])) for place in order]
    assert are_nearest(right, distances, ids, 10)
    assert not are_nearest([right[1], right[0], *right[2:]], distances, ids, 10)
    assert not are_nearest(right[:9], distances, ids, 10)
    assert not are_nearest([*right[:9], (right[9][0], right[9][1] + 1e-6)], distances, ids, 10)
    last = np.argsort(distances)[10]
    assert not are_nearest([*right[:9], (ids[last], float(distances[last]))], distances, ids, 10)


def test_imitated_and_mixed_predictions_have_the_shape_and_less_variance_than_music() -> None:
    random = np.random.default_rng(2)
    pieces = random.normal(size=(5, 24, 3)).astype(np.float32)
    flat = imitate_predictions(pieces, pieces.mean(axis=(0, 1)))
    assert flat.shape == pieces.shape
    assert flat.std() < pieces.std()
    assert mix_predictions(pieces, 7, seed=0).shape == (7, 24, 3)
    found = measure_search(SearchData(pieces, pieces[:2], flat[:1], "three"), checked=3)
    assert (found.queries, found.mismatches) == (3, 0)
