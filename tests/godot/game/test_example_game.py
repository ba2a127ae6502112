"""The example game plays itself in a real Godot and is recorded like the demo's recording."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pytest

from making.godot.program import find_godot
from making.machine.display import xvfb_display
from scenescore.errors import UnavailableError

RECORD = Path(__file__).parents[3] / "godot_addon" / "record.py"
RECORDED_SCENES = Path(__file__).parents[3] / "server" / "scenescore" / "demo" / "recording.json"
SCENE_S = 4
SCENES = 9


@dataclass(frozen=True)
class Recording:
    """What record.py wrote."""

    scenes: list[dict[str, str | float]]
    pictures: npt.NDArray[np.uint8]
    """One from the middle of each scene."""
    loudness: float
    """Root mean square of the sound."""
    size: int


def run_record(
    folder: Path, *options: str, godot: Path, display: str = ""
) -> subprocess.CompletedProcess[str]:
    outputs = ["--out", str(folder / "game.mp4"), "--scenes", str(folder / "game.json")]
    return subprocess.run(
        [sys.executable, str(RECORD), *options, *outputs, "--godot", str(godot)],
        env={**os.environ, "DISPLAY": display},
        capture_output=True,
        text=True,
        check=False,
    )


def play(folder: Path, seed: int, seconds: int) -> Recording:
    options = [f"--seed={seed}", f"--seconds={seconds}", f"--scene-seconds={SCENE_S}"]
    with xvfb_display() as display:
        ended = run_record(folder, *options, godot=find_godot(), display=display)
    assert ended.returncode == 0, ended.stderr
    scenes = json.loads((folder / "game.json").read_text())
    pictures, sound = watch(folder / "game.mp4")
    middles = [round((scene["start_s"] + scene["end_s"]) / 2 * 10) for scene in scenes]
    loudness = float(np.sqrt(np.mean(sound**2)))
    return Recording(scenes, pictures[middles], loudness, (folder / "game.mp4").stat().st_size)


def watch(path: Path) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.float32]]:
    with av.open(str(path)) as video:
        pictures = np.stack(
            [frame.to_ndarray(format="rgb24") for frame in video.decode(video=0)], dtype=np.uint8
        )
    with av.open(str(path)) as video:
        sound = np.concatenate([frame.to_ndarray()[0] for frame in video.decode(audio=0)], dtype=np.float32)
    return pictures, sound


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    return play(tmp_path_factory.mktemp("game"), seed=5, seconds=SCENE_S * SCENES)


def test_each_scene_is_played_once_in_each_area_before_any_repeats(recording: Recording) -> None:
    played = {(scene["scene"], scene["area"]) for scene in recording.scenes}
    assert len(recording.scenes) == SCENES
    assert played == {
        (kind, area) for kind in ("walk", "talk", "fight") for area in ("meadow", "village", "cave")
    }


def test_scenes_have_no_gaps(recording: Recording) -> None:
    edges = [(scene["start_s"], scene["end_s"]) for scene in recording.scenes]
    assert edges == [(SCENE_S * i, SCENE_S * (i + 1)) for i in range(SCENES)]


def test_each_scene_in_each_area_has_a_track_of_its_own(recording: Recording) -> None:
    tracks = {str(scene["track"]) for scene in recording.scenes}
    assert len(tracks) == SCENES
    assert all((RECORD.parent / "example" / "music" / track).stat().st_size > 10_000 for track in tracks)


def test_scenes_are_drawn_and_look_different(recording: Recording) -> None:
    for picture in recording.pictures:
        assert len(np.unique(picture.reshape(-1, 3) // 32, axis=0)) > 20
    for one, other in combinations(recording.pictures.astype(np.float32), 2):
        assert np.abs(one - other).mean() > 15


def test_the_recording_has_sound(recording: Recording) -> None:
    assert recording.loudness > 0.01


def test_a_recording_is_small(recording: Recording) -> None:
    assert recording.size < 3_000_000 / 180 * SCENE_S * SCENES * 1.25


def test_the_same_seed_plays_the_same_game(recording: Recording, tmp_path: Path) -> None:
    again = play(tmp_path, seed=5, seconds=SCENE_S * 3)
    assert again.scenes == recording.scenes[:3]
    assert np.abs(again.pictures.astype(float) - recording.pictures[:3]).mean() < 4


def test_another_seed_plays_another_game(recording: Recording, tmp_path: Path) -> None:
    other = play(tmp_path, seed=6, seconds=SCENE_S * 3)
    assert other.scenes != recording.scenes[:3]


def test_a_missing_godot_is_reported(tmp_path: Path) -> None:
    ended = run_record(tmp_path, "--seconds=5", godot=tmp_path / "no-godot")
    assert ended.returncode == UnavailableError.exit_code
    assert f"{tmp_path / 'no-godot'} is not there" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_person_walks_talks_fights_and_leaves_by_the_keyboard(tmp_path: Path) -> None:
    project, script = RECORD.parent, Path(__file__).parents[2] / "making" / "godot" / "play_by_keys.gd"
    godot = [str(find_godot()), "--headless", "--path", str(project)]
    home = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), str(tmp_path))
    for options in (["--import"], ["--audio-driver", "Dummy", "--fixed-fps", "60", "-s", str(script)]):
        ended = subprocess.run(
            [*godot, *options], env={**os.environ, **home}, capture_output=True, text=True, check=True
        )
    assert "SCRIPT ERROR" not in ended.stderr
    told = [json.loads(line) for line in ended.stdout.splitlines() if line.startswith("{")]
    scenes = ["walk", "walk", "talk", "walk", "fight", "walk", "walk"]
    assert [step["scene"] for step in told] == scenes
    assert [step["area"] for step in told] == ["meadow"] * 6 + ["village"]
    assert told[1]["x"] < told[0]["x"]


def test_the_shipped_recording_shows_each_scene_long_enough() -> None:
    scenes = json.loads(RECORDED_SCENES.read_text())
    assert len({(scene["scene"], scene["area"]) for scene in scenes}) == SCENES
    assert all(scene["end_s"] - scene["start_s"] >= 16 for scene in scenes)
    assert RECORDED_SCENES.with_suffix(".mp4").stat().st_size <= 3_000_000
