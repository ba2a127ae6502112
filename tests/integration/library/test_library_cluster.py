"""Long work on a Dask cluster of real processes: the same results as here, whoever dies meanwhile."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from making.bundle import write_bundle
from making.cluster import Cluster, running_cluster
from making.sound import chords, write_sound
from scenescore.audio.features import FeatureSet
from scenescore.errors import InvalidInputError, UnavailableError
from scenescore.library.cluster.executor import cluster_executor, cluster_parallel_map
from scenescore.library.ingest.ingest import Progress, Requirement, ingest
from scenescore.library.store.library import Library
from scenescore.model.dataset.scenes import VideoScene
from scenescore.model.dataset.segments import SceneSegment
from scenescore.model.dataset.sound_features import read_features

NEEDED = (Requirement(("chroma_cens", "mfcc"), 24), Requirement(("chroma_stft",), 60))


@pytest.fixture(scope="module")
def music(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of twelve small pieces and one that is none."""
    folder = tmp_path_factory.mktemp("music")
    for seed in range(12):
        write_sound(folder / f"{seed:02}.wav", chords(13 + seed, seed=seed), rate=22_050)
    (folder / "diary.ogg").write_text("dear diary " * 500)
    return folder


@pytest.fixture(scope="module")
def features_here(music: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], bytes]:
    """Return what an import on this machine alone keeps."""
    with Library(tmp_path_factory.mktemp("here")) as library:
        ingest(library, [music], NEEDED, jobs=1)
    return kept(library)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    with running_cluster(tmp_path) as running:
        yield running


