"""TrainModel: a real training, asked for over the wire."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import numpy as np
import pytest

from making.daemon import Daemon, colour_frame, configured, running_daemon, wait_until
from making.sound import chords
from making.video import plain, write_video
from scenescore.model.bundle.bundle import load_bundle
from scenescore.v1 import match_pb2, model_pb2

COLOURS = ((200, 40, 40), (40, 40, 200))
SCENE_S = 40


@pytest.fixture(scope="module")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with one video of two kinds of scenes, each with music of its own."""
    folder = tmp_path_factory.mktemp("footage")
    music = [np.repeat(chords(SCENE_S, rate=24_000, seed=seed), 2) for seed in range(4)]
    pictures = (plain(COLOURS[i // (SCENE_S * 2) % 2]) for i in range(4 * SCENE_S * 2))
    write_video(
        folder / "play.mp4", pictures, frames_per_second=2, sound=np.concatenate(music).astype(np.float32)
    )
    return folder


@pytest.fixture
def trainer(tiny_home: Path, footage: Path, tmp_path: Path) -> Iterator[Daemon]:
    home = shutil.copytree(tiny_home, tmp_path / "home")
    with running_daemon(home, tmp_path, "--bundle", "tiny", "--allow-root", str(footage)) as running:
        yield running


def wanted(footage: Path, **changed: Any) -> model_pb2.TrainModelRequest:
    usual = {
        "model_id": "learnt",
        "game": "Two colours",
        "videos": [str(footage / "play.mp4")],
        "features": ["chroma_stft"],
        "epochs": 2,
    }
    return model_pb2.TrainModelRequest(**{**usual, **changed})


def test_a_training_reports_progress_and_makes_a_usable_bundle(trainer: Daemon, footage: Path) -> None:
    request = wanted(footage, precision="bfloat16")
    told = list(trainer.call(trainer.models.TrainModel, request, timeout=280))
    stages = list(dict.fromkeys(progress.stage for progress in told))
    assert stages == ["segments", "features", "training", "export"]
    epochs = [progress for progress in told if progress.stage == "training" and progress.epoch]
    assert [(progress.epoch, progress.epochs) for progress in epochs] == [(1, 2), (2, 2)]
    assert all(progress.loss > 0 for progress in epochs)
    assert told[-1].model.name == "models/learnt"
    assert told[-1].model.game == "Two colours"
    requests = [configured(model="models/learnt"), colour_frame(0)]
    answer: match_pb2.Answer = next(trainer.call(trainer.match.MatchFrames, iter(requests))).answer
    assert (answer.model, len(answer.matches)) == ("models/learnt", 3)


def test_a_cancelled_training_keeps_its_best_weights(trainer: Daemon, footage: Path) -> None:
    call = trainer.call(trainer.models.TrainModel, wanted(footage, epochs=5000), timeout=280)
    next(progress for progress in call if progress.epoch >= 2)
    call.cancel()
    request = model_pb2.GetModelRequest(name="models/learnt")

    def found() -> bool:
        try:
            trainer.call(trainer.models.GetModel, request)
        except grpc.RpcError:
            return False
        return True

    wait_until(found)


def test_the_error_names_a_video_that_cannot_be_read(trainer: Daemon, footage: Path, tmp_path: Path) -> None:
    broken = footage / "broken.mp4"
    broken.write_text("no video")
    with pytest.raises(grpc.RpcError) as caught:
        list(trainer.call(trainer.models.TrainModel, wanted(footage, videos=[str(broken)]), timeout=300))
    found: Any = caught.value
    assert found.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert "broken.mp4" in found.details()


def test_an_idle_daemon_waits_until_a_cancelled_training_has_written_its_bundle(
    tiny_home: Path, footage: Path, tmp_path: Path
) -> None:
    home = shutil.copytree(tiny_home, tmp_path / "home")
    options = ("--bundle", "tiny", "--allow-root", str(footage), "--idle-exit", "0.2")
    with running_daemon(home, tmp_path, *options) as daemon:
        call = daemon.call(daemon.models.TrainModel, wanted(footage, epochs=5000), timeout=280)
        next(progress for progress in call if progress.epoch >= 1)
        call.cancel()
        assert daemon.process.wait(300) == 0
        assert load_bundle(home / "models" / "learnt").game == "Two colours"
