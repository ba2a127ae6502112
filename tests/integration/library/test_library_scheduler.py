"""The option ``--scheduler``: what a wrong address, a missing cluster and a missing extra tell the user."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from making.machine.cluster import running_cluster
from making.sound import chords, write_sound
from scenescore.errors import InvalidInputError, UnavailableError
from scenescore.install import extra_advice
from scenescore.library.cluster.executor import cluster_executor


def command(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "scenescore", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("address", ["nonsense", "tcp://127.0.0.1", "tcp://127.0.0.1:99999", "http://a:80"])
def test_an_invalid_address_is_named(address: str, tmp_path: Path) -> None:
    done = command("library", "add", tmp_path, "--library", tmp_path / "library", "--scheduler", address)
    assert done.returncode == InvalidInputError.exit_code
    assert repr(address) in done.stderr
    assert "tcp://HOST:PORT" in done.stderr


def test_a_training_names_an_invalid_address(tmp_path: Path) -> None:
    done = command("train", "--game", "Any", tmp_path / "play.mp4", "--scheduler", "nonsense")
    assert done.returncode == InvalidInputError.exit_code
    assert "'nonsense' is no address of a Dask scheduler" in done.stderr


def test_an_address_without_a_scheduler_is_named() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{nobody.getsockname()[1]}"
        with pytest.raises(UnavailableError, match=f"no Dask scheduler answers at {address}"):
            cluster_executor(address).__enter__()


def test_the_error_for_a_cluster_without_workers_tells_how_to_start_some(tmp_path: Path) -> None:
    with (
        running_cluster(tmp_path, workers=0) as cluster,
        pytest.raises(
            UnavailableError, match=f"has no workers; start some with `dask worker {cluster.address}`"
        ),
    ):
        cluster_executor(cluster.address).__enter__()


WITHOUT_DASK = """
import sys
sys.modules["distributed"] = None  # Its import then fails as if it were not installed.
from scenescore.cli.main import main
main()
"""


def test_without_the_extra_only_the_option_scheduler_fails_and_names_the_extra(
    tmp_path: Path,
) -> None:
    music = write_sound(tmp_path / "00.wav", chords(13, seed=0), rate=22_050)

    def add(*arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [
            "library",
            "add",
            str(music),
            "--library",
            str(tmp_path / "library"),
            *arguments,
        ]
        return subprocess.run(
            [sys.executable, "-c", WITHOUT_DASK, *command], capture_output=True, text=True, check=False
        )

    refused = add("--scheduler", "tcp://127.0.0.1:8786")
    assert refused.returncode == UnavailableError.exit_code
    assert extra_advice("cluster") in refused.stderr
    assert "Traceback" not in refused.stderr
    assert add().returncode == 0
