"""``scenescore-eval bench``: each benchmark for real, with its smallest useful options."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.timeout(900)  # loading Keras takes a minute on a busy machine


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home that all benchmarks share, so that the demo's music is rendered and imported once."""
    return tmp_path_factory.mktemp("bench-home")


def refuse(constant: str) -> None:
    """Fail on figures that are not finite numbers."""
    pytest.fail(f"a figure is {constant}")


def bench(home: Path, *arguments: str) -> dict[str, Any]:
    """Run a benchmark, and check what all results have in common."""
    done = subprocess.run(
        [sys.executable, "-m", "scenescore_eval", "bench", *arguments, "--seed", "3", "--json"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SCENESCORE_HOME": str(home)},
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout, parse_constant=refuse)
    assert found["seed"] == 3
    assert found["machine"]["cores"] >= 1
    assert found["machine"]["processor"]
    assert {"python", "scenescore", "numpy", "onnxruntime", "grpcio"} <= set(found["versions"])
    return found


def test_the_daemon_starts_with_more_memory_than_its_libraries_and_less_than_keras(home: Path) -> None:
    found = bench(home, "start", "--tracks", "5", "--starts", "1")
    assert (found["tracks"], found["starts"]) == (5, 1)
    assert found["ready_s"] <= found["answered_s"]
    assert found["bare_memory_mb"] < found["memory_mb"] < found["keras_memory_mb"]
    assert found["tensorflow_loaded"] is False


def test_live_answers_agree_with_both_baselines(home: Path) -> None:
    found = bench(home, "live", "--tracks", "30", "--answers", "4", "--baseline-answers", "2")
    assert (found["tracks"], found["segments"]) == (30, 8)
    assert (found["answers"], found["baseline_answers"]) == (4, 2)
    assert found["mismatches"] == 0
    assert found["ratio_naive"] == pytest.approx(found["naive_p50_ms"] / found["p95_ms"], rel=0.01)
    assert found["ratio_fair"] == pytest.approx(found["fair_p50_ms"] / found["p95_ms"], rel=0.01)


def test_sessions_are_added_up_to_the_highest_number(home: Path) -> None:
    options = ("--first", "2", "--step", "2", "--seconds", "2", "--most", "4", "--limit-ms", "60000")
    found = bench(home, "sessions", "--tracks", "5", *options)
    assert [level["sessions"] for level in found["levels"]] == [2, 4]
    assert (found["sessions"], found["reached_limit"]) == (4, False)
    # A stream answers once a second: in two seconds at most three times, at both ends and between.
    assert all(level["answers"] <= 3 * level["sessions"] for level in found["levels"])


def test_imported_features_are_those_of_librosas_own_functions(home: Path) -> None:
    found = bench(home, "ingest", "--tracks", "3", "--plain-tracks", "2")
    assert (found["tracks"], found["plain_tracks"]) == (3, 2)
    assert found["features"] == "chroma_cqt+mfcc"
    assert found["other_segments"] == 0
    assert found["max_difference"] < 1e-5
    assert found["ratio_plain"] == pytest.approx(
        found["tracks_per_s"] / found["plain_tracks_per_s"], rel=0.01
    )


def test_a_folder_with_too_little_music_is_refused(home: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scenescore_eval", "bench", "ingest", "--music", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SCENESCORE_HOME": str(home)},
    )
    assert done.returncode != 0
    assert "0 files of at least 12 s are too few" in done.stderr


def test_all_trainings_learn_alike(home: Path) -> None:
    found = bench(home, "train", "--windows", "16", "--epochs", "3", "--seeds", "1")
    assert (found["windows"], found["held_out_windows"], found["epochs"], found["seeds"]) == (16, 8, 3, 1)
    assert found["ratio_plain"] == pytest.approx(found["epoch_cpu_s"] / found["plain_epoch_cpu_s"], rel=0.01)
    losses = [found[f"{kind}held_out_losses"] for kind in ("", "float32_", "plain_")]
    assert [len(one) for one in losses] == [1, 1, 1]
    # Standardised targets have a mean square of 1. All three networks have begun to learn.
    assert all(0.3 < loss < 1.2 for (loss,) in losses)
