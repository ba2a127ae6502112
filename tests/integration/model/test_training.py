"""Real trainings in TensorFlow on real videos with sound."""

import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist

from making.game import CAVE, FIGHT, MENU, TOWN, write_game
from scenescore.audio.features import FEATURES, extract, stack
from scenescore.audio.load import load
from scenescore.audio.sample_rate import SAMPLE_RATE
from scenescore.cli.main import main
from scenescore.errors import BrokenFileError
from scenescore.frames.video import read_frames
from scenescore.model.bundle.bundle import Bundle, load_bundle
from scenescore.model.bundle.picture_hashes import MAX_HASHES
from scenescore.model.predict import Predictor
from scenescore.model.progress import TrainingStoppedError, TrainProgress
from scenescore.model.train import train

pytestmark = pytest.mark.ml

SCENES = {0.0: TOWN, 40.0: FIGHT, 80.0: CAVE}
"""Start of each scene in the video, seconds."""


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """40 s each of a town, a fight and a cave, and 15 s of a silent menu."""
    path = tmp_path_factory.mktemp("game") / "play.mp4"
    return write_game(path, [*((scene, 40.0) for scene in SCENES.values()), (MENU, 15.0)])


@pytest.fixture(scope="module")
def short_video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """40 s each of a town and a fight, for trainings whose quality doesn't matter."""
    path = tmp_path_factory.mktemp("short") / "short.mp4"
    return write_game(path, [(TOWN, 40.0), (FIGHT, 40.0)])


@pytest.fixture(scope="module")
def learnt(video: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Bundle, list[TrainProgress]]:
    """A bundle by the default preset, and the progress of its training; for reading."""
    told: list[TrainProgress] = []
    folder = tmp_path_factory.mktemp("bundles") / "small"
    return train([video], game="Small", out_dir=folder, epochs=40, progress=told.append), told


def test_the_default_preset_finds_the_music_of_each_scene(
    learnt: tuple[Bundle, list[TrainProgress]], video: Path
) -> None:
    bundle, _ = learnt
    predictor = Predictor(bundle)
    samples = load(video)

    def heard(start_s: float) -> np.ndarray:
        excerpt = samples[round(start_s * SAMPLE_RATE) :][: 12 * SAMPLE_RATE]
        return bundle.scale(stack(extract(excerpt, bundle.feature_set.names, 24), bundle.feature_set))

    def seen(start_s: float) -> np.ndarray:
        frames = read_frames(video, frames_per_second=2, start_s=start_s + 0.5, end_s=start_s + 12.25)
        return predictor.predict(predictor.embed(np.stack([frame for _, frame in frames])))

    def distance(one: np.ndarray, other: np.ndarray) -> float:
        costs = cdist(one, other)
        return float(costs[linear_sum_assignment(costs)].mean())

    pieces = {start_s: heard(start_s + 2) for start_s in SCENES}
    for start_s in SCENES:
        predicted = seen(start_s + 27)
        nearest = min(pieces, key=lambda one: distance(predicted, pieces[one]))
        assert nearest == start_s
    assert bundle.held_out_loss < bundle.mean_loss


def test_the_memory_answers_closer_than_the_network(
    learnt: tuple[Bundle, list[TrainProgress]], video: Path
) -> None:
    bundle, _ = learnt
    video_number, start_s, _ = bundle.trained_on["segments"]["training"][0]
    assert video_number == 0
    frames = read_frames(video, frames_per_second=2, start_s=start_s + 0.5, end_s=start_s + 12.25)
    shown = np.stack([frame for _, frame in frames])
    samples = load(video)[round(start_s * SAMPLE_RATE) :][: 12 * SAMPLE_RATE]
    heard = bundle.scale(stack(extract(samples, bundle.feature_set.names, 24), bundle.feature_set))
    predictor = Predictor(bundle)
    by_the_network_alone = predictor.predict(predictor.embed(shown))
    answers = (predictor.answer(shown).features, by_the_network_alone)
    costs = [cdist(predicted, heard) for predicted in answers]
    remembered, predicted = (float(cost[linear_sum_assignment(cost)].mean()) for cost in costs)
    assert remembered < 0.8 * predicted


def test_a_bundle_records_its_training(learnt: tuple[Bundle, list[TrainProgress]]) -> None:
    bundle, told = learnt
    assert (bundle.name, bundle.game, bundle.preset, bundle.steps) == ("small", "Small", "default", 24)
    assert [one["file"] for one in bundle.trained_on["videos"]] == ["play.mp4"]
    assert bundle.trained_on["silent_passed_over"] == 1
    (hashes,) = bundle.picture_hashes
    assert 1 < len(hashes) <= MAX_HASHES
    assert len(bundle.bank()) == len(bundle.trained_on["segments"]["training"])
    memory = bundle.memory()
    assert memory is not None
    assert len(memory.appearance) == len(memory.features) >= len(bundle.trained_on["segments"]["training"])
    assert (bundle.path / "loss.png").read_bytes().startswith(b"\x89PNG")
    assert [stage for i, stage in enumerate(one.stage for one in told) if told[i - 1].stage != stage] == [
        "segments",
        "features",
        "training",
        "export",
    ]
    assert any("1 without music left out" in one.note for one in told)
    assert load_bundle(bundle.path).manifest == bundle.manifest