@pytest.fixture(scope="module")
def lasting_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Return a cluster for the tests that leave it alive."""
    with running_cluster(tmp_path_factory.mktemp("cluster")) as running:
        yield running


def kept(library: Library) -> dict[tuple[str, str], bytes]:
    """Return the bytes of all features by track and key."""
    with sqlite3.connect(library.path / "library.sqlite3") as connection:
        rows = connection.execute("SELECT track_id, key, data FROM features").fetchall()
    connection.close()
    return {(track_id, key): data for track_id, key, data in rows}


def test_one_of_two_workers_dies_half_way_and_the_library_is_the_same_byte_for_byte(
    cluster: Cluster, music: Path, tmp_path: Path, features_here: dict[tuple[str, str], bytes]
) -> None:
    killed: list[int] = []

    def kill_half_way(progress: Progress) -> None:
        if progress.added == 6 and not killed:
            cluster.kill(cluster.workers[0])
            killed.append(progress.files_done)

    with cluster_executor(cluster.address) as executor, Library(tmp_path / "library") as library:
        report = ingest(library, [music], NEEDED, executor=executor, progress=kill_half_way)
    assert killed
    assert report.added == 12
    assert [Path(one.file).name for one in report.broken] == ["diary.ogg"]
    assert kept(library) == features_here


def test_work_waits_for_a_new_worker_when_all_have_died(
    cluster: Cluster, music: Path, tmp_path: Path, features_here: dict[tuple[str, str], bytes]
) -> None:
    def replace_all(progress: Progress) -> None:
        if progress.files_done == 3:
            for worker in cluster.workers[:2]:
                cluster.kill(worker)
            cluster.add_worker()

    with cluster_executor(cluster.address) as executor, Library(tmp_path / "library") as library:
        ingest(library, [music], NEEDED, executor=executor, progress=replace_all)
    assert kept(library) == features_here


def test_an_import_that_all_workers_have_left_ends_and_keeps_what_was_done(
    cluster: Cluster, music: Path, tmp_path: Path
) -> None:
    def kill_all(progress: Progress) -> None:
        if progress.files_done == 2:
            for worker in cluster.workers:
                cluster.kill(worker)

    with Library(tmp_path / "library") as library:
        with (
            pytest.raises(UnavailableError, match="no worker for 2 s; what was finished is kept"),
            cluster_executor(cluster.address, patience_s=2) as executor,
        ):
            ingest(library, [music], NEEDED, executor=executor, progress=kill_all)
        assert 1 <= library.count() < 12


def test_an_import_whose_scheduler_dies_ends_and_keeps_what_was_done(
    cluster: Cluster, music: Path, tmp_path: Path
) -> None:
    def kill_scheduler(progress: Progress) -> None:
        if progress.files_done == 2:
            cluster.kill(cluster.scheduler)

    with Library(tmp_path / "library") as library:
        with (
            pytest.raises(UnavailableError, match=f"{cluster.address} is gone; what was finished is kept"),
            cluster_executor(cluster.address) as executor,
        ):
            ingest(library, [music], NEEDED, executor=executor, progress=kill_scheduler)
        assert 1 <= library.count() < 12


def test_a_stopped_import_ends_and_keeps_what_was_done(
    lasting_cluster: Cluster, music: Path, tmp_path: Path
) -> None:
    stop = threading.Event()
    with cluster_executor(lasting_cluster.address) as executor, Library(tmp_path / "library") as library:
        ingest(library, [music], NEEDED, executor=executor, stop=stop, progress=lambda _: stop.set())
        assert 1 <= library.count() < 12


def command(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "scenescore", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_computes_on_the_workers_that_a_scheduler_has(
    lasting_cluster: Cluster, music: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCENESCORE_HOME", str(tmp_path / "home"))
    write_bundle(tmp_path / "home" / "models" / "tiny")
    library = tmp_path / "library"
    done = command(
        "library", "add", music, "--library", library, "--scheduler", lasting_cluster.address, "--json"
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    assert (answer["added"], answer["tracks"], len(answer["broken"])) == (12, 12, 1)


def test_music_that_a_worker_sees_otherwise_is_named_with_the_worker(
    lasting_cluster: Cluster, music: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    shutil.copytree(music, own)

    def change_the_last(progress: Progress) -> None:
        if progress.files_done == 2:
            (own / "10.wav").unlink()
            shutil.copy(own / "00.wav", own / "11.wav")

    (own / "diary.ogg").unlink()
    with cluster_executor(lasting_cluster.address) as executor, Library(tmp_path / "library") as library:
        report = ingest(library, [own], NEEDED, executor=executor, progress=change_the_last)
    reasons = {Path(one.file).name: one.reason for one in report.broken}
    assert reasons.keys() == {"10.wav", "11.wav"}
    assert "can't be read: No such file or directory on the worker tcp://" in reasons["10.wav"]
    assert "has other content on the worker tcp://" in reasons["11.wav"]
    assert "workers need the music at the same path" in reasons["11.wav"]


def test_a_file_that_takes_each_worker_with_it_is_named_and_the_others_go_in(
    music: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    for name in ("00.wav", "01.wav", "02.wav", "03.wav", "04.wav", "05.wav"):
        shutil.copy(music / name, own)
    poison = own / "05.wav"

    def kill_whoever_reads_it(cluster: Cluster) -> None:
        while True:
            with poison.open("wb"):  # Waits until somebody reads.
                for worker in cluster.workers:
                    for child in psutil.Process(worker.pid).children(recursive=True):
                        with suppress(psutil.NoSuchProcess):
                            child.kill()

    def poison_the_last(progress: Progress) -> None:
        if progress.files_done == 1:
            poison.unlink()
            os.mkfifo(poison)
            threading.Thread(target=kill_whoever_reads_it, args=(cluster,), daemon=True).start()

    environment = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    with (
        running_cluster(tmp_path, workers=1, environment=environment) as cluster,
        cluster_executor(cluster.address) as executor,
        Library(tmp_path / "library") as library,
    ):
        report = ingest(library, [own], NEEDED, executor=executor, progress=poison_the_last)
    assert report.added == 5
    assert [(one.file, one.reason) for one in report.broken] == [
        (str(poison), "reading it crashes the decoder")
    ]


def test_a_training_computes_its_features_on_the_workers_and_survives_one(
    cluster: Cluster, tmp_path: Path
) -> None:
    video = write_sound(tmp_path / "play.wav", chords(240, seed=1), rate=22_050)
    scene = VideoScene(0, 0.0, 240.0, 0)
    segments = [SceneSegment(12.0 * number, scene) for number in range(20)]
    features = FeatureSet.parse("chroma_cens,mfcc")

    def read(done: Callable[[int], None]) -> np.ndarray:
        return read_features(segments, [video], features, 24, dictionary=None, done=done, jobs=1)

    def kill_one(count: int) -> None:
        if count == 5:
            cluster.kill(cluster.workers[0])

    with cluster_parallel_map(cluster.address):
        there = read(kill_one)
    assert cluster.workers[0].poll() is not None
    assert np.array_equal(there, read(lambda _: None))


@pytest.mark.parametrize("address", ["nonsense", "tcp://127.0.0.1", "tcp://127.0.0.1:99999", "http://a:80"])
def test_what_is_no_address_is_named(address: str, tmp_path: Path) -> None:
    done = command("library", "add", tmp_path, "--library", tmp_path / "library", "--scheduler", address)
    assert done.returncode == InvalidInputError.exit_code
    assert repr(address) in done.stderr
    assert "tcp://HOST:PORT" in done.stderr


def test_a_training_names_what_is_no_address(tmp_path: Path) -> None:
    done = command("train", "--game", "Any", tmp_path / "play.mp4", "--scheduler", "nonsense")
    assert done.returncode == InvalidInputError.exit_code
    assert "'nonsense' is no address of a Dask scheduler" in done.stderr


def test_an_address_where_nobody_answers_is_named() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{nobody.getsockname()[1]}"
        with pytest.raises(UnavailableError, match=f"no Dask scheduler answers at {address}"):
            cluster_executor(address).__enter__()


def test_a_cluster_without_workers_says_how_to_start_some(tmp_path: Path) -> None:
    with (
        running_cluster(tmp_path, workers=0) as cluster,
        pytest.raises(
            UnavailableError, match=f"has no workers; start some with `dask worker {cluster.address}`"
        ),
    ):
        cluster_executor(cluster.address).__enter__()


WITHOUT_DASK = """
import sys
sys.modules["distributed"] = None  # What isn't installed can't be imported either.
from scenescore.cli.main import main
main()
"""


def test_without_the_extra_a_scheduler_says_what_to_install_and_all_else_works(
    music: Path, tmp_path: Path
) -> None:
    def add(*arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [
            "library",
            "add",
            str(music / "00.wav"),
            "--library",
            str(tmp_path / "library"),
            *arguments,
        ]
        return subprocess.run(
            [sys.executable, "-c", WITHOUT_DASK, *command], capture_output=True, text=True, check=False
        )

    refused = add("--scheduler", "tcp://127.0.0.1:8786")
    assert refused.returncode == UnavailableError.exit_code
    assert 'pip install "scenescore[cluster]"' in refused.stderr
    assert "Traceback" not in refused.stderr
    assert add().returncode == 0
