"""``scenescore score``: a whole clip with its music."""

import csv
import json
import os
import shutil
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import librosa
import numpy as np
import numpy.typing as npt
import pytest

from making.command import run_command
from making.demo_music import demo_home
from making.terminal import Terminal
from scenescore.audio.load import load
from scenescore.audio.sample_rate import SAMPLE_RATE
from scenescore.demo.demo_daemon import RECORDING, SCENES, prepare_library
from scenescore.frames.video import probe

Samples = npt.NDArray[np.float32]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("score") / "home"
    shutil.copytree(demo_home(tmp_path_factory), home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCENESCORE_HOME", str(home))
        # The music has moved with its home.
        folder, _ = prepare_library()
    return folder


def score(home: Path, library: Path, *options: str) -> dict[str, Any]:
    done = run_command(
        home,
        *("score", str(RECORDING), "--library", str(library), "--bundle", "example", "--json", *options),
    )
    assert done.exit_code == 0, done.output
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def features(samples: Samples) -> npt.NDArray[np.float32]:
    chroma = librosa.feature.chroma_cqt(y=samples, sr=SAMPLE_RATE).mean(1)
    timbre = librosa.feature.mfcc(y=samples, sr=SAMPLE_RATE).mean(1)
    return np.concatenate([10 * chroma, timbre / 20])


def test_each_scene_of_a_game_is_named_with_its_own_music(tmp_path: Path, library: Path) -> None:
    answer = score(tmp_path, library, "--csv", str(tmp_path / "out.csv"))
    stretches = answer["stretches"]

    assert stretches[0]["start_s"] == 0
    assert stretches[-1]["end_s"] == pytest.approx(probe(RECORDING).duration_s, abs=0.01)
    assert all(one["end_s"] == after["start_s"] for one, after in pairwise(stretches))
    assert all(len(one["runners_up"]) == 3 for one in stretches)
    recorded = json.loads(SCENES.read_text(encoding="utf-8"))
    right_s = sum(
        max(0.0, min(one["end_s"], scene["end_s"]) - max(one["start_s"], scene["start_s"]))
        for one in stretches
        for scene in recorded
        if Path(one["track"]["file"]).name == scene["track"]
    )
    assert right_s / recorded[-1]["end_s"] >= 0.9
    with (tmp_path / "out.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["track"] for row in rows] == [one["track"]["track"] for one in stretches]


def test_the_music_turns_where_the_scenes_do(tmp_path: Path, library: Path) -> None:
    stretches = score(tmp_path, library)["stretches"]
    turns_s = [
        after["start_s"]
        for one, after in pairwise(stretches)
        if one["track"]["track"] != after["track"]["track"]
    ]
    changes_s = [scene["start_s"] for scene in json.loads(SCENES.read_text(encoding="utf-8"))[1:]]
    near = sum(min(abs(turn_s - change_s) for turn_s in turns_s) <= 1.0 for change_s in changes_s)
    assert near >= len(changes_s) - 1


def test_the_video_sounds_like_the_tracks_that_are_named(tmp_path: Path, library: Path) -> None:
    film = tmp_path / "out.mp4"
    answer = score(tmp_path, library, "--video", str(film))
    heard, start_s = load(film), 0.0
    length_s = probe(RECORDING).duration_s
    assert probe(film).duration_s == pytest.approx(length_s, abs=0.2)
    assert len(heard) / SAMPLE_RATE == pytest.approx(length_s, abs=0.2)

    playing = ""
    tracks = {one["track"]["file"]: load(one["track"]["file"]) for one in answer["stretches"]}
    for stretch in answer["stretches"]:
        named = stretch["track"]["file"]
        if named != playing:
            # A track begins half of the cross-fade before its turn.
            start_s, playing = max(0.0, stretch["start_s"] - 0.75), named
        end_s = stretch["end_s"] - 1.0
        part = slice(int((end_s - 2.0) * SAMPLE_RATE), int(end_s * SAMPLE_RATE))
        places = np.arange(part.start, part.stop) - int(start_s * SAMPLE_RATE)
        distances = {
            file: float(np.linalg.norm(features(heard[part]) - features(samples[places % len(samples)])))
            for file, samples in tracks.items()
        }
        assert min(distances, key=distances.__getitem__) == named, stretch


def test_a_part_of_a_video_is_written_with_its_own_sound_below(tmp_path: Path, library: Path) -> None:
    part = ("--start-s", "0:18", "--end-s", "0:32")
    answer = score(tmp_path, library, *part, "--video", str(tmp_path / "music.mp4"))
    score(tmp_path, library, *part, "--video", str(tmp_path / "both.mp4"), "--own-sound", "0")

    assert (answer["start_s"], answer["end_s"]) == (18, 32)
    assert probe(tmp_path / "both.mp4").duration_s == pytest.approx(14, abs=0.2)
    size = min(len(one) for one in (load(tmp_path / "music.mp4"), load(tmp_path / "both.mp4")))
    own = load(RECORDING, offset_s=18, duration_s=14)[:size]
    added = load(tmp_path / "both.mp4")[: len(own)] - load(tmp_path / "music.mp4")[: len(own)]
    assert np.corrcoef(added, own)[0, 1] > 0.9


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--video", "out.avi"), "ends in .mp4"),
        (("--video", str(RECORDING)), "is the video itself"),
        (("--own-sound", "-12"), "give both"),
        (("--start-s", "9:00"), "lasts 180.0 s"),
    ],
)
def test_what_cannot_be_done_is_said_before_long_work(
    tmp_path: Path, library: Path, options: tuple[str, ...], message: str
) -> None:
    done = run_command(
        tmp_path, "score", str(RECORDING), "--library", str(library), "--bundle", "example", *options
    )
    assert done.exit_code == 2
    assert message in done.output


def test_a_video_that_is_stopped_leaves_no_half_file(tmp_path: Path, library: Path) -> None:
    options = ("--library", str(library), "--bundle", "example", "--video", str(tmp_path / "out.mp4"))
    command = [sys.executable, "-m", "scenescore", "score", str(RECORDING), *options]
    terminal = Terminal(command, {**os.environ, "SCENESCORE_HOME": str(tmp_path / "home")}, tmp_path)
    terminal.wait_for("of 3:00")
    terminal.wait_for("Writing the video")
    terminal.press_ctrl_c()
    assert terminal.end() == 130
    assert "Stopped by Ctrl-C" in terminal.shown
    assert not list(tmp_path.glob("*.mp4"))
    assert not list(tmp_path.glob(".*.mp4"))