@pytest.mark.parametrize(
    "name",
    ["embed.onnx", "sequence.onnx", "mean.npy", "deviation.npy", "bank.npy", "loss.png", "bundle.json"],
)
def test_a_changed_byte_is_refused_with_the_files_name(
    learnt: tuple[Bundle, list[TrainProgress]], tmp_path: Path, name: str
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(learnt[0].path, copy)
    data = bytearray((copy / name).read_bytes())
    data[len(data) // 2] ^= 1
    (copy / name).write_bytes(data)
    with pytest.raises(BrokenFileError, match=name):
        load_bundle(copy)


def test_the_same_seed_gives_the_same_result(short_video: Path, tmp_path: Path) -> None:
    one, again = (
        train(
            [short_video], game="Small", out_dir=tmp_path / name, features="mfcc", epochs=2, steps=12, seed=5
        )
        for name in ("one", "again")
    )
    assert one.trained_on == again.trained_on
    assert np.array_equal(one.bank(), again.bank())
    assert one.held_out_loss == again.held_out_loss


def test_stopping_keeps_the_best_so_far(short_video: Path, tmp_path: Path) -> None:
    stop = threading.Event()

    def stop_after_two(told: TrainProgress) -> None:
        if told.stage == "training" and told.done == 2:
            stop.set()

    bundle = train(
        [short_video],
        game="Small",
        out_dir=tmp_path / "stopped",
        preset="paper",
        features="mfcc",
        steps=12,
        progress=stop_after_two,
        stop=stop,
    )
    assert bundle.trained_on["stopped"]
    assert (bundle.trained_on["epochs"], bundle.trained_on["best_epoch"]) == (2, 2)


def test_stopping_before_the_first_epoch_keeps_nothing(short_video: Path, tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(TrainingStoppedError, match="nothing is kept"):
        train([short_video], game="Small", out_dir=tmp_path / "none", stop=stop)
    assert not (tmp_path / "none").exists()


def test_the_command_trains_all_nine_features_and_ends_with_the_bundle(
    short_video: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "videos" / "broken.mp4"
    broken.parent.mkdir()
    broken.write_text("not a video")
    shutil.copy(short_video, broken.parent)
    options = ["--features", ",".join(FEATURES), "--preset", "paper", "--epochs", "1", "--json"]
    result = CliRunner().invoke(
        main, ["train", "--game", "Small", str(broken.parent), *options, "--out", str(tmp_path / "My Game")]
    )
    assert result.exit_code == 0, result.output
    *told, last = [json.loads(line) for line in result.stdout.splitlines()]
    assert any("broken.mp4" in one["note"] for one in told)
    assert (last["name"], last["preset"], last["features"]) == ("my-game", "paper", list(FEATURES))
    assert last["skipped"] == ["broken.mp4"]
    bundle = load_bundle(tmp_path / "My Game")
    assert bundle.held_out_loss == last["held_out_loss"]
    assert bundle.feature_keys()["nmf"].startswith("nmf@24v1:")
    predictor = Predictor(bundle)
    assert predictor.predict(predictor.embed(np.zeros((24, 80, 80, 3), np.uint8))).shape == (24, 389)


def test_tensorflow_writes_one_note_at_most_to_standard_error() -> None:
    script = (
        "import numpy as np\n"
        "from scenescore.model.network import Network\n"
        "network = Network(2, 3, batch=2, learning_rate=1e-3)\n"
        # Six shapes: TensorFlow notes that a graph is compiled often from the fifth one on.
        "for windows in (1, 2, 3, 4, 5, 6):\n"
        "    network.predict_batch(np.zeros((windows, 2, 80, 80, 3), np.uint8))\n"
        "network.export()\n"
        "import os; os.write(2, b'errors are written')"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    # TensorFlow notes oneDNN on processors that oneDNN is made for, whatever its level of messages is.
    of_onednn = ("oneDNN custom operations are on", "All log messages before absl::InitializeLog() is called")
    notes = [line for line in ran.stderr.splitlines() if not any(known in line for known in of_onednn)]
    assert notes == ["errors are written"]
    assert ran.stdout == ""


def test_predicting_never_loads_tensorflow(learnt: tuple[Bundle, list[TrainProgress]]) -> None:
    script = (
        "import sys\n"
        "from scenescore.model.bundle.bundle import load_bundle\n"
        "from scenescore.model.predict import Predictor\n"
        "Predictor(load_bundle(sys.argv[1]))\n"
        "assert not {'tensorflow', 'keras', 'onnx', 'matplotlib'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(learnt[0].path)], check=True)
