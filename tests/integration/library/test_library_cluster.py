"""Work on a Dask cluster of real processes: the same results as here, whichever process dies meanwhile."""

import json
import os
import shutil
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
from making.machine.cluster import Cluster, running_cluster
from making.sound import chords, write_sound
from scenescore.audio.features import FeatureSet
from scenescore.errors import UnavailableError
from scenescore.library.cluster.executor import cluster_executor, cluster_parallel_map
from scenescore.library.ingest.ingest import Progress, Requirement, ingest
from scenescore.library.store.library import Library
from scenescore.model.dataset.scenes import VideoScene
from scenescore.model.dataset.segments import SceneSegment
from scenescore.model.dataset.sound_features import read_features

NEEDED = (Requirement(("chroma_cens", "mfcc"), 24), Requirement(("chroma_stft",), 60))


@pytest.fixture(scope="module")
def music(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of twelve short pieces and a file that is no music."""
    folder = tmp_path_factory.mktemp("music")
    for seed in range(12):
        write_sound(folder / f"{seed:02}.wav", chords(13 + seed, seed=seed), rate=22_050)
    (folder / "diary.ogg").write_text("dear diary " * 500)
    return folder


@pytest.fixture(scope="module")
def local_features(music: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], bytes]:
    """Return the features that an import on this machine stores."""
    with Library(tmp_path_factory.mktemp("here")) as library:
        ingest(library, [music], NEEDED, jobs=1)
    return stored_features(library)


@pytest.fixture(scope="module")
def shared_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with running_cluster(tmp_path_factory.mktemp("cluster")) as running:
        yield running


@pytest.fixture
def cluster(shared_cluster: Cluster) -> Cluster:
    """Return the cluster that the tests share, with two live workers."""
    shared_cluster.ensure_workers(2)
    return shared_cluster


def stored_features(library: Library) -> dict[tuple[str, str], bytes]:
    """Return the bytes of all features, by track and key."""
    with sqlite3.connect(library.path / "library.sqlite3") as connection:
        rows = connection.execute("SELECT track_id, key, data FROM features").fetchall()
    connection.close()
    return {(track_id, key): data for track_id, key, data in rows}


def test_features_are_the_same_byte_for_byte_though_a_worker_dies(
    cluster: Cluster, music: Path, tmp_path: Path, local_features: dict[tuple[str, str], bytes]
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
    assert stored_features(library) == local_features


def test_an_import_without_workers_waits_for_a_new_one(
    cluster: Cluster, music: Path, tmp_path: Path, local_features: dict[tuple[str, str], bytes]
) -> None:
    def replace_all(progress: Progress) -> None:
        if progress.files_done == 3:
            for worker in cluster.workers[:2]:
                cluster.kill(worker)
            cluster.add_worker()

    with cluster_executor(cluster.address) as executor, Library(tmp_path / "library") as library:
        ingest(library, [music], NEEDED, executor=executor, progress=replace_all)
    assert stored_features(library) == local_features


def test_an_import_ends_and_keeps_finished_tracks_when_all_workers_are_gone(
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


def test_an_import_ends_and_keeps_finished_tracks_when_the_scheduler_dies(
    music: Path, tmp_path: Path
) -> None:
    def kill_scheduler(progress: Progress) -> None:
        if progress.files_done == 2:
            own.kill(own.scheduler)

    with running_cluster(tmp_path, workers=1) as own, Library(tmp_path / "library") as library:
        with (
            pytest.raises(UnavailableError, match=f"{own.address} is gone; what was finished is kept"),
            cluster_executor(own.address) as executor,
        ):
            ingest(library, [music], NEEDED, executor=executor, progress=kill_scheduler)
        assert 1 <= library.count() < 12


def test_a_stopped_import_ends_and_keeps_finished_tracks(
    cluster: Cluster, music: Path, tmp_path: Path
) -> None:
    stop = threading.Event()

    def stop_after_one(progress: Progress) -> None:
        if progress.files_done:
            stop.set()

    with cluster_executor(cluster.address) as executor, Library(tmp_path / "library") as library:
        ingest(library, [music], NEEDED, executor=executor, stop=stop, progress=stop_after_one)
        assert 1 <= library.count() < 12


def command(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "scenescore", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_library_add_computes_on_the_workers(
    cluster: Cluster, music: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCENESCORE_HOME", str(tmp_path / "home"))
    write_bundle(tmp_path / "home" / "models" / "tiny")
    library = tmp_path / "library"
    done = command("library", "add", music, "--library", library, "--scheduler", cluster.address, "--json")
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    assert (answer["added"], answer["tracks"], len(answer["broken"])) == (12, 12, 1)


def test_a_file_that_a_worker_sees_differently_is_named_with_the_worker(
    cluster: Cluster, music: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    shutil.copytree(music, own)

    def change_the_last(progress: Progress) -> None:
        if progress.files_done == 2:
            (own / "10.wav").unlink()
            shutil.copy(own / "00.wav", own / "11.wav")

    (own / "diary.ogg").unlink()
    with cluster_executor(cluster.address) as executor, Library(tmp_path / "library") as library:
        report = ingest(library, [own], NEEDED, executor=executor, progress=change_the_last)
    reasons = {Path(one.file).name: one.reason for one in report.broken}
    assert reasons.keys() == {"10.wav", "11.wav"}
    assert "can't be read: No such file or directory on the worker tcp://" in reasons["10.wav"]
    assert "has other content on the worker tcp://" in reasons["11.wav"]
    assert "workers need the music at the same path" in reasons["11.wav"]


def test_a_file_that_kills_its_workers_is_named_and_the_others_are_added(music: Path, tmp_path: Path) -> None:
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


def test_a_training_computes_its_features_on_workers_though_one_dies(
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
