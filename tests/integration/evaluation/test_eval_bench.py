"""``scenescore bench``: each benchmark for real, at the least size that says anything."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.timeout(900)  # Keras alone takes a minute to load on a busy machine.


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home that the benchmarks share: the demo's music is rendered and taken in once."""
    return tmp_path_factory.mktemp("bench-home")


def bench(home: Path, *arguments: str) -> dict[str, Any]:
    """Run a benchmark; what holds of each is checked here."""
    done = subprocess.run(
        [sys.executable, "-m", "scenescore", "bench", *arguments, "--seed", "3", "--json"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SCENESCORE_HOME": str(home)},
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["seed"] == 3
    assert found["machine"]["cores"] >= 1
    assert found["machine"]["processor"]
    assert {"python", "scenescore", "numpy", "onnxruntime", "grpcio"} <= set(found["versions"])
    return found


def test_start_tells_when_the_daemon_is_ready_and_what_it_holds_then(home: Path) -> None:
    found = bench(home, "start", "--tracks", "5", "--starts", "1")
    assert (found["tracks"], found["starts"]) == (5, 1)
    assert 0 < found["ready_s"] <= found["answered_s"]
    assert 0 < found["memory_mb"] <= found["answered_memory_mb"]
    assert found["bare_memory_mb"] < found["memory_mb"] < found["keras_memory_mb"]
    assert found["tensorflow_loaded"] is False


def test_live_answers_are_those_that_brute_force_gives(home: Path) -> None:
    found = bench(home, "live", "--tracks", "30", "--answers", "4", "--baseline-answers", "2")
    assert (found["tracks"], found["segments"]) == (30, 8)
    assert (found["answers"], found["baseline_answers"]) == (4, 2)
    assert found["mismatches"] == 0
    assert 0 < found["daemon_p50_ms"] < found["p50_ms"] <= found["p95_ms"]
    assert found["ratio_naive"] == pytest.approx(found["naive_p50_ms"] / found["p95_ms"], rel=0.01)
    assert found["ratio_fair"] == pytest.approx(found["fair_p50_ms"] / found["p95_ms"], rel=0.01)


def test_sessions_are_added_until_answers_take_too_long(home: Path) -> None:
    options = ("--first", "2", "--step", "2", "--seconds", "2")
    held = bench(home, "sessions", "--tracks", "5", *options, "--most", "4", "--limit-ms", "60000")
    assert [level["sessions"] for level in held["levels"]] == [2, 4]
    assert held["sessions"] == 4
    assert not held["reached_limit"]
    assert held["cpu_percent"] > 0
    assert held["memory_mb"] > 0
    # Two answers of each stream, but for what lies just before and after.
    assert all(level["sessions"] <= level["answers"] <= 3 * level["sessions"] for level in held["levels"])

    none = bench(home, "sessions", "--tracks", "5", *options, "--most", "6", "--limit-ms", "1")
    assert none["sessions"] == 0
    assert none["reached_limit"]
    assert len(none["levels"]) == 1


def test_ingest_gives_the_values_of_librosas_own_functions(home: Path) -> None:
    found = bench(home, "ingest", "--tracks", "3", "--plain-tracks", "2")
    assert (found["tracks"], found["plain_tracks"]) == (3, 2)
    assert found["features"] == "chroma_cqt+mfcc"
    assert found["other_segments"] == 0
    assert found["max_difference"] < 1e-5
    assert found["ratio_plain"] == pytest.approx(
        found["tracks_per_s"] / found["plain_tracks_per_s"], rel=0.01
    )
    assert found["segment_s"] > 0


def test_ingest_refuses_a_folder_with_too_little_music(home: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scenescore", "bench", "ingest", "--music", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SCENESCORE_HOME": str(home)},
    )
    assert done.returncode != 0
    assert "0 files of at least 12 s are too few" in done.stderr


def test_train_learns_the_same_each_way(home: Path) -> None:
    found = bench(home, "train", "--windows", "16", "--epochs", "3", "--seeds", "1")
    assert (found["windows"], found["held_out_windows"], found["epochs"], found["seeds"]) == (16, 8, 3, 1)
    assert found["ratio_plain"] == pytest.approx(found["epoch_cpu_s"] / found["plain_epoch_cpu_s"], rel=0.01)
    losses = [found[f"{kind}held_out_losses"] for kind in ("", "float32_", "plain_")]
    assert [len(one) for one in losses] == [1, 1, 1]
    # Standardised targets have the mean square 1: all three have begun to learn, and are close together.
    assert all(0.3 < loss < 1.2 for (loss,) in losses)
